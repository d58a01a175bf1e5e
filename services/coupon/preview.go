package coupon

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
)

// Previewed is a price with a coupon that is not there yet. Reason says why the coupon cannot be used, and then it is the price without.
type Previewed struct {
	Quote  Quote
	Goods  map[int64]Good
	Reason couponapi.Rule
}

// Preview tells what a coupon would do to a cart of a member of a level: the price is made as an order's is.
func (o *Office) Preview(ctx context.Context, t Template, counts map[int64]int64, levelID int64) (Previewed, error) {
	lines, goods, err := o.previewLines(ctx, counts)
	if err != nil {
		return Previewed{}, err
	}
	levels, err := o.members.Levels(ctx)
	if err != nil {
		return Previewed{}, fmt.Errorf("preview: %w", err)
	}
	at := slices.IndexFunc(levels, func(l Level) bool { return l.ID == levelID })
	q := QuoteRequest{Buyer: Buyer{LevelID: levelID, MemberPrice: at >= 0 && levels[at].MemberPrice}, Lines: lines, CouponID: 1}
	if err := q.check(); err != nil {
		return Previewed{}, err
	}
	asked := make([]Goods, len(lines))
	for i, l := range lines {
		asked[i] = Goods{l.SkuID, l.SpuID}
	}
	rules, err := o.coupons.store.Rules(ctx, asked)
	if err != nil {
		return Previewed{}, fmt.Errorf("preview: %w", err)
	}
	now := o.now()
	if now.Before(t.ValidFrom) || !now.Before(t.ValidUntil) {
		now = t.ValidFrom // a coupon that begins later is looked at as it is then
	}
	shown := Previewed{Goods: goods}
	shown.Quote, err = price(q, rules, []MemberCoupon{{Template: t, ID: 1}}, now)
	if errors.Is(err, ErrUnusable) {
		if reason, told := apperr.From(err).Ext["reason"].(string); told {
			params, _ := apperr.From(err).Ext["reasonParams"].(couponapi.Params)
			shown.Reason = couponapi.Rule{Code: reason, Params: params}
		}
		q.CouponID = 0
		shown.Quote, err = price(q, rules, nil, now)
	}
	return shown, err
}

func (o *Office) previewLines(ctx context.Context, counts map[int64]int64) ([]Line, map[int64]Good, error) {
	ids := make([]int64, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	goods, err := o.catalogue.Goods(ctx, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("preview: %w", err)
	}
	lines := make([]Line, len(ids))
	for i, id := range ids {
		good, there := goods[id]
		if !there {
			return nil, nil, apperr.ErrInvalid.WithField("lines", "unknown_sku")
		}
		lines[i] = Line{SkuID: id, SpuID: good.SpuID, CategoryIDs: good.CategoryIDs, Price: good.Price, Count: counts[id]}
	}
	return lines, goods, nil
}
