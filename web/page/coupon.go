package page

import (
	"time"

	"gulimall/pkg/money"
)

// CouponCard is a coupon that can be claimed. Form: POST coupon host /claim with couponId and originUrl.
type CouponCard struct {
	ID       int64
	Name     string
	Amount   money.Fen
	MinPoint money.Fen
	// Scope says what it may be used for, in the shopper's words.
	Scope      string
	ValidFrom  time.Time
	ValidUntil time.Time
	Left       int
	PerLimit   int
	// Claimed is how many this member already has.
	Claimed int
	// NotOpen tells that claiming has not begun.
	NotOpen bool
}

// Claimable tells whether the button would work.
func (c CouponCard) Claimable() bool {
	return c.Left > 0 && !c.NotOpen && (c.PerLimit == 0 || c.Claimed < c.PerLimit)
}

// CouponCentre is the page "couponcentre" (coupon host, /).
type CouponCentre struct {
	Base
	Coupons []CouponCard
}

// Coupons is the page "coupons" (member host, /coupons.html): the member's own.
type Coupons struct {
	Base
	// Tabs are the states.
	Tabs    []Tab
	Coupons []MyCoupon
}

// MyCoupon is a claimed coupon.
type MyCoupon struct {
	ID       int64
	Name     string
	Amount   money.Fen
	MinPoint money.Fen
	Scope    string
	// State is unused, locked, used or expired.
	State      string
	ValidUntil time.Time
	// UseURL leads to goods it fits; empty hides the link.
	UseURL string
	// OrderSn is the order that holds or used it.
	OrderSn string
}
