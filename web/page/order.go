package page

import (
	"time"

	"gulimall/pkg/money"
)

// OrderList is the page "orderlist" (order host, /list.html; member host, /memberOrder.html). The search is a GET form with status,
// keyword and period.
type OrderList struct {
	Base
	Tabs []Tab
	// Status, Wanted (the keyword) and Period are what the list was asked for.
	Status  string
	Wanted  string
	Period  string
	Periods []Option
	Orders  []Order
	Pager   Pager
	// Filtered tells an empty answer from having no orders at all; ClearURL leads back to all of the tab.
	Filtered bool
	ClearURL string
	Now      time.Time
}

// Option is one entry of a choice in a form.
type Option struct {
	Value    string
	Label    string
	Selected bool
}

// OrderDetail is the page "orderdetail" (order host, /detail.html?orderSn=). Forms: POST /cancelOrder with orderSn and reason,
// /receiveOrder and /buyAgain with orderSn, /cancelReturn with orderSn and returnId. Its script asks /api/order/orders/{orderSn}/version
// and fetches the page again when that is another than Version.
type OrderDetail struct {
	Base
	Order Order
	Steps []Step
	// Moments are the timeline, the newest first.
	Moments []Moment
	// Explanations say which rules took something off.
	Explanations []Explanation
	// Wares are the warehouses that send the goods.
	Wares []string
	// RecordAway tells that the payment service did not answer: what it knows is not shown.
	RecordAway bool
	Refunds    []Refund
	Returns    []Return
	Invoice    *Invoice
	Version    string
	// Now is the server's clock, for the countdown.
	Now time.Time
}

// AfterSale is the page "aftersale" (order host, /aftersale.html?orderSn=). Its form is POST /applyReturn (multipart) with orderSn, key, for each
// line a pair skuId, count (both repeated, in step; 0 is not sent back), reason, note and up to MaxPictures files pictures.
type AfterSale struct {
	Base
	Order       Order
	Reasons     []Option
	Note        string
	Key         string
	MaxPictures int
	// MaxPicture is how many bytes one may have; a script makes larger ones smaller.
	MaxPicture int
}

// Order is an order as the list and the detail show it. Times that are zero have not come yet.
type Order struct {
	OrderSn string
	// Status is pending_payment, paid, shipped, completed, closed or after_sale.
	Status string
	// CloseReason says why it closed, in the shopper's words.
	CloseReason string
	CreatedAt   time.Time
	ExpiresAt   time.Time
	PaidAt      time.Time
	ShippedAt   time.Time
	ReceivedAt  time.Time
	ClosedAt    time.Time
	// DispatchBy and ReceiveBy are when the next thing happens, at the latest, of an order that waits for it.
	DispatchBy time.Time
	ReceiveBy  time.Time
	Address    Address
	Items      []OrderLine
	Amounts    Amounts
	Payment    Payment
	Company    string
	TrackingNo string
	Note       string
	// What the shopper may do now; a control is shown only when it would work.
	CanPay      bool
	CanCancel   bool
	CanReceive  bool
	CanReturn   bool
	CanBuyAgain bool
	// CancelReasons are offered to who cancels.
	CancelReasons []Option
}

// TotalCount is the number of pieces in the order.
func (o Order) TotalCount() int {
	n := 0
	for _, l := range o.Items {
		n += l.Count
	}
	return n
}

// OrderLine is one SKU of an order.
type OrderLine struct {
	SKUID int64
	Title string
	Image string
	Attrs []string
	Price money.Fen
	Count int
	// Amount is price times count; Payable is what is left after its share of the discounts.
	Amount    money.Fen
	Promotion money.Fen
	Coupon    money.Fen
	Points    money.Fen
	Payable   money.Fen
	// Returnable is how many pieces may still be sent back, Wish how many the form asks for.
	Returnable int
	Wish       int
}

// Payment is what is known about the payment of an order.
type Payment struct {
	// Channel is the channel's name in the shopper's words; empty while nothing was paid.
	Channel string
	TradeNo string
	// Status is unpaid, paid, closed, refunding or refunded.
	Status string
}

// Refund is money on its way back.
type Refund struct {
	RefundSn string
	Amount   money.Fen
	// Status is processing or refunded.
	Status string
	// Reason is in the shopper's words.
	Reason string
	At     time.Time
}

// Invoice is what the shopper wants a bill for.
type Invoice struct {
	// Type is personal or company.
	Type  string
	Title string
	TaxNo string
}

// Return is one after-sale application.
type Return struct {
	ID int64
	// Status is pending, approved, approved_only (nothing has to come back), received, refunding, done, rejected or cancelled.
	Status string
	Steps  []Step
	// Reason is in the shopper's words.
	Reason string
	Note   string
	// Answer is what the shop has written to it.
	Answer    string
	Amount    money.Fen
	At        time.Time
	Items     []ReturnLine
	Pictures  []Picture
	CanCancel bool
}

// Picture is one picture of an application, counted from 1.
type Picture struct {
	N   int
	URL string
}

// ReturnLine is what is sent back.
type ReturnLine struct {
	Title string
	Count int // none: an amount without a piece
}
