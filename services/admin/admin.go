// Package admin keeps the back office's people: accounts of staff, the roles that say what they may do, and the log of what they did.
// What it guards belongs to the other services; they ask pkg/staff who is calling.
package admin

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// Staff is an account of the back office.
type Staff struct {
	ID        int64
	Account   string
	Name      string
	Active    bool
	RoleIDs   []int64
	CreatedAt time.Time
	LoginAt   time.Time // zero: never
	Version   int64     // counts the changes
}

// Role is a set of permissions.
type Role struct {
	ID          int64
	Code        adminapi.RoleCode // empty for a role that the shop did not begin with
	Name        string
	Permissions []adminapi.Permission
	Holders     int64 // how many accounts have it
	Version     int64
}

// Credentials are what a login is checked with.
type Credentials struct {
	StaffID int64
	Hash    string
	Active  bool
	Demo    bool // has a public password
}

// Standing is an account with what it may do now.
type Standing struct {
	Staff
	Roles       []string // names
	Permissions []adminapi.Permission
}

// The errors of admin.
var (
	ErrBadCredentials   = apperr.New(apperr.NotSignedIn, "bad_credentials")
	ErrLoginLocked      = apperr.New(apperr.TooMany, "login_locked")
	ErrAccountTaken     = apperr.New(apperr.Conflict, "account_taken")
	ErrRoleTaken        = apperr.New(apperr.Conflict, "role_taken")
	ErrNoStaff          = apperr.New(apperr.NotFound, "staff_not_found")
	ErrNoRole           = apperr.New(apperr.NotFound, "role_not_found")
	ErrEditedMeanwhile  = apperr.New(apperr.Conflict, "edited_meanwhile")
	ErrBeyondOwn        = apperr.New(apperr.Conflict, "beyond_own_permissions")
	ErrLocksSelfOut     = apperr.New(apperr.Conflict, "locks_self_out")
	ErrLastOne          = apperr.New(apperr.Conflict, "last_administrator")
	ErrAdministratorAll = apperr.New(apperr.Conflict, "administrator_has_all")
)

var accountPattern = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`) //nolint:gochecknoglobals // compiled once, never changed

// The bounds of names and passwords, in characters. An administrator's password is longer than a shopper's (NIST SP 800-63B).
const (
	maxName     = 40
	minPassword = 10
	maxPassword = 128
)

// CanonicalAccount is the form in which accounts are kept and compared.
func CanonicalAccount(account string) string { return strings.ToLower(strings.TrimSpace(account)) }

// NewStaff is what an account is opened with.
type NewStaff struct {
	Account  string
	Name     string
	Password string
	RoleIDs  []int64
}

// Check names every field that is not acceptable.
func (n NewStaff) Check() error {
	refused := checkName(n.Name)
	if !accountPattern.MatchString(n.Account) {
		refused = refused.WithField("account", "account")
	}
	if fault := passwordFault(n.Password, n.Account); fault != "" {
		refused = refused.WithField("password", fault)
	}
	return orNil(refused)
}

// Change is what is changed of an account. Version is the one that was seen.
type Change struct {
	ID       int64
	Name     string
	Active   bool
	RoleIDs  []int64
	Password string // empty: stays
	Version  int64
}

// Check names every field that is not acceptable.
func (c Change) Check(account string) error {
	refused := checkName(c.Name)
	if c.Password != "" {
		if fault := passwordFault(c.Password, account); fault != "" {
			refused = refused.WithField("password", fault)
		}
	}
	return orNil(refused)
}

// Check names every field of a role that is not acceptable.
func (r Role) Check() error {
	refused := checkName(r.Name)
	for _, p := range r.Permissions {
		if !p.Known() {
			refused = refused.WithField("permissions", "unknown")
			break
		}
	}
	return orNil(refused)
}

func checkName(name string) *apperr.Error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(name)); {
	case n == 0:
		return apperr.ErrInvalid.WithField("name", "required")
	case n > maxName:
		return apperr.ErrInvalid.WithField("name", "too_long")
	case strings.ContainsFunc(name, unicode.IsControl):
		return apperr.ErrInvalid.WithField("name", "invalid")
	}
	return apperr.ErrInvalid
}

func passwordFault(password, account string) string {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return "password_staff"
	case n > maxPassword:
		return "too_long"
	case account != "" && strings.Contains(strings.ToLower(password), account) && n < len(account)+6:
		return "password_common"
	}
	return ""
}

func orNil(e *apperr.Error) error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}
