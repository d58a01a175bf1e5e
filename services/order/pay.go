package order

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/failpoint"
)

// PayOutcome is what became of a payment.
type PayOutcome string

// The outcomes. The refused ones are also the reasons that payment hears with order.payment.refused.
const (
	PayTaken       PayOutcome = "taken"         // the order is paid by it
	PayKnown       PayOutcome = "known"         // it was paid by this very trade before
	PayTooEarly    PayOutcome = "too_early"     // the order is still being assembled
	PayWrongAmount PayOutcome = "wrong_amount"  // payment lets only exact amounts through, so this is a fault
	PayClosed      PayOutcome = "order_closed"  // refused: the money goes back
	PayTwice       PayOutcome = "paid_twice"    // refused: another trade has paid it
	PayUnknown     PayOutcome = "unknown_order" // refused: there is no such order
)

// Refused says whether the money goes back.
func (p PayOutcome) Refused() bool { return p == PayClosed || p == PayTwice || p == PayUnknown }

// JudgePayment says what becomes of a payment that did not move its order, by how the order stands.
func JudgePayment(o *Order, p paymentapi.Succeeded) PayOutcome {
	switch {
	case o == nil:
		return PayUnknown
	case o.TradeNo == p.TradeNo:
		return PayKnown
	case o.Status == Creating && !o.Visible():
		return PayTooEarly
	case o.Status == Pending || o.Status == Closing:
		return PayWrongAmount
	case o.Status == Closed:
		return PayClosed
	}
	return PayTwice
}

// ErrNotYet says that a message came before the state that it needs; it is tried again.
var ErrNotYet = apperr.New(apperr.Unavailable, "not_yet")

// ErrAmount says that a payment of a wrong amount was let through.
var ErrAmount = apperr.New(apperr.Internal, "wrong_amount")

// Pay takes a payment that has succeeded: the order is paid, or the payment service hears why it cannot be.
func (o *Orders) Pay(ctx context.Context, p paymentapi.Succeeded) error {
	outcome, err := o.Store.Pay(ctx, p, o.clock())
	if err != nil {
		return fmt.Errorf("pay order %s: %w", p.OrderSn, err)
	}
	switch outcome {
	case PayTooEarly:
		return ErrNotYet
	case PayWrongAmount:
		return ErrAmount.Wrap(fmt.Errorf("order %s was paid %s by trade %s", p.OrderSn, p.Amount, p.TradeNo))
	case PayTaken:
		failpoint.Hit("pay.after_paid")
		o.forget(ctx, p.OrderSn)
	case PayClosed, PayTwice, PayUnknown:
		o.log.LogAttrs(ctx, slog.LevelWarn, "payment refused", slog.String("order_sn", p.OrderSn),
			slog.String("trade_no", p.TradeNo), slog.String("reason", string(outcome)))
	case PayKnown:
	}
	return nil
}

// PaymentRecord is what the payment service knows of the member's order; an error is no reason not to show the order.
func (o *Orders) PaymentRecord(ctx context.Context, sn string) (paymentapi.Cashier, error) {
	return o.Payments.Record(ctx, sn)
}

// Tell adds what another service has done for an order to its timeline.
func (o *Orders) Tell(ctx context.Context, sn string, e Event) error {
	if !ValidSn(sn) {
		return ErrNotFound
	}
	e.At = e.At.Truncate(time.Millisecond)
	return o.Store.Tell(ctx, sn, e)
}

// Refund notes that money of an order went back.
func (o *Orders) Refund(ctx context.Context, r paymentapi.Refunded) error {
	return o.Store.Refund(ctx, r, o.clock())
}
