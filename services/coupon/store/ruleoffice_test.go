package store

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/coupon"
)

func marketing() adminapi.By {
	return adminapi.By{StaffID: 3, Account: "marketing", Address: "192.0.2.1"}
}

// acts counts what the audit log was told of an action.
func (d desk) acts(t *testing.T, action string) (n int64) {
	t.Helper()
	require.NoError(t, d.db.Raw("SELECT COUNT(*) FROM mq_message WHERE payload LIKE ?", `%"action":"`+action+`"%`).Scan(&n).Error)
	return n
}

func productRule() coupon.ProductRules {
	return coupon.ProductRules{SpuID: 7, Bounds: &coupon.Bounds{Points: 10, Growth: 20, Work: 15}, Skus: []coupon.SkuRules{
		{SkuID: 71, Rules: coupon.Rules{Ladder: []coupon.Rung{{Count: 2, PerMille: 950}, {Count: 4, PerMille: 900, AddOther: true}}, Reductions: []coupon.FullReduction{{Full: 10000, Reduce: 500}}}},
		{SkuID: 72, Rules: coupon.Rules{MemberPrices: []coupon.MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: 900, AddOther: true}}}},
	}}
}

func TestTheRulesOfAProductAreReplacedAsAWhole(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	require.NoError(t, d.db.Exec("INSERT INTO sms_sku_ladder (sku_id, full_count, discount) VALUES (71, 2, 800), (71, 9, 700), (99, 2, 900)").Error)
	want := productRule()
	for range 2 {
		require.NoError(t, d.ReplaceRules(ctx, want, marketing()))
	}
	require.EqualValues(t, 1, d.acts(t, "rules.replaced"), "the same again changes nothing")
	got, err := d.ProductRules(ctx, 7)
	require.NoError(t, err)
	require.Equal(t, want, got, "rules that did not know their product are replaced too")

	less := want
	less.Bounds, less.Skus = nil, want.Skus[1:]
	require.NoError(t, d.ReplaceRules(ctx, less, marketing()))
	got, err = d.ProductRules(ctx, 7)
	require.NoError(t, err)
	require.Equal(t, less, got, "a SKU that is left out has none")
	rules, err := d.Rules(ctx, []coupon.Goods{{SkuID: 71, SpuID: 7}})
	require.NoError(t, err)
	require.Empty(t, rules[71].Ladder, "what was remembered is forgotten")
	other, total, err := d.RuleRows(ctx, coupon.RuleQuery{Kind: coupon.LadderRule, SkuID: 99, Page: paging.Whole(10)})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.EqualValues(t, 900, other[0].Rung.PerMille, "other products' rules are left alone")
}

func TestTwoWhoReplaceRulesAtOnceBothEndInAWholeSet(t *testing.T) {
	d := newDesk(t)
	one, other := productRule(), productRule()
	other.Skus = other.Skus[:1]
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			set := one
			if i%2 == 1 {
				set = other
			}
			require.NoError(t, d.ReplaceRules(t.Context(), set, marketing()))
		})
	}
	wg.Wait()
	got, err := d.ProductRules(t.Context(), 7)
	require.NoError(t, err)
	require.Contains(t, []coupon.ProductRules{one, other}, got)
}

func TestARuleIsAddedChangedAndRemovedByTheVersionThatWasSeen(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	rules := []coupon.Rule{
		{Kind: coupon.LadderRule, SkuID: 71, SpuID: 7, Rung: coupon.Rung{Count: 2, PerMille: 950}},
		{Kind: coupon.ReductionRule, SkuID: 71, SpuID: 7, Reduction: coupon.FullReduction{Full: 10000, Reduce: 900, AddOther: true}},
		{Kind: coupon.MemberPriceRule, SkuID: 71, SpuID: 7, MemberPrice: coupon.MemberPrice{LevelID: 2, LevelName: "铜牌会员", Price: 900}},
		{Kind: coupon.BoundsRule, SpuID: 7, Bounds: coupon.Bounds{Points: 1, Growth: 2, Work: 3}},
	}
	for _, r := range rules {
		added, err := d.SaveRule(ctx, r, marketing())
		require.NoError(t, err)
		_, err = d.SaveRule(ctx, r, marketing())
		require.ErrorIs(t, err, coupon.ErrRuleExists)
		changed, err := d.SaveRule(ctx, added, marketing())
		require.NoError(t, err)
		require.EqualValues(t, 2, changed.Version)
		_, err = d.SaveRule(ctx, added, marketing())
		require.ErrorIs(t, err, coupon.ErrEditedMeantime, "the second is told")
		require.ErrorIs(t, d.RemoveRule(ctx, r.Kind, added.ID, 1, marketing()), coupon.ErrEditedMeantime)
		found, err := d.Rule(ctx, r.Kind, added.ID)
		require.NoError(t, err)
		require.Equal(t, changed, found)
		require.NoError(t, d.RemoveRule(ctx, r.Kind, added.ID, 2, marketing()))
		require.ErrorIs(t, d.RemoveRule(ctx, r.Kind, added.ID, 2, marketing()), coupon.ErrNoRule)
	}
	require.EqualValues(t, 1, d.acts(t, "ladder.added"))
	require.EqualValues(t, 1, d.acts(t, "bounds.removed"))
}

func TestRulesLearnTheirProduct(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	require.NoError(t, d.db.Exec("INSERT INTO sms_sku_ladder (sku_id, full_count, discount) VALUES (71, 2, 800), (72, 2, 800)").Error)
	var asked atomic.Int64
	rules := coupon.NewRuleDesk(d.Store, catalogue{asked: &asked, goods: map[int64]coupon.Good{71: {SkuID: 71, SpuID: 7, Price: 1000}}}, nil)
	for range 2 {
		require.NoError(t, rules.PlaceRules(ctx))
	}
	require.EqualValues(t, 1, asked.Load(), "nobody asks again for what is gone")
	got, err := d.ProductRules(ctx, 7)
	require.NoError(t, err)
	require.Len(t, got.Skus, 1)
	goods, err := d.RuledGoods(ctx, 71, 10)
	require.NoError(t, err)
	require.Equal(t, []coupon.Goods{{SkuID: 72, SpuID: -1}}, goods)
}
