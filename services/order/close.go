package order

import (
	"context"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/failpoint"
)

// Clock says who noticed that an order has to be closed.
type Clock string

// The three clocks of one deadline, and people.
const (
	ClockQueue  Clock = "queue"  // the delay queue: the normal way
	ClockIndex  Clock = "index"  // the Redis deadline index: when the broker is away
	ClockSweep  Clock = "sweep"  // the database sweep: the last resort
	ClockCancel Clock = "cancel" // the shopper or staff
)

// ClosingStart is the move from Pending to Closing.
type ClosingStart struct {
	Sn    string
	Cause string // paymentapi.CauseTimeout moves only an order whose deadline has come
	By    string
	Note  string
	Staff adminapi.By // of ByStaff
	Now   time.Time
	Again time.Time // when the payment may be asked again should this attempt die
}

// closingLease is how long one attempt at the close handshake is left alone.
const closingLease = 15 * time.Second

// earliness is how much before the deadline a clock may strike and be waited for: the delay queue counts from the moment of
// publishing to the millisecond, the deadline is a whole second rounded up.
const earliness = 3 * time.Second

// Expire closes an order whose deadline has come; one that is paid, closed already or unknown is left alone. A clock that strikes a
// little early waits.
func (o *Orders) Expire(ctx context.Context, sn string, expiresAt time.Time, by Clock) error {
	if early := expiresAt.Sub(o.clock()); early > 0 {
		if early > earliness {
			return nil // a later clock of the same deadline will strike
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(early):
		}
	}
	_, err := o.begin(ctx, ClosingStart{Sn: sn, Cause: paymentapi.CauseTimeout, By: BySystem}, by)
	return err
}

// begin is the one way into closing. It gives what payment said, or nothing where the order did not move by it.
func (o *Orders) begin(ctx context.Context, start ClosingStart, by Clock) (result string, err error) {
	start.Now = o.clock()
	start.Again = start.Now.Add(closingLease)
	moved, err := o.Store.StartClosing(ctx, start)
	if err != nil {
		return "", fmt.Errorf("start closing %s: %w", start.Sn, err)
	}
	if !moved {
		return "", nil
	}
	o.closed(by)
	failpoint.Hit("close.after_closing")
	return o.handshake(ctx, start.Sn)
}

// handshake asks payment to make sure that a Closing order can no longer be paid, and closes it when that is so. When the money is
// there, payment.succeeded moves the order on; when nobody knows, the sweeper asks again, and nothing is released.
func (o *Orders) handshake(ctx context.Context, sn string) (result string, err error) {
	at, err := o.Store.State(ctx, sn)
	if err != nil {
		return "", fmt.Errorf("close handshake of %s: %w", sn, err)
	}
	if at.Status != Closing {
		return "", nil
	}
	result, err = o.Payments.Close(ctx, sn, paymentapi.Close{ExpiresAt: at.ExpiresAt, Cause: at.CloseCause})
	if err != nil {
		o.log.LogAttrs(ctx, slog.LevelWarn, "payment does not say whether an order was paid", slog.String("order_sn", sn), slog.Any("error", err))
		return paymentapi.ResultUnknown, nil
	}
	failpoint.Hit("close.after_payment")
	if result != paymentapi.ResultClosed {
		return result, nil
	}
	reason := ReasonTimeout
	if at.CloseCause == paymentapi.CauseCancel {
		reason = ReasonCancelled
	}
	closed, err := o.Store.FinishClosing(ctx, sn, reason, o.clock())
	if err != nil {
		return "", fmt.Errorf("finish closing %s: %w", sn, err)
	}
	if closed {
		failpoint.Hit("close.after_closed")
		o.forget(ctx, sn)
	}
	return result, nil
}

// forget takes an order out of the deadline index, which would only find out later that there is nothing to do.
func (o *Orders) forget(ctx context.Context, sn string) {
	o.errand(ctx, "forget deadline", sn, func(ctx context.Context) error { return o.Deadlines.Remove(ctx, sn) })
}

// Cancel closes a member's unpaid order. The answer is the order as it stands then: where payment does not say yet whether money has
// come, it is still closing. ErrState when it cannot be cancelled any more.
func (o *Orders) Cancel(ctx context.Context, who Member, sn, reason string) (*Order, error) {
	if utf8.RuneCountInString(reason) > MaxNote {
		return nil, apperr.ErrInvalid.WithField("reason", "too_long")
	}
	if err := o.own(ctx, who, sn); err != nil {
		return nil, err
	}
	return o.callOff(ctx, ClosingStart{Sn: sn, Cause: paymentapi.CauseCancel, By: ByMember, Note: reason})
}

// callOff closes an unpaid order because somebody wants it.
func (o *Orders) callOff(ctx context.Context, start ClosingStart) (*Order, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	result, err := o.begin(ctx, start, ClockCancel)
	if err != nil {
		return nil, err
	}
	after, err := o.Store.Detail(ctx, start.Sn)
	if err != nil {
		return nil, err
	}
	if result != paymentapi.ResultPaid && (after.Status == Closing || (result != "" && after.Status == Closed)) {
		return after, nil
	}
	return nil, ErrState
}

// own says whether there is a visible order of the member; anybody else's does not exist.
func (o *Orders) own(ctx context.Context, who Member, sn string) error {
	if !ValidSn(sn) {
		return ErrNotFound
	}
	found, err := o.Store.State(ctx, sn)
	if err != nil {
		return err
	}
	if found.MemberID != who.ID || !found.Visible() {
		return ErrNotFound
	}
	return nil
}
