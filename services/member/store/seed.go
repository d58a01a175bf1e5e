package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
	"gulimall/services/member"
)

// Demo is what the seed of the demo shop adds.
type Demo struct {
	Levels    []demodata.Level
	Members   []demodata.Member // their passwords are hashed by hash
	Addresses []demodata.Address
	Points    []demodata.Entry
	Growth    []demodata.Entry
}

// Seed adds the demo shop's levels and people. A schema that has a member is left as it is.
func (s *Store) Seed(ctx context.Context, d Demo, hash func(password string) (string, error)) error {
	hashes := make([]string, len(d.Members)) // before the transaction: they take their time
	for i, m := range d.Members {
		var err error
		if hashes[i], err = hash(m.Password); err != nil {
			return err
		}
	}
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var there int64
		if err := tx.Raw("SELECT COUNT(*) FROM ums_member").Scan(&there).Error; err != nil || there > 0 {
			return err
		}
		for _, add := range []func(*gorm.DB) error{
			func(tx *gorm.DB) error { return seedLevels(tx, d.Levels) },
			func(tx *gorm.DB) error { return s.seedMembers(tx, d.Members, hashes) },
			func(tx *gorm.DB) error { return seedAddresses(tx, d.Addresses) },
			func(tx *gorm.DB) error { return s.seedLedger(tx, pointsLedger, d.Points) },
			func(tx *gorm.DB) error { return s.seedLedger(tx, growthLedger, d.Growth) },
		} {
			if err := add(tx); err != nil {
				return fmt.Errorf("seed: %w", err)
			}
		}
		return nil
	})
}

func seedLevels(tx *gorm.DB, levels []demodata.Level) error {
	for _, l := range levels {
		err := tx.Exec(`REPLACE INTO ums_member_level (id, name, growth_point, default_status, free_freight_point, comment_growth_point,
			privilege_member_price, privilege_birthday, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			l.ID, l.Name, l.GrowthPoint, l.Default, l.FreeFreightFrom, l.CommentGrowth, l.MemberPrice, l.Birthday, l.Note).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) seedMembers(tx *gorm.DB, members []demodata.Member, hashes []string) error {
	for i, m := range members {
		err := tx.Exec(`INSERT INTO ums_member (id, level_id, username, username_key, password, nickname, mobile, integration, growth, demo, create_time)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`, m.ID, m.LevelID, m.Username, member.CanonicalUsername(m.Username), hashes[i], m.Nickname, m.Phone,
			m.Points, m.Growth, s.now().Add(-m.CreatedAgo)).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func seedAddresses(tx *gorm.DB, addresses []demodata.Address) error {
	for _, a := range addresses {
		err := tx.Exec(`INSERT INTO ums_member_receive_address
			(id, member_id, name, phone, post_code, province, city, region, detail_address, default_status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.ID, a.MemberID, a.Name, a.Phone, a.PostCode, a.Province, a.City, a.Region, a.Detail, a.Default).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) seedLedger(tx *gorm.DB, ledger string, entries []demodata.Entry) error {
	for _, e := range entries {
		err := tx.Exec("INSERT INTO "+ledger+" (business_key, member_id, change_count, note, source_type, order_sn, create_time) VALUES (?, ?, ?, ?, ?, ?, ?)",
			e.Key, e.MemberID, e.Change, e.Note, e.Source, e.OrderSn, s.now().Add(-e.Ago)).Error
		if err != nil {
			return err
		}
	}
	return nil
}
