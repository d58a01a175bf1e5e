package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/failpoint"
)

// place makes the order of a claimed token. It changes the claim's ticket to what a refusal has shown.
func (o *Orders) place(ctx context.Context, who Member, s Submission, claim *Claim) (*Order, bool, error) {
	b, err := o.gather(ctx, who, claim.Ticket.wanted())
	if err != nil {
		return nil, false, err
	}
	made, err := o.assemble(ctx, who, s, b, &claim.Ticket)
	if err != nil {
		// Redis may have forgotten that this token became an order long ago: then nothing is refused, and that order is the answer.
		placed, adoptErr := o.adopt(ctx, who, s, nil)
		if placed != nil || adoptErr != nil {
			return placed, false, adoptErr
		}
		return nil, false, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	failpoint.Hit("submit.before_insert")
	err = o.Store.Create(ctx, made, s.Token, s.hash())
	if errors.Is(err, ErrTokenTaken) {
		placed, err := o.adopt(ctx, who, s, ErrSubmitInProgress)
		return placed, false, err
	}
	if errors.Is(err, ErrCartTaken) {
		placed, err := o.adopt(ctx, who, s, priceChanged(b.bought(), Amounts{}))
		return placed, false, err
	}
	if err != nil {
		return nil, false, fmt.Errorf("store order of member %d: %w", who.ID, err)
	}
	failpoint.Hit("submit.after_insert")
	placed, err := o.finish(ctx, made)
	return placed, err == nil, err
}

// assemble checks a submission against what the owners of the data say now, and makes the order of it.
func (o *Orders) assemble(ctx context.Context, who Member, s Submission, b *basket, seen *Ticket) (*Order, error) {
	if len(b.lines) == 0 {
		changes := seen.diff(b, nil)
		if seen.Pay = 0; !seen.BuyNow {
			seen.Lines = nil
		}
		return nil, priceChanged(changes, Amounts{})
	}
	address, err := b.address(s.AddressID)
	if err != nil {
		return nil, err
	}
	q, err := o.quote(ctx, b, offer{address: address, couponID: s.CouponID, points: s.Points})
	if err != nil {
		return nil, err
	}
	changes := seen.diff(b, q)
	short := q.short(b)
	seen.shows(b, q)
	switch {
	case moved(changes) || (len(short) == 0 && s.PayAmount != q.Amounts.Pay):
		return nil, priceChanged(changes, q.Amounts)
	case len(short) > 0:
		return nil, ErrStockShort.With("skuIds", short)
	}
	sn, err := o.Numbers.Next(ctx)
	if err != nil {
		return nil, err
	}
	return o.build(sn, who, s, b, address, q), nil
}

func (o *Orders) build(sn string, who Member, s Submission, b *basket, address *Address, q *Quoted) *Order {
	now := o.clock()
	made := &Order{
		Sn: sn, MemberID: who.ID, Username: who.Username, Status: Creating, FromCart: b.fromCart, CartRev: b.cartRev,
		Address: *address, Lines: make([]Line, len(b.lines)), Amounts: q.Amounts,
		CouponID: s.CouponID, PointsUsed: q.PointsUsed, PayType: s.PayType, Note: s.Note, Invoice: s.Invoice, Discounts: q.Explanations,
		CreatedAt: now, ExpiresAt: deadline(now, o.limits().OrderTTL),
	}
	for i, l := range b.lines {
		of := q.Lines[i]
		made.Lines[i] = Line{
			SkuID: l.SkuID, SpuID: l.SpuID, CategoryID: leaf(l.CategoryIDs), SpuName: l.SpuName, BrandName: l.BrandName,
			Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: l.count, Weight: l.Weight,
			Amount: of.Amount, Promotion: of.Promotion, Coupon: of.Coupon, Points: of.Points, Payable: of.Payable,
			GiftPoints: of.GiftPoints, GiftGrowth: of.GiftGrowth,
		}
	}
	return made
}

func leaf(categories []int64) int64 {
	if len(categories) == 0 {
		return 0
	}
	return categories[len(categories)-1]
}

// finish reserves what a stored order needs and makes it visible, or closes it with the reason. It may be run again for an order that
// an earlier run left in Creating, and by several at once: reserving is idempotent and the conditional update decides.
func (o *Orders) finish(ctx context.Context, made *Order) (*Order, error) {
	refused := o.reserve(ctx, made)
	failpoint.Hit("submit.after_reserve")
	if refused != nil {
		aborted, err := o.Store.Abort(ctx, made.Sn, reasonOf(refused), o.clock())
		if err != nil {
			return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("abort order %s: %w", made.Sn, err))
		}
		if aborted && !errors.Is(refused, ErrReleased) {
			return nil, refused
		}
		return o.outcome(ctx, made.Sn)
	}
	active, err := o.Store.Activate(ctx, made, o.clock())
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("activate order %s: %w", made.Sn, err))
	}
	if !active {
		return o.outcome(ctx, made.Sn)
	}
	failpoint.Hit("submit.after_pending")
	o.announce(ctx, made)
	return made, nil
}

// outcome is how somebody else has finished an order.
func (o *Orders) outcome(ctx context.Context, sn string) (*Order, error) {
	placed, err := o.Store.Find(ctx, sn)
	switch {
	case err != nil:
		return nil, err
	case placed.Visible():
		return placed, nil
	case placed.Status == Creating:
		return nil, ErrSubmitInProgress
	}
	return nil, refusalOf(placed.CloseReason)
}

// announce does what is good to have at once: the messages and the sweeper guarantee the rest.
func (o *Orders) announce(ctx context.Context, placed *Order) {
	o.errand(ctx, "announce", placed.Sn, func(ctx context.Context) error {
		var err error
		if placed.Status == Pending {
			err = o.Deadlines.Add(ctx, placed.Sn, placed.ExpiresAt)
		}
		if !placed.FromCart {
			return err
		}
		bought := cartapi.Bought{OrderSn: placed.Sn, MemberID: placed.MemberID, Lines: make([]cartapi.Line, len(placed.Lines))}
		for i, l := range placed.Lines {
			bought.Lines[i] = cartapi.Line{SkuID: l.SkuID, Count: l.Count}
		}
		return errors.Join(err, o.Cart.Bought(ctx, bought))
	})
}

// adopt answers a submission with the order that its token has become, however Redis thinks of the token. Where there is none it
// gives otherwise, which may be nil.
func (o *Orders) adopt(ctx context.Context, who Member, s Submission, otherwise error) (*Order, error) {
	hash := s.hash()
	for start := o.now(); ; {
		placed, bodyHash, err := o.Store.ByToken(ctx, who.ID, s.Token)
		switch {
		case errors.Is(err, ErrNotFound):
			return nil, otherwise
		case err != nil:
			return nil, fmt.Errorf("find order by token: %w", err)
		case bodyHash != hash:
			return nil, ErrTokenMismatch
		case placed.Visible():
			return placed, nil
		case placed.Status != Creating:
			return nil, refusalOf(placed.CloseReason)
		}
		// Somebody is assembling it, or died doing so.
		if age := o.now().Sub(placed.CreatedAt); age >= o.limits().SubmitWait/2 {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
			defer cancel()
			return o.finish(ctx, placed)
		}
		if o.now().Sub(start) > o.limits().SubmitWait {
			return nil, ErrSubmitInProgress
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
