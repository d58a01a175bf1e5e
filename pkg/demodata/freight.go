package demodata

import "gulimall/pkg/money"

// FreightRule is what sending a parcel to a region costs: FirstFee up to FirstGrams, then ExtraFee for every started
// ExtraGrams more.
type FreightRule struct {
	ID                     int64
	Region                 string
	FirstGrams, ExtraGrams int64
	FirstFee, ExtraFee     money.Fen
}

// FreightRules returns one rule per region. From which amount of goods a parcel is free depends on the member's level.
func FreightRules() []FreightRule {
	return []FreightRule{
		{ID: 1, Region: EastChina, FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100},
		{ID: 2, Region: SouthChina, FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100},
		{ID: 3, Region: NorthChina, FirstGrams: 1000, FirstFee: 800, ExtraGrams: 1000, ExtraFee: 200},
		{ID: 4, Region: MidChina, FirstGrams: 1000, FirstFee: 800, ExtraGrams: 1000, ExtraFee: 200},
		{ID: 5, Region: Southwest, FirstGrams: 1000, FirstFee: 1000, ExtraGrams: 1000, ExtraFee: 300},
		{ID: 6, Region: Northeast, FirstGrams: 1000, FirstFee: 1000, ExtraGrams: 1000, ExtraFee: 300},
		{ID: 7, Region: Northwest, FirstGrams: 1000, FirstFee: 1500, ExtraGrams: 1000, ExtraFee: 600},
		{ID: 8, Region: Overseas, FirstGrams: 1000, FirstFee: 3500, ExtraGrams: 1000, ExtraFee: 1500},
	}
}

// Fee is the rule applied to a parcel of the given weight.
func (r FreightRule) Fee(grams int64) money.Fen {
	extra := max(0, grams-r.FirstGrams)
	steps := (extra + r.ExtraGrams - 1) / r.ExtraGrams
	return r.FirstFee + r.ExtraFee*money.Fen(steps)
}
