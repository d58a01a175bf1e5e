package store

import (
	"fmt"
	"slices"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/services/admin"
)

// powers are what some roles may do together.
func powers(tx *gorm.DB, roleIDs []int64) ([]adminapi.Permission, error) {
	held, err := rolesWith(tx, roleIDs)
	if err != nil {
		return nil, err
	}
	var may []adminapi.Permission
	for _, r := range held {
		may = append(may, r.Permissions...)
	}
	return may, nil
}

// own is what whoever acts may do.
func own(tx *gorm.DB, by adminapi.By) ([]adminapi.Permission, error) {
	var roleIDs []int64
	if err := tx.Raw("SELECT role_id FROM sys_user_role WHERE user_id = ?", by.StaffID).Scan(&roleIDs).Error; err != nil {
		return nil, fmt.Errorf("read roles of staff %d: %w", by.StaffID, err)
	}
	return powers(tx, roleIDs)
}

// within refuses what goes beyond what whoever acts may do himself, so that nobody makes himself more than he is by a role, an account or
// the password of somebody else. Whoever acts at the machine itself, without an account, may do all.
func within(tx *gorm.DB, by adminapi.By, wanted ...[]adminapi.Permission) error {
	if by.StaffID == 0 {
		return nil
	}
	may, err := own(tx, by)
	if err != nil {
		return err
	}
	for _, p := range slices.Concat(wanted...) {
		if !slices.Contains(may, p) {
			return admin.ErrBeyondOwn
		}
	}
	return nil
}

// staysInside refuses a change after which whoever made it could not take it back.
func staysInside(tx *gorm.DB, by adminapi.By) error {
	if by.StaffID == 0 {
		return nil
	}
	var active bool
	if err := tx.Raw("SELECT active FROM sys_user WHERE id = ?", by.StaffID).Scan(&active).Error; err != nil {
		return fmt.Errorf("read staff %d: %w", by.StaffID, err)
	}
	may, err := own(tx, by)
	if err != nil {
		return err
	}
	if !active || !slices.Contains(may, adminapi.StaffManage) {
		return admin.ErrLocksSelfOut
	}
	return nil
}
