package coupon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gulimall/pkg/contract/couponapi"
)

// Offer is a template that a member may claim, and how many of it the member has.
type Offer struct {
	Template
	Mine int64
}

// Public is the offer as everybody may see it.
func (o Offer) Public() couponapi.Claimable {
	return couponapi.Claimable{
		ID: o.ID, Name: o.Name, Note: o.Note, LevelID: o.LevelID, Amount: o.Amount, MinPoint: o.MinPoint, Scope: o.Reach(),
		ValidFrom: o.ValidFrom.Format(time.RFC3339Nano), ValidUntil: o.ValidUntil.Format(time.RFC3339Nano),
		Left: o.Left(), Issued: o.Issued, PerLimit: o.PerLimit, Claimed: o.Mine,
	}
}

// refusal tells why a member who has mine of the template cannot claim one more; nil when nothing stands against it. What is not
// published or not for claiming does not exist.
func (t Template) refusal(mine int64, now time.Time) error {
	if !t.Published || (t.Type != ForEverybody && t.Type != ForLevel) {
		return ErrNotFound
	}
	return t.claimable(mine, now)
}

// claimable tells whether time, limit and number allow one more.
func (t Template) claimable(mine int64, now time.Time) error {
	switch {
	case !t.Opened(now) || !now.Before(t.ClaimUntil):
		return ErrNotOpen
	case t.PerLimit > 0 && mine >= t.PerLimit:
		return ErrLimit
	case t.Left() == 0:
		return ErrExhausted
	}
	return nil
}

// Claim gives the member one more of a template.
func (c *Coupons) Claim(ctx context.Context, couponID, memberID int64) (MemberCoupon, error) {
	now := c.now()
	m, err := c.store.Claim(ctx, couponID, memberID, func(t Template, mine int64) error { return t.refusal(mine, now) })
	if err != nil {
		return m, fmt.Errorf("member %d claims coupon %d: %w", memberID, couponID, err)
	}
	return m, nil
}

// Welcome gives a new member the coupons for registration.
func (c *Coupons) Welcome(ctx context.Context, memberID int64) error {
	if err := c.store.Welcome(ctx, memberID); err != nil {
		return fmt.Errorf("welcome member %d: %w", memberID, err)
	}
	return nil
}

// Offers lists what members may claim now or soon, including what is gone: what can be claimed first, then the dearest. Member 0 is a
// visitor.
func (c *Coupons) Offers(ctx context.Context, memberID int64) ([]Offer, error) {
	now := c.now()
	templates, err := c.store.Offered(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("coupons offered: %w", err)
	}
	mine, err := c.store.Claimed(ctx, memberID)
	if err != nil {
		return nil, fmt.Errorf("coupons offered: %w", err)
	}
	offers := make([]Offer, len(templates))
	for i, t := range templates {
		offers[i] = Offer{t, mine[t.ID]}
	}
	slices.SortStableFunc(offers, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.rank(now), b.rank(now)), -cmp.Compare(a.Amount, b.Amount), cmp.Compare(a.ID, b.ID))
	})
	return offers, nil
}

// rank sorts offers: what the member can claim, what the member has, what is still to come, what is gone.
func (o Offer) rank(now time.Time) int {
	switch {
	case o.refusal(o.Mine, now) == nil:
		return 0
	case o.Left() == 0:
		return 3
	case !o.Opened(now):
		return 2
	}
	return 1
}

// Claimable lists the offers that are open and not gone. The member may have all that one member gets: Mine tells.
func (c *Coupons) Claimable(ctx context.Context, memberID int64) ([]Offer, error) {
	offers, err := c.Offers(ctx, memberID)
	now := c.now()
	return slices.DeleteFunc(offers, func(o Offer) bool { return !o.Opened(now) || o.Left() == 0 }), err
}

// Mine lists the member's coupons that are in one of the states, the newest first; without states all of them. What the shop took back
// counts as expired.
func (c *Coupons) Mine(ctx context.Context, memberID int64, states []State) ([]MemberCoupon, error) {
	wallet, err := c.store.Wallet(ctx, memberID)
	if err != nil {
		return nil, fmt.Errorf("coupons of member %d: %w", memberID, err)
	}
	now := c.now()
	mine := make([]MemberCoupon, 0, len(wallet))
	for _, m := range wallet {
		if m.State = m.StateAt(now); m.State == Voided {
			m.State = Expired
		}
		if len(states) == 0 || slices.Contains(states, m.State) {
			mine = append(mine, m)
		}
	}
	return mine, nil
}

// Product is a SKU as its page asks about it.
type Product struct {
	SkuID, SpuID int64
	CategoryIDs  []int64
	MemberID     int64 // whose claims count; 0 = a visitor
}

// Promotions is what the page of a product says: its rules, what a piece gives, and the coupons to claim for it.
type Promotions struct {
	Rules                  []couponapi.Rule
	GiftPoints, GiftGrowth int64
	Offers                 []Offer
}

// Promotions tells what is on for a product. The gifts are those without a discount on the line.
func (c *Coupons) Promotions(ctx context.Context, p Product) (Promotions, error) {
	rules, err := c.store.Rules(ctx, []Goods{{p.SkuID, p.SpuID}})
	if err != nil {
		return Promotions{}, fmt.Errorf("promotions of sku %d: %w", p.SkuID, err)
	}
	offers, err := c.Claimable(ctx, p.MemberID)
	if err != nil {
		return Promotions{}, fmt.Errorf("promotions of sku %d: %w", p.SkuID, err)
	}
	r := rules[p.SkuID]
	all := Promotions{Rules: r.all(), Offers: slices.DeleteFunc(offers, func(o Offer) bool { return !o.Covers(p.SpuID, p.CategoryIDs) })}
	all.GiftPoints, all.GiftGrowth = r.Bounds.gifts(1, false)
	return all, nil
}
