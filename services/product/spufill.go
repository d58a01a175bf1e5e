package product

import (
	"slices"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
)

// Fill is what is said of many SKUs at once: of all, or of those that have a value. What is nil or empty stays as it is.
type Fill struct {
	Value    string // of any sale attribute; empty for all SKUs
	Price    *money.Fen
	Weight   *int64
	Subtitle *string
	Images   []string
	// Ladder and Reductions take the place of those that there are.
	Ladder     []couponapi.Rung
	Reductions []couponapi.FullReduction
	// Members is what members of levels pay, in thousandths of the price.
	Members []MemberShare
}

// MemberShare is what members of a level pay, in thousandths of the price.
type MemberShare struct {
	Level    Named
	PerMille int64
}

// Apply fills the SKUs of a draft.
func (f Fill) Apply(body productapi.Publication) productapi.Publication {
	body.Skus = slices.Clone(body.Skus)
	for i := range body.Skus {
		if f.Value == "" || slices.Contains(body.Skus[i].Values, f.Value) {
			f.fill(&body.Skus[i])
		}
	}
	return body
}

func (f Fill) fill(sku *productapi.PublicationSku) {
	if f.Price != nil {
		sku.Price = *f.Price
	}
	if f.Weight != nil {
		sku.Weight = *f.Weight
	}
	if f.Subtitle != nil {
		sku.Subtitle = *f.Subtitle
	}
	if len(f.Images) > 0 {
		sku.Images = slices.Clone(f.Images)
	}
	if len(f.Ladder)+len(f.Reductions)+len(f.Members) == 0 {
		return
	}
	rules := productapi.Promotions{}
	if sku.Promotions != nil {
		rules = *sku.Promotions
	}
	if len(f.Ladder) > 0 {
		rules.Ladder = slices.Clone(f.Ladder)
	}
	if len(f.Reductions) > 0 {
		rules.FullReduction = slices.Clone(f.Reductions)
	}
	rules.MemberPrices = slices.Clone(rules.MemberPrices)
	for _, share := range f.Members {
		rules.MemberPrices = slices.DeleteFunc(rules.MemberPrices, func(m couponapi.MemberPrice) bool { return m.LevelID == share.Level.ID })
		if price := sku.Price.PerMille(share.PerMille); price > 0 {
			rules.MemberPrices = append(rules.MemberPrices, couponapi.MemberPrice{LevelID: share.Level.ID, LevelName: share.Level.Name, Price: price})
		}
	}
	sku.Promotions = &rules
}
