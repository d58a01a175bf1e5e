package page

import "gulimall/pkg/money"

// ProductCard is one SKU in a grid.
type ProductCard struct {
	SKUID int64
	Title string
	// Parts is the title cut at the words that were searched for; empty shows Title.
	Parts     []Fragment
	Image     string
	Price     money.Fen
	Brand     string
	SaleCount int64
	HasStock  bool
	// Soon tells that it stands at the top of its page: its picture is loaded at once.
	Soon bool
}

// Fragment is a piece of a text; Hit marks it as found by the search.
type Fragment struct {
	Text string
	Hit  bool
}

// Category is a node of the three-level tree. Only the third level leads to a list (catalog3Id).
type Category struct {
	ID       int64
	Name     string
	Children []Category
	// Goods are a few of what sells best, in the first level; none is possible.
	Goods []ProductCard
}
