package order

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
)

// The refusals of a change of price.
var (
	ErrPaymentStarted  = apperr.New(apperr.Conflict, "payment_started")
	ErrEditedMeanwhile = apperr.New(apperr.Conflict, "edited_meanwhile")
)

// PriceStore is what changing a price needs of the database.
type PriceStore interface {
	// LockPrice keeps anybody from being offered a pending order's payment until its price is changed or the lock is given back; false
	// when the order is not pending or another change is under way.
	LockPrice(ctx context.Context, sn, token string, at time.Time) (bool, error)
	// UnlockPrice gives a lock back.
	UnlockPrice(ctx context.Context, sn, token string) error
	// UnlockPrices gives locks back that were taken before a moment, and says how many: whoever took them is gone.
	UnlockPrices(ctx context.Context, before time.Time) (int, error)
	// SetPrice changes the price of a pending order whose lock is still held, and gives the lock back; an order that costs nothing then is
	// paid by that. False when the lock is lost or the order not pending any more.
	SetPrice(ctx context.Context, c PriceSet, at time.Time) (bool, error)
}

// PriceSet is a change of a price under a lock.
type PriceSet struct {
	Sn, Token, Reason string
	Pay               money.Fen
	By                adminapi.By
}

// PriceWish is a change of price that staff want: to Pay, or by taking Off from the price that the order was made at. Was is the price that
// they saw, if they say so.
type PriceWish struct {
	Sn, Reason    string
	Pay, Off, Was *money.Fen
	By            adminapi.By
}

// priceLock is how long a lock of a price lives whose process is gone.
const priceLock = 30 * time.Second

// PriceRange is what an order may cost: from its freight alone to the price that it was made at.
func (o *Order) PriceRange() (least, most money.Fen) {
	return o.Amounts.Freight, o.Amounts.Pay + o.Adjusted
}

// Reprice makes an order cost pay: what staff take off is shared by the lines in proportion to what is left of them, as a part of their
// promotion, and replaces what was taken off before.
func (o *Order) Reprice(pay money.Fen) error {
	least, most := o.PriceRange()
	if pay < least || pay > most {
		return apperr.ErrInvalid.WithField("payAmount", "range")
	}
	weights := make([]money.Fen, len(o.Lines))
	for i, l := range o.Lines {
		weights[i] = l.Payable + l.Adjusted
	}
	off := most - pay
	for i, share := range money.Split(off, weights) {
		l := &o.Lines[i]
		l.Promotion += share - l.Adjusted
		l.Payable = weights[i] - share
		l.Adjusted = share
	}
	o.Amounts.Promotion += off - o.Adjusted
	o.Amounts.Pay, o.Adjusted = pay, off
	return nil
}

// target is the price that is wished for.
func (w PriceWish) target(o *Order) (money.Fen, error) {
	switch {
	case (w.Pay == nil) == (w.Off == nil):
		return 0, apperr.ErrInvalid.WithField("payAmount", "required")
	case w.Pay != nil:
		return *w.Pay, nil
	}
	_, most := o.PriceRange()
	return most - *w.Off, nil
}

// ChangePrice changes what is to be paid for an order that nobody may pay yet. It locks the price first: from then on the order says that it
// cannot be paid. Then it asks payment whether a link was handed out before; payment looks at the order once more between writing that down
// and handing the link out. So either payment knows of the link here, or whoever wants one is told the new price.
func (d *Desk) ChangePrice(ctx context.Context, w PriceWish) (*Order, error) {
	if err := said("reason", w.Reason, maxReason); err != nil {
		return nil, err
	}
	if !ValidSn(w.Sn) {
		return nil, ErrNotFound
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	o, err := d.Store.Find(ctx, w.Sn)
	if err != nil {
		return nil, err
	}
	pay, err := w.target(o)
	if err != nil {
		return nil, err
	}
	switch {
	case o.Amounts.Pay == pay && o.Status != Creating:
		return d.Store.Detail(ctx, w.Sn)
	case o.Status != Pending:
		return nil, ErrState
	case o.PriceLocked, w.Was != nil && *w.Was != o.Amounts.Pay:
		return nil, ErrEditedMeanwhile
	}
	trial := *o
	trial.Lines = slices.Clone(o.Lines)
	if err := trial.Reprice(pay); err != nil {
		return nil, err
	}
	if err := d.setPrice(ctx, PriceSet{Sn: w.Sn, Token: rand.Text(), Reason: w.Reason, Pay: pay, By: w.By}); err != nil {
		return nil, err
	}
	return d.Store.Detail(ctx, w.Sn)
}

func (d *Desk) setPrice(ctx context.Context, c PriceSet) error {
	locked, err := d.store.LockPrice(ctx, c.Sn, c.Token, d.clock())
	if err != nil {
		return err
	}
	if !locked {
		return ErrState
	}
	offered, err := d.Payments.Offered(ctx, c.Sn)
	if err == nil && offered {
		err = ErrPaymentStarted
	}
	set := false
	if err == nil {
		set, err = d.store.SetPrice(ctx, c, d.clock())
	}
	if err == nil && !set {
		err = ErrState
	}
	if err == nil {
		return nil
	}
	if unlockErr := d.store.UnlockPrice(ctx, c.Sn, c.Token); unlockErr != nil {
		// The order cannot be paid until the sweep has found the lock.
		d.log.LogAttrs(ctx, slog.LevelWarn, "price stays locked", slog.String("order_sn", c.Sn), slog.Any("error", unlockErr))
	}
	return err
}

// SweepPrices gives locks back whose process is gone.
func (d *Desk) SweepPrices(ctx context.Context) (int, error) {
	return d.store.UnlockPrices(ctx, d.clock().Add(-priceLock))
}
