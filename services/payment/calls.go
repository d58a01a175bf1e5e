package payment

import (
	"context"
	"time"
)

// Call is a call to Alipay and what came of it, kept for whoever asks later why a payment went the way it did. Fault says what went wrong
// where the outcome is SaidUnknown.
type Call struct {
	OrderSn, TradeNo string // empty where the call did not name it, and the answer did not either
	Method           string
	At               time.Time
	Took             time.Duration
	Outcome, Fault   string
}

// The calls that are kept, by their names at Alipay.
const (
	MethodQuery       = "alipay.trade.query"
	MethodClose       = "alipay.trade.close"
	MethodRefund      = "alipay.trade.refund"
	MethodRefundQuery = "alipay.trade.fastpay.refund.query"
)

// The outcomes of calls.
const (
	SaidNotExist  = "not_exist"
	SaidWaiting   = "waiting"
	SaidPaid      = "paid"
	SaidClosed    = "closed"
	SaidDone      = "done"      // a close, or a refund that was taken
	SaidConfirmed = "confirmed" // a refund that has happened
	SaidNotYet    = "not_yet"   // a refund that Alipay does not confirm
	SaidUnknown   = "unknown"   // an error, or an answer that decides nothing
)

// Said is the outcome of a question about a trade.
func (s TradeState) Said() string {
	switch s {
	case TradeNotExist:
		return SaidNotExist
	case TradeWaiting:
		return SaidWaiting
	case TradePaid:
		return SaidPaid
	case TradeClosed:
		return SaidClosed
	case TradeUnknown:
	}
	return SaidUnknown
}

// CallLog keeps calls, as long as CallsKept.
type CallLog interface {
	Called(ctx context.Context, c Call) error
	// ForgetCalls forgets the calls before a moment.
	ForgetCalls(ctx context.Context, before time.Time) error
}

// CallsKept is how long calls are kept: past the three months in which most refunds are asked for.
const CallsKept = 180 * 24 * time.Hour
