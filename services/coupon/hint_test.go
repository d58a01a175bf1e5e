package coupon

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

func TestHintsOfALine(t *testing.T) {
	rungs := []Rung{{Count: 3, PerMille: 900}, {Count: 5, PerMille: 850}}
	off := []FullReduction{{Full: 20000, Reduce: 2000}}
	for name, c := range map[string]struct {
		rules Rules
		line  Line
		want  string
		more  int64
		gap   money.Fen
		save  money.Fen
	}{
		"nothing is on":               {Rules{}, Line{Price: 10000, Count: 1}, "", 0, 0, 0},
		"the next rung":               {Rules{Ladder: rungs}, Line{Price: 10000, Count: 2}, "再买 1 件享 9 折，多省 ¥30.00", 1, 10000, 3000},
		"the rung after the next":     {Rules{Ladder: rungs}, Line{Price: 10000, Count: 3}, "再买 2 件享 8.5 折，多省 ¥45.00", 2, 20000, 4500},
		"the last rung":               {Rules{Ladder: rungs}, Line{Price: 10000, Count: 5}, "", 0, 0, 0},
		"a rung that is far":          {Rules{Ladder: []Rung{{Count: 50, PerMille: 900}}}, Line{Price: 10000, Count: 1}, "", 0, 0, 0},
		"a reduction":                 {Rules{Reductions: off}, Line{Price: 16200, Count: 1}, "再买 ¥38.00 可减 ¥20.00", 1, 3800, 2000},
		"a reduction that is reached": {Rules{Reductions: off}, Line{Price: 20000, Count: 1}, "", 0, 0, 0},
		"a rung that takes no more":   {Rules{Ladder: []Rung{{Count: 3, PerMille: 999}}, MemberPrices: []MemberPrice{{LevelID: 2, Price: 5000}}}, Line{Price: 10000, Count: 2}, "", 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			hint, found := c.rules.near(c.line, Buyer{LevelID: 2, MemberPrice: true})
			require.Equal(t, c.want != "", found)
			if !found {
				return
			}
			public := couponapi.Hint{Rule: hint.Rule, Pieces: hint.Pieces, Gap: hint.Gap, Save: hint.Save}
			require.Equal(t, c.want, public.Text(chinese(t)))
			require.Equal(t, []any{c.more, c.gap, c.save}, []any{hint.Pieces, hint.Gap, hint.Save})
		})
	}
}

func TestHintsOfCoupons(t *testing.T) {
	small, large, dear := usable(1, 500, 0), usable(2, 3000, 12000), usable(3, 400, 11000)
	q := ask(Line{SkuID: 1, Price: 10000, Count: 1})
	q.WithHints = true
	got, err := price(q, nil, []MemberCoupon{small, large, dear}, noon)
	require.NoError(t, err)
	require.Len(t, got.Hints, 1, "a coupon that takes less than the best one is no reason to buy more")
	require.Equal(t, Hint{
		Rule:  couponapi.Rule{Code: couponapi.RuleCoupon, Params: couponapi.Params{Name: "券", Full: 12000}},
		Reach: couponapi.Scope{Kind: couponapi.ScopeAll}, Gap: 2000, Save: 3000,
	}, got.Hints[0])
}

func TestOffersThatFit(t *testing.T) {
	offer := func(id int64, change func(*Template)) Offer {
		tpl := Template{ID: id, Published: true, Issued: 9, PerLimit: 1, ClaimFrom: noon.Add(-time.Hour), ClaimUntil: noon.Add(time.Hour)}
		change(&tpl)
		return Offer{Template: tpl}
	}
	has := offer(5, func(*Template) {})
	has.Mine = 1
	got := fitting([]Offer{
		offer(1, func(*Template) {}),
		offer(2, func(t *Template) { t.LevelID = 3 }),
		offer(3, func(t *Template) { t.Scope, t.CategoryIDs = OnCategories, []int64{225} }),
		offer(4, func(t *Template) { t.Scope, t.CategoryIDs = OnCategories, []int64{1} }),
		has,
		offer(6, func(t *Template) { t.Claimed = 9 }),
	}, []Line{{SkuID: 1, CategoryIDs: []int64{2, 225}}}, 2, noon)
	ids := []int64{}
	for _, o := range got {
		ids = append(ids, o.ID)
	}
	require.Equal(t, []int64{1, 3}, ids)
}
