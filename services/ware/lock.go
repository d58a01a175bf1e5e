package ware

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Lock reserves all lines of an order, or none: ErrStockShort names the SKUs of which there is not enough.
func (w *Ware) Lock(ctx context.Context, r Reservation) ([]Share, error) {
	geo, err := w.store.Geography(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(r.Lines, func(a, b Line) int { return int(a.SkuID - b.SkuID) })
	nearest := geo.Nearest[r.To.Province]
	shares, err := w.store.Lock(ctx, r, func(places []Place) ([]Share, []int64) {
		return allocate(r.Lines, places, nearest)
	})
	if err != nil {
		return nil, fmt.Errorf("lock stock for order %s: %w", r.OrderSn, err)
	}
	return shares, nil
}

// Release gives back what an order has locked: it was closed.
func (w *Ware) Release(ctx context.Context, orderSn string) error {
	return wrap("release stock of order", orderSn, w.store.Release(ctx, orderSn))
}

// Deduct takes what an order has locked off the stock: it was paid.
func (w *Ware) Deduct(ctx context.Context, orderSn string) error {
	return wrap("deduct stock of order", orderSn, w.store.Deduct(ctx, orderSn))
}

// Check is ware's own delayed look at an order whose stock is locked: release when it ended without money, wait on while it can still be
// paid, leave it alone when the deduction is on its way.
func (w *Ware) Check(ctx context.Context, orderSn string) error {
	state, err := w.orders.State(ctx, orderSn)
	if err != nil {
		return wrap("check order", orderSn, err)
	}
	switch state {
	case OrderDead:
		return w.Release(ctx, orderSn)
	case OrderOpen:
		return wrap("wait for order", orderSn, w.store.Wait(ctx, orderSn))
	case OrderAlive:
		return w.store.Settled(ctx)
	}
	return fmt.Errorf("check order %s: unknown state %d", orderSn, state)
}

// sweepBatch bounds one round of Sweep.
const sweepBatch = 100

// Sweep checks orders whose locks are older than any order may wait: the last resort when the message about a lock was lost. It returns
// how many it looked at.
func (w *Ware) Sweep(ctx context.Context) (int, error) {
	now := w.now()
	due, err := w.store.Due(ctx, now, now.Add(recheck), sweepBatch)
	if err != nil {
		return 0, fmt.Errorf("sweep locks: %w", err)
	}
	var failed error
	for _, orderSn := range due {
		state, err := w.orders.State(ctx, orderSn)
		if err == nil && state == OrderDead {
			err = w.store.Release(ctx, orderSn)
		}
		failed = errors.Join(failed, err)
	}
	return len(due), failed
}

// Adjust changes a stock by a delta with a reason. It never takes the stock below what orders have locked.
func (w *Ware) Adjust(ctx context.Context, a Adjustment) error {
	return wrap("adjust stock", a.Key, w.store.Adjust(ctx, a))
}

func wrap(what, key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, key, err)
}
