package payment

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"gulimall/pkg/failpoint"
)

// SendBack takes in that no order can keep a trade: it is noted as an exception, and its refund begins. ErrOwned when the order lives on
// that very trade: nothing is changed then.
func (p *Payments) SendBack(ctx context.Context, t Trade, reason string) error {
	if err := p.stray(ctx, t.OrderSn, t.TradeNo); err != nil {
		return fmt.Errorf("send back trade %s of order %s: %w", t.TradeNo, t.OrderSn, err)
	}
	if err := p.store.Refuse(ctx, t, reason); err != nil {
		return fmt.Errorf("send back trade %s of order %s: %w", t.TradeNo, t.OrderSn, err)
	}
	return nil
}

// PayBack takes in that order has agreed to pay back some of the money that it lives on. The refund's number makes it happen once.
func (p *Payments) PayBack(ctx context.Context, r Refund) error {
	r.Reason, r.CreatedAt = ReasonAfterSale, p.now()
	if err := p.store.RequestRefund(ctx, r); err != nil {
		return fmt.Errorf("refund %s of order %s: %w", r.RefundSn, r.OrderSn, err)
	}
	return nil
}

// claim is how long a round has for a refund before another process may take it up.
const claim = 30 * time.Second

// Complete drives refunds to their end: sent under their own number until Alipay takes them, then asked about until Alipay confirms them.
// It returns how many it worked on.
func (p *Payments) Complete(ctx context.Context) (int, error) {
	now := p.now()
	due, err := p.store.DueRefunds(ctx, now, now.Add(claim), Batch)
	if err != nil {
		return 0, fmt.Errorf("complete refunds: %w", err)
	}
	return len(due), each(due, func(r Refund) error { return p.drive(ctx, r) })
}

// drive takes one refund a step further.
func (p *Payments) drive(ctx context.Context, r Refund) error {
	if r.Status == Sent {
		done, err := p.alipay.Refunded(ctx, r)
		if err != nil {
			return p.again(ctx, r, err)
		}
		if done {
			return p.store.RefundConfirmed(ctx, r)
		}
	}
	if r.Reason != ReasonAfterSale { // that one order has asked for itself
		if err := p.stray(ctx, r.OrderSn, r.TradeNo); err != nil {
			return p.again(ctx, r, err)
		}
	}
	failpoint.Hit("pay.refund.before_send")
	if err := p.alipay.Refund(ctx, r); err != nil {
		return p.again(ctx, r, err)
	}
	failpoint.Hit("pay.refund.after_send")
	return p.store.RefundSent(ctx, r.RefundSn, p.now().Add(p.settings.ConfirmAfter))
}

// stray makes sure that no living order owns a trade. It is asked when money is refused, and once more before it moves.
func (p *Payments) stray(ctx context.Context, orderSn, tradeNo string) error {
	order, err := p.orders.Order(ctx, orderSn)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("ask about order %s: %w", orderSn, err)
	case order.Owns(tradeNo):
		return ErrOwned
	}
	return nil
}

// again puts a refund off, longer each time up to ten minutes. It is asked about first when its turn comes, for it may have happened.
func (p *Payments) again(ctx context.Context, r Refund, cause error) error {
	pause := min(time.Second<<min(r.Attempts, 10), 10*time.Minute)
	level := slog.LevelWarn
	if errors.Is(cause, ErrOwned) {
		level = slog.LevelError
	}
	p.log.LogAttrs(ctx, level, "refund did not go through yet", slog.String("refund_sn", r.RefundSn), slog.Any("error", cause))
	return p.store.RefundFailed(ctx, r.RefundSn, cause.Error(), p.now().Add(pause))
}
