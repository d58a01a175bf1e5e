package admin

import (
	"context"
	"log/slog"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// Store is what the use cases need of the schema. Every method is one transaction; a change writes its line of the audit log in it.
type Store interface {
	// Credentials finds an account; ErrNoStaff.
	Credentials(ctx context.Context, account string) (Credentials, error)
	// Standing reads an account with what it may do; ErrNoStaff.
	Standing(ctx context.Context, staffID int64) (Standing, error)
	NoteLogin(ctx context.Context, staffID int64, by adminapi.By) error

	// Staff reads a page of the accounts and how many match.
	Staff(ctx context.Context, q StaffQuery) ([]Staff, int64, error)
	// Add opens an account; ErrAccountTaken, ErrNoRole.
	Add(ctx context.Context, n NewStaff, hash string, by adminapi.By) (Staff, error)
	// Change changes an account, with a hash also its password; ErrNoStaff, ErrNoRole, ErrEditedMeanwhile, ErrBeyondOwn, ErrLocksSelfOut, and ErrLastOne when nobody active
	// would be left with the administrator's role.
	Change(ctx context.Context, c Change, hash string, by adminapi.By) (Staff, error)
	// SetPassword changes the hash of an account that still has the one that was checked; whether it did is the answer.
	SetPassword(ctx context.Context, staffID int64, was, hash string, by adminapi.By) (bool, error)

	// Roles reads a page of the roles and how many match.
	Roles(ctx context.Context, q RoleQuery) ([]Role, int64, error)
	// Role reads one; ErrNoRole.
	Role(ctx context.Context, roleID int64) (Role, error)
	// AddRole adds a role; ErrRoleTaken.
	AddRole(ctx context.Context, r Role, by adminapi.By) (Role, error)
	// ChangeRole changes a role and says who has it; ErrNoRole, ErrRoleTaken, ErrEditedMeanwhile, ErrAdministratorAll.
	ChangeRole(ctx context.Context, r Role, by adminapi.By) (changed Role, staffIDs []int64, err error)

	// Record writes a line that another service's message tells of, once.
	Record(ctx context.Context, a adminapi.Acted) error
	// Audit reads a page of the log and how many lines match.
	Audit(ctx context.Context, q AuditQuery) ([]adminapi.AuditEntry, int64, error)
	// Actions lists the actions that stand in the log.
	Actions(ctx context.Context) ([]string, error)
}

// StaffQuery chooses accounts. What is empty chooses all.
type StaffQuery struct {
	Text   string // what the account or the name begins with
	RoleID int64
	Active *bool
	Order  StaffOrder
	Down   bool
	Page   paging.Page
}

// StaffOrder is what accounts are sorted by.
type StaffOrder int

// The orders of accounts.
const (
	StaffByAccount StaffOrder = iota
	StaffByName
	StaffByLogin
	StaffByCreation
)

// RoleQuery chooses roles. What is empty chooses all.
type RoleQuery struct {
	Name       string // what the name begins with
	Permission adminapi.Permission
	Order      RoleOrder
	Down       bool
	Page       paging.Page
}

// RoleOrder is what roles are sorted by.
type RoleOrder int

// The orders of roles.
const (
	RolesByAge RoleOrder = iota // those that the shop began with first
	RolesByName
	RolesByHolders
)

// AuditQuery chooses lines of the audit log. What is empty chooses all.
type AuditQuery struct {
	StaffID  int64
	Area     string
	Action   string
	Object   string
	From, To time.Time
	Page     int
	PageSize int
}

// Attempts counts failed logins by account and by address.
type Attempts interface {
	// Wait says how long to wait before the next attempt.
	Wait(ctx context.Context, account, ip string) (time.Duration, error)
	Failed(ctx context.Context, account, ip string) error
	Succeeded(ctx context.Context, account, ip string) error
}

// Passwords hashes and checks; both are slow on purpose, so only a few may go on at once.
type Passwords interface {
	Turn(ctx context.Context) (release func(), err error)
	Hash(password string) (string, error)
	Match(password, hash string) (bool, error)
}

// Sessions ends what was begun with rights that are no more.
type Sessions interface {
	EndAll(ctx context.Context, staffIDs ...int64) error
}

// Deps are what the use cases work with.
type Deps struct {
	Store     Store
	Attempts  Attempts
	Passwords Passwords
	Sessions  Sessions
	Log       *slog.Logger
	Limited   bool // rate limits are on
	Dev       bool // demo accounts may sign in
}

// Desk is the use cases.
type Desk struct{ Deps }

// New makes the use cases.
func New(d Deps) *Desk { return &Desk{d} }
