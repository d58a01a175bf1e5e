// Package adminapi is what the admin service promises: the back office's session, permissions, and the audit log that all services write
// to by their outboxes.
package adminapi

import (
	"encoding/json"
	"fmt"
	"time"
)

// Service is the name in Consul.
const Service = "admin"

// Paths, on the back office's own host.
const (
	PathLogin    = "/api/admin/login"    // POST Login → 200 Me
	PathLogout   = "/api/admin/logout"   // POST → 204
	PathMe       = "/api/admin/me"       // GET → Me
	PathPassword = "/api/admin/password" // PUT Password → 204; all sessions of the account end, the caller's too
	PathStaff    = "/api/admin/staff"    // GET ?text&roleId&active&page&pageSize → a page of Staff; POST NewStaff → 201 Staff; PUT {id} ChangedStaff → 200 Staff
	PathRoles    = "/api/admin/roles"    // GET ?name&permission&page&pageSize → a page of Role; POST NewRole → 201 Role; PUT {id} NewRole → 200 Role
	PathAudit    = "/api/admin/audit"    // GET ?staffId&area&action&object&from&to&page&pageSize → AuditPage
)

// Login is the back office's login.
type Login struct {
	Account  string `json:"account"`
	Password string `json:"password"`
}

// Me is who is signed in, and what he may do.
type Me struct {
	ID          int64        `json:"id"`
	Account     string       `json:"account"`
	Name        string       `json:"name"`
	Roles       []string     `json:"roles"`
	Permissions []Permission `json:"permissions"`
}

// Password changes the caller's own password.
type Password struct {
	Old string `json:"oldPassword"`
	New string `json:"newPassword"`
}

// Staff is an account of the back office.
type Staff struct {
	ID        int64      `json:"id"`
	Account   string     `json:"account"`
	Name      string     `json:"name"`
	Active    bool       `json:"active"`
	RoleIDs   []int64    `json:"roleIds"`
	CreatedAt time.Time  `json:"createdAt"`
	LoginAt   *time.Time `json:"loginAt,omitempty"`
	Version   int64      `json:"version"`
}

// NewStaff opens an account.
type NewStaff struct {
	Account  string  `json:"account"`
	Name     string  `json:"name"`
	Password string  `json:"password"`
	RoleIDs  []int64 `json:"roleIds"`
}

// ChangedStaff changes an account; Version is the one that was seen, so that of two who edit it the second is told (409 edited_meanwhile).
type ChangedStaff struct {
	Name     string  `json:"name"`
	Active   bool    `json:"active"`
	RoleIDs  []int64 `json:"roleIds"`
	Password string  `json:"password,omitempty"` // a new one
	Version  int64   `json:"version"`
}

// Role is a set of permissions.
type Role struct {
	ID          int64        `json:"id"`
	Code        string       `json:"code,omitempty"` // of a role that the shop began with
	Name        string       `json:"name"`
	Permissions []Permission `json:"permissions"`
	Version     int64        `json:"version"`
}

// NewRole adds or changes a role.
type NewRole struct {
	Name        string       `json:"name"`
	Permissions []Permission `json:"permissions"`
	Version     int64        `json:"version,omitempty"`
}

// AuditEntry is one write in the back office.
type AuditEntry struct {
	ID      int64           `json:"id"`
	At      time.Time       `json:"at"`
	StaffID int64           `json:"staffId"`
	Account string          `json:"account"`
	Address string          `json:"address"`
	Area    string          `json:"area"`
	Action  string          `json:"action"`
	Object  string          `json:"object"`
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	TraceID string          `json:"traceId,omitempty"`
}

// AuditPage is a page of the audit log, the newest first.
type AuditPage struct {
	Items    []AuditEntry `json:"items"`
	Total    int64        `json:"total"`
	Page     int          `json:"page"`
	PageSize int          `json:"pageSize"`
}

// Events. Every service that serves back-office calls says so when one has changed something, in the transaction of the change.
const (
	Exchange   = "admin-event-exchange"
	KeyActed   = "staff.acted"
	QueueActed = "admin.staff.acted.queue"
)

// Acted is a write that a member of staff made.
type Acted struct {
	At      time.Time       `json:"at"`
	StaffID int64           `json:"staffId"`
	Account string          `json:"account"`
	Address string          `json:"address"`
	Area    string          `json:"area"`   // the service
	Action  string          `json:"action"` // such as stock.adjusted
	Object  string          `json:"object"` // what it was done to, such as an order number
	Before  json.RawMessage `json:"before,omitempty"`
	After   json.RawMessage `json:"after,omitempty"`
	TraceID string          `json:"traceId,omitempty"`
}

// By is who changes something, and from where.
type By struct {
	StaffID int64  `json:"staffId"`
	Account string `json:"account"`
	Address string `json:"address"`
	TraceID string `json:"traceId,omitempty"`
}

// Acted tells of a write: what was done to which object of an area, and how it was before and after (nil for nothing).
func (b By) Acted(at time.Time, area, action, object string, before, after any) (Acted, error) {
	acted := Acted{
		At: at, StaffID: b.StaffID, Account: b.Account, Address: b.Address, Area: area, Action: action, Object: object, TraceID: b.TraceID,
	}
	for _, side := range []struct {
		value any
		to    *json.RawMessage
	}{{before, &acted.Before}, {after, &acted.After}} {
		if side.value == nil {
			continue
		}
		body, err := json.Marshal(side.value)
		if err != nil {
			return Acted{}, fmt.Errorf("audit %s: %w", action, err)
		}
		*side.to = body
	}
	return acted, nil
}
