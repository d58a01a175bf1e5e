package page

import (
	"time"

	"gulimall/pkg/money"
)

// Cashier is the page "cashier" (pay host, /pay.html?orderSn=). Forms: POST /payOrder with orderSn and channel; POST /buyAgain (order
// host) with orderSn. The picture /payQr.png?orderSn= is the QR code, the stream /payEvents?orderSn= tells when the state changes.
type Cashier struct {
	Base
	OrderSn string
	Amount  money.Fen
	// State is open, closing (Alipay is being asked), paid, closed, refunding or refunded.
	State string
	// Channel is how it is paid.
	Channel string
	// ExpiresAt is the order's deadline and Now the server's clock, so that the countdown does not trust the visitor's.
	ExpiresAt time.Time
	Now       time.Time
	// Refunds is money that went back or is on its way.
	Refunds []PayRefund
}

// PayRefund is money that came and could not be kept.
type PayRefund struct {
	Amount money.Fen
	// Reason is order_closed, paid_twice, wrong_amount or unknown_order.
	Reason string
	// Done tells that Alipay has confirmed it.
	Done bool
	At   time.Time
}

// PayScan is the page "payscan" (pay host, /scan): what a phone sees that has read the QR code of a cashier, whoever holds it. Form: POST
// /scan with orderSn and pass.
type PayScan struct {
	Base
	OrderSn   string
	Pass      string
	Amount    money.Fen
	State     string // as in Cashier
	ExpiresAt time.Time
	Now       time.Time
}

// PayResult is the page "payresult" (pay host, /payed/return and /payResult.html?orderSn=): it states what is known.
type PayResult struct {
	Base
	OrderSn string
	Amount  money.Fen
	// State is as in Cashier; open and closing mean that nobody knows yet, and wrong that the money was not the order's amount.
	State   string
	TradeNo string
	PaidAt  time.Time
	Refunds []PayRefund
	// Guest tells that somebody else has paid it, by the QR code: the order itself is not his to see.
	Guest bool
}

// Waiting tells whether the answer may still change while somebody looks.
func (p PayResult) Waiting() bool {
	return p.State == "open" || p.State == "closing" || p.State == "refunding"
}
