package memberapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathExist tells which members there are: POST Exist → Existing, in the order asked, without those that there are not.
const PathExist = "/internal/members/exist"

// Back-office paths. Lists are pages: ?page&pageSize, answered as {items, total, page, pageSize}.
const (
	PathOfficeMembers = "/api/admin/member/members"            // GET ?keyword&levelId&state=active,frozen&from&to&sort=joined,growth,points,login → page of OfficeMember, with a minus the greatest first; GET {id} → OfficeProfile
	PathOfficeLedger  = "/ledger"                              // PathOfficeMembers/{id}: GET ?kind=points,growth → page of OfficeEntry, the newest first
	PartFreeze        = "/freeze"                              // PathOfficeMembers/{id}: POST Freezing → 200 OfficeMember, the same again for the same again
	PartUnfreeze      = "/unfreeze"                            // likewise
	PathOfficeLevels  = "/api/admin/member/levels"             // GET → []OfficeLevel, the lowest first; POST NewLevel → 201 OfficeLevel; PUT NewLevel with id and version → 200 OfficeLevel; 409 edited_meanwhile
	PathPointsAdjust  = "/api/admin/member/points/adjustments" // POST PointsAdjustment → 200 OfficeMember; 409 points_short, growth_short
)

// Exist asks for members by id, at most 1000.
type Exist struct {
	IDs []int64 `json:"ids" validate:"max=1000"`
}

// Existing are the members that there are.
type Existing struct {
	Members []Known `json:"members"`
}

// Known is a member as other services may show him.
type Known struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
	LevelID  int64  `json:"levelId"`
}

// OfficeMember is a member in a list. Phone is masked for those who may only read.
type OfficeMember struct {
	ID       int64     `json:"id"`
	Username string    `json:"username"`
	Nickname string    `json:"nickname"`
	Phone    string    `json:"phone"`
	Level    LevelName `json:"level"`
	State    string    `json:"state"` // active, frozen
	Points   int64     `json:"points"`
	Frozen   int64     `json:"frozen"` // of the points, what orders keep
	Growth   int64     `json:"growth"`
	JoinedAt time.Time `json:"joinedAt"`

	LoginAt *time.Time `json:"loginAt,omitempty"` // the last one
}

// OfficeProfile is a member with what belongs to him.
type OfficeProfile struct {
	OfficeMember
	FrozenAt     *time.Time      `json:"frozenAt,omitempty"`
	FrozenReason string          `json:"frozenReason,omitempty"`
	Favourites   int64           `json:"favourites"`
	Addresses    []OfficeAddress `json:"addresses"`
}

// OfficeAddress is where a member's goods go. Phone is masked for those who may only read.
type OfficeAddress struct {
	Name      string `json:"name"`
	Phone     string `json:"phone"`
	Address   string `json:"address"` // province, city, region and the rest
	IsDefault bool   `json:"isDefault"`
}

// OfficeEntry is a line of a ledger.
type OfficeEntry struct {
	At      time.Time `json:"at"`
	Change  int64     `json:"change"`
	Reason  string    `json:"reason"` // order_spent, order_gift, registered, adjusted …
	Note    string    `json:"note,omitempty"`
	OrderSn string    `json:"orderSn,omitempty"`
}

// OfficeLevel is a level and what it brings.
type OfficeLevel struct {
	ID              int64     `json:"id"`
	Name            string    `json:"name"`
	GrowthFrom      int64     `json:"growthFrom"`
	FreeFreightFrom money.Fen `json:"freeFreightFrom"` // 0: always pays
	CommentGrowth   int64     `json:"commentGrowth"`
	MemberPrice     bool      `json:"memberPrice"`
	Birthday        bool      `json:"birthday"`
	Note            string    `json:"note"`
	IsDefault       bool      `json:"isDefault"` // of everybody who registers; from growth 0
	Members         int64     `json:"members"`
	Version         int64     `json:"version"`
}

// NewLevel adds a level, or says what one shall become; a change names the id and the version that it saw.
type NewLevel struct {
	ID              int64     `json:"id,omitempty" validate:"min=0"`
	Name            string    `json:"name" validate:"required,max=100,line"`
	GrowthFrom      int64     `json:"growthFrom" validate:"min=0,max=1000000000"`
	FreeFreightFrom money.Fen `json:"freeFreightFrom" validate:"min=0,max=1000000000"`
	CommentGrowth   int64     `json:"commentGrowth" validate:"min=0,max=1000000"`
	MemberPrice     bool      `json:"memberPrice"`
	Birthday        bool      `json:"birthday"`
	Note            string    `json:"note" validate:"max=255"`
	Version         int64     `json:"version,omitempty"`
}

// Freezing says why a member is kept out, or let in again.
type Freezing struct {
	Reason string `json:"reason" validate:"required,max=200"`
}

// The ledgers that PointsAdjustment names.
const (
	KindPoints = "points"
	KindGrowth = "growth"
)

// PointsAdjustment changes a member's points or growth by a delta. The same key again changes nothing; without one, every call counts.
type PointsAdjustment struct {
	MemberID int64  `json:"memberId" validate:"gt=0"`
	Change   int64  `json:"change" validate:"ne=0,min=-10000000,max=10000000"`
	Kind     string `json:"kind" validate:"oneof=points growth"`
	Reason   string `json:"reason" validate:"required,max=200"`
	Key      string `json:"key,omitempty" validate:"omitempty,max=60,printascii"`
}
