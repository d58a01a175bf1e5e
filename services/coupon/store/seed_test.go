package store

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/services/coupon"
)

// seeded is a desk over the demo shop.
func seeded(t *testing.T) desk {
	t.Helper()
	d := newDesk(t)
	require.NoError(t, d.Seed(context.Background()))
	require.NoError(t, d.Seed(context.Background()), "a second time does nothing")
	return d
}

func TestSeed(t *testing.T) {
	ctx := context.Background()
	d := seeded(t)
	requireBooks(t, d.db)
	for couponID, want := range map[int64]error{
		1: coupon.ErrLimit, 2: nil, 3: nil, 7: nil, 8: coupon.ErrNotFound, 9: coupon.ErrNotOpen, 10: coupon.ErrNotOpen, 11: coupon.ErrExhausted, 12: coupon.ErrNotFound, 14: coupon.ErrNotFound,
	} {
		_, err := d.Coupons.Claim(ctx, couponID, demodata.Demo)
		if want == nil {
			require.NoError(t, err, couponID)
		} else {
			require.ErrorIs(t, err, want, couponID)
		}
	}
	offers, err := d.Offers(ctx, demodata.Demo)
	require.NoError(t, err)
	seen := map[int64]coupon.Offer{}
	for _, o := range offers {
		seen[o.ID] = o
	}
	require.Contains(t, seen, int64(9), "what is still to come is shown")
	require.NotContains(t, seen, int64(10))
	require.Equal(t, int64(2), seen[2].Mine)
	require.Equal(t, []int64{225}, seen[3].CategoryIDs)
	require.Equal(t, []int64{111, 112, 113}, seen[6].SpuIDs)

	mine, err := d.Mine(ctx, demodata.Demo, nil)
	require.NoError(t, err)
	states := map[coupon.State]int{}
	for _, m := range mine {
		states[m.State]++
	}
	require.Equal(t, map[coupon.State]int{coupon.Used: 3, coupon.Expired: 1, coupon.Unused: 6}, states)
}

// TestDemoHistoryFollowsTheRules prices the shopper's past again.
func TestDemoHistoryFollowsTheRules(t *testing.T) {
	d := seeded(t)
	skus := map[int64]demodata.SKU{}
	for _, k := range demodata.SKUs() {
		skus[k.ID] = k
	}
	for _, o := range demodata.Orders() {
		q := coupon.QuoteRequest{Buyer: coupon.Buyer{MemberID: o.MemberID, LevelID: demodata.LevelRegular}, Points: o.PointsUsed(), Balance: o.PointsUsed()}
		for _, l := range o.Lines {
			k := skus[l.SKUID]
			q.Lines = append(q.Lines, coupon.Line{SkuID: l.SKUID, SpuID: k.SPUID, CategoryIDs: []int64{k.CategoryID}, Price: l.Price, Count: l.Count})
		}
		got, err := d.Quote(context.Background(), q)
		require.NoError(t, err, o.OrderSn)
		require.Equal(t, o.Amounts().Promotion, got.Promotion, o.OrderSn)
		for i, l := range got.Lines {
			require.Equal(t, o.Lines[i].Promotion, l.Promotion, o.OrderSn)
			require.Equal(t, o.Lines[i].GiftPoints, l.GiftPoints, o.OrderSn)
			require.Equal(t, o.Lines[i].GiftGrowth, l.GiftGrowth, o.OrderSn)
		}
	}
}

func TestRulesAreRememberedForAMoment(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	goods := []coupon.Goods{{SkuID: 1, SpuID: 10}, {SkuID: 2, SpuID: 10}}
	rules, err := d.Rules(ctx, goods)
	require.NoError(t, err)
	require.Empty(t, rules[1].Ladder)
	require.NoError(t, d.db.Exec("INSERT INTO sms_sku_ladder (sku_id, full_count, discount) VALUES (1, 3, 900), (1, 2, 950)").Error)
	require.NoError(t, d.db.Exec("INSERT INTO sms_sku_full_reduction (sku_id, full_price, reduce_price, add_other) VALUES (2, 1000, 100, 1)").Error)
	require.NoError(t, d.db.Exec("INSERT INTO sms_member_price (sku_id, member_level_id, member_level_name, member_price) VALUES (2, 3, '银牌会员', 99)").Error)
	require.NoError(t, d.db.Exec("INSERT INTO sms_spu_bounds (spu_id, grow_bounds, buy_bounds, work) VALUES (10, 5, 7, 15)").Error)
	rules, err = d.Rules(ctx, goods)
	require.NoError(t, err)
	require.Empty(t, rules[1].Ladder, "still remembered")
	d.later(fresh + time.Millisecond)
	rules, err = d.Rules(ctx, goods)
	require.NoError(t, err)
	bounds := coupon.Bounds{Points: 7, Growth: 5, Work: 15}
	require.Equal(t, map[int64]coupon.Rules{
		1: {Ladder: []coupon.Rung{{Count: 2, PerMille: 950}, {Count: 3, PerMille: 900}}, Bounds: bounds},
		2: {
			Reductions:   []coupon.FullReduction{{Full: 1000, Reduce: 100, AddOther: true}},
			MemberPrices: []coupon.MemberPrice{{LevelID: 3, LevelName: "银牌会员", Price: money.Fen(99)}}, Bounds: bounds,
		},
	}, rules)
}

func TestQuoteOverTheWallet(t *testing.T) {
	ctx := context.Background()
	d := seeded(t)
	q := coupon.QuoteRequest{
		Buyer: coupon.Buyer{MemberID: demodata.Demo, LevelID: demodata.LevelBronze, MemberPrice: true}, WithCoupons: true,
		Lines: []coupon.Line{{SkuID: 10601, SpuID: 106, CategoryIDs: []int64{1}, Price: 8900, Count: 5}},
	}
	got, err := d.Quote(ctx, q)
	require.NoError(t, err)
	require.Equal(t, money.Fen(6675), got.Promotion)
	var ids []int64
	for _, c := range got.Choices {
		if c.Usable() {
			ids = append(ids, c.Coupon.ID)
		}
	}
	require.Equal(t, []int64{4, 7, 5}, ids, "30, 20 and 5 yuan")
	q.CouponID = 4
	got, err = d.Quote(ctx, q)
	require.NoError(t, err)
	require.Equal(t, money.Fen(3000), got.Coupon)
	for id, want := range map[int64]string{1: couponapi.ReasonUsed, 6: couponapi.ReasonExpired, 8: couponapi.ReasonUnknown, 999: couponapi.ReasonUnknown} {
		for _, list := range []bool{true, false} {
			q.CouponID, q.WithCoupons = id, list
			_, err = d.Quote(ctx, q)
			require.Equal(t, want, reason(err), id)
		}
	}
	require.NoError(t, d.lock("o1", demodata.Demo, 4))
	q.CouponID = 4
	_, err = d.Quote(ctx, q)
	require.Equal(t, couponapi.ReasonLocked, reason(err))
}

func TestPromotionsOfAProduct(t *testing.T) {
	d := seeded(t)
	got, err := d.Promotions(context.Background(), coupon.Product{SkuID: 10601, SpuID: 106, CategoryIDs: []int64{1}})
	require.NoError(t, err)
	require.Equal(t, []couponapi.Rule{
		{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 3, PerMille: 900}}, {Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 5, PerMille: 850}},
	}, got.Rules)
	require.Positive(t, got.GiftPoints)
	for _, o := range got.Offers {
		require.True(t, o.Covers(106, []int64{1}), o.Name)
		require.NotEqual(t, int64(9), o.ID, "not open yet")
	}
	require.NotEmpty(t, got.Offers)
}

func TestTheSeedIsWhatTheBackOfficeKnows(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.Seed(t.Context()))
	all, _, err := d.List(t.Context(), coupon.KeptQuery{Page: paging.Whole(100)})
	require.NoError(t, err)
	for _, k := range all {
		require.Equal(t, k.Published || k.Claimed > 0, k.Fixed(), k.Name)
		require.Equal(t, k.Amount*money.Fen(k.Stats.Used), k.Stats.Discount, k.Name)
	}
	unplaced, err := d.Unplaced(t.Context(), 10)
	require.NoError(t, err)
	require.Empty(t, unplaced, "rules know their products")
}
