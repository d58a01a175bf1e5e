package store

import (
	"encoding/json"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/services/admin"
)

type userRow struct {
	ID        int64
	Account   string
	Name      string
	Password  string
	Active    bool
	Demo      bool
	Version   int64
	CreatedAt time.Time
	LoginAt   *time.Time
}

func (r userRow) staff(roleIDs []int64) admin.Staff {
	s := admin.Staff{
		ID: r.ID, Account: r.Account, Name: r.Name, Active: r.Active, RoleIDs: roleIDs, CreatedAt: r.CreatedAt, Version: r.Version,
	}
	if s.RoleIDs == nil {
		s.RoleIDs = []int64{}
	}
	if r.LoginAt != nil {
		s.LoginAt = *r.LoginAt
	}
	return s
}

type roleRow struct {
	ID      int64
	Code    *string
	Name    string
	Holders int64
	Version int64
}

func (r roleRow) role(permissions []adminapi.Permission) admin.Role {
	role := admin.Role{ID: r.ID, Name: r.Name, Permissions: permissions, Holders: r.Holders, Version: r.Version}
	if r.Code != nil {
		role.Code = adminapi.RoleCode(*r.Code)
	}
	if role.Code == adminapi.Administrator {
		role.Permissions = adminapi.Permissions()
	}
	if role.Permissions == nil {
		role.Permissions = []adminapi.Permission{}
	}
	return role
}

type auditRow struct {
	ID          int64
	At          time.Time
	StaffID     int64
	Account     string
	Address     string
	Area        string
	Action      string
	Object      string
	BeforeValue *string
	AfterValue  *string
	TraceID     string
}

func (r auditRow) entry() adminapi.AuditEntry {
	e := adminapi.AuditEntry{
		ID: r.ID, At: r.At, StaffID: r.StaffID, Account: r.Account, Address: r.Address, Area: r.Area, Action: r.Action, Object: r.Object, TraceID: r.TraceID,
	}
	if r.BeforeValue != nil {
		e.Before = json.RawMessage(*r.BeforeValue)
	}
	if r.AfterValue != nil {
		e.After = json.RawMessage(*r.AfterValue)
	}
	return e
}

// raw is JSON as a column takes it; nothing is NULL.
func raw(m json.RawMessage) any {
	if len(m) == 0 {
		return nil
	}
	return string(m)
}
