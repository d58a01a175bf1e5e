package payment

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gulimall/pkg/failpoint"
)

// Close makes sure that an order can no longer be paid, or says that it has been. It is safe to repeat, and answers ResultUnknown rather
// than guess: the order then stays as it is and asks again.
func (p *Payments) Close(ctx context.Context, orderSn string, expires time.Time, cause CloseCause) (CloseResult, error) {
	payment, err := p.store.BeginClose(ctx, orderSn)
	if err != nil {
		return ResultUnknown, fmt.Errorf("close payment of order %s: %w", orderSn, err)
	}
	switch payment.Status {
	case Paid:
		return ResultPaid, nil
	case Closed:
		return ResultClosed, nil
	case Open, Closing:
	}
	if payment.ExpiresAt.After(expires) {
		expires = payment.ExpiresAt // the time_expire that the pay URL carries
	}
	if cause == CauseTimeout {
		p.outlast(ctx, expires.Add(clockSlack))
	}
	state, err := p.ask(ctx, payment)
	failpoint.Hit("pay.close.after_query")
	if state == TradeWaiting && err == nil {
		if closeErr := p.alipay.Close(ctx, orderSn); closeErr != nil {
			p.log.LogAttrs(ctx, slog.LevelInfo, "Alipay did not close a waiting trade", slog.String("order_sn", orderSn), slog.Any("error", closeErr))
		}
		state, err = p.ask(ctx, payment) // the answer to the question decides, not the answer to the close
	}
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "close handshake left open", slog.String("order_sn", orderSn), slog.Any("error", err))
		return ResultUnknown, nil
	}
	if !p.over(state, expires, cause) {
		return ResultUnknown, nil
	}
	failpoint.Hit("pay.close.after_close")
	return p.finish(ctx, orderSn)
}

// patience is how long Close waits for Alipay's clock to pass the deadline, so that a deadline that has just come takes one question
// and not a second one much later.
const patience = 2 * time.Second

// outlast waits until a moment that is near; a later one is not waited for.
func (p *Payments) outlast(ctx context.Context, moment time.Time) {
	left := moment.Sub(p.now())
	if left <= 0 || left > patience {
		return
	}
	timer := time.NewTimer(left)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// over says whether a trade in this state can no longer be paid. One that is paid cannot be paid again: its money was credited, or is of
// a wrong amount and on its way back, and finish tells the two apart. One that does not exist has a cashier that may stand open
// somewhere until time_expire: only then is it over, unless the shopper wants out; money that still comes goes back.
func (p *Payments) over(state TradeState, expires time.Time, cause CloseCause) bool {
	switch state {
	case TradeClosed, TradePaid:
		return true
	case TradeNotExist:
		return cause == CauseCancel || !p.now().Before(expires.Add(clockSlack))
	case TradeUnknown, TradeWaiting:
	}
	return false
}

// finish closes a payment whose trade is over, unless it was paid.
func (p *Payments) finish(ctx context.Context, orderSn string) (CloseResult, error) {
	status, err := p.store.FinishClose(ctx, orderSn)
	switch {
	case err != nil:
		return ResultUnknown, fmt.Errorf("close payment of order %s: %w", orderSn, err)
	case status == Paid:
		return ResultPaid, nil
	case status == Closed:
		return ResultClosed, nil
	}
	return ResultUnknown, nil
}
