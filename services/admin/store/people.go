package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/services/admin"
)

// Credentials finds an account.
func (s *Store) Credentials(ctx context.Context, account string) (admin.Credentials, error) {
	var row userRow
	if err := s.db.WithContext(ctx).Raw("SELECT id, password, active, demo FROM sys_user WHERE account = ?", account).Scan(&row).Error; err != nil {
		return admin.Credentials{}, fmt.Errorf("read staff credentials: %w", err)
	}
	if row.ID == 0 {
		return admin.Credentials{}, admin.ErrNoStaff
	}
	return admin.Credentials{StaffID: row.ID, Hash: row.Password, Active: row.Active, Demo: row.Demo}, nil
}

// Standing reads an account with what it may do.
func (s *Store) Standing(ctx context.Context, staffID int64) (admin.Standing, error) {
	var standing admin.Standing
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		user, roleIDs, err := find(tx, staffID, "")
		if err != nil {
			return err
		}
		standing = admin.Standing{Staff: user.staff(roleIDs), Roles: []string{}}
		held, err := rolesWith(tx, roleIDs)
		if err != nil {
			return err
		}
		for _, role := range held {
			standing.Roles = append(standing.Roles, role.Name)
			standing.Permissions = append(standing.Permissions, role.Permissions...)
		}
		return nil
	})
	slices.Sort(standing.Permissions)
	standing.Permissions = slices.Compact(standing.Permissions)
	return standing, err
}

// find reads an account and its roles; lock is "" or "FOR UPDATE".
func find(tx *gorm.DB, staffID int64, lock string) (userRow, []int64, error) {
	var row userRow
	if err := tx.Raw("SELECT * FROM sys_user WHERE id = ? "+lock, staffID).Scan(&row).Error; err != nil {
		return userRow{}, nil, fmt.Errorf("read staff %d: %w", staffID, err)
	}
	if row.ID == 0 {
		return userRow{}, nil, admin.ErrNoStaff
	}
	var roleIDs []int64
	if err := tx.Raw("SELECT role_id FROM sys_user_role WHERE user_id = ? ORDER BY role_id", staffID).Scan(&roleIDs).Error; err != nil {
		return userRow{}, nil, fmt.Errorf("read roles of staff %d: %w", staffID, err)
	}
	return row, roleIDs, nil
}

// NoteLogin remembers when somebody last signed in, and writes it in the log.
func (s *Store) NoteLogin(ctx context.Context, staffID int64, by adminapi.By) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE sys_user SET login_at = ? WHERE id = ?", s.now(), staffID).Error; err != nil {
			return fmt.Errorf("note login: %w", err)
		}
		return s.write(tx, by, "signed_in", by.Account, nil, nil)
	})
}

// Staff reads a page of the accounts.
func (s *Store) Staff(ctx context.Context, q admin.StaffQuery) ([]admin.Staff, int64, error) {
	var filter mariadb.Filter
	if q.Text != "" {
		text := mariadb.Begins(q.Text)
		if plain(q.Text) {
			filter.And("u.account LIKE ? OR u.name LIKE ?", strings.ToLower(text), text)
		} else {
			filter.And("u.name LIKE ?", text)
		}
	}
	if q.RoleID != 0 {
		filter.And("EXISTS (SELECT 1 FROM sys_user_role r WHERE r.user_id = u.id AND r.role_id = ?)", q.RoleID)
	}
	if q.Active != nil {
		filter.And("u.active = ?", *q.Active)
	}
	db := s.db.WithContext(ctx)
	rows, total, err := mariadb.Listed[userRow](db, "SELECT u.*", "FROM sys_user u"+filter.Where(), staffOrder(q.Order, q.Down), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("list staff: %w", err)
	}
	of, err := rolesOf(db, rows)
	if err != nil {
		return nil, 0, err
	}
	all := make([]admin.Staff, len(rows))
	for i, r := range rows {
		all[i] = r.staff(of[r.ID])
	}
	return all, total, nil
}

// plain reports whether a text has ASCII alone, as accounts have: their column cannot be compared with anything else.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

func staffOrder(by admin.StaffOrder, down bool) string {
	column := ""
	switch by {
	case admin.StaffByAccount:
		column = "u.account"
	case admin.StaffByName:
		column = "u.name"
	case admin.StaffByLogin:
		column = "u.login_at"
	case admin.StaffByCreation:
		column = "u.created_at"
	}
	return mariadb.Order(down, column, "u.id")
}

// rolesOf reads the numbers of the roles of accounts, by account.
func rolesOf(db *gorm.DB, rows []userRow) (map[int64][]int64, error) {
	ids := []int64{0}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	var pairs []struct{ UserID, RoleID int64 }
	if err := db.Raw("SELECT user_id, role_id FROM sys_user_role WHERE user_id IN ? ORDER BY role_id", ids).Scan(&pairs).Error; err != nil {
		return nil, fmt.Errorf("list roles of staff: %w", err)
	}
	of := map[int64][]int64{}
	for _, p := range pairs {
		of[p.UserID] = append(of[p.UserID], p.RoleID)
	}
	return of, nil
}

// Add opens an account.
func (s *Store) Add(ctx context.Context, n admin.NewStaff, hash string, by adminapi.By) (admin.Staff, error) {
	var added admin.Staff
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		now := s.now()
		err := tx.Exec("INSERT INTO sys_user (account, name, password, created_at) VALUES (?, ?, ?, ?)", n.Account, n.Name, hash, now).Error
		if err != nil {
			return err
		}
		var id int64
		if err := tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error; err != nil {
			return err
		}
		if err := give(tx, id, n.RoleIDs); err != nil {
			return err
		}
		wanted, err := powers(tx, n.RoleIDs)
		if err != nil {
			return err
		}
		if err := within(tx, by, wanted); err != nil {
			return err
		}
		added = userRow{ID: id, Account: n.Account, Name: n.Name, Active: true, Version: 1, CreatedAt: now}.staff(n.RoleIDs)
		return s.write(tx, by, "staff.added", n.Account, nil, public(added))
	})
	if mariadb.IsDuplicate(err) {
		return admin.Staff{}, admin.ErrAccountTaken
	}
	return added, err
}

// give sets the roles of an account; every one of them must be there.
func give(tx *gorm.DB, staffID int64, roleIDs []int64) error {
	if err := tx.Exec("DELETE FROM sys_user_role WHERE user_id = ?", staffID).Error; err != nil {
		return fmt.Errorf("take roles: %w", err)
	}
	for _, roleID := range slices.Compact(slices.Sorted(slices.Values(roleIDs))) {
		given := tx.Exec("INSERT INTO sys_user_role (user_id, role_id) SELECT ?, id FROM sys_role WHERE id = ?", staffID, roleID)
		if given.Error != nil {
			return fmt.Errorf("give role %d: %w", roleID, given.Error)
		}
		if given.RowsAffected == 0 {
			return admin.ErrNoRole
		}
	}
	return nil
}

// Change changes an account.
func (s *Store) Change(ctx context.Context, c admin.Change, hash string, by adminapi.By) (admin.Staff, error) {
	var changed admin.Staff
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		row, roleIDs, err := find(tx, c.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		if row.Version != c.Version {
			return admin.ErrEditedMeanwhile
		}
		before := row.staff(roleIDs)
		wanted, err := powers(tx, slices.Concat(roleIDs, c.RoleIDs))
		if err != nil {
			return err
		}
		if err := within(tx, by, wanted); err != nil {
			return err
		}
		row.Name, row.Active, row.Version = c.Name, c.Active, row.Version+1
		if hash != "" {
			row.Password, row.Demo = hash, false
		}
		err = tx.Exec("UPDATE sys_user SET name = ?, active = ?, password = ?, demo = ?, version = ? WHERE id = ?",
			row.Name, row.Active, row.Password, row.Demo, row.Version, row.ID).Error
		if err != nil {
			return fmt.Errorf("change staff %d: %w", c.ID, err)
		}
		if err := give(tx, c.ID, c.RoleIDs); err != nil {
			return err
		}
		if err := somebodyRules(tx); err != nil {
			return err
		}
		if c.ID == by.StaffID {
			if err := staysInside(tx, by); err != nil {
				return err
			}
		}
		changed = row.staff(c.RoleIDs)
		return s.write(tx, by, "staff.changed", row.Account, public(before), public(changed))
	})
	return changed, err
}

// somebodyRules refuses a change after which nobody could undo it. The administrator's role is locked, so that of two who step down at the
// same moment the second is refused.
func somebodyRules(tx *gorm.DB) error {
	var roleID, left int64
	if err := tx.Raw("SELECT id FROM sys_role WHERE code = ? FOR UPDATE", adminapi.Administrator).Scan(&roleID).Error; err != nil {
		return fmt.Errorf("lock the administrator's role: %w", err)
	}
	err := tx.Raw("SELECT COUNT(*) FROM sys_user_role r JOIN sys_user u ON u.id = r.user_id WHERE r.role_id = ? AND u.active = 1", roleID).Scan(&left).Error
	if err != nil {
		return fmt.Errorf("count administrators: %w", err)
	}
	if left == 0 {
		return admin.ErrLastOne
	}
	return nil
}

// SetPassword changes a hash that is still what it was.
func (s *Store) SetPassword(ctx context.Context, staffID int64, was, hash string, by adminapi.By) (bool, error) {
	done := false
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		set := tx.Exec("UPDATE sys_user SET password = ?, demo = 0, version = version + 1 WHERE id = ? AND password = ?", hash, staffID, was)
		if set.Error != nil {
			return fmt.Errorf("set password of staff %d: %w", staffID, set.Error)
		}
		if done = set.RowsAffected == 1; !done {
			return nil
		}
		return s.write(tx, by, "password.changed", by.Account, nil, nil)
	})
	return done, err
}

// public is an account as the log keeps it.
func public(s admin.Staff) map[string]any {
	return map[string]any{"name": s.Name, "active": s.Active, "roleIds": s.RoleIDs}
}
