package ware

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"gulimall/pkg/money"
)

// QuoteRequest asks what is there of lines and what sending them costs. Without a province only the stock is told.
type QuoteRequest struct {
	Lines    []Line
	Province string
	Goods    money.Fen // after discounts
	Free     money.Fen // the level's amount from which goods travel free; 0 = none
}

// Quote is the answer.
type Quote struct {
	Available []int64 // by line
	Grams     int64
	Freight   Freight
	Shares    []Share // how the goods would travel; empty when something is missing
}

// dearest is the rule for a province that no rule names.
func dearest(rules []FreightRule) FreightRule {
	if len(rules) == 0 {
		return FreightRule{}
	}
	return slices.MaxFunc(rules, func(a, b FreightRule) int {
		return cmp.Or(cmp.Compare(a.FirstFee, b.FirstFee), cmp.Compare(a.ExtraFee, b.ExtraFee), cmp.Compare(b.FirstGrams, a.FirstGrams),
			cmp.Compare(b.ExtraGrams, a.ExtraGrams), cmp.Compare(a.Region, b.Region))
	})
}

// Quote answers a request from the stock as it stands; nothing is locked.
func (w *Ware) Quote(ctx context.Context, q QuoteRequest) (Quote, error) {
	geo, err := w.store.Geography(ctx)
	if err != nil {
		return Quote{}, fmt.Errorf("quote: %w", err)
	}
	places, err := w.store.Places(ctx, ids(q.Lines))
	if err != nil {
		return Quote{}, fmt.Errorf("quote: %w", err)
	}
	var answer Quote
	total := sum(places)
	for _, l := range q.Lines {
		answer.Available = append(answer.Available, total[l.SkuID])
		answer.Grams += l.Weight * l.Count
	}
	if q.Province == "" {
		return answer, nil
	}
	rule, ok := geo.Rules[q.Province]
	if !ok {
		rule = dearest(slices.Collect(maps.Values(geo.Rules)))
	}
	answer.Freight = freight(rule, answer.Grams, q.Goods, q.Free)
	answer.Shares, _ = allocate(q.Lines, places, geo.Nearest[q.Province])
	return answer, nil
}

// Names gives the warehouses' names, for parcels.
func (w *Ware) Names(ctx context.Context) (map[int64]string, error) {
	geo, err := w.store.Geography(ctx)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, h := range geo.Warehouses {
		names[h.ID] = h.Name
	}
	return names, nil
}

// Available tells how much of each SKU can be bought, in the order asked; 0 for SKUs that no warehouse knows.
func (w *Ware) Available(ctx context.Context, skuIDs []int64) ([]int64, error) {
	places, err := w.store.Places(ctx, skuIDs)
	if err != nil {
		return nil, fmt.Errorf("stock: %w", err)
	}
	total := sum(places)
	answer := make([]int64, len(skuIDs))
	for i, id := range skuIDs {
		answer[i] = total[id]
	}
	return answer, nil
}

func ids(lines []Line) []int64 {
	all := make([]int64, len(lines))
	for i, l := range lines {
		all[i] = l.SkuID
	}
	return all
}

func sum(places []Place) map[int64]int64 {
	total := map[int64]int64{}
	for _, p := range places {
		total[p.SkuID] += p.Available
	}
	return total
}
