package page

// Home is the page "home" (bare domain, /).
type Home struct {
	Base
	Categories []Category
	// Hot are words that many search for, with the address of what they find.
	Hot []Crumb
	// Banners are shown one after the other; none is possible.
	Banners []Banner
	// Coupons is the strip of claimable coupons; empty hides it.
	Coupons []CouponCard
	// Recent tells that the visitor has looked at goods before: a script fills the strip that stands ready for them.
	Recent bool
	Floors []Floor
}

// Banner is a large picture with a few words that leads somewhere.
type Banner struct {
	// Number counts the banners from one.
	Number int
	// Kind is one of real, fresh, coupons and guide; it chooses the words (home.banner_title.<kind> …) and the colours.
	Kind string
	URL  string
	// Goods are shown in it.
	Goods []ProductCard
	// Coupons are shown in it.
	Coupons []CouponCard
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
