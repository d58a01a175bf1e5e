// Package coupon says what goods cost: the prices for many, full reductions and member prices of SKUs, the coupons that members have
// and use, and what points may pay. Its rules are pure; a quote is exact to the fen and explains every discount.
package coupon

import (
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// Type says who can have a coupon (sms_coupon.coupon_type of the original).
type Type int

// The types of coupons. Only the first two are claimed in the coupon centre; gifts are given by staff, those for registration to new
// members, and those by code to whoever has one.
const (
	ForEverybody    Type = 0
	ForLevel        Type = 1
	ForGift         Type = 2
	ForRegistration Type = 3
	ForCode         Type = 4
)

// Scope says what a coupon is good for (sms_coupon.use_type of the original).
type Scope int

// The scopes of coupons.
const (
	OnAll        Scope = 0
	OnCategories Scope = 1
	OnProducts   Scope = 2
)

// State is where a member's coupon stands: 0 to 2 are sms_coupon_history.use_type of the original.
type State int

// A coupon is unused until an order locks it; the order then uses it or gives it back. One that the shop took back is voided.
const (
	Unused  State = 0
	Used    State = 1
	Expired State = 2
	Locked  State = 3
	Voided  State = 4
)

// Template is a coupon as the shop gives it out. What is in members' hands keeps its worth: a template that was published changes
// neither amount nor threshold nor scope.
type Template struct {
	ID         int64
	Type       Type
	Scope      Scope
	Name, Note string
	Amount     money.Fen
	MinPoint   money.Fen // amount of eligible goods from which it can be used; 0 = any
	LevelID    int64     // the lowest level that can use it; 0 = any. Levels are numbered in rising order
	PerLimit   int64     // how many one member may claim; 0 = any number
	Issued     int64     // how many there are
	Claimed    int64     // how many are gone
	Published  bool

	CategoryIDs, SpuIDs   []int64  // of the scope
	ScopeNames            []string // of those, in their order
	ClaimFrom, ClaimUntil time.Time
	ValidFrom, ValidUntil time.Time
}

// Left is how many can still be claimed.
func (t Template) Left() int64 { return max(0, t.Issued-t.Claimed) }

// Opened says whether claiming has begun.
func (t Template) Opened(now time.Time) bool { return !now.Before(t.ClaimFrom) }

// Covers says whether the scope has a product that lies in the given categories.
func (t Template) Covers(spuID int64, categoryIDs []int64) bool {
	switch t.Scope {
	case OnAll:
		return true
	case OnCategories:
		return overlap(t.CategoryIDs, categoryIDs)
	case OnProducts:
		return overlap(t.SpuIDs, []int64{spuID})
	}
	return false
}

// Reach is the scope as other services hear of it.
func (t Template) Reach() couponapi.Scope {
	switch t.Scope {
	case OnCategories:
		return couponapi.Scope{Kind: couponapi.ScopeCategories, IDs: t.CategoryIDs, Names: t.ScopeNames}
	case OnProducts:
		return couponapi.Scope{Kind: couponapi.ScopeProducts, IDs: t.SpuIDs, Names: t.ScopeNames}
	case OnAll:
	}
	return couponapi.Scope{Kind: couponapi.ScopeAll}
}

func overlap(a, b []int64) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// MemberCoupon is a coupon in a member's hands. ValidFrom and ValidUntil of the template are its own.
type MemberCoupon struct {
	Template
	ID        int64
	MemberID  int64
	State     State
	OrderSn   string // the order that holds or used it
	ClaimedAt time.Time
}

// StateAt is the state as it is at a time: what is stored says unused until a sweep finds it expired.
func (m MemberCoupon) StateAt(now time.Time) State {
	if m.State == Unused && !now.Before(m.ValidUntil) {
		return Expired
	}
	return m.State
}

// Lock is the wish of an order to keep a member's coupon.
type Lock struct {
	OrderSn  string
	MemberID int64
	CouponID int64     // a MemberCoupon
	Amount   money.Fen // what it takes off; 0 = its face value counts
}

// The errors of coupon.
var (
	ErrNotFound      = apperr.New(apperr.NotFound, "coupon_not_found")
	ErrExhausted     = apperr.New(apperr.Conflict, "coupon_exhausted")
	ErrLimit         = apperr.New(apperr.Conflict, "coupon_limit")
	ErrNotOpen       = apperr.New(apperr.Conflict, "coupon_not_open")
	ErrUnusable      = apperr.New(apperr.Conflict, "coupon_unusable") // with reason
	ErrPointsShort   = apperr.New(apperr.Conflict, "points_short")    // with usable
	ErrReleased      = apperr.New(apperr.Conflict, "reservation_released")
	ErrNoReservation = apperr.New(apperr.NotFound, "no_reservation")
)

// Reason tells why m cannot be locked or used now; it has no code when it can.
func (m MemberCoupon) Reason(now time.Time) couponapi.Rule {
	switch m.StateAt(now) {
	case Used:
		return couponapi.Rule{Code: couponapi.ReasonUsed}
	case Locked:
		return couponapi.Rule{Code: couponapi.ReasonLocked}
	case Expired:
		return couponapi.Rule{Code: couponapi.ReasonExpired, Params: couponapi.Params{At: m.ValidUntil}}
	case Voided:
		return couponapi.Rule{Code: couponapi.ReasonVoided}
	case Unused:
	}
	if now.Before(m.ValidFrom) {
		return couponapi.Rule{Code: couponapi.ReasonNotYet, Params: couponapi.Params{At: m.ValidFrom}}
	}
	return couponapi.Rule{}
}

// Unusable is ErrUnusable with its reason, and what the reason speaks of.
func Unusable(reason couponapi.Rule) error {
	return ErrUnusable.With("reason", reason.Code).With("reasonParams", reason.Params)
}
