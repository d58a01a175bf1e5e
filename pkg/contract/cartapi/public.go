package cartapi

import "gulimall/pkg/money"

// Public paths.
const (
	PathCart  = "/api/cart"         // GET → Cart
	PathItems = "/api/cart/items"   // POST AddItem → Cart; PATCH {skuId} ChangeItem → Cart; DELETE {skuId} → Cart
	PathCheck = "/api/cart/checked" // PATCH CheckAll → Cart
	PathOut   = "/api/cart/removed" // POST TakeOut → Cart; POST + /{undo} → Cart, puts it back; 409 cart_undo_gone
)

// CookieUserKey is the cookie that names the cart of somebody who is not signed in.
const CookieUserKey = "user-key"

// The problems of a line.
const (
	ProblemPriceChanged = "price_changed" // since it was put into the cart
	ProblemSoldOut      = "sold_out"
	ProblemStockShort   = "stock_short" // there are some, but fewer than wanted
	ProblemOffShelf     = "off_shelf"   // also of what no longer exists
)

// Cart is a cart at live prices, what was put in last first. What is sold out or off the shelf is never
// checked.
type Cart struct {
	Items         []Item    `json:"items"`
	TotalCount    int64     `json:"totalCount"`    // pieces
	CheckedCount  int64     `json:"checkedCount"`  // pieces that are checked and can be bought
	CheckedAmount money.Fen `json:"checkedAmount"` // what they cost

	Undo string `json:"undo,omitempty"` // puts back what this call has taken out, within half an hour
}

// Item is one line of a cart.
type Item struct {
	SkuID    int64     `json:"skuId"`
	Title    string    `json:"title"`
	Image    string    `json:"image"`
	Attrs    []string  `json:"attrs"`
	Price    money.Fen `json:"price"`
	Count    int64     `json:"count"`
	Checked  bool      `json:"checked"`
	Subtotal money.Fen `json:"subtotal"`
	Problems []string  `json:"problems"`
}

// AddItem puts pieces of a SKU into the cart, besides those that are there.
type AddItem struct {
	SkuID int64 `json:"skuId" validate:"required,min=1"`
	Count int64 `json:"count" validate:"required,min=1,max=200"`
}

// ChangeItem sets what it names; naming nothing is refused.
type ChangeItem struct {
	Count   *int64 `json:"count,omitempty" validate:"omitempty,min=1,max=200"`
	Checked *bool  `json:"checked,omitempty"`
}

// TakeOut takes lines out.
type TakeOut struct {
	SkuIDs []int64 `json:"skuIds" validate:"required,min=1,max=200"`
}

// CheckAll checks or unchecks every line.
type CheckAll struct {
	Checked *bool `json:"checked" validate:"required"`
}
