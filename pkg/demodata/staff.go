package demodata

import "gulimall/pkg/contract/adminapi"

// Staff is an account of the back office with a public password.
type Staff struct {
	Account, Name, Password string
	Role                    adminapi.RoleCode
}

// StaffPassword is the password of every demo account of the back office.
const StaffPassword = "Admin-2026!"

// StaffMembers is one account a role.
func StaffMembers() []Staff {
	return []Staff{
		{"admin", "管理员", StaffPassword, adminapi.Administrator},
		{"keeper", "仓管小库", StaffPassword, adminapi.Keeper},
		{"marketing", "运营小营", StaffPassword, adminapi.Marketing},
		{"support", "客服小客", StaffPassword, adminapi.Support},
		{"finance", "财务小财", StaffPassword, adminapi.Finance},
	}
}
