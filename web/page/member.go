package page

import (
	"time"

	"gulimall/pkg/money"
)

// MemberHome is the page "memberhome" (member host, /). What another service knows is nil while that service does not answer.
type MemberHome struct {
	Base
	// Name is the nickname, or the user name of those who have none.
	Name     string
	Points   PointsSummary
	Standing Standing
	// Coupons is how many coupons can be used.
	Coupons *int
	// Orders are the states of orders that ask for attention.
	Orders []OrderState
	// Recent are the newest orders; OrdersAway tells that the order service does not answer.
	Recent     []RecentOrder
	OrdersAway bool
	// Favourites are the newest ones, and FavouriteCount is how many there are.
	Favourites     []Favourite
	FavouriteCount *int
	// NoAddress tells that there is no delivery address yet.
	NoAddress bool
}

// OrderState is how many orders are in a state; none and unknown look the same. Key is the public status; Icon is a drawing of base/icons.svg.
type OrderState struct {
	Key   string
	Icon  string
	URL   string
	Count int
}

// RecentOrder is an order as the overview shows it: in a line.
type RecentOrder struct {
	OrderSn string
	Status  string
	At      time.Time
	Pay     money.Fen
	Pieces  int
	// Title is that of the first item, Images are the first few.
	Title  string
	Images []string
}

// PointsSummary is the member's standing in points.
type PointsSummary struct {
	Balance int64
	Frozen  int64
	Growth  int64
}

// Standing is where a member stands between two levels.
type Standing struct {
	Level Level
	// Next is the level after that; nil at the top.
	Next *Level
	// Missing is the growth that Next still takes; Done of Span is how much of the way lies behind.
	Missing int64
	Done    int64
	Span    int64
}

// Level is a member level and what it brings.
type Level struct {
	Name   string
	Growth int64
	// FreeFreightFrom is the amount from which delivery is free; zero is never.
	FreeFreightFrom money.Fen
	MemberPrice     bool
	Current         bool
}

// Points is the page "points" (member host, /points.html?of=points,growth).
type Points struct {
	Base
	Summary  PointsSummary
	Standing Standing
	Levels   []Level
	// Of is the ledger that History is from, points or growth; Tabs choose it.
	Of      string
	Tabs    []Tab
	History []PointsEntry
	Pager   Pager
}

// PointsEntry is one line of a ledger. Reason is in the shopper's words.
type PointsEntry struct {
	At      time.Time
	Change  int64
	Reason  string
	OrderSn string
}

// Profile is the page "profile" (member host, /profile.html). Form: POST /profile.html with nickname.
type Profile struct {
	Base
	Username string
	Nickname string
	// Phone is masked by the caller.
	Phone  string
	Level  string
	Joined time.Time
}

// Security is the page "security" (member host, /security.html). Forms: POST /security/password with oldPassword and newPassword, POST
// /security/end with id, POST /security/end-others; by code (/security.html?by=code): POST /security/password with by=code, code and
// newPassword, and the same form goes to /security/code to ask for a code.
type Security struct {
	Base
	Username string
	// ByCode shows the form for those who have forgotten their password.
	ByCode bool
	// Code is the code for that; its Phone is masked by the caller, here and on the page.
	Code     CodeForm
	Sessions []Session
	// More are those that are folded away.
	More []Session
	// Others tells that there is a session besides this one.
	Others bool
}

// Session is one place where the member is signed in.
type Session struct {
	ID string
	// Device is browser and system; empty is unknown.
	Device  string
	Address string
	Since   time.Time
	Seen    time.Time
	Current bool
}

// Favourites is the page "favourites" (member host, /favourites.html). Forms: POST /favourites with skuId, action=remove and originUrl;
// POST cart host /addToCart with skuId and count.
type Favourites struct {
	Base
	Items []Favourite
	Total int
	Limit int
	Pager Pager
	// Away tells that the catalogue does not answer: nothing is known but the number.
	Away bool
}

// Favourite is a SKU that the member keeps, as it stands now.
type Favourite struct {
	SKUID   int64
	Title   string
	Image   string
	Attrs   []string
	Price   money.Fen
	OnShelf bool
	InStock bool
	At      time.Time
}

// Buyable tells whether it can go into the cart.
func (f Favourite) Buyable() bool { return f.OnShelf && f.InStock }
