package page

import (
	"slices"

	"gulimall/pkg/money"
)

// Cart is the page "cart" (cart host, /cart.html).
type Cart struct {
	Base
	Items         []CartLine
	TotalCount    int
	CheckedCount  int
	CheckedAmount money.Fen
}

// AllChecked tells whether everything that can be bought is chosen.
func (p Cart) AllChecked() bool {
	some := false
	for _, l := range p.Items {
		if !l.Buyable() {
			continue
		}
		if !l.Checked {
			return false
		}
		some = true
	}
	return some
}

// CartLine is one SKU in the cart.
type CartLine struct {
	SKUID    int64
	Title    string
	Image    string
	Attrs    []string
	Price    money.Fen
	Count    int
	Checked  bool
	Subtotal money.Fen
	// Problems are codes: price_changed, sold_out, stock_short, off_shelf.
	Problems []string
	// OldPrice is the price when it was put into the cart, for price_changed; zero hides it.
	OldPrice money.Fen
	// Stock is what is left, for stock_short; zero hides it.
	Stock int
}

// Buyable tells whether the line can be settled at all.
func (l CartLine) Buyable() bool {
	return !slices.Contains(l.Problems, "sold_out") && !slices.Contains(l.Problems, "off_shelf")
}

// Less is the count after one press on minus; zero means that there is no less.
func (l CartLine) Less() int { return max(l.Count-1, 0) }

// More is the count after one press on plus; zero means that there is no more.
func (l CartLine) More() int {
	if l.Count >= maxCount {
		return 0
	}
	return l.Count + 1
}

// CartAdded is the page "cartadded" (cart host, /addToCartSuccess.html).
type CartAdded struct {
	Base
	// Item is the line as it now stands in the cart.
	Item CartLine
}
