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
	"gulimall/pkg/contract/wareapi"
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
	Parcels        []wareapi.Parcel // how the goods would travel; none without an address or while something is missing
	LeftOut        []Left           // what of the cart is no part of it
	Coupons        []couponapi.Choice
	CouponID       int64 // the one that is taken off
	Points         PointsOffer
	Amounts        Amounts
	Explanations   []couponapi.Explanation
	FreightWhy     wareapi.FreightReason
	Changes        []Change // since the page was last shown
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

// wanted is what the page is about to buy.
func (s Settle) wanted() wanted {
	if s.SkuID == 0 {
		return wanted{fromCart: true}
	}
	return wanted{lines: []cartapi.Line{{SkuID: s.SkuID, Count: s.Count}}}
}

// Settle opens a settlement page with a token of its own.
func (o *Orders) Settle(ctx context.Context, who Member, s Settle) (*Settlement, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	w := s.wanted()
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
	q, err := o.price(ctx, b, of)
	if err != nil {
		return nil, err
	}
	page := b.settlement(q, of)
	page.Token = newToken()
	page.TokenExpiresAt = o.clock().Add(o.limits().TokenTTL).Truncate(time.Second)
	ticket := Ticket{MemberID: who.ID, BuyNow: !w.fromCart, Expires: page.TokenExpiresAt.Unix()}
	ticket.shows(b, q)
	return page, o.issue(ctx, page.Token, ticket)
}

func (o *Orders) issue(ctx context.Context, token string, t Ticket) error {
	if err := o.Tokens.Issue(ctx, token, t, o.limits().TokenTTL); err != nil {
		return apperr.ErrUnavailable.Wrap(fmt.Errorf("issue token: %w", err))
	}
	o.settlements.Count(o.now())
	return nil
}

// Settlements counts the settlement pages that were shown.
func (o *Orders) Settlements() *Tally { return &o.settlements }

// price quotes a basket. What has sold out in a cart is left out of it, and the rest quoted again.
func (o *Orders) price(ctx context.Context, b *basket, of offer) (*Quoted, error) {
	q, err := o.quote(ctx, b, of)
	if err != nil || !b.fromCart {
		return q, err
	}
	if !b.leaveOut(func(l item) bool { return q.Available[l.SkuID] == 0 }) {
		return q, nil
	}
	return o.quote(ctx, b, of)
}

// Requote asks what a settlement page costs with other choices.
type Requote struct {
	Token       string // of the page; empty: over the checked lines of the cart
	AddressID   int64  // 0: the default address, or none
	CouponID    int64
	Points      int64
	WithCoupons bool
	BestCoupon  bool // instead of CouponID: what takes most off
	AllPoints   bool // instead of Points: as many as the order may use
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
		w.without = nil // it may be there again
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
	q, err := o.choose(ctx, b, r, &of)
	if err != nil {
		return nil, err
	}
	page := b.settlement(q, of)
	if r.Token == "" {
		return page, nil
	}
	page.Token, page.TokenExpiresAt = r.Token, time.Unix(ticket.Expires, 0).UTC()
	if !ticket.Blank {
		page.Changes = ticket.diff(b, q)
	}
	ticket.shows(b, q)
	if err := o.Tokens.Refresh(ctx, r.Token, ticket); err != nil {
		return nil, apperr.ErrUnavailable.Wrap(fmt.Errorf("refresh token: %w", err))
	}
	return page, nil
}

// choose prices a basket, and again with the best coupon and all points where they are wished for.
func (o *Orders) choose(ctx context.Context, b *basket, r Requote, of *offer) (*Quoted, error) {
	of.withCoupons = of.withCoupons || r.BestCoupon
	q, err := o.price(ctx, b, *of)
	if err != nil {
		return nil, err
	}
	if r.BestCoupon && len(q.Coupons) > 0 && q.Coupons[0].Usable && q.Coupons[0].Amount > 0 { // the best comes first
		of.couponID = q.Coupons[0].ID
		if q, err = o.quote(ctx, b, *of); err != nil {
			return nil, err
		}
	}
	if r.AllPoints && q.PointsUsable != of.points {
		of.points = q.PointsUsable
		return o.quote(ctx, b, *of)
	}
	return q, nil
}

func (o *Orders) ticket(ctx context.Context, who Member, token string) (Ticket, error) {
	if !validToken(token) {
		return Ticket{}, ErrTokenExpired
	}
	return o.Tokens.Peek(ctx, who.ID, token)
}

// shows notes what the page of a ticket shows.
func (t *Ticket) shows(b *basket, q *Quoted) {
	t.Lines, t.LeftOut, t.Pay, t.Blank = b.seen(), b.missing(), q.Amounts.Pay, false
}

// wanted is what the page of a ticket is about to buy.
func (t Ticket) wanted() wanted {
	w := wanted{fromCart: !t.BuyNow, without: t.LeftOut}
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
		Parcels:      q.Parcels,
		LeftOut:      b.out,
		Coupons:      q.Coupons,
		CouponID:     of.couponID,
		Points:       PointsOffer{Balance: b.buyer.Points, Usable: q.PointsUsable, Used: q.PointsUsed, Worth: money.Fen(q.PointsUsable)},
		Amounts:      q.Amounts,
		Explanations: q.Explanations,
		FreightWhy:   q.FreightWhy,
	}
	if of.address != nil {
		page.AddressID = of.address.ID
	}
	for i, l := range b.lines {
		page.Items[i] = SettleItem{Sku: l.Sku, Count: l.count, Subtotal: q.Lines[i].Amount, Available: q.Available[l.SkuID], Line: q.Lines[i]}
	}
	return page
}
