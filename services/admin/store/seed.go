package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
)

// Seed adds the demo accounts that are not there. They may sign in during development alone, until somebody gives them a password of
// their own.
func (s *Store) Seed(ctx context.Context, people []demodata.Staff, hash string) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		for _, p := range people {
			added := tx.Exec("INSERT IGNORE INTO sys_user (account, name, password, demo, created_at) VALUES (?, ?, ?, 1, ?)", p.Account, p.Name, hash, s.now())
			if added.Error != nil {
				return fmt.Errorf("seed staff %s: %w", p.Account, added.Error)
			}
			if added.RowsAffected == 0 {
				continue
			}
			err := tx.Exec(`INSERT INTO sys_user_role (user_id, role_id) SELECT u.id, r.id FROM sys_user u JOIN sys_role r ON r.code = ? WHERE u.account = ?`,
				p.Role, p.Account).Error
			if err != nil {
				return fmt.Errorf("seed role of %s: %w", p.Account, err)
			}
		}
		return nil
	})
}
