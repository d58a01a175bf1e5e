package orderapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathShip is PathState + orderSn + PathShip: POST Ship → Order, for warehouses that speak to the shop by themselves. Staff ship at the orders desk.
const PathShip = "/ship"

// Ship says that a parcel has left.
type Ship struct {
	Company    string `json:"company"`
	TrackingNo string `json:"trackingNo"`
}

// Address is one delivery address.
type Address struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
	Region    string `json:"region"`
	Detail    string `json:"detail"`
	PostCode  string `json:"postCode,omitempty"`
	IsDefault bool   `json:"isDefault"`
}

// Amounts is the sum of an order: Pay = Goods − Promotion − Coupon − Points + Freight ≥ 0.
type Amounts struct {
	Goods     money.Fen `json:"goods"`
	Promotion money.Fen `json:"promotion"`
	Coupon    money.Fen `json:"coupon"`
	Points    money.Fen `json:"points"`
	Freight   money.Fen `json:"freight"`
	Pay       money.Fen `json:"pay"`
}

// Confirm is GET /api/order/confirm: everything that a settlement page shows.
type Confirm struct {
	Token          string          `json:"token"`
	TokenExpiresAt time.Time       `json:"tokenExpiresAt"`
	Addresses      []Address       `json:"addresses"`
	Items          []ConfirmItem   `json:"items"`
	Coupons        []ConfirmCoupon `json:"coupons"`
	Points         ConfirmPoints   `json:"points"`
	Freight        money.Fen       `json:"freight"`
	Amounts        Amounts         `json:"amounts"`
	Explanations   []Explanation   `json:"explanations"`
}

// ConfirmItem is one line of a settlement page.
type ConfirmItem struct {
	SkuID    int64     `json:"skuId"`
	Title    string    `json:"title"`
	Image    string    `json:"image"`
	Attrs    []string  `json:"attrs"`
	Price    money.Fen `json:"price"`
	Count    int64     `json:"count"`
	Subtotal money.Fen `json:"subtotal"`
	HasStock bool      `json:"hasStock"`
}

// ConfirmCoupon is one of the member's coupons. ID is the MemberCoupon's; Reason is the code of why it is not usable, ReasonText says it.
type ConfirmCoupon struct {
	ID     int64     `json:"id"`
	Name   string    `json:"name"`
	Amount money.Fen `json:"amount"`
	Usable bool      `json:"usable"`
	Reason string    `json:"reason,omitempty"`

	ReasonText string `json:"reasonText,omitempty"`
}

// ConfirmPoints is what the member's points can do for this order.
type ConfirmPoints struct {
	Balance int64     `json:"balance"`
	Usable  int64     `json:"usable"`
	Worth   money.Fen `json:"worth"`
}

// Explanation is one discount and the rule that it follows.
type Explanation struct {
	Rule   string    `json:"rule"`
	SkuID  int64     `json:"skuId,omitempty"`
	Text   string    `json:"text"`
	Amount money.Fen `json:"amount"`
}

// QuoteRequest is POST /api/order/quote. Without a token the checked lines of the cart are priced.
type QuoteRequest struct {
	AddressID int64  `json:"addressId"`
	CouponID  int64  `json:"couponId,omitempty"`
	Points    int64  `json:"points,omitempty"`
	Token     string `json:"token,omitempty"`
}

// Quote answers QuoteRequest.
type Quote struct {
	Amounts      Amounts       `json:"amounts"`
	Lines        []QuoteLine   `json:"lines"`
	Explanations []Explanation `json:"explanations"`
	FreightRule  string        `json:"freightRule,omitempty"`
}

// QuoteLine is one line with its share of every discount.
type QuoteLine struct {
	SkuID     int64     `json:"skuId"`
	Price     money.Fen `json:"price"`
	Count     int64     `json:"count"`
	Amount    money.Fen `json:"amount"`
	Promotion money.Fen `json:"promotion"`
	Coupon    money.Fen `json:"coupon"`
	Points    money.Fen `json:"points"`
	Payable   money.Fen `json:"payable"`
	HasStock  bool      `json:"hasStock"`
}

// SubmitRequest is POST /api/order/orders.
type SubmitRequest struct {
	Token     string    `json:"token"`
	AddressID int64     `json:"addressId"`
	PayAmount money.Fen `json:"payAmount"`
	CouponID  int64     `json:"couponId,omitempty"`
	Points    int64     `json:"points,omitempty"`
	Note      string    `json:"note,omitempty"`
	PayType   int       `json:"payType,omitempty"` // 1 = Alipay, the default
	Invoice   *Invoice  `json:"invoice,omitempty"` // none by default
}

// Invoice is the electronic invoice that goes with an order, over the goods in detail. Title is whose name stands on it: required for a company,
// which also has its unified social credit code as TaxNo.
type Invoice struct {
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
	TaxNo string `json:"taxNo,omitempty"`
}

// The types of invoices.
const (
	InvoiceNone     = "none"
	InvoicePersonal = "personal"
	InvoiceCompany  = "company"
)

// Order is an order as its member sees it. Timeline is there only where one order is asked for.
type Order struct {
	OrderSn     string      `json:"orderSn"`
	Status      Status      `json:"status"`
	CreatedAt   time.Time   `json:"createdAt"`
	ExpiresAt   time.Time   `json:"expiresAt"`
	PaidAt      *time.Time  `json:"paidAt,omitempty"`
	ShippedAt   *time.Time  `json:"shippedAt,omitempty"`
	ReceivedAt  *time.Time  `json:"receivedAt,omitempty"`
	ClosedAt    *time.Time  `json:"closedAt,omitempty"`
	CloseReason string      `json:"closeReason,omitempty"`
	Address     Address     `json:"address"`
	Items       []OrderItem `json:"items"`
	Amounts     Amounts     `json:"amounts"`
	Payment     Payment     `json:"payment"`
	Delivery    *Delivery   `json:"delivery,omitempty"`
	Note        string      `json:"note,omitempty"`
	Invoice     *Invoice    `json:"invoice,omitempty"`
	Timeline    []Event     `json:"timeline,omitempty"`
}

// OrderItem is one line of an order; Payable is what is left of Amount after its share of the discounts.
type OrderItem struct {
	SkuID   int64     `json:"skuId"`
	Title   string    `json:"title"`
	Image   string    `json:"image"`
	Attrs   []string  `json:"attrs"`
	Price   money.Fen `json:"price"`
	Count   int64     `json:"count"`
	Amount  money.Fen `json:"amount"`
	Payable money.Fen `json:"payable"`
}

// Payment is what the order knows of its payment: unpaid, paid, closed or refunded.
type Payment struct {
	Channel string `json:"channel,omitempty"`
	TradeNo string `json:"tradeNo,omitempty"`
	Status  string `json:"status"`
}

// Delivery is the parcel.
type Delivery struct {
	Company    string `json:"company"`
	TrackingNo string `json:"trackingNo"`
}

// Event is one line of the timeline, the oldest first.
type Event struct {
	At    time.Time `json:"at"`
	Event string    `json:"event"`
	By    string    `json:"by"`
	Note  string    `json:"note"`
}

// OrderPage is GET /api/order/orders.
type OrderPage struct {
	Items    []Order `json:"items"`
	Total    int64   `json:"total"`
	Page     int     `json:"page"`
	PageSize int     `json:"pageSize"`
}

// PathCounts: GET, of whoever is signed in → Counts.
const PathCounts = "/api/order/counts"

// Counts is how many orders the member has by status.
type Counts struct {
	Pending   int64 `json:"pending_payment"`
	Paid      int64 `json:"paid"`
	Shipped   int64 `json:"shipped"`
	Completed int64 `json:"completed"`
	Closed    int64 `json:"closed"`
	AfterSale int64 `json:"after_sale"`
}

// CancelRequest is POST /api/order/orders/{orderSn}/cancel; the body may be missing.
type CancelRequest struct {
	Reason string `json:"reason,omitempty"`
}

// Version is GET /api/order/orders/{orderSn}/version: it changes whenever there is something new to see of the order. Final says that
// little more is to be expected.
type Version struct {
	Version string `json:"version"`
	Final   bool   `json:"final"`
}

// Again is POST /api/order/orders/{orderSn}/buy-again: what of the order is in the cart now, and what is not, or not all of it.
type Again struct {
	Added   []int64        `json:"added"`
	LeftOut []AgainLeftOut `json:"leftOut"`
}

// AgainLeftOut is one SKU and why: off_shelf, sold_out, stock_short.
type AgainLeftOut struct {
	SkuID  int64  `json:"skuId"`
	Reason string `json:"reason"`
}

// ReturnRequest is POST /api/order/orders/{orderSn}/returns.
type ReturnRequest struct {
	Items  []ReturnLine `json:"items"`
	Reason string       `json:"reason"`
	Note   string       `json:"note,omitempty"`
}

// ReturnLine is one SKU to send back.
type ReturnLine struct {
	SkuID int64 `json:"skuId"`
	Count int64 `json:"count"`
}

// Return is an application to send goods back; Amount is what would be refunded.
type Return struct {
	ID        int64        `json:"id"`
	OrderSn   string       `json:"orderSn"`
	Items     []ReturnItem `json:"items"`
	Reason    string       `json:"reason"`
	Note      string       `json:"note,omitempty"`
	Amount    money.Fen    `json:"amount"`
	Status    string       `json:"status"` // pending, approved, received, refunding, done, rejected, cancelled
	CreatedAt time.Time    `json:"createdAt"`

	OnlyRefund bool       `json:"onlyRefund,omitempty"` // nothing has to come back
	Answer     string     `json:"answer,omitempty"`     // what the shop has said to it
	HandledAt  *time.Time `json:"handledAt,omitempty"`
	ReceivedAt *time.Time `json:"receivedAt,omitempty"`
	RefundedAt *time.Time `json:"refundedAt,omitempty"`
}

// ReturnItem is one SKU of a return and what it would bring back.
type ReturnItem struct {
	SkuID  int64     `json:"skuId"`
	Count  int64     `json:"count"`
	Amount money.Fen `json:"amount"`
}
