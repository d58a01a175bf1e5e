// Package orderapi is what the order service promises the other services: how an order stands, and the events of its life.
package orderapi

import (
	"time"

	"gulimall/pkg/money"
)

// Service is the name in Consul.
const Service = "order"

// PathState + orderSn: GET → State; 404 with CodeNotFound when there is no such order.
const PathState = "/internal/order/orders/"

// CodeNotFound is the code of an order that does not exist. Only it says so: any other 404 may come from a process that is no order
// service at all, and nothing may be released or paid back on its word.
const CodeNotFound = "order_not_found"

// Status is where an order stands, in the words of the public API.
type Status string

// The public statuses, plus the two that only services see.
const (
	StatusCreating  Status = "creating" // being assembled; not visible to anybody
	StatusPending   Status = "pending_payment"
	StatusClosing   Status = "closing" // the provider is being asked; shown as pending_payment that can no longer be paid
	StatusPaid      Status = "paid"
	StatusShipped   Status = "shipped"
	StatusCompleted Status = "completed"
	StatusClosed    Status = "closed"
	StatusAfterSale Status = "after_sale"
)

// State is an order as ware and payment need to know it.
type State struct {
	OrderSn   string    `json:"orderSn"`
	MemberID  int64     `json:"memberId"`
	Status    Status    `json:"status"`
	PayAmount money.Fen `json:"payAmount"`
	ExpiresAt time.Time `json:"expiresAt"` // whole seconds
	TradeNo   string    `json:"tradeNo,omitempty"`
}

// Events. They go to Exchange. KeyCreate carries the lifetime of unpaid orders where it is not the usual one (see topology).
const (
	Exchange = "order-event-exchange"

	KeyCreate         = "order.create.order"
	KeyReleaseOrder   = "order.release.order" // what KeyCreate dead-letters with when the deadline has come
	KeyReleaseOther   = "order.release.other"
	KeyPaid           = "order.paid"
	KeyCompleted      = "order.completed"
	KeyPaymentRefused = "order.payment.refused"

	TypeCreated        = "order.created"
	TypeClosed         = "order.closed"
	TypePaid           = "order.paid"
	TypeCompleted      = "order.completed"
	TypePaymentRefused = "order.payment.refused"

	QueueDelay            = "order.delay.queue"
	QueueRelease          = "order.release.order.queue"
	QueuePaymentSucceeded = "order.payment.succeeded.queue"
	QueuePaymentRefunded  = "order.payment.refunded.queue"

	// What the other services have done for an order, for its timeline.
	QueuePaymentStarted   = "order.payment.started.queue"
	QueuePaymentRefunding = "order.payment.refunding.queue"
	QueueStockDeducted    = "order.stock.deducted.queue"
	QueueStockUnlocked    = "order.stock.unlocked.queue"
	QueuePointsGiven      = "order.points.given.queue"
)

// Line is one SKU of an order.
type Line struct {
	SkuID int64 `json:"skuId"`
	SpuID int64 `json:"spuId"`
	Count int64 `json:"count"`
}

// Created says that an order waits for its payment. The cart takes out what was bought; the same message comes back to the order
// service through the delay queue when the deadline has come.
type Created struct {
	OrderSn   string    `json:"orderSn"`
	MemberID  int64     `json:"memberId"`
	FromCart  bool      `json:"fromCart"`
	Lines     []Line    `json:"lines"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Closed says that an order has ended without goods: whatever is reserved for it goes back. It may come before a late reservation, and
// for an order that never became visible.
type Closed struct {
	OrderSn  string `json:"orderSn"`
	MemberID int64  `json:"memberId"`
	Reason   string `json:"reason"` // timeout, cancelled, stock_short, coupon_unusable, points_short, interrupted, unavailable
}

// Paid says that the money is there: stock is deducted, coupon and points are spent, sales are counted.
type Paid struct {
	OrderSn  string    `json:"orderSn"`
	MemberID int64     `json:"memberId"`
	Amount   money.Fen `json:"amount"`
	TradeNo  string    `json:"tradeNo"`
	CouponID int64     `json:"couponId,omitempty"`
	Points   int64     `json:"points,omitempty"`
	Lines    []Line    `json:"lines"`
	PaidAt   time.Time `json:"paidAt"`
}

// Completed says that the goods were received: points and growth are credited.
type Completed struct {
	OrderSn    string `json:"orderSn"`
	MemberID   int64  `json:"memberId"`
	GiftPoints int64  `json:"giftPoints"`
	GiftGrowth int64  `json:"giftGrowth"`
}

// PaymentRefused says that money arrived which no order can keep: payment sends it back.
type PaymentRefused struct {
	OrderSn string    `json:"orderSn"`
	TradeNo string    `json:"tradeNo"`
	Amount  money.Fen `json:"amount"`
	Reason  string    `json:"reason"` // order_closed, paid_twice, unknown_order
}
