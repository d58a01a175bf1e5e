package coupon

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
)

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// usable is a coupon that can be used at noon.
func usable(id int64, amount, from money.Fen) MemberCoupon {
	return MemberCoupon{ID: id, Template: Template{Name: "券", Amount: amount, MinPoint: from, ValidFrom: noon.Add(-time.Hour), ValidUntil: noon.Add(time.Hour)}}
}

// chinese are the words of the catalogues.
func chinese(t *testing.T) *i18n.Words {
	t.Helper()
	all, err := i18n.Load()
	require.NoError(t, err)
	return all.Words("zh-CN")
}

func ask(lines ...Line) QuoteRequest {
	return QuoteRequest{Buyer: Buyer{MemberID: 1, LevelID: 2, MemberPrice: true}, Lines: lines}
}

func TestPromotionsOfALine(t *testing.T) {
	for name, c := range map[string]struct {
		rules Rules
		line  Line
		want  money.Fen
		why   []string
	}{
		"no rule":                   {Rules{}, Line{Price: 100, Count: 3}, 300, nil},
		"below the first rung":      {Rules{Ladder: []Rung{{Count: 3, PerMille: 900}}}, Line{Price: 8900, Count: 2}, 17800, nil},
		"on the first rung":         {Rules{Ladder: []Rung{{Count: 3, PerMille: 900}, {Count: 5, PerMille: 850}}}, Line{Price: 8900, Count: 3}, 24030, []string{"满 3 件 9 折"}},
		"on the best rung":          {Rules{Ladder: []Rung{{Count: 3, PerMille: 900}, {Count: 5, PerMille: 850}}}, Line{Price: 8900, Count: 5}, 37825, []string{"满 5 件 8.5 折"}},
		"a fen below the reduction": {Rules{Reductions: []FullReduction{{Full: 10000, Reduce: 1000}}}, Line{Price: 9999, Count: 1}, 9999, nil},
		"the reduction, once":       {Rules{Reductions: []FullReduction{{Full: 10000, Reduce: 1000}}}, Line{Price: 10000, Count: 3}, 29000, []string{"满 ¥100.00 减 ¥10.00"}},
		"the higher reduction": {
			Rules{Reductions: []FullReduction{{Full: 10000, Reduce: 1000}, {Full: 20000, Reduce: 3000}}},
			Line{Price: 10000, Count: 2},
			17000,
			[]string{"满 ¥200.00 减 ¥30.00"},
		},
		"the level's price":               {Rules{MemberPrices: []MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: 9800}}}, Line{Price: 10000, Count: 2}, 19600, []string{"铜牌会员价 ¥98.00"}},
		"another level's price":           {Rules{MemberPrices: []MemberPrice{{LevelID: 3, Price: 9500}}}, Line{Price: 10000, Count: 2}, 20000, nil},
		"a member price above the price":  {Rules{MemberPrices: []MemberPrice{{LevelID: 2, Price: 10001}}}, Line{Price: 10000, Count: 1}, 10000, nil},
		"two that exclude each other":     {Rules{MemberPrices: []MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: 9800}}, Ladder: []Rung{{Count: 2, PerMille: 900}}}, Line{Price: 10000, Count: 2}, 18000, []string{"满 2 件 9 折"}},
		"one of the two may be combined":  {Rules{MemberPrices: []MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: 9800, AddOther: true}}, Ladder: []Rung{{Count: 2, PerMille: 900}}}, Line{Price: 10000, Count: 2}, 18000, []string{"满 2 件 9 折"}},
		"both may be combined":            {Rules{MemberPrices: []MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: 9800, AddOther: true}}, Ladder: []Rung{{Count: 2, PerMille: 900, AddOther: true}}}, Line{Price: 10000, Count: 2}, 17640, []string{"铜牌会员价 ¥98.00", "满 2 件 9 折"}},
		"the threshold after the ladder":  {Rules{Ladder: []Rung{{Count: 2, PerMille: 900, AddOther: true}}, Reductions: []FullReduction{{Full: 20000, Reduce: 1000, AddOther: true}}}, Line{Price: 10000, Count: 2}, 18000, []string{"满 2 件 9 折"}},
		"a reduction better than a chain": {Rules{Ladder: []Rung{{Count: 2, PerMille: 990, AddOther: true}}, Reductions: []FullReduction{{Full: 20000, Reduce: 9000}}}, Line{Price: 10000, Count: 2}, 11000, []string{"满 ¥200.00 减 ¥90.00"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, why := c.rules.promote(c.line, Buyer{LevelID: 2, MemberPrice: true})
			require.Equal(t, c.want, got)
			var texts []string
			off := c.line.Price*money.Fen(c.line.Count) - got
			for _, e := range why {
				texts = append(texts, e.Rule.Text(chinese(t)))
				off -= e.Amount
			}
			require.Equal(t, c.why, texts)
			require.Zero(t, off, "the explanations add up to the discount")
		})
	}
	got, _ := Rules{MemberPrices: []MemberPrice{{LevelID: 2, Price: 1}}}.promote(Line{Price: 100, Count: 1}, Buyer{LevelID: 2})
	require.Equal(t, money.Fen(100), got, "a level without member prices")
}

func TestCouponOfAnOrder(t *testing.T) {
	phone := Line{SkuID: 1, SpuID: 10, CategoryIDs: []int64{1, 11, 111}, Price: 30000, Count: 1}
	book := Line{SkuID: 2, SpuID: 20, CategoryIDs: []int64{2, 22, 222}, Price: 10000, Count: 1}
	for name, c := range map[string]struct {
		change func(*MemberCoupon)
		take   money.Fen
		shares []money.Fen
		reason string
	}{
		"all goods share it":             {func(*MemberCoupon) {}, 3000, []money.Fen{2250, 750}, ""},
		"exactly the threshold":          {func(m *MemberCoupon) { m.MinPoint = 40000 }, 3000, []money.Fen{2250, 750}, ""},
		"a fen short":                    {func(m *MemberCoupon) { m.MinPoint = 40001 }, 0, nil, couponapi.ReasonThreshold},
		"a category, any level":          {func(m *MemberCoupon) { m.Scope, m.CategoryIDs = OnCategories, []int64{22} }, 3000, []money.Fen{0, 3000}, ""},
		"only its goods count":           {func(m *MemberCoupon) { m.Scope, m.CategoryIDs, m.MinPoint = OnCategories, []int64{2}, 10001 }, 0, nil, couponapi.ReasonThreshold},
		"never more than its goods cost": {func(m *MemberCoupon) { m.Scope, m.SpuIDs, m.Amount = OnProducts, []int64{20}, 99999 }, 10000, []money.Fen{0, 10000}, ""},
		"other goods":                    {func(m *MemberCoupon) { m.Scope, m.SpuIDs = OnProducts, []int64{30} }, 0, nil, couponapi.ReasonGoods},
		"the level":                      {func(m *MemberCoupon) { m.LevelID = 2 }, 3000, []money.Fen{2250, 750}, ""},
		"a higher level":                 {func(m *MemberCoupon) { m.LevelID = 3 }, 0, nil, couponapi.ReasonLevel},
		"not yet":                        {func(m *MemberCoupon) { m.ValidFrom = noon.Add(time.Millisecond) }, 0, nil, couponapi.ReasonNotYet},
		"over":                           {func(m *MemberCoupon) { m.ValidUntil = noon }, 0, nil, couponapi.ReasonExpired},
		"used":                           {func(m *MemberCoupon) { m.State = Used }, 0, nil, couponapi.ReasonUsed},
		"held by an order":               {func(m *MemberCoupon) { m.State = Locked }, 0, nil, couponapi.ReasonLocked},
		"somebody else's":                {func(m *MemberCoupon) { m.ID = 9 }, 0, nil, couponapi.ReasonUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			m := usable(7, 3000, 0)
			c.change(&m)
			q := ask(phone, book)
			q.CouponID = 7
			got, err := price(q, nil, []MemberCoupon{m}, noon)
			if c.reason != "" {
				require.ErrorIs(t, err, ErrUnusable)
				require.Equal(t, c.reason, apperr.From(err).Ext["reason"])
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.take, got.Coupon)
			require.Equal(t, c.shares, []money.Fen{got.Lines[0].Coupon, got.Lines[1].Coupon})
			require.Equal(t, []Explanation{{Rule: couponapi.Rule{Code: couponapi.RuleCoupon, Params: couponapi.Params{Name: "券"}}, Amount: c.take}}, got.Explanations)
		})
	}
}

func TestThresholdIsHeldAgainstWhatPromotionsLeave(t *testing.T) {
	q := ask(Line{SkuID: 1, Price: 10000, Count: 1})
	q.CouponID = 1
	rules := map[int64]Rules{1: {Reductions: []FullReduction{{Full: 10000, Reduce: 1}}}}
	_, err := price(q, rules, []MemberCoupon{usable(1, 100, 10000)}, noon)
	require.Equal(t, couponapi.ReasonThreshold, apperr.From(err).Ext["reason"])
}

func TestPoints(t *testing.T) {
	lines := []Line{{SkuID: 1, Price: 333, Count: 1}, {SkuID: 2, Price: 666, Count: 1}}
	for name, c := range map[string]struct {
		wish, balance, usable int64
		refused               bool
	}{
		"none":                     {0, 1000, 499, false},
		"all that the order takes": {499, 1000, 499, false},
		"one too many":             {500, 1000, 499, true},
		"all that there are":       {10, 10, 10, false},
		"more than there are":      {11, 10, 10, true},
		"a balance below zero":     {1, -5, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			q := ask(lines...)
			q.Points, q.Balance = c.wish, c.balance
			got, err := price(q, nil, nil, noon)
			if c.refused {
				require.ErrorIs(t, err, ErrPointsShort)
				require.Equal(t, c.usable, apperr.From(err).Ext["usable"])
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.usable, got.PointsUsable)
			require.Equal(t, money.Fen(c.wish), got.Points)
			require.Equal(t, got.Points, got.Lines[0].Points+got.Lines[1].Points)
		})
	}
}

func TestGifts(t *testing.T) {
	for name, c := range map[string]struct {
		work           int
		discounted     bool
		points, growth int64
	}{
		"always both":         {15, true, 20, 40},
		"only at full price":  {GrowthPlain | PointsPlain, true, 0, 0},
		"full price":          {GrowthPlain | PointsPlain, false, 20, 40},
		"growth at any price": {GrowthPlain | GrowthDiscounted, true, 0, 40},
		"points discounted":   {PointsDiscounted, true, 20, 0},
	} {
		t.Run(name, func(t *testing.T) {
			points, growth := Bounds{Points: 10, Growth: 20, Work: c.work}.gifts(2, c.discounted)
			require.Equal(t, c.points, points)
			require.Equal(t, c.growth, growth)
		})
	}
}

func TestChoicesBestFirst(t *testing.T) {
	sooner := usable(4, 500, 0)
	sooner.ValidUntil = noon.Add(time.Minute)
	over := usable(5, 9000, 0)
	over.ValidUntil = noon
	q := ask(Line{SkuID: 1, Price: 1000, Count: 1})
	q.WithCoupons = true
	got, err := price(q, nil, []MemberCoupon{usable(1, 300, 0), usable(2, 500, 0), usable(3, 7000, 2000), sooner, over, usable(6, 5000, 1000)}, noon)
	require.NoError(t, err)
	var order []int64
	var reasons []string
	for _, c := range got.Choices {
		order = append(order, c.Coupon.ID)
		reasons = append(reasons, c.Reason.Code)
	}
	require.Equal(t, []int64{6, 4, 2, 1, 5, 3}, order)
	require.Equal(t, []string{"", "", "", "", couponapi.ReasonExpired, couponapi.ReasonThreshold}, reasons)
	require.Equal(t, money.Fen(1000), got.Choices[0].Amount, "no more than the goods cost")
	require.Equal(t, money.Fen(9000), got.Choices[4].Amount, "its face value")
	require.Zero(t, got.Coupon, "listing coupons uses none")
}

func TestRequestsThatCannotBeQuoted(t *testing.T) {
	good := Line{SkuID: 1, Price: 100, Count: 1}
	for name, change := range map[string]func(*QuoteRequest){
		"no lines":        func(q *QuoteRequest) { q.Lines = nil },
		"too many lines":  func(q *QuoteRequest) { q.Lines = make([]Line, MaxLines+1) },
		"the same twice":  func(q *QuoteRequest) { q.Lines = []Line{good, good} },
		"no piece":        func(q *QuoteRequest) { q.Lines[0].Count = 0 },
		"too many":        func(q *QuoteRequest) { q.Lines[0].Count = MaxCount + 1 },
		"below zero":      func(q *QuoteRequest) { q.Lines[0].Count = -1 },
		"a price below 0": func(q *QuoteRequest) { q.Lines[0].Price = -1 },
		"too dear":        func(q *QuoteRequest) { q.Lines[0].Price = money.Max + 1 },
		"too dear in sum": func(q *QuoteRequest) { q.Lines[0].Price, q.Lines[0].Count = money.Max/2, 3 },
		"points below 0":  func(q *QuoteRequest) { q.Points = -1 },
		"coupon below 0":  func(q *QuoteRequest) { q.CouponID = -1 },
	} {
		t.Run(name, func(t *testing.T) {
			q := ask(good)
			change(&q)
			require.ErrorIs(t, q.check(), apperr.ErrInvalid)
		})
	}
	require.NoError(t, ask(good).check())
}

// requireExact checks what couponapi.Quote promises.
func requireExact(t *testing.T, q Quote) {
	t.Helper()
	var goods, promotion, coupon, points, explained money.Fen
	for _, l := range q.Lines {
		require.Equal(t, l.Price*money.Fen(l.Count), l.Amount)
		for _, part := range []money.Fen{l.Promotion, l.Coupon, l.Points, l.Payable()} {
			require.GreaterOrEqual(t, part, money.Fen(0))
		}
		goods, promotion, coupon, points = goods+l.Amount, promotion+l.Promotion, coupon+l.Coupon, points+l.Points
	}
	require.Equal(t, []money.Fen{goods, promotion, coupon, points}, []money.Fen{q.Goods, q.Promotion, q.Coupon, q.Points})
	for _, e := range q.Explanations {
		require.Positive(t, e.Amount)
		require.NotEmpty(t, e.Rule.Code)
		explained += e.Amount
	}
	require.Equal(t, promotion+coupon+points, explained, "every fen has a rule")
	require.LessOrEqual(t, points, (goods-promotion-coupon)/2)
}

// randomRequest makes a request and its rules from a seed.
func randomRequest(r *rand.Rand) (QuoteRequest, map[int64]Rules, MemberCoupon) {
	q, rules := ask(), map[int64]Rules{}
	for i := range 1 + r.IntN(6) {
		sku := int64(i + 1)
		l := Line{SkuID: sku, SpuID: sku / 2, CategoryIDs: []int64{sku % 3}, Price: money.Fen(r.Int64N(200000)), Count: 1 + r.Int64N(10)}
		q.Lines = append(q.Lines, l)
		var rule Rules
		for range r.IntN(3) {
			rule.Ladder = append(rule.Ladder, Rung{Count: 1 + r.Int64N(10), PerMille: 1 + r.Int64N(999), AddOther: r.IntN(2) == 0})
			full := 1 + r.Int64N(300000)
			rule.Reductions = append(rule.Reductions, FullReduction{Full: money.Fen(full), Reduce: money.Fen(1 + r.Int64N(full)), AddOther: r.IntN(2) == 0})
		}
		if r.IntN(2) == 0 {
			rule.MemberPrices = []MemberPrice{{LevelID: 2, LevelName: "铜牌会员", Price: money.Fen(1 + r.Int64N(200000)), AddOther: r.IntN(2) == 0}}
		}
		rules[sku] = rule
	}
	m := usable(1, money.Fen(1+r.Int64N(100000)), money.Fen(r.Int64N(100000)))
	m.Scope, m.CategoryIDs, m.SpuIDs = Scope(r.IntN(3)), []int64{1}, []int64{1, 2}
	return q, rules, m
}

func FuzzQuoteIsExact(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed, int64(seed)*37)
	}
	f.Fuzz(func(t *testing.T, seed uint64, points int64) {
		q, rules, m := randomRequest(rand.New(rand.NewPCG(seed, 1)))
		q.Balance, q.WithCoupons = 1<<40, true
		plain, err := price(q, rules, []MemberCoupon{m}, noon)
		require.NoError(t, err)
		requireExact(t, plain)
		require.Len(t, plain.Choices, 1)

		q.CouponID = m.ID
		with, err := price(q, rules, []MemberCoupon{m}, noon)
		if reason := plain.Choices[0].Reason.Code; reason != "" {
			require.ErrorIs(t, err, ErrUnusable)
			require.Equal(t, reason, apperr.From(err).Ext["reason"], "the list and the quote judge alike")
			return
		}
		require.NoError(t, err)
		requireExact(t, with)
		require.Equal(t, plain.Choices[0].Amount, with.Coupon, "the list promised it")
		for i, l := range with.Lines {
			require.LessOrEqual(t, l.Payable(), plain.Lines[i].Payable(), "a coupon never makes anything dearer")
		}
		if points < 0 {
			points = -(points + 1)
		}
		q.Points = points % (with.PointsUsable + 1)
		paid, err := price(q, rules, []MemberCoupon{m}, noon)
		require.NoError(t, err)
		requireExact(t, paid)
		require.Equal(t, money.Fen(q.Points), paid.Points)
	})
}

// TestTheCheapestAllowedWayWins compares with every subset of the rules.
func TestTheCheapestAllowedWayWins(t *testing.T) {
	for seed := range uint64(2000) {
		q, rules, _ := randomRequest(rand.New(rand.NewPCG(seed, 2)))
		for _, l := range q.Lines {
			got, _ := rules[l.SkuID].promote(l, q.Buyer)
			require.Equal(t, cheapest(rules[l.SkuID], l, q.Buyer), got, "seed %d sku %d", seed, l.SkuID)
		}
	}
}

func cheapest(r Rules, l Line, buyer Buyer) money.Fen {
	steps := r.steps(l, buyer)
	best := l.Price * money.Fen(l.Count)
	for set := range 1 << len(steps) {
		cost, kinds, n, alone := l.Price*money.Fen(l.Count), map[string]bool{}, 0, false
		for i, s := range steps {
			if set&(1<<i) != 0 {
				cost = s.price(cost)
				kinds[s.rule.Code] = true
				alone = alone || !s.addOther
				n++
			}
		}
		if len(kinds) == n && (n <= 1 || !alone) {
			best = min(best, cost)
		}
	}
	return best
}
