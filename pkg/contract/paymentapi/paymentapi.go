// Package paymentapi is what the payment service promises the other services.
package paymentapi

import (
	"time"

	"gulimall/pkg/money"
)

// Service is the name in Consul.
const Service = "payment"

// PathClose + orderSn: POST Close → Closed. The close handshake: after "closed" no money can keep the order alive any more, only
// come back.
const PathClose = "/internal/payment/close/"

// Close asks payment to make sure that an order can no longer be paid. It is safe to repeat.
type Close struct {
	ExpiresAt time.Time `json:"expiresAt"` // the order's deadline, which Alipay knows as time_expire
	Cause     string    `json:"cause"`     // CauseTimeout or CauseCancel
}

// Why an order is closed.
const (
	CauseTimeout = "timeout" // TRADE_NOT_EXIST counts as closed only once the deadline has passed at Alipay
	CauseCancel  = "cancel"  // the shopper wants it: TRADE_NOT_EXIST counts as closed at once; late money is refunded
)

// Closed is the outcome.
type Closed struct {
	Result string `json:"result"`
}

// The outcomes of the close handshake.
const (
	ResultClosed  = "closed"  // nobody can pay any more
	ResultPaid    = "paid"    // the money is there; payment.succeeded is on its way
	ResultUnknown = "unknown" // Alipay did not say; ask again later and release nothing
)

// Events. They go to Exchange.
const (
	Exchange            = "payment-event-exchange"
	KeyStarted          = "payment.started"
	KeySucceeded        = "payment.succeeded"
	KeyRefunding        = "payment.refunding"
	KeyRefunded         = "payment.refunded"
	TypeStarted         = "payment.started"
	TypeSucceeded       = "payment.succeeded"
	TypeRefunding       = "payment.refunding"
	TypeRefunded        = "payment.refunded"
	QueuePaymentRefused = "payment.order.refused.queue"
)

// Started says that a pay URL was handed out for the first time.
type Started struct {
	OrderSn string `json:"orderSn"`
	Channel string `json:"channel"`
}

// Refunding says that money goes back: the refund is written down and will be asked for until Alipay confirms it.
type Refunding struct {
	OrderSn  string    `json:"orderSn"`
	TradeNo  string    `json:"tradeNo"`
	RefundSn string    `json:"refundSn"`
	Amount   money.Fen `json:"amount"`
	Reason   string    `json:"reason"` // as in Refunded
}

// Succeeded says that exactly the amount of an order has been paid by one trade. Whether the order can still take it is for the order
// service to say.
type Succeeded struct {
	OrderSn string    `json:"orderSn"`
	TradeNo string    `json:"tradeNo"`
	Channel string    `json:"channel"`
	Amount  money.Fen `json:"amount"`
	PaidAt  time.Time `json:"paidAt"`
}

// Refunded says that Alipay has confirmed a refund.
type Refunded struct {
	OrderSn  string    `json:"orderSn"`
	TradeNo  string    `json:"tradeNo"`
	RefundSn string    `json:"refundSn"`
	Amount   money.Fen `json:"amount"`
	Reason   string    `json:"reason"` // order_closed, paid_twice, wrong_amount, unknown_order, after_sale
	At       time.Time `json:"at"`
}
