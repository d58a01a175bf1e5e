package page

// Home is the page "home" (bare domain, /).
type Home struct {
	Base
	Categories []Category
	// Picks are a few goods in the banner; none is possible.
	Picks []ProductCard
	// Coupons is the strip of claimable coupons; empty hides it.
	Coupons []CouponCard
	Floors  []Floor
}

// Floor is one block of the home page: a name, links into the catalogue and some goods.
type Floor struct {
	Title string
	// Links lead to categories of the floor.
	Links []Crumb
	// MoreURL lists everything of the floor; empty hides the link.
	MoreURL string
	Items   []ProductCard
}
