package page

import (
	"time"

	"gulimall/pkg/money"
)

// AdminMembers is the page "adminmembers".
type AdminMembers struct {
	AdminBase
	Keyword, From, To string
	Levels, States    []Option
	Filtered          bool
	Members           []AdminMember
	Pager             Pager
	CSV               string
}

// AdminMember is a member as the back office sees him. Phone is masked by the caller for those who may only read.
type AdminMember struct {
	ID                 int64
	Username, Nickname string
	Phone, Level       string
	Active             bool
	Points, Kept       int64 // Kept is what orders have frozen of the points
	Growth             int64
	JoinedAt           time.Time
}

// AdminMemberDesk is the page "adminmember": one member and what can be done with him.
type AdminMemberDesk struct {
	AdminBase
	AdminMember
	FrozenAt     time.Time
	FrozenReason string
	LoginAt      time.Time
	Favourites   int64
	Addresses    []AdminMemberAddress
	Tabs         []Tab
	Entries      []PointsEntry
	Pager        Pager
	MayWrite     bool
	MayOrders    bool // whether he may see orders
	MayCoupons   bool
}

// AdminMemberAddress is where a member's goods go.
type AdminMemberAddress struct {
	Name, Phone, Line string
	IsDefault         bool
}

// AdminMemberPoints is the page "adminmemberpoints": a form, and then the question whether it is meant.
type AdminMemberPoints struct {
	AdminBase
	Member              AdminMember
	Kinds               []Option
	Kind, Change        string
	Reason, Key         string
	Asking              bool
	Delta, Now, Becomes int64 // of the second step
}

// AdminMemberFreeze is the page "adminmemberfreeze": what freezing a member does, or letting him in again, and why.
type AdminMemberFreeze struct {
	AdminBase
	Member AdminMember
	Reason string
}

// AdminMemberLevels is the page "adminmemberlevels".
type AdminMemberLevels struct {
	AdminBase
	Levels   []AdminLevel
	MayWrite bool
}

// AdminLevel is a level and what it brings.
type AdminLevel struct {
	ID, Version           int64
	Name, Note            string
	GrowthFrom            int64
	FreeFreightFrom       money.Fen
	CommentGrowth         int64
	MemberPrice, Birthday bool
	Default               bool
	Members               int64
}

// AdminMemberLevelEdit is the page "adminmemberleveledit"; ID 0 adds one. What was typed stays as it was typed.
type AdminMemberLevelEdit struct {
	AdminBase
	ID, Version           int64
	Name, Note            string
	Growth, Freight       string
	Comment               string
	MemberPrice, Birthday bool
	Default               bool
	Present               *AdminLevel
}
