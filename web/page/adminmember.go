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
	Heads             []AdminHead
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
	LoginAt            time.Time // zero: never
}

// AdminMemberDesk is the page "adminmember": one member and what can be done with him.
type AdminMemberDesk struct {
	AdminBase
	AdminMember
	FrozenAt     time.Time
	FrozenReason string
	Favourites   int64
	Addresses    []AdminMemberAddress
	Tabs         []Tab
	Entries      []PointsEntry
	Pager        Pager
	CSV          string
	MayWrite     bool
	Orders       *AdminMemberOrders // nil: not for whoever looks
	Coupons      *AdminMemberCoupons
}

// AdminMemberOrders is a member's newest orders; Away says that the order service did not answer.
type AdminMemberOrders struct {
	Away   bool
	Total  int64
	Newest []AdminMemberOrder
}

// AdminMemberOrder is one of them; Title is its first piece of goods. State names itself (sales.state.…).
type AdminMemberOrder struct {
	Sn, State, Title string
	Pieces           int64
	Pay              money.Fen
	At               time.Time
}

// AdminMemberCoupons is what coupons a member has; Away says that the coupon service did not answer.
type AdminMemberCoupons struct {
	Away   bool
	Total  int
	States []AdminMemberCount
	Newest []AdminMemberCoupon
}

// AdminMemberCount is how many there are in a state.
type AdminMemberCount struct {
	State string
	Count int64
}

// AdminMemberCoupon is one of a member's coupons, good from an amount From; State names itself (coupon.state.…).
type AdminMemberCoupon struct {
	Name, State  string
	Amount, From money.Fen
	Until        time.Time
	OrderSn      string
}

// AdminMemberUnderWay is the orders that freezing a member leaves behind, by state; Away says that the order service did not answer.
type AdminMemberUnderWay struct {
	Away   bool
	Total  int64
	States []AdminMemberCount
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
	Member   AdminMember
	Reason   string
	UnderWay *AdminMemberUnderWay // nil: not for whoever looks, or nothing that changes
}

// AdminMemberLevels is the page "adminmemberlevels".
type AdminMemberLevels struct {
	AdminBase
	Levels   []AdminLevel
	CSV      string
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
