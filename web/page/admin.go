package page

import (
	"cmp"
	"time"
)

// AdminBase is what the frame of the back office shows around every page.
type AdminBase struct {
	Look
	Title string
	// Here is the path and the query of the page; the choice of a language leads back to it.
	Here string
	// Staff is who is signed in; empty is nobody.
	Staff string
	// Menu is what whoever is signed in may go to.
	Menu   []AdminDesk
	Flash  *Flash
	Errors FormErrors
}

// Layout names the frame that the page is drawn in.
func (AdminBase) Layout() string { return "admin" }

// AdminDesk is a part of the menu; Key names it in the catalogues (admin.desk.…).
type AdminDesk struct {
	Key   string
	Links []AdminLink
}

// AdminLink is a page of the menu; Key names it in the catalogues (admin.page.…, admin.about.…).
type AdminLink struct {
	Key, Path, Icon string
	Now             bool
}

// AdminLogin is the page "adminlogin".
type AdminLogin struct {
	AdminBase
	Account, Origin string
}

// AdminStart is the page "adminstart": the desks that one may use, under the dashboard for those who may see it.
type AdminStart struct {
	AdminBase
	Board *AdminBoard
}

// AdminError is the page "adminerror".
type AdminError struct {
	AdminBase
	Status        int
	Code, TraceID string
}

// AdminPassword is the page "adminpassword".
type AdminPassword struct{ AdminBase }

// AdminStaff is the page "adminstaff".
type AdminStaff struct {
	AdminBase
	Text          string
	Roles, States []Option
	Filtered      bool
	CSV           string
	Heads         []AdminHead
	People        []AdminPerson
	Pager         Pager
}

// AdminPerson is an account of the back office.
type AdminPerson struct {
	ID            int64
	Account, Name string
	Active, Self  bool
	Roles         []string
	CreatedAt     time.Time
	LoginAt       time.Time
}

// AdminStaffEdit is the page "adminstaffedit"; ID 0 adds somebody.
type AdminStaffEdit struct {
	AdminBase
	ID, Version   int64
	Account, Name string
	Active        bool
	Roles         []Option
	// Present is how things are now, where somebody else changed them meanwhile.
	Present *AdminPerson
}

// AdminRoles is the page "adminroles".
type AdminRoles struct {
	AdminBase
	Name        string
	Permissions []Option
	Sorts       []Option
	Filtered    bool
	CSV         string
	Roles       []AdminRole
	Pager       Pager
}

// AdminRole is a role; All is the administrator's, which cannot be changed.
type AdminRole struct {
	ID      int64
	Name    string
	All     bool
	Holders int64
	Areas   []AdminArea
}

// AdminArea is the permissions of one area; Key names it (admin.area.…). Values of options are permissions, and name them (admin.permission.…).
type AdminArea struct {
	Key         string
	Permissions []Option
}

// AdminRoleEdit is the page "adminroleedit"; ID 0 adds one.
type AdminRoleEdit struct {
	AdminBase
	ID, Version int64
	Name        string
	Areas       []AdminArea
	Present     *AdminRole
}

// AdminAudit is the page "adminaudit".
type AdminAudit struct {
	AdminBase
	Object, From, To string
	People, Areas    []Option
	Actions          []Option
	CSV              string
	Filtered         bool
	Entries          []AdminEntry
	Pager            Pager
}

// AdminEntry is a line of the audit log. Area and Action name themselves (admin.area.…, admin.action.…).
type AdminEntry struct {
	At                   time.Time
	Account, Address     string
	Area, Action, Object string
	TraceID              string
	URL                  string // the page of the object, if there is one
	Changes              []AdminChange
}

// AdminChange is one value before and after, in words; of one that is Listed, what has gone and what has come.
type AdminChange struct {
	Field, Before, After string
	Listed               bool
}

// Text is a change in one line.
func (c AdminChange) Text() string {
	switch {
	case !c.Listed && c.Before == "":
		return c.After
	case !c.Listed:
		return c.Before + " → " + cmp.Or(c.After, "–")
	case c.Before == "":
		return "+ " + c.After
	case c.After == "":
		return "− " + c.Before
	}
	return "− " + c.Before + " + " + c.After
}

// AdminHead is the head of a column; Key names it (admin.column.…). URL is the list sorted by it, Sorted is "ascending", "descending" or
// nothing.
type AdminHead struct {
	Key, URL, Sorted string
	Number           bool
}
