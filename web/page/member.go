package page

import "time"

// MemberHome is the page "memberhome" (member host, /).
type MemberHome struct {
	Base
	Points PointsSummary
	// NextLevel is what comes after the present level and NextGrowth the growth it takes; empty at the top.
	NextLevel  string
	NextGrowth int64
	// UnusedCoupons is hidden when nil.
	UnusedCoupons *int
	// OrderTabs lead to the order list, with counts where known.
	OrderTabs []Tab
	Recent    []Order
}

// PointsSummary is the member's standing.
type PointsSummary struct {
	Balance int64
	Frozen  int64
	Growth  int64
}

// Points is the page "points" (member host, /points.html).
type Points struct {
	Base
	Summary PointsSummary
	History []PointsEntry
	Pager   Pager
}

// PointsEntry is one line of the ledger. Reason is in the shopper's words.
type PointsEntry struct {
	At      time.Time
	Change  int64
	Reason  string
	OrderSn string
}

// Profile is the page "profile" (member host, /profile.html).
type Profile struct {
	Base
	Username string
	Nickname string
	// Phone is masked by the caller.
	Phone  string
	Level  string
	Points PointsSummary
	// Editable shows the form: POST /profile.html with nickname.
	Editable bool
}
