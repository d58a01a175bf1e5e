package page

import (
	"slices"

	"gulimall/pkg/money"
)

// Cart is the page "cart" (cart host, /cart.html). Forms, all POST to the cart host and answered by a redirect:
// /cart/items/{sku}/count (count), …/checked (checked 0, 1), …/delete, …/favourite; /cart/checked (checked), /cart/delete (skuId, several),
// /cart/undo (undo).
type Cart struct {
	Base
	// Items can be bought, Invalid can not: sold out, or off the shelf.
	Items         []CartLine
	Invalid       []CartLine
	TotalCount    int
	CheckedCount  int
	CheckedAmount money.Fen
	// Deal is what promotions make of what is checked; nil is unknown.
	Deal *CartDeal
	// Undo is the word that puts back what was just taken out; empty shows nothing. Moved tells that it went to the favourites.
	Undo  string
	Moved bool
	// Offers are coupons to claim for what is checked.
	Offers []CouponCard
	// Recent and Popular fill an empty cart.
	Recent, Popular []ProductCard
}

// CartDeal is what the checked goods would cost, before freight.
type CartDeal struct {
	Goods     money.Fen
	Promotion money.Fen
	Payable   money.Fen
	// Rules say what took off how much.
	Rules []Explanation
	// Hints say what more to buy for the next coupon.
	Hints []CartHint
	// Coupon would take CouponAmount more off at the settlement; empty is none.
	Coupon       string
	CouponAmount money.Fen
}

// CartHint is a discount that is near. URL leads to goods that count for it.
type CartHint struct {
	Text string
	URL  string
}

// AllChecked tells whether everything that can be bought is chosen.
func (p Cart) AllChecked() bool {
	return len(p.Items) > 0 && !slices.ContainsFunc(p.Items, func(l CartLine) bool { return !l.Checked })
}

// Empty tells whether nothing lies in the cart.
func (p Cart) Empty() bool { return len(p.Items)+len(p.Invalid) == 0 }

// Checked are the lines that are chosen.
func (p Cart) Checked() []CartLine {
	return slices.DeleteFunc(slices.Clone(p.Items), func(l CartLine) bool { return !l.Checked })
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
	// Cheaper and Dearer are how much the price has moved since it was put into the cart; zero is not at all.
	Cheaper, Dearer money.Fen
	// Stock is what is left, where that is little or too little; zero hides it.
	Stock int
	// Most is the most pieces that can be asked for.
	Most int
	// Saved is what promotions take off, HintText what more pieces would bring, and HintCount how many pieces that takes.
	Saved     money.Fen
	HintText  string
	HintCount int
	// Gone tells that the catalogue no longer knows the item: its page is gone as well.
	Gone bool
}

// Short tells whether more pieces are wanted than there are.
func (l CartLine) Short() bool { return slices.Contains(l.Problems, "stock_short") }

// OffShelf tells whether the item is no longer sold.
func (l CartLine) OffShelf() bool { return slices.Contains(l.Problems, "off_shelf") }

// CartAdded is the page "cartadded" (cart host, /addToCartSuccess.html).
type CartAdded struct {
	Base
	// Item is the line as it now stands in the cart.
	Item CartLine
	// Hint is a discount that is near; nil is none.
	Hint *CartHint
	// Popular are other goods.
	Popular []ProductCard
}
