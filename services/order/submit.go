package order

import (
	"context"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
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
	Invoice   Invoice
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
	for _, f := range s.Invoice.faults() {
		refused = refused.WithField(f.Name, f.Code)
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
	giveUp := time.NewTimer(o.limits().SubmitWait)
	defer giveUp.Stop()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 200*time.Millisecond) {
		c, err := o.Tokens.Claim(ctx, who.ID, s.Token, hash, o.limits().Lease)
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
