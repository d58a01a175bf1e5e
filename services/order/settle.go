package order

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
)

// MaxCount is how many pieces of one SKU may be bought at once.
const MaxCount = 200

// Settle asks for a settlement page: of the checked lines of the cart, or of one SKU alone when SkuID is set (buy now).
type Settle struct {
	SkuID int64
	Count int64
}

// Settlement is everything that a settlement page shows.
type Settlement struct {
	Token          string
	TokenExpiresAt time.Time
	Addresses      []Address
	AddressID      int64 // the address that the freight is for; 0 when there is none
	Items          []SettleItem
	Coupons        []couponapi.Choice
	Points         PointsOffer
	Amounts        Amounts
	Explanations   []couponapi.Explanation
	FreightRule    string
}

// SettleItem is one line of a settlement page.
type SettleItem struct {
	productapi.Sku
	Count     int64
	Subtotal  money.Fen
	Available int64
	Line      couponapi.QuotedLine
}

// HasStock says whether there is enough.
func (i SettleItem) HasStock() bool { return i.Available >= i.Count }

// PointsOffer is what the member's points can do for this order. Worth is the worth of the usable ones.
type PointsOffer struct {
	Balance, Usable, Used int64
	Worth                 money.Fen
}

// check refuses what can never be bought.
func (s Settle) check() error {
	if s.SkuID < 0 || (s.SkuID == 0 && s.Count != 0) {
		return apperr.ErrInvalid.WithField("skuId", "range")
	}
	if s.SkuID > 0 && (s.Count < 1 || s.Count > MaxCount) {
		return apperr.ErrInvalid.WithField("count", "range")
	}
	return nil
}

// Settle opens a settlement page with a token of its own.
func (o *Orders) Settle(ctx context.Context, who Member, s Settle) (*Settlement, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := wanted{fromCart: s.SkuID == 0}
	if !w.fromCart {
		w.lines = []cartapi.Line{{SkuID: s.SkuID, Count: s.Count}}
	}
	b, err := o.gather(ctx, who, w)
	if err != nil {
		return nil, err
	}
	if !w.fromCart && len(b.lines) == 0 {
		return nil, ErrSkuNotFound
	}
	if err := b.refusal(); err != nil {
		return nil, err
	}
	of := offer{address: b.defaultAddress(), withCoupons: true}
	q, err := o.quote(ctx, b, of)
	if err != nil {
		return nil, err
	}
	page := b.settlement(q, of)
	page.Token = newToken()
	page.TokenExpiresAt = o.clock().Add(o.limits.TokenTTL).Truncate(time.Second)
	ticket := Ticket{MemberID: who.ID, BuyNow: !w.fromCart, Lines: b.seen(), Pay: q.Amounts.Pay, Expires: page.TokenExpiresAt.Unix()}
	if err := o.Tokens.Issue(ctx, page.Token, ticket, o.limits.TokenTTL); err != nil {
		return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("issue token: %w", err))
	}
	return page, nil
}

// Requote asks what a settlement page costs with other choices.
type Requote struct {
	Token       string // of the page; empty: over the checked lines of the cart
	AddressID   int64  // 0: the default address, or none
	CouponID    int64
	Points      int64
	WithCoupons bool
}

func (r Requote) check() error {
	refused := apperr.ErrInvalid
	for _, f := range []struct {
		name       string
		value, max int64
	}{{"addressId", r.AddressID, math.MaxInt64}, {"couponId", r.CouponID, math.MaxInt64}, {"points", r.Points, int64(money.Max)}} {
		if f.value < 0 || f.value > f.max {
			refused = refused.WithField(f.name, "range")
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Requote prices a page again with an address, a coupon and points. What it answers is what the page of the token shows from now on.
func (o *Orders) Requote(ctx context.Context, who Member, r Requote) (*Settlement, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	w := wanted{fromCart: true}
	var ticket Ticket
	if r.Token != "" {
		var err error
		if ticket, err = o.ticket(ctx, who, r.Token); err != nil {
			return nil, err
		}
		w = ticket.wanted()
	}
	b, err := o.gather(ctx, who, w)
	if err != nil {
		return nil, err
	}
	if err := b.refusal(); err != nil {
		return nil, err
	}
	of := offer{address: b.defaultAddress(), couponID: r.CouponID, points: r.Points, withCoupons: r.WithCoupons}
	if r.AddressID != 0 {
		if of.address, err = b.address(r.AddressID); err != nil {
			return nil, err
		}
	}
	q, err := o.quote(ctx, b, of)
	if err != nil {
		return nil, err
	}
	page := b.settlement(q, of)
	if r.Token != "" {
		page.Token, page.TokenExpiresAt = r.Token, time.Unix(ticket.Expires, 0).UTC()
		ticket.Lines, ticket.Pay = b.seen(), q.Amounts.Pay
		if err := o.Tokens.Refresh(ctx, r.Token, ticket); err != nil {
			return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("refresh token: %w", err))
		}
	}
	return page, nil
}

func (o *Orders) ticket(ctx context.Context, who Member, token string) (Ticket, error) {
	if !validToken(token) {
		return Ticket{}, ErrTokenExpired
	}
	return o.Tokens.Peek(ctx, who.ID, token)
}

// wanted is what the page of a ticket is about to buy.
func (t Ticket) wanted() wanted {
	w := wanted{fromCart: !t.BuyNow}
	for _, l := range t.Lines {
		if t.BuyNow {
			w.lines = append(w.lines, cartapi.Line{SkuID: l.SkuID, Count: l.Count})
		} else {
			w.known = append(w.known, l.SkuID)
		}
	}
	return w
}

func (b *basket) settlement(q *Quoted, of offer) *Settlement {
	page := &Settlement{
		Addresses:    slices.Clone(b.buyer.Addresses),
		Items:        make([]SettleItem, len(b.lines)),
		Coupons:      q.Coupons,
		Points:       PointsOffer{Balance: b.buyer.Points, Usable: q.PointsUsable, Used: q.PointsUsed, Worth: money.Fen(q.PointsUsable)},
		Amounts:      q.Amounts,
		Explanations: q.Explanations,
		FreightRule:  q.FreightRule,
	}
	if of.address != nil {
		page.AddressID = of.address.ID
	}
	for i, l := range b.lines {
		page.Items[i] = SettleItem{Sku: l.Sku, Count: l.count, Subtotal: q.Lines[i].Amount, Available: q.Available[l.SkuID], Line: q.Lines[i]}
	}
	return page
}
