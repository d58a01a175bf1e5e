// Package payment takes the money of orders through Alipay, and gives back what no order can keep. What Alipay says in a signed answer
// is the truth; what it does not say is unknown, and on "unknown" nothing is released and nothing is paid.
package payment

import (
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// Status is where the payment of an order stands (pay_payment.status).
type Status int

// Open can be paid; Closing asks Alipay; Closed cannot be paid any more, and money that comes all the same goes back.
const (
	Open    Status = 0
	Paid    Status = 1
	Closing Status = 2
	Closed  Status = 3
)

// Payment is the payment of one order.
type Payment struct {
	OrderSn   string
	MemberID  int64
	Amount    money.Fen
	Status    Status
	Channel   string
	TradeNo   string // the first trade that paid it
	ExpiresAt time.Time
	Offered   bool // a pay URL was handed out
	PaidAt    time.Time
}

// Trade is money that arrived, as Alipay tells it.
type Trade struct {
	TradeNo string
	OrderSn string // out_trade_no
	Amount  money.Fen
	PaidAt  time.Time
	Source  string // notify, query, return
}

// RefundStatus is where a refund stands (pay_refund.status).
type RefundStatus int

// A refund is written down first, then sent, then confirmed by Alipay's own word. It is never given up silently.
const (
	Requested RefundStatus = 0
	Sent      RefundStatus = 1
	Confirmed RefundStatus = 2
)

// Refund is money on its way back. Its number is Alipay's out_request_no: the same number never pays twice.
type Refund struct {
	RefundSn  string
	OrderSn   string
	TradeNo   string
	Amount    money.Fen
	Reason    string
	Status    RefundStatus
	Attempts  int
	CreatedAt time.Time
}

// Reasons for which money goes back.
const (
	ReasonOrderClosed  = "order_closed"
	ReasonPaidTwice    = "paid_twice"
	ReasonWrongAmount  = "wrong_amount"
	ReasonUnknownOrder = "unknown_order"
	// ReasonAfterSale is money that the order could have kept: order has agreed to pay it back.
	ReasonAfterSale = "after_sale"
)

// TradeState is what Alipay says of a trade.
type TradeState int

// Unknown is the zero value on purpose: an answer that was not understood decides nothing.
const (
	TradeUnknown TradeState = iota
	TradeNotExist
	TradeWaiting
	TradePaid
	TradeClosed // unpaid and closed; a wholly refunded trade is TradeClosed too, and known to us by its refund
)

// Order is what payment needs to know of an order.
type Order struct {
	OrderSn   string
	MemberID  int64
	Payable   bool // pending: it can take money
	Alive     bool // paid or further
	Ended     bool // closed
	Amount    money.Fen
	ExpiresAt time.Time
	TradeNo   string // the trade that paid it
}

// Owns says whether an order lives on a trade: that money is never sent back as a stray.
func (o Order) Owns(tradeNo string) bool { return o.Alive && tradeNo != "" && o.TradeNo == tradeNo }

// CloseCause is why an order wants to be unpayable.
type CloseCause string

// The causes, as in paymentapi.
const (
	CauseTimeout CloseCause = "timeout"
	CauseCancel  CloseCause = "cancel"
)

// CloseResult is the outcome of the close handshake.
type CloseResult string

// The outcomes, as in paymentapi.
const (
	ResultClosed  CloseResult = "closed"
	ResultPaid    CloseResult = "paid"
	ResultUnknown CloseResult = "unknown"
)

// The errors of payment.
var (
	ErrNotFound   = apperr.New(apperr.NotFound, "order_not_found")
	ErrOrderState = apperr.New(apperr.Conflict, "order_state")
	ErrChannel    = apperr.ErrInvalid.WithField("channel", "invalid")
	ErrNoRow      = apperr.New(apperr.NotFound, "payment_not_found")
	ErrNoTrade    = apperr.New(apperr.NotFound, "trade_not_found")
	ErrAbnormal   = apperr.New(apperr.Invalid, "abnormal_notify")
	// ErrOwned says that a refund was asked for that would take a living order's money.
	ErrOwned = apperr.New(apperr.Conflict, "trade_owned")
	// ErrRefund says that a refund was asked for that the trade cannot bear, or under a number that another one has.
	ErrRefund = apperr.New(apperr.Conflict, "refund_too_much")
)

// ChannelAlipay is the only channel there is.
const ChannelAlipay = "alipay"

// clockSlack is how far Alipay's clock may be behind ours before time_expire has surely passed there.
const clockSlack = time.Second
