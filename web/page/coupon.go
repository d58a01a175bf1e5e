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
	Scope string
	// Note is what the shop says of it besides; it may be empty. ForLevel tells that not every member can use it, which the note says.
	Note       string
	ForLevel   bool
	ValidFrom  time.Time
	ValidUntil time.Time
	Left       int
	// Issued is how many there were; zero hides how much is left.
	Issued   int
	PerLimit int
	// Claimed is how many this member already has.
	Claimed int
	// NotOpen tells that claiming has not begun, OpensAt when it does; zero hides that.
	NotOpen bool
	OpensAt time.Time
	// Goods lead to what it is good for, the first of them for whoever has claimed it; none hides them.
	Goods []Crumb
}

// Claimable tells whether the button would work.
func (c CouponCard) Claimable() bool {
	return c.Left > 0 && !c.NotOpen && (c.PerLimit == 0 || c.Claimed < c.PerLimit)
}

// Percent is how much is left of what was issued, from 0 to 100; what is nearly gone is not shown as gone.
func (c CouponCard) Percent() int {
	if c.Issued <= 0 || c.Left <= 0 {
		return 0
	}
	return max(1, min(100, c.Left*100/c.Issued))
}

// CouponCentre is the page "couponcentre" (coupon host, /).
type CouponCentre struct {
	Base
	Coupons []CouponCard
	// Claimed is the coupon that was just claimed; nil is none.
	Claimed *CouponCard
	// Code is the code that was typed.
	Code string
}

// Coupons is the page "coupons" (member host, /coupons.html): the member's own.
type Coupons struct {
	Base
	// Tabs are the states.
	Tabs    []Tab
	Coupons []MyCoupon
	// State is the state of the tab: unused, locked, used or expired.
	State string
	// Away tells that nobody could say which coupons there are.
	Away bool
}

// MyCoupon is a claimed coupon.
type MyCoupon struct {
	ID       int64
	Name     string
	Amount   money.Fen
	MinPoint money.Fen
	Scope    string
	// Note is what the shop says of it besides; it may be empty.
	Note string
	// State is unused, locked, used or expired.
	State      string
	ValidFrom  time.Time
	ValidUntil time.Time
	// NotYet tells that ValidFrom is still to come.
	NotYet bool
	// Soon tells that few days are left, Days how many; the last day is 0.
	Soon bool
	Days int
	// Goods lead to what it is good for; empty hides the links.
	Goods []Crumb
	// OrderSn is the order that holds or used it.
	OrderSn string
}
