package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/services/admin"
)

// Begin adds the roles that the shop begins with, as far as they are not there; names gives what each is called.
func (s *Store) Begin(ctx context.Context, names map[adminapi.RoleCode]string) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		for _, code := range adminapi.RoleCodes() {
			added := tx.Exec("INSERT IGNORE INTO sys_role (code, name) VALUES (?, ?)", code, names[code])
			if added.Error != nil {
				return fmt.Errorf("add role %s: %w", code, added.Error)
			}
			if added.RowsAffected == 0 {
				continue
			}
			var id int64
			if err := tx.Raw("SELECT id FROM sys_role WHERE code = ?", code).Scan(&id).Error; err != nil {
				return fmt.Errorf("read role %s: %w", code, err)
			}
			if err := grant(tx, id, code.Grants()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Roles reads a page of the roles. The administrator's has every permission.
func (s *Store) Roles(ctx context.Context, q admin.RoleQuery) ([]admin.Role, int64, error) {
	var filter mariadb.Filter
	if q.Name != "" {
		filter.And("r.name LIKE ?", mariadb.Begins(q.Name))
	}
	if q.Permission != "" {
		filter.And("r.code = ? OR EXISTS (SELECT 1 FROM sys_role_permission p WHERE p.role_id = r.id AND p.permission = ?)", adminapi.Administrator, q.Permission)
	}
	db := s.db.WithContext(ctx)
	rows, total, err := mariadb.Listed[roleRow](db, roleColumns, "FROM sys_role r"+filter.Where(), roleOrder(q.Order, q.Down), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("list roles: %w", err)
	}
	all, err := granted(db, rows)
	return all, total, err
}

// Role reads one.
func (s *Store) Role(ctx context.Context, roleID int64) (admin.Role, error) {
	found, err := rolesWith(s.db.WithContext(ctx), []int64{roleID})
	if err != nil {
		return admin.Role{}, err
	}
	if len(found) == 0 {
		return admin.Role{}, admin.ErrNoRole
	}
	return found[0], nil
}

// rolesWith reads the roles with some numbers, as far as there are such.
func rolesWith(db *gorm.DB, ids []int64) ([]admin.Role, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []roleRow
	if err := db.Raw(roleColumns+" FROM sys_role r WHERE r.id IN ? ORDER BY r.id", ids).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read roles: %w", err)
	}
	return granted(db, rows)
}

const roleColumns = "SELECT r.*, (SELECT COUNT(*) FROM sys_user_role h WHERE h.role_id = r.id) AS holders"

func roleOrder(by admin.RoleOrder, down bool) string {
	switch by {
	case admin.RolesByName:
		return mariadb.Order(down, "r.name")
	case admin.RolesByHolders:
		return mariadb.Order(down, "holders", "r.id")
	case admin.RolesByAge:
	}
	return mariadb.Order(down, "r.id")
}

// granted are roles with what they may do.
func granted(db *gorm.DB, rows []roleRow) ([]admin.Role, error) {
	ids := []int64{0}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	var grants []struct {
		RoleID     int64
		Permission adminapi.Permission
	}
	if err := db.Raw("SELECT role_id, permission FROM sys_role_permission WHERE role_id IN ? ORDER BY permission", ids).Scan(&grants).Error; err != nil {
		return nil, fmt.Errorf("list permissions: %w", err)
	}
	of := map[int64][]adminapi.Permission{}
	for _, g := range grants {
		of[g.RoleID] = append(of[g.RoleID], g.Permission)
	}
	all := make([]admin.Role, len(rows))
	for i, r := range rows {
		all[i] = r.role(of[r.ID])
	}
	return all, nil
}

// grant sets what a role may do.
func grant(tx *gorm.DB, roleID int64, permissions []adminapi.Permission) error {
	if err := tx.Exec("DELETE FROM sys_role_permission WHERE role_id = ?", roleID).Error; err != nil {
		return fmt.Errorf("take permissions: %w", err)
	}
	for _, p := range permissions {
		if err := tx.Exec("INSERT IGNORE INTO sys_role_permission (role_id, permission) VALUES (?, ?)", roleID, p).Error; err != nil {
			return fmt.Errorf("grant %s: %w", p, err)
		}
	}
	return nil
}

// AddRole adds a role.
func (s *Store) AddRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, error) {
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		if err := within(tx, by, r.Permissions); err != nil {
			return err
		}
		if err := tx.Exec("INSERT INTO sys_role (name) VALUES (?)", r.Name).Error; err != nil {
			return err
		}
		if err := tx.Raw("SELECT LAST_INSERT_ID()").Scan(&r.ID).Error; err != nil {
			return err
		}
		r.Version = 1
		if err := grant(tx, r.ID, r.Permissions); err != nil {
			return err
		}
		return s.write(tx, by, "role.added", strconv.FormatInt(r.ID, 10), nil, shown(r))
	})
	if mariadb.IsDuplicate(err) {
		return admin.Role{}, admin.ErrRoleTaken
	}
	return r, err
}

// ChangeRole changes a role and says who has it.
func (s *Store) ChangeRole(ctx context.Context, r admin.Role, by adminapi.By) (admin.Role, []int64, error) {
	var holders []int64
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var row roleRow
		if err := tx.Raw("SELECT * FROM sys_role WHERE id = ? FOR UPDATE", r.ID).Scan(&row).Error; err != nil {
			return fmt.Errorf("read role %d: %w", r.ID, err)
		}
		if row.ID == 0 {
			return admin.ErrNoRole
		}
		if row.Version != r.Version {
			return admin.ErrEditedMeanwhile
		}
		var had []adminapi.Permission
		if err := tx.Raw("SELECT permission FROM sys_role_permission WHERE role_id = ? ORDER BY permission", r.ID).Scan(&had).Error; err != nil {
			return fmt.Errorf("read permissions of role %d: %w", r.ID, err)
		}
		before := row.role(had)
		if before.Code == adminapi.Administrator {
			return admin.ErrAdministratorAll
		}
		if err := within(tx, by, before.Permissions, r.Permissions); err != nil {
			return err
		}
		r.Code, r.Version = before.Code, before.Version+1
		if err := tx.Exec("UPDATE sys_role SET name = ?, version = ? WHERE id = ?", r.Name, r.Version, r.ID).Error; err != nil {
			return err
		}
		if err := grant(tx, r.ID, r.Permissions); err != nil {
			return err
		}
		if err := tx.Raw("SELECT user_id FROM sys_user_role WHERE role_id = ?", r.ID).Scan(&holders).Error; err != nil {
			return fmt.Errorf("read holders of role %d: %w", r.ID, err)
		}
		if slices.Contains(holders, by.StaffID) {
			if err := staysInside(tx, by); err != nil {
				return err
			}
		}
		return s.write(tx, by, "role.changed", strconv.FormatInt(r.ID, 10), shown(before), shown(r))
	})
	if mariadb.IsDuplicate(err) {
		return admin.Role{}, nil, admin.ErrRoleTaken
	}
	return r, holders, err
}

// shown is a role as the log keeps it.
func shown(r admin.Role) map[string]any {
	return map[string]any{"name": r.Name, "permissions": r.Permissions}
}
