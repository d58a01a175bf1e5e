package ware

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"gulimall/pkg/money"
)

// Freight is what sending an order costs, and why.
type Freight struct {
	Fee  money.Fen
	Free bool        // the goods reach From
	From money.Fen   // goods from this amount travel free; 0 = always to be paid
	Rule FreightRule // by which they pay below it
}

// freight prices the whole order as one shipment by the rule of the province's region: that the shop splits an order over two
// warehouses is its own affair. From the amount of the member's level on, goods travel free (free 0: the level has no such amount).
func freight(rule FreightRule, grams int64, goods, free money.Fen) Freight {
	if free > 0 && goods >= free {
		return Freight{Free: true, From: free, Rule: rule}
	}
	fee := rule.FirstFee
	if extra := grams - rule.FirstGrams; extra > 0 && rule.ExtraGrams > 0 {
		steps := (extra + rule.ExtraGrams - 1) / rule.ExtraGrams
		fee += rule.ExtraFee * money.Fen(steps)
	}
	return Freight{Fee: fee, From: free, Rule: rule}
}

// RegionFreight is the freight rule of a region and the provinces in it.
type RegionFreight struct {
	FreightRule
	Provinces []string
}

// Freights lists the rules of all regions, the cheapest first.
func (w *Ware) Freights(ctx context.Context) ([]RegionFreight, error) {
	geo, err := w.store.Geography(ctx)
	if err != nil {
		return nil, fmt.Errorf("freight: %w", err)
	}
	return freights(geo), nil
}

func freights(geo Geography) []RegionFreight {
	byRegion := map[string]*RegionFreight{}
	for _, province := range slices.Sorted(maps.Keys(geo.Rules)) {
		rule := geo.Rules[province]
		if byRegion[rule.Region] == nil {
			byRegion[rule.Region] = &RegionFreight{FreightRule: rule}
		}
		byRegion[rule.Region].Provinces = append(byRegion[rule.Region].Provinces, province)
	}
	all := make([]RegionFreight, 0, len(byRegion))
	for _, r := range byRegion {
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b RegionFreight) int {
		return cmp.Or(cmp.Compare(a.FirstFee, b.FirstFee), cmp.Compare(a.ExtraFee, b.ExtraFee), cmp.Compare(a.Region, b.Region))
	})
	return all
}
