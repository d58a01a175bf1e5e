package order

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/failpoint"
	"gulimall/pkg/money"
)

// Submission is what a member sends to place an order. The goods are those of the token's page.
type Submission struct {
	Token     string
	AddressID int64
	PayAmount money.Fen // what the member saw
	CouponID  int64
	Points    int64
	Note      string
	PayType   int // 0 means PayAlipay
}

// PayAlipay is the one way to pay so far, as the column oms_order.pay_type says it.
const PayAlipay = 1

// MaxNote is how long a note may be, in characters.
const MaxNote = 500

// finishTime is how long a submission may take once the order is stored; it goes on when the member has gone away.
const finishTime = 10 * time.Second

// check refuses what no token could make right.
func (s Submission) check() error {
	refused := apperr.ErrInvalid
	if s.Token == "" {
		refused = refused.WithField("token", "required")
	}
	if s.AddressID <= 0 {
		refused = refused.WithField("addressId", "required")
	}
	if s.PayAmount < 0 || s.PayAmount > 2*money.Max {
		refused = refused.WithField("payAmount", "range")
	}
	if s.CouponID < 0 {
		refused = refused.WithField("couponId", "range")
	}
	if s.Points < 0 || s.Points > int64(money.Max) {
		refused = refused.WithField("points", "range")
	}
	if s.PayType != PayAlipay {
		refused = refused.WithField("payType", "invalid")
	}
	if utf8.RuneCountInString(s.Note) > MaxNote {
		refused = refused.WithField("note", "too_long")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Submit places the order of a token. The same token with the same body gives the same order however often and however many times at
// once it comes, with fresh being true for the one that placed it. A refusal leaves the token ready for a corrected body.
func (o *Orders) Submit(ctx context.Context, who Member, s Submission) (placed *Order, fresh bool, err error) {
	if s.PayType == 0 {
		s.PayType = PayAlipay
	}
	if err := s.check(); err != nil {
		return nil, false, err
	}
	if !validToken(s.Token) {
		return nil, false, ErrTokenExpired
	}
	claim, err := o.claim(ctx, who, s)
	if err != nil {
		return nil, false, err
	}
	switch claim.State {
	case TokenMismatch:
		return nil, false, ErrTokenMismatch
	case TokenDone:
		placed, err = o.Store.Find(ctx, claim.OrderSn)
		return placed, false, err
	case TokenGone:
		placed, err = o.adopt(ctx, who, s, ErrTokenExpired)
		return placed, false, err
	case TokenBusy:
		return nil, false, ErrSubmitInProgress
	case TokenClaimed:
	}
	if claim.Retaken {
		placed, err = o.adopt(ctx, who, s, nil)
		if placed != nil || err != nil {
			return o.settled(ctx, s.Token, claim, placed, false, err)
		}
	}
	placed, fresh, err = o.place(ctx, who, s, &claim)
	return o.settled(ctx, s.Token, claim, placed, fresh, err)
}

// claim takes the token, waiting for another submission of it to end.
func (o *Orders) claim(ctx context.Context, who Member, s Submission) (Claim, error) {
	hash := s.hash()
	giveUp := time.NewTimer(o.limits.SubmitWait)
	defer giveUp.Stop()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		c, err := o.Tokens.Claim(ctx, who.ID, s.Token, hash, o.limits.Lease)
		if err != nil {
			return c, apperr.ErrUnavailable.Wrap(fmt.Errorf("claim token: %w", err))
		}
		if c.State != TokenBusy {
			return c, nil
		}
		select {
		case <-ctx.Done():
			return c, ctx.Err()
		case <-giveUp.C:
			return c, nil
		case <-time.After(pause):
		}
	}
}

// settled tells the token how its submission ended. Redis may fail here without harm: the lease runs out, and the database knows.
func (o *Orders) settled(ctx context.Context, token string, c Claim, placed *Order, fresh bool, err error) (*Order, bool, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	var redisErr error
	if placed != nil {
		redisErr = o.Tokens.Done(ctx, token, c.Owner, placed.Sn)
	} else {
		redisErr = o.Tokens.PutBack(ctx, token, c.Owner, c.Ticket)
	}
	if redisErr != nil {
		o.log.LogAttrs(ctx, slog.LevelWarn, "token not settled", slog.Any("error", redisErr))
	}
	return placed, fresh, err
}

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
		seen.Lines, seen.Pay = nil, 0
		return nil, priceChanged(seen.diff(b, nil), Amounts{})
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
	seen.Lines, seen.Pay = b.seen(), q.Amounts.Pay
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
		Sn: sn, MemberID: who.ID, Username: who.Username, Status: Creating, FromCart: b.fromCart,
		Address: *address, Lines: make([]Line, len(b.lines)), Amounts: q.Amounts,
		CouponID: s.CouponID, PointsUsed: q.PointsUsed, PayType: s.PayType, Note: s.Note,
		CreatedAt: now, ExpiresAt: deadline(now, o.limits.OrderTTL),
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
		if age := o.now().Sub(placed.CreatedAt); age >= o.limits.SubmitWait/2 {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
			defer cancel()
			return o.finish(ctx, placed)
		}
		if o.now().Sub(start) > o.limits.SubmitWait {
			return nil, ErrSubmitInProgress
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
