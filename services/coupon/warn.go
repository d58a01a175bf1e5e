package coupon

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// with is the rules with one of them in place of another; one of nothing adds it.
func (r Rules) with(was, now Rule) Rules {
	switch now.Kind {
	case LadderRule:
		r.Ladder = append(slices.DeleteFunc(slices.Clone(r.Ladder), func(x Rung) bool {
			return x.Count == now.Rung.Count || x.Count == was.Rung.Count
		}), now.Rung)
		slices.SortFunc(r.Ladder, func(a, b Rung) int { return cmp.Compare(a.Count, b.Count) })
	case ReductionRule:
		r.Reductions = append(slices.DeleteFunc(slices.Clone(r.Reductions), func(x FullReduction) bool {
			return x.Full == now.Reduction.Full || x.Full == was.Reduction.Full
		}), now.Reduction)
	case MemberPriceRule:
		r.MemberPrices = append(slices.DeleteFunc(slices.Clone(r.MemberPrices), func(x MemberPrice) bool {
			return x.LevelID == now.MemberPrice.LevelID || x.LevelID == was.MemberPrice.LevelID
		}), now.MemberPrice)
	case BoundsRule:
		r.Bounds = now.Bounds
	}
	return r
}

// Doubts tells what is doubtful about the rules of a SKU that costs so much; of price 0, which is not known, only what can be said without.
func (r Rules) Doubts(price money.Fen) []couponapi.Rule {
	doubts := append(r.disorder(), r.overlaps()...)
	for _, m := range r.MemberPrices {
		if price > 0 && m.Price >= price {
			doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnMemberPrice, Params: couponapi.Params{Level: m.LevelName, Price: m.Price}})
		}
	}
	if price == 0 {
		return doubts
	}
	if worst, found := r.steepest(price); found {
		doubts = append(doubts, worst)
	}
	if money.Fen(r.Bounds.Points)*2 > price {
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnPoints, Params: couponapi.Params{Count: r.Bounds.Points, Price: price}})
	}
	return doubts
}

// disorder finds rungs that are no cheaper than one of fewer pieces.
func (r Rules) disorder() []couponapi.Rule {
	var doubts []couponapi.Rule
	least := int64(1000)
	for _, rung := range r.Ladder {
		if rung.PerMille >= least {
			doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnLadderOrder, Params: couponapi.Params{Count: rung.Count, PerMille: rung.PerMille}})
		}
		least = min(least, rung.PerMille)
	}
	return doubts
}

// overlaps tells what happens where several kinds of rules are good for the SKU.
func (r Rules) overlaps() []couponapi.Rule {
	kinds, adding := 0, 0
	count := func(there, adds bool) {
		if there {
			kinds++
		}
		if adds {
			adding++
		}
	}
	count(len(r.Ladder) > 0, slices.ContainsFunc(r.Ladder, func(x Rung) bool { return x.AddOther }))
	count(len(r.Reductions) > 0, slices.ContainsFunc(r.Reductions, func(x FullReduction) bool { return x.AddOther }))
	count(len(r.MemberPrices) > 0, slices.ContainsFunc(r.MemberPrices, func(x MemberPrice) bool { return x.AddOther }))
	switch {
	case adding > 1:
		return []couponapi.Rule{{Code: couponapi.WarnAddUp}}
	case kinds > 1:
		return []couponapi.Rule{{Code: couponapi.WarnCompete}}
	}
	return nil
}

// steepest finds where the most comes off, among the numbers of pieces at which a rule begins and the levels that have a price; false where
// it is no more than half.
func (r Rules) steepest(price money.Fen) (couponapi.Rule, bool) {
	counts := []int64{1}
	for _, rung := range r.Ladder {
		counts = append(counts, rung.Count)
	}
	for _, f := range r.Reductions {
		counts = append(counts, int64((f.Full+price-1)/price))
	}
	buyers := []Buyer{{}}
	for _, m := range r.MemberPrices {
		buyers = append(buyers, Buyer{LevelID: m.LevelID, MemberPrice: true})
		for _, f := range r.Reductions {
			counts = append(counts, int64((f.Full+m.Price-1)/m.Price))
		}
	}
	worst, at := int64(1000), couponapi.Params{}
	for _, n := range counts {
		if n < 1 || n > MaxCount {
			continue
		}
		amount := price * money.Fen(n)
		for _, buyer := range buyers {
			cost, _ := r.promote(Line{Price: price, Count: n}, buyer)
			if left := int64(cost * 1000 / amount); left < worst {
				worst, at = left, couponapi.Params{Count: n, PerMille: left, Price: cost / money.Fen(n)}
			}
		}
	}
	switch {
	case worst >= 500:
		return couponapi.Rule{}, false
	case at.Price == 0:
		return couponapi.Rule{Code: couponapi.WarnFree, Params: couponapi.Params{Count: at.Count}}, true
	}
	return couponapi.Rule{Code: couponapi.WarnHalf, Params: at}, true
}

// maxOverlaps bounds how many other coupons a warning names.
const maxOverlaps = 3

// Doubts tells what is doubtful about a coupon beside the others that are out.
func (t Template) Doubts(others []Template) []couponapi.Rule {
	var doubts []couponapi.Rule
	sums := couponapi.Params{Full: t.MinPoint, Reduce: t.Amount}
	switch {
	case t.MinPoint <= t.Amount:
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnNoThreshold, Params: sums})
	case t.MinPoint < 2*t.Amount:
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnHalfThreshold, Params: sums})
	}
	if t.ClaimUntil.After(t.ValidUntil) {
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnLateClaim, Params: couponapi.Params{At: t.ValidUntil}})
	}
	if t.PerLimit == 0 {
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnNoLimit})
	}
	found := 0
	for _, o := range others {
		if o.ID == t.ID || !o.meets(t) || !t.ValidFrom.Before(o.ValidUntil) || !o.ValidFrom.Before(t.ValidUntil) {
			continue
		}
		if found++; found > maxOverlaps {
			break
		}
		doubts = append(doubts, couponapi.Rule{Code: couponapi.WarnOverlap, Params: couponapi.Params{Name: o.Name}})
	}
	return doubts
}

// meets says whether two coupons are good for the same goods, as far as their scopes tell.
func (t Template) meets(o Template) bool {
	switch {
	case t.Scope != o.Scope:
		return false
	case t.Scope == OnCategories:
		return overlap(t.CategoryIDs, o.CategoryIDs)
	case t.Scope == OnProducts:
		return overlap(t.SpuIDs, o.SpuIDs)
	}
	return true
}

// Doubtful is a SKU with what is doubtful about its rules.
type Doubtful struct {
	Good
	Doubts []couponapi.Rule
}

// watch remembers what the last look at all rules found.
type watch struct {
	mu    sync.Mutex
	found []Doubtful
}

// Bounds of a look at all rules.
const (
	watchBatch = 500
	maxDoubts  = 500
)

// Watch looks at the rules of all SKUs and remembers what is doubtful about them. Two kinds of rules on one SKU of which the cheapest is
// taken are usual, and not kept.
func (d *RuleDesk) Watch(ctx context.Context) error {
	var found []Doubtful
	for behind := int64(0); len(found) < maxDoubts; {
		goods, err := d.store.RuledGoods(ctx, behind, watchBatch)
		if err != nil {
			return fmt.Errorf("watch rules: %w", err)
		}
		if len(goods) == 0 {
			break
		}
		behind = goods[len(goods)-1].SkuID
		some, err := d.doubtful(ctx, goods)
		if err != nil {
			return fmt.Errorf("watch rules: %w", err)
		}
		found = append(found, some...)
	}
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	d.watch.found = found[:min(len(found), maxDoubts)]
	return nil
}

// doubtful finds the SKUs among some whose rules are doubtful.
func (d *RuleDesk) doubtful(ctx context.Context, goods []Goods) ([]Doubtful, error) {
	judged, err := d.Judge(ctx, goods)
	if err != nil {
		return nil, err
	}
	var found []Doubtful
	for _, g := range goods {
		one := judged[g.SkuID]
		one.Doubts = slices.DeleteFunc(one.Doubts, func(r couponapi.Rule) bool { return r.Code == couponapi.WarnCompete })
		if len(one.Doubts) > 0 {
			found = append(found, one)
		}
	}
	return found, nil
}

// Judge tells what is doubtful about the rules of SKUs by the prices of the catalogue; without the catalogue, by the rules alone.
func (d *RuleDesk) Judge(ctx context.Context, goods []Goods) (map[int64]Doubtful, error) {
	if len(goods) == 0 {
		return nil, nil
	}
	ids := make([]int64, len(goods))
	for i, g := range goods {
		ids[i] = g.SkuID
	}
	known := d.goods(ctx, ids)
	rules, err := d.store.Fresh(ctx, goods)
	if err != nil {
		return nil, fmt.Errorf("judge rules: %w", err)
	}
	judged := make(map[int64]Doubtful, len(goods))
	for _, g := range goods {
		good := known[g.SkuID]
		good.SkuID = g.SkuID
		judged[g.SkuID] = Doubtful{good, rules[g.SkuID].Doubts(good.Price)}
	}
	return judged, nil
}

// goods looks SKUs up in the catalogue; without it nothing is known of them.
func (d *RuleDesk) goods(ctx context.Context, skuIDs []int64) map[int64]Good {
	goods, err := d.catalogue.Goods(ctx, skuIDs)
	if err != nil {
		return nil
	}
	return goods
}

// Watched gives what the last look at all rules found.
func (d *RuleDesk) Watched() []Doubtful {
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	return slices.Clone(d.watch.found)
}

// PlaceRules tells rules that do not know their product which it is.
func (d *RuleDesk) PlaceRules(ctx context.Context) error {
	skus, err := d.store.Unplaced(ctx, watchBatch)
	if err != nil || len(skus) == 0 {
		return err
	}
	goods, err := d.catalogue.Goods(ctx, skus)
	if err != nil {
		return fmt.Errorf("look up products of rules: %w", err)
	}
	products := make(map[int64]int64, len(skus))
	for _, id := range skus {
		products[id] = -1 // gone from the catalogue: it is not asked for again
		if good, there := goods[id]; there {
			products[id] = good.SpuID
		}
	}
	return d.store.Place(ctx, products)
}
