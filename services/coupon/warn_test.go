package coupon

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

func codes(doubts []couponapi.Rule) []string {
	all := []string{}
	for _, d := range doubts {
		all = append(all, d.Code)
	}
	return all
}

func TestDoubtsAboutTheRulesOfASku(t *testing.T) {
	for name, c := range map[string]struct {
		rules Rules
		price money.Fen
		want  []string
	}{
		"sound":                      {Rules{Ladder: []Rung{{Count: 2, PerMille: 950}, {Count: 4, PerMille: 900}}}, 1000, []string{}},
		"nothing":                    {Rules{}, 1000, []string{}},
		"more is no cheaper":         {Rules{Ladder: []Rung{{Count: 2, PerMille: 900}, {Count: 4, PerMille: 900}}}, 1000, []string{couponapi.WarnLadderOrder}},
		"more is dearer":             {Rules{Ladder: []Rung{{Count: 2, PerMille: 900}, {Count: 4, PerMille: 950}}}, 0, []string{couponapi.WarnLadderOrder}},
		"the cheapest of two kinds":  {Rules{Ladder: []Rung{{Count: 2, PerMille: 950}}, Reductions: []FullReduction{{Full: 5000, Reduce: 100}}}, 1000, []string{couponapi.WarnCompete}},
		"one of them says add":       {Rules{Ladder: []Rung{{Count: 2, PerMille: 950, AddOther: true}}, Reductions: []FullReduction{{Full: 5000, Reduce: 100}}}, 1000, []string{couponapi.WarnCompete}},
		"both follow one another":    {Rules{Ladder: []Rung{{Count: 2, PerMille: 950, AddOther: true}}, MemberPrices: []MemberPrice{{LevelID: 2, Price: 900, AddOther: true}}}, 1000, []string{couponapi.WarnAddUp}},
		"exactly half":               {Rules{Ladder: []Rung{{Count: 2, PerMille: 500}}}, 1000, []string{}},
		"more than half":             {Rules{Ladder: []Rung{{Count: 2, PerMille: 490}}}, 1000, []string{couponapi.WarnHalf}},
		"more than half for a level": {Rules{MemberPrices: []MemberPrice{{LevelID: 2, Price: 400}}}, 1000, []string{couponapi.WarnHalf}},
		"more than half together": {
			Rules{MemberPrices: []MemberPrice{{LevelID: 2, Price: 700, AddOther: true}}, Reductions: []FullReduction{{Full: 1400, Reduce: 500, AddOther: true}}},
			1000,
			[]string{couponapi.WarnAddUp, couponapi.WarnHalf},
		},
		"nothing left to pay":       {Rules{Reductions: []FullReduction{{Full: 1000, Reduce: 1000}}}, 1000, []string{couponapi.WarnFree}},
		"a member price that is no": {Rules{MemberPrices: []MemberPrice{{LevelID: 2, Price: 1000}}}, 1000, []string{couponapi.WarnMemberPrice}},
		"points worth a fortune":    {Rules{Bounds: Bounds{Points: 501}}, 1000, []string{couponapi.WarnPoints}},
		"the price is not known":    {Rules{Ladder: []Rung{{Count: 2, PerMille: 100}}, Bounds: Bounds{Points: 501}}, 0, []string{}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, codes(c.rules.Doubts(c.price))) })
	}
	where := Rules{Ladder: []Rung{{Count: 2, PerMille: 490}, {Count: 5, PerMille: 300}}}.Doubts(1000)[0]
	require.Equal(t, couponapi.Params{Count: 5, PerMille: 300, Price: 300}, where.Params, "where the most comes off")
}

func TestARuleTakesThePlaceOfTheOneItChanges(t *testing.T) {
	r := Rules{
		Ladder: []Rung{{Count: 2, PerMille: 950}, {Count: 4, PerMille: 900}}, Reductions: []FullReduction{{Full: 100, Reduce: 1}},
		MemberPrices: []MemberPrice{{LevelID: 1, Price: 9}},
	}
	with := r.with(Rule{Rung: Rung{Count: 4}}, Rule{Kind: LadderRule, Rung: Rung{Count: 1, PerMille: 990}})
	require.Equal(t, []Rung{{Count: 1, PerMille: 990}, {Count: 2, PerMille: 950}}, with.Ladder)
	require.Len(t, r.Ladder, 2, "the rules themselves stay")
	require.Len(t, r.with(Rule{}, Rule{Kind: ReductionRule, Reduction: FullReduction{Full: 200, Reduce: 1}}).Reductions, 2)
	require.Equal(t, []MemberPrice{{LevelID: 1, Price: 8}}, r.with(Rule{}, Rule{Kind: MemberPriceRule, MemberPrice: MemberPrice{LevelID: 1, Price: 8}}).MemberPrices)
	require.EqualValues(t, 5, r.with(Rule{}, Rule{Kind: BoundsRule, Bounds: Bounds{Points: 5}}).Bounds.Points)
}

func TestDoubtsAboutACoupon(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	sound := func() Template {
		return Template{ID: 1, Name: "券", Amount: 1000, MinPoint: 5000, PerLimit: 1, Issued: 5, ClaimFrom: day, ClaimUntil: day.AddDate(0, 0, 9), ValidFrom: day, ValidUntil: day.AddDate(0, 0, 10)}
	}
	for name, c := range map[string]struct {
		change func(*Template)
		want   []string
	}{
		"sound":               {func(*Template) {}, []string{}},
		"no threshold":        {func(t *Template) { t.MinPoint = 0 }, []string{couponapi.WarnNoThreshold}},
		"pays for all":        {func(t *Template) { t.MinPoint = 1000 }, []string{couponapi.WarnNoThreshold}},
		"more than half":      {func(t *Template) { t.MinPoint = 1999 }, []string{couponapi.WarnHalfThreshold}},
		"half":                {func(t *Template) { t.MinPoint = 2000 }, []string{}},
		"claimed too late":    {func(t *Template) { t.ClaimUntil = day.AddDate(0, 0, 11) }, []string{couponapi.WarnLateClaim}},
		"any number":          {func(t *Template) { t.PerLimit = 0 }, []string{couponapi.WarnNoLimit}},
		"overlapping another": {func(t *Template) { t.ID, t.Scope, t.CategoryIDs = 3, OnCategories, []int64{225, 9} }, []string{couponapi.WarnOverlap}},
		"after another": {func(t *Template) {
			t.ID, t.Scope, t.CategoryIDs, t.ValidFrom = 3, OnCategories, []int64{225}, day.AddDate(0, 0, 10)
			t.ValidUntil = day.AddDate(0, 0, 20)
		}, []string{}},
		"of other goods": {func(t *Template) { t.Scope, t.SpuIDs = OnProducts, []int64{7} }, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			other := sound()
			other.ID, other.Name, other.Scope, other.CategoryIDs = 2, "手机券", OnCategories, []int64{225}
			mine := sound()
			c.change(&mine)
			require.Equal(t, c.want, codes(mine.Doubts([]Template{other, sound()})))
		})
	}
}

func TestTermsThatContradictThemselvesAreRefused(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	sound := Template{ClaimFrom: day, ClaimUntil: day.Add(1), ValidFrom: day, ValidUntil: day.Add(1)}
	require.NoError(t, sound.Check())
	for field, change := range map[string]func(*Template){
		"claimUntil": func(t *Template) { t.ClaimUntil = day }, "validUntil": func(t *Template) { t.ValidUntil = day },
		"scopeIds": func(t *Template) { t.Scope = OnProducts }, "levelId": func(t *Template) { t.Type = ForLevel },
	} {
		bad := sound
		change(&bad)
		require.ErrorContains(t, bad.Check(), "invalid", field)
	}
}

func TestTermsGoThereAndBack(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for kind := ForEverybody; kind <= ForCode; kind++ {
		for _, scoped := range []Template{{}, {Scope: OnCategories, CategoryIDs: []int64{2, 225}, ScopeNames: []string{"", "手机"}}, {Scope: OnProducts, SpuIDs: []int64{7}, ScopeNames: []string{"茶"}}} {
			one := scoped
			one.Type, one.Name, one.Note, one.Amount, one.MinPoint, one.LevelID, one.PerLimit, one.Issued = kind, "券", "注", 1, 2, 3, 4, 5
			one.ClaimFrom, one.ClaimUntil, one.ValidFrom, one.ValidUntil = day, day.Add(1), day.Add(2), day.Add(3)
			require.Equal(t, one, TemplateOf(one.Terms()))
		}
	}
	_, known := TypeOf("none")
	require.False(t, known)
	for state := Unused; state <= Voided; state++ {
		read, known := StateOf(state.Name())
		require.True(t, known)
		require.Equal(t, state, read)
	}
	mixed := TemplateOf(couponapi.Terms{Scope: couponapi.ScopeCategories, ScopeIDs: []int64{9, 2, 9}, ScopeNames: []string{"九", "二"}})
	require.Equal(t, []int64{2, 9}, mixed.CategoryIDs)
	require.Equal(t, []string{"二", "九"}, mixed.ScopeNames)
}

func TestCodesAreReadAsPeopleWriteThem(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		code := newCode()
		require.False(t, seen[code])
		seen[code] = true
		read, sound := ReadCode(" " + ShownCode(code) + " ")
		require.True(t, sound)
		require.Equal(t, code, read)
	}
	read, sound := ReadCode("7k2m-9qxa-3f5t-w8lo")
	require.True(t, sound)
	require.Equal(t, "7K2M9QXA3F5TW810", read)
	for _, bad := range []string{"", "7K2M", "7K2M-9QXA-3F5T-W8B!", "7K2M-9QXA-3F5T-W8BCC", "券券券券券券"} {
		_, sound := ReadCode(bad)
		require.False(t, sound, bad)
	}
}

// rulebook is a store of rules, as far as the watch needs one.
type rulebook struct {
	RuleStore
	goods []Goods
	rules map[int64]Rules
}

func (b rulebook) RuledGoods(_ context.Context, behind int64, limit int) ([]Goods, error) {
	var some []Goods
	for _, g := range b.goods {
		if g.SkuID > behind && len(some) < limit {
			some = append(some, g)
		}
	}
	return some, nil
}

func (b rulebook) Fresh(context.Context, []Goods) (map[int64]Rules, error) { return b.rules, nil }

func (b rulebook) Rule(_ context.Context, kind RuleKind, _ int64) (Rule, error) {
	return Rule{Kind: kind, Rung: Rung{Count: 4}}, nil
}

func (rulebook) SaveRule(_ context.Context, r Rule, _ adminapi.By) (Rule, error) { return r, nil }

type shelves map[int64]Good

func (s shelves) Goods(context.Context, []int64) (map[int64]Good, error) {
	if s == nil {
		return nil, errors.New("away")
	}
	return s, nil
}

func (shelves) Categories(context.Context) (map[int64]string, error) {
	return map[int64]string{225: "手机"}, nil
}

type crowd struct{ Members }

func (crowd) Levels(context.Context) ([]Level, error) {
	return []Level{{ID: 2, Name: "铜牌会员"}}, nil
}

func TestTheWatchFindsDoubtfulRules(t *testing.T) {
	book := rulebook{goods: []Goods{{71, 7}, {72, 7}}, rules: map[int64]Rules{71: {Ladder: []Rung{{Count: 2, PerMille: 400}}}, 72: {Ladder: []Rung{{Count: 2, PerMille: 900}}}}}
	desk := NewRuleDesk(book, shelves{71: {SkuID: 71, SpuID: 7, Title: "茶", Price: 1000}, 72: {SkuID: 72, Price: 1000}}, crowd{})
	require.NoError(t, desk.Watch(t.Context()))
	found := desk.Watched()
	require.Len(t, found, 1)
	require.Equal(t, "茶", found[0].Title)
	require.Equal(t, []string{couponapi.WarnHalf}, codes(found[0].Doubts))

	doubts, err := desk.Doubts(t.Context(), Rule{ID: 1, Kind: LadderRule, SkuID: 72, Rung: Rung{Count: 3, PerMille: 950}})
	require.NoError(t, err)
	require.Equal(t, []string{couponapi.WarnLadderOrder}, codes(doubts))
	away := NewRuleDesk(book, shelves(nil), crowd{})
	judged, err := away.Judge(t.Context(), book.goods)
	require.NoError(t, err)
	require.Empty(t, judged[71].Doubts, "without the catalogue only what can be said without prices")
}

func TestARuleIsForASkuThatThereIsAndALevelThatThereIs(t *testing.T) {
	desk := NewRuleDesk(rulebook{}, shelves{71: {SkuID: 71, SpuID: 7}}, crowd{})
	saved, err := desk.Save(t.Context(), Rule{Kind: MemberPriceRule, SkuID: 71, MemberPrice: MemberPrice{LevelID: 2, Price: 5}}, adminapi.By{})
	require.NoError(t, err)
	require.Equal(t, "铜牌会员", saved.MemberPrice.LevelName)
	require.EqualValues(t, 7, saved.SpuID)
	_, err = desk.Save(t.Context(), Rule{Kind: MemberPriceRule, SkuID: 71, MemberPrice: MemberPrice{LevelID: 9}}, adminapi.By{})
	require.ErrorContains(t, err, "invalid")
	_, err = desk.Save(t.Context(), Rule{Kind: LadderRule, SkuID: 99}, adminapi.By{})
	require.ErrorContains(t, err, "invalid")
}

func TestCategoriesAreCalledByTheirNames(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	desk := NewOffice(nil, nil, shelves{}, nil, nil)
	sound := Template{ClaimFrom: day, ClaimUntil: day.Add(1), ValidFrom: day, ValidUntil: day.Add(1), Scope: OnCategories, CategoryIDs: []int64{225}, ScopeNames: []string{""}}
	named, err := desk.checked(t.Context(), sound)
	require.NoError(t, err)
	require.Equal(t, []string{"手机"}, named.ScopeNames)
	sound.CategoryIDs = []int64{9}
	_, err = desk.checked(t.Context(), sound)
	require.ErrorContains(t, err, "invalid")
}
