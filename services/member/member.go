// Package member keeps accounts: who is a member, how members sign in, where their goods go, and the points and growth that they have
// collected. Points change only by a line in the ledger, and are kept for an order only by a freeze that names it.
package member

import (
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// Member is an account with its level.
type Member struct {
	ID       int64
	Username string
	Nickname string
	Phone    string
	Level    Level
	Points   int64 // the sum of the ledger
	Frozen   int64 // of it, what orders keep
	Growth   int64
	Joined   time.Time
	Version  int64 // of the password; a login that began with an older one is void
}

// Free is how many points a new order may use.
func (m Member) Free() int64 { return m.Points - m.Frozen }

// Level is a member level and what it brings.
type Level struct {
	ID              int64
	Name            string
	GrowthPoint     int64 // growth from which a member has it
	FreeFreightFrom money.Fen
	MemberPrice     bool
}

// Credentials are what is needed to check a password.
type Credentials struct {
	MemberID int64
	Username string
	Hash     string
	Version  int64 // of the password
	Active   bool
	Demo     bool // its password is public: good in development only
}

// LoginKind is by what somebody signed in.
type LoginKind int

// The ways to sign in.
const (
	ByPassword LoginKind = 1
	ByCode     LoginKind = 2
)

// Address is where goods go.
type Address struct {
	ID                     int64
	Name, Phone            string
	Province, City, Region string
	Detail, PostCode       string
	IsDefault              bool
}

// Ledger is one of the two accounts that a member has with the shop.
type Ledger string

// The ledgers.
const (
	LedgerPoints Ledger = "points"
	LedgerGrowth Ledger = "growth"
)

// Reason says why a line stands in a ledger.
type Reason string

// The reasons. What campaigns and staff write down says itself why, in Note.
const (
	ReasonSpent      Reason = "order_spent"
	ReasonGift       Reason = "order_gift"
	ReasonRegistered Reason = "registered"
	ReasonReturned   Reason = "order_returned" // what paid for pieces that came back
	ReasonTaken      Reason = "gift_taken"     // what pieces had given that came back
	ReasonOther      Reason = "adjusted"
)

// Entry is one line of a ledger.
type Entry struct {
	At      time.Time
	Change  int64
	Reason  Reason
	Note    string
	OrderSn string
}

// Freeze keeps points of a member for an order.
type Freeze struct {
	OrderSn  string
	MemberID int64
	Points   int64
}

// FreezeStatus is where a freeze stands.
type FreezeStatus int

// Points are frozen first, and then exactly one of the other two.
const (
	Frozen   FreezeStatus = 1
	Released FreezeStatus = 2
	Spent    FreezeStatus = 3
)

// Gift is what a member gets for a completed order.
type Gift struct {
	OrderSn  string
	MemberID int64
	Points   int64
	Growth   int64
}

// The errors of member.
var (
	ErrUsernameTaken  = apperr.New(apperr.Conflict, "username_taken").WithField("username", "username_taken")
	ErrPhoneTaken     = apperr.New(apperr.Conflict, "phone_taken").WithField("phone", "phone_taken")
	ErrBadSMSCode     = apperr.New(apperr.Invalid, "bad_sms_code").WithField("code", "bad_sms_code")
	ErrSMSTooOften    = apperr.New(apperr.TooMany, "sms_too_often")
	ErrPhoneUnknown   = apperr.New(apperr.Conflict, "phone_unknown").WithField("phone", "phone_unknown")
	ErrBadCredentials = apperr.New(apperr.NotSignedIn, "bad_credentials")
	ErrLoginLocked    = apperr.New(apperr.TooMany, "login_locked")
	ErrDisabled       = apperr.New(apperr.Forbidden, "account_disabled")
	ErrWrongPassword  = apperr.New(apperr.Invalid, "wrong_password").WithField("oldPassword", "wrong_password")
	ErrNoMember       = apperr.New(apperr.NotFound, "member_not_found")
	ErrNoAddress      = apperr.New(apperr.NotFound, "address_not_found")
	ErrAddressLimit   = apperr.New(apperr.Conflict, "address_limit")
	ErrNoSku          = apperr.New(apperr.NotFound, "sku_not_found")
	ErrFavouriteLimit = apperr.New(apperr.Conflict, "favourite_limit")
	ErrPointsShort    = apperr.New(apperr.Conflict, "points_short")
	ErrReleased       = apperr.New(apperr.Conflict, "reservation_released")
	ErrOtherFreeze    = apperr.New(apperr.Conflict, "reservation_differs")
	ErrNoFreeze       = apperr.New(apperr.NotFound, "no_reservation")
)

// How much a member may keep.
const (
	MaxAddresses  = 20
	MaxFavourites = 200
)
