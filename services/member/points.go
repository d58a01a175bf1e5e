package member

import (
	"context"
	"fmt"

	"gulimall/pkg/apperr"
)

// History lists a ledger, newest first, and how long it is.
func (m *Members) History(ctx context.Context, memberID int64, of Ledger, offset, limit int) ([]Entry, int, error) {
	return m.Store.History(ctx, memberID, of, offset, limit)
}

// Freeze keeps points for an order.
func (m *Members) Freeze(ctx context.Context, f Freeze) error {
	if f.OrderSn == "" || f.MemberID < 1 || f.Points < 1 {
		return apperr.ErrInvalid.WithField("points", "range")
	}
	return wrap("freeze points for order", f.OrderSn, m.Store.Freeze(ctx, f))
}

// Spend turns what an order has frozen into an expense: it was paid.
func (m *Members) Spend(ctx context.Context, orderSn string) error {
	return wrap("spend points of order", orderSn, m.Store.Spend(ctx, orderSn))
}

// Release gives back what an order has frozen: it was closed.
func (m *Members) Release(ctx context.Context, orderSn string) error {
	return wrap("release points of order", orderSn, m.Store.Release(ctx, orderSn))
}

// Credit gives the points and the growth of an order that was received.
func (m *Members) Credit(ctx context.Context, g Gift) error {
	if g.Points < 0 || g.Growth < 0 {
		return apperr.ErrInvalid.WithField("giftPoints", "range")
	}
	return wrap("credit order", g.OrderSn, m.Store.Credit(ctx, g))
}

func wrap(what, key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, key, err)
}
