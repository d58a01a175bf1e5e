package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/services/member"
)

// Addresses lists a member's addresses, the default one first.
func (s *Store) Addresses(ctx context.Context, memberID int64) ([]member.Address, error) {
	var rows []addressRow
	err := s.db.WithContext(ctx).Raw("SELECT "+addressColumns+" FROM ums_member_receive_address WHERE member_id = ? ORDER BY default_status DESC, id DESC",
		memberID).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read addresses of member %d: %w", memberID, err)
	}
	addresses := make([]member.Address, len(rows))
	for i, r := range rows {
		addresses[i] = r.address()
	}
	return addresses, nil
}

// change runs f with the member's row locked: what several tabs do to the addresses of one member happens one after the other.
func (s *Store) change(ctx context.Context, memberID int64, f func(tx *gorm.DB) error) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var id int64
		if err := tx.Raw("SELECT id FROM ums_member WHERE id = ? FOR UPDATE", memberID).Scan(&id).Error; err != nil {
			return fmt.Errorf("lock member %d: %w", memberID, err)
		}
		if id == 0 {
			return member.ErrNoMember
		}
		return f(tx)
	})
}

// AddAddress adds one; the first is the default.
func (s *Store) AddAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error) {
	err := s.change(ctx, memberID, func(tx *gorm.DB) error {
		var have int64
		if err := tx.Raw("SELECT COUNT(*) FROM ums_member_receive_address WHERE member_id = ?", memberID).Scan(&have).Error; err != nil {
			return err
		}
		if have >= member.MaxAddresses {
			return member.ErrAddressLimit
		}
		a.IsDefault = a.IsDefault || have == 0
		if err := undefault(tx, memberID, a); err != nil {
			return err
		}
		err := tx.Exec(`INSERT INTO ums_member_receive_address
			(member_id, name, phone, post_code, province, city, region, detail_address, default_status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			memberID, a.Name, a.Phone, a.PostCode, a.Province, a.City, a.Region, a.Detail, a.IsDefault).Error
		if err != nil {
			return fmt.Errorf("insert address: %w", err)
		}
		return tx.Raw("SELECT LAST_INSERT_ID()").Scan(&a.ID).Error
	})
	return a, err
}

// undefault makes room for a new default address.
func undefault(tx *gorm.DB, memberID int64, a member.Address) error {
	if !a.IsDefault {
		return nil
	}
	return tx.Exec("UPDATE ums_member_receive_address SET default_status = 0 WHERE member_id = ? AND default_status = 1 AND id <> ?", memberID, a.ID).Error
}

// ChangeAddress overwrites an address of the member.
func (s *Store) ChangeAddress(ctx context.Context, memberID int64, a member.Address) error {
	return s.change(ctx, memberID, func(tx *gorm.DB) error {
		if err := undefault(tx, memberID, a); err != nil {
			return err
		}
		return found(tx.Exec(`UPDATE ums_member_receive_address SET name = ?, phone = ?, post_code = ?, province = ?, city = ?, region = ?,
			detail_address = ?, default_status = ? WHERE id = ? AND member_id = ?`,
			a.Name, a.Phone, a.PostCode, a.Province, a.City, a.Region, a.Detail, a.IsDefault, a.ID, memberID))
	})
}

// DeleteAddress deletes an address of the member; the newest of the others becomes the default when there is none left.
func (s *Store) DeleteAddress(ctx context.Context, memberID, id int64) error {
	return s.change(ctx, memberID, func(tx *gorm.DB) error {
		var wasDefault bool
		err := tx.Raw("SELECT default_status FROM ums_member_receive_address WHERE id = ? AND member_id = ?", id, memberID).Scan(&wasDefault).Error
		if err != nil {
			return err
		}
		if err := found(tx.Exec("DELETE FROM ums_member_receive_address WHERE id = ? AND member_id = ?", id, memberID)); err != nil || !wasDefault {
			return err
		}
		return tx.Exec("UPDATE ums_member_receive_address SET default_status = 1 WHERE member_id = ? ORDER BY id DESC LIMIT 1", memberID).Error
	})
}

// DefaultAddress makes an address of the member the default one.
func (s *Store) DefaultAddress(ctx context.Context, memberID, id int64) (member.Address, error) {
	var row addressRow
	err := s.change(ctx, memberID, func(tx *gorm.DB) error {
		if err := undefault(tx, memberID, member.Address{ID: id, IsDefault: true}); err != nil {
			return err
		}
		err := found(tx.Exec("UPDATE ums_member_receive_address SET default_status = 1 WHERE id = ? AND member_id = ?", id, memberID))
		if err != nil {
			return err
		}
		return tx.Raw("SELECT "+addressColumns+" FROM ums_member_receive_address WHERE id = ?", id).Scan(&row).Error
	})
	if err != nil {
		return member.Address{}, err
	}
	return row.address(), nil
}

// found makes a statement that met no row ErrNoAddress: the address does not exist, or is somebody else's.
func found(done *gorm.DB) error {
	if done.Error == nil && done.RowsAffected == 0 {
		return member.ErrNoAddress
	}
	return done.Error
}
