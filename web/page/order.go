package page

import (
	"time"

	"gulimall/pkg/money"
)

// OrderList is the page "orderlist" (order host, /list.html; member host, /memberOrder.html).
type OrderList struct {
	Base
	Tabs   []Tab
	Orders []Order
	Pager  Pager
}

// OrderDetail is the page "orderdetail" (order host, /detail.html?orderSn=). Forms: POST /cancelOrder and /receiveOrder with
// orderSn; POST /applyReturn with orderSn, for each line a pair skuId, count (both repeated, in step; 0 is not sent back), reason, note.
type OrderDetail struct {
	Base
	Order    Order
	Timeline []Event
	Refunds  []Refund
	Returns  []Return
	// ReturnReasons are offered to the shopper.
	ReturnReasons []string
	// Now is the server's clock, for the countdown.
	Now time.Time
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
	Address     Address
	Items       []OrderLine
	Amounts     Amounts
	Payment     Payment
	Company     string
	TrackingNo  string
	Note        string
	// What the shopper may do now; a control is shown only when it would work.
	CanPay     bool
	CanCancel  bool
	CanReceive bool
	CanReturn  bool
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
	Amount  money.Fen
	Payable money.Fen
	// Returnable is how many pieces may still be sent back.
	Returnable int
}

// Payment is what is known about the payment of an order.
type Payment struct {
	// Channel is the channel's name in the shopper's words; empty while nothing was paid.
	Channel string
	TradeNo string
	// Status is unpaid, paid, closed, refunding or refunded.
	Status string
}

// Event is one entry of the timeline, oldest first, in the shopper's words.
type Event struct {
	At time.Time
	// Event is the code of what happened.
	Event string
	Text  string
	By   string
	Note string
}

// Refund is money on its way back.
type Refund struct {
	RefundSn string
	Amount   money.Fen
	// Status is in the shopper's words.
	Status string
	Reason string
	At     time.Time
}

// Return is one after-sale application.
type Return struct {
	ID int64
	// Status is in the shopper's words.
	Status string
	Reason string
	Note   string
	Amount money.Fen
	At     time.Time
	Items  []ReturnLine
}

// ReturnLine is what is sent back.
type ReturnLine struct {
	Title string
	Count int
}
