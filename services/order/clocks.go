package order

import (
	"context"
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

// Round is work that has to be repeated for as long as the service runs. Do says how many orders it came upon.
type Round struct {
	Name  string
	Every time.Duration
	Do    func(ctx context.Context) (found int, err error)
}

// Rounds are the second and the third clock, and what finishes whatever any deadline, crash or silence has left behind.
func (o *Orders) Rounds() []Round {
	every := o.sweepEvery()
	return []Round{
		{"close by index", indexEvery, o.CheckIndex},
		{"close overdue", every, o.closeOverdue},
		{"ask payment again", every, o.askAllAgain},
		{"give up unassembled", every, o.giveUp},
		{"receive shipped", every, o.receiveShipped},
	}
}

// sweepEvery follows from the lifetime of unpaid orders, so that short lifetimes in tests have short sweeps.
func (o *Orders) sweepEvery() time.Duration {
	return min(sweepAtMost, max(sweepAtLeast, o.fixed.OrderTTL/10))
}

// CheckIndex is one round of the second clock.
func (o *Orders) CheckIndex(ctx context.Context) (int, error) {
	due, err := o.Deadlines.Due(ctx, o.clock().Add(-indexGrace), indexLease, indexBatch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	pending, err := o.Store.StillPending(ctx, due)
	if err != nil {
		return 0, err
	}
	err = o.each(ctx, pending, func(ctx context.Context, sn string) error { return o.Expire(ctx, sn, time.Time{}, ClockIndex) })
	if err != nil {
		return len(pending), err // due again after the lease
	}
	return len(pending), o.Deadlines.Remove(ctx, due...)
}

// closeOverdue is one round of the third clock: unpaid orders past their deadline.
func (o *Orders) closeOverdue(ctx context.Context) (int, error) {
	return o.sweep(ctx, o.Store.PastDeadline, o.clock().Add(-sweepGrace), func(ctx context.Context, sn string) error {
		return o.Expire(ctx, sn, time.Time{}, ClockSweep)
	})
}

// askAllAgain sees to the orders that payment has to be asked about again.
func (o *Orders) askAllAgain(ctx context.Context) (int, error) {
	return o.sweep(ctx, o.Store.ClosingDue, o.clock(), o.askAgain)
}

// giveUp closes the orders whose assembly was interrupted.
func (o *Orders) giveUp(ctx context.Context) (int, error) {
	return o.sweep(ctx, o.Store.LeftCreating, o.clock().Add(-o.fixed.CreatingFor), func(ctx context.Context, sn string) error {
		_, err := o.Store.Abort(ctx, sn, ReasonInterrupted, o.clock())
		return err
	})
}

// receiveShipped completes the orders whose parcels nobody has confirmed.
func (o *Orders) receiveShipped(ctx context.Context) (int, error) {
	return o.sweep(ctx, o.Store.ShippedBefore, o.clock().Add(-o.limits().AutoReceive), func(ctx context.Context, sn string) error {
		_, err := o.Store.Receive(ctx, sn, BySystem, o.clock())
		return err
	})
}

type listing func(ctx context.Context, at time.Time, limit int) ([]string, error)

// sweep deals with what a listing finds, batch after batch; it stops at a batch that is not full, and says how many it found. Two copies may
// find the same: the conditional updates let one of them act.
func (o *Orders) sweep(ctx context.Context, list listing, at time.Time, act func(ctx context.Context, sn string) error) (int, error) {
	found := 0
	for {
		sns, err := list(ctx, at, sweepBatch)
		found += len(sns)
		if err != nil {
			return found, err
		}
		if err := o.each(ctx, sns, act); err != nil {
			return found, err
		}
		if len(sns) < sweepBatch {
			return found, nil
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
