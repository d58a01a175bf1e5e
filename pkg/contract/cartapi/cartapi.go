// Package cartapi is what the cart service promises the other services.
package cartapi

// Service is the name in Consul.
const Service = "cart"

// Internal paths.
const (
	PathChecked = "/internal/cart/checked" // GET, whose cart by the forwarded cookie → Checked
	PathMerge   = "/internal/cart/merge"   // POST Merge → 204, idempotent: the offline cart is gone afterwards
	PathBought  = "/internal/cart/bought"  // POST Bought → 204, idempotent by order
)

// Checked is what the member has checked, as it stands; prices and stock are for their owners to tell.
type Checked struct {
	Lines []Line `json:"lines"`
	Total int    `json:"total"` // lines in the cart, checked or not: tells an empty cart from one with nothing checked

	// Rev names this state of the cart: every change of the cart gives it another one, which never comes again. Two answers with one Rev
	// hold the same goods, so at most one of them may become an order. An empty cart has none.
	Rev string `json:"rev,omitempty"`
}

// Line is one SKU and how many of it.
type Line struct {
	SkuID int64 `json:"skuId"`
	Count int64 `json:"count"`
}

// Merge moves an offline cart into a member's.
type Merge struct {
	MemberID int64  `json:"memberId"`
	UserKey  string `json:"userKey"`
}

// Bought takes out of a cart exactly what an order has bought. The message order.created says the same; whichever comes first acts.
type Bought struct {
	OrderSn  string `json:"orderSn"`
	MemberID int64  `json:"memberId"`
	Lines    []Line `json:"lines"`
}

// QueueOrderCreated is where the cart hears of orders.
const QueueOrderCreated = "cart.order.created.queue"
