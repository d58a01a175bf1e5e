package payment

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"
)

// learn takes in that Alipay has money for an order: the right amount is credited, any other goes back. Whether the order can still
// keep it is for the order service to say, when it hears payment.succeeded.
func (p *Payments) learn(ctx context.Context, payment Payment, t Trade) error {
	if t.Amount == payment.Amount {
		return p.store.Credit(ctx, t, nil)
	}
	p.log.LogAttrs(ctx, slog.LevelError, "trade of a wrong amount goes back", slog.String("order_sn", t.OrderSn),
		slog.String("trade_no", t.TradeNo), slog.Int64("amount", int64(t.Amount)), slog.Int64("expected", int64(payment.Amount)))
	return p.store.Refuse(ctx, t, ReasonWrongAmount)
}

// ask queries Alipay about an order's trade and takes in what it says.
func (p *Payments) ask(ctx context.Context, payment Payment) (TradeState, error) {
	state, trade, err := p.alipay.Query(ctx, payment.OrderSn)
	if err != nil {
		return TradeUnknown, fmt.Errorf("ask Alipay about order %s: %w", payment.OrderSn, err)
	}
	if state != TradePaid {
		return state, nil
	}
	return state, p.learn(ctx, payment, trade)
}

// Refresh asks Alipay about a payment whose notification has not come, for a page that must tell the truth.
func (p *Payments) Refresh(ctx context.Context, orderSn string) (Payment, error) {
	payment, err := p.store.Find(ctx, orderSn)
	if err != nil || payment.Status == Paid {
		return payment, err
	}
	if _, err := p.ask(ctx, payment); err != nil {
		return payment, err
	}
	return p.store.Find(ctx, orderSn)
}

// Batch bounds one round of Poll and of Complete; one that was full has more waiting behind it.
const Batch = 20

// Poll asks Alipay about payments whose notification is late: those on offer, and for a day those closed, because a cashier that was
// left open may still be paid. It returns how many it asked about.
func (p *Payments) Poll(ctx context.Context) (int, error) {
	due, err := p.store.Due(ctx, p.now(), Batch)
	if err != nil {
		return 0, fmt.Errorf("poll: %w", err)
	}
	return len(due), each(due, func(payment Payment) error {
		state, err := p.ask(ctx, payment)
		if err == nil && payment.Status == Closing && p.over(state, payment.ExpiresAt, CauseTimeout) {
			_, err = p.store.FinishClose(ctx, payment.OrderSn)
		}
		return err
	})
}

// atOnce is how many questions to Alipay a round asks side by side: a gateway that hangs must not hold all the others up.
const atOnce = 8

// each does something with all of a batch, a few at a time, and gives what went wrong.
func each[T any](batch []T, do func(T) error) error {
	failed := make([]error, len(batch))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, one := range batch {
		group.Go(func() error {
			failed[i] = do(one)
			return nil
		})
	}
	return errors.Join(group.Wait(), errors.Join(failed...))
}

// QueryPause is the schedule of Poll: the pause after the question that was asked age after the pay URL was handed out; zero ends it.
func QueryPause(age time.Duration) time.Duration {
	switch {
	case age < time.Minute:
		return 10 * time.Second
	case age < time.Hour:
		return 30 * time.Second
	case age < 3*time.Hour:
		return 5 * time.Minute
	case age < 25*time.Hour:
		return time.Hour
	}
	return 0
}
