package order

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	indexEvery = time.Second
	indexBatch = 200
	// indexGrace is how long after the deadline the index waits for the delay queue.
	indexGrace = time.Second
	// indexLease is when an order taken out of the index is due again unless it was dealt with.
	indexLease = 30 * time.Second

	sweepBatch   = 500
	sweepAtMost  = 15 * time.Second
	sweepAtLeast = time.Second
	// sweepGrace is how long after the deadline the sweep waits for the other clocks.
	sweepGrace = 3 * time.Second

	// atOnce bounds how many orders one round deals with side by side.
	atOnce = 8

	firstAgain   = 2 * time.Second
	longestAgain = time.Minute
)

// RunIndex is the second clock: until ctx ends it closes what the deadline index says is due.
func (o *Orders) RunIndex(ctx context.Context) error {
	return o.every(ctx, indexEvery, "index", o.CheckIndex)
}

// RunSweep is the third clock: until ctx ends it finishes whatever any deadline, crash or silence has left behind.
func (o *Orders) RunSweep(ctx context.Context) error {
	return o.every(ctx, o.sweepEvery(), "sweep", o.Sweep)
}

// sweepEvery follows from the lifetime of unpaid orders, so that short lifetimes in tests have short sweeps.
func (o *Orders) sweepEvery() time.Duration {
	return min(sweepAtMost, max(sweepAtLeast, o.limits.OrderTTL/10))
}

func (o *Orders) every(ctx context.Context, pause time.Duration, name string, round func(context.Context) error) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := round(ctx); err != nil && ctx.Err() == nil {
			o.log.LogAttrs(ctx, slog.LevelWarn, "clock missed a beat", slog.String("clock", name), slog.Any("error", err))
		}
	}
}

// CheckIndex is one round of the second clock.
func (o *Orders) CheckIndex(ctx context.Context) error {
	due, err := o.Deadlines.Due(ctx, o.clock().Add(-indexGrace), indexLease, indexBatch)
	if err != nil || len(due) == 0 {
		return err
	}
	pending, err := o.Store.StillPending(ctx, due)
	if err != nil {
		return err
	}
	err = o.each(ctx, pending, func(ctx context.Context, sn string) error { return o.Expire(ctx, sn, time.Time{}, ClockIndex) })
	if err != nil {
		return err // due again after the lease
	}
	return o.Deadlines.Remove(ctx, due...)
}

// Sweep is one round of the third clock: unpaid orders past their deadline, orders that payment has to be asked about again, orders
// whose assembly was interrupted, and parcels that nobody has confirmed.
func (o *Orders) Sweep(ctx context.Context) error {
	now := o.clock()
	return errors.Join(
		o.sweep(ctx, o.Store.PastDeadline, now.Add(-sweepGrace), func(ctx context.Context, sn string) error {
			return o.Expire(ctx, sn, time.Time{}, ClockSweep)
		}),
		o.sweep(ctx, o.Store.ClosingDue, now, o.askAgain),
		o.sweep(ctx, o.Store.LeftCreating, now.Add(-o.limits.CreatingFor), func(ctx context.Context, sn string) error {
			_, err := o.Store.Abort(ctx, sn, ReasonInterrupted, o.clock())
			return err
		}),
		o.sweep(ctx, o.Store.ShippedBefore, now.Add(-o.limits.AutoReceive), func(ctx context.Context, sn string) error {
			_, err := o.Store.Receive(ctx, sn, BySystem, o.clock())
			return err
		}),
	)
}

type listing func(ctx context.Context, at time.Time, limit int) ([]string, error)

// sweep deals with what a listing finds, batch after batch; it stops at a batch that is not full. Two copies may find the same: the
// conditional updates let one of them act.
func (o *Orders) sweep(ctx context.Context, list listing, at time.Time, act func(ctx context.Context, sn string) error) error {
	for {
		sns, err := list(ctx, at, sweepBatch)
		if err != nil {
			return err
		}
		if err := o.each(ctx, sns, act); err != nil {
			return err
		}
		if len(sns) < sweepBatch {
			return nil
		}
	}
}

// each acts on all orders, a few side by side; one that fails does not keep the others from their turn.
func (o *Orders) each(ctx context.Context, sns []string, act func(ctx context.Context, sn string) error) error {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, sn := range sns {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return act(ctx, sn)
		})
	}
	return group.Wait()
}

// askAgain repeats the close handshake of an order that stayed Closing.
func (o *Orders) askAgain(ctx context.Context, sn string) error {
	now := o.clock()
	mine, err := o.Store.ClaimClosing(ctx, sn, now, firstAgain, longestAgain)
	if err != nil || !mine {
		return err
	}
	_, err = o.handshake(ctx, sn)
	return err
}
