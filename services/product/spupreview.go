package product

import (
	"slices"
	"strings"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
)

// Preview is the item page of what is not for sale yet: the SKU at a place of a publication as the shop would show it, with goods in stock.
// Its SKUs go by their places, counted from 1. Without any SKU there is nothing to show.
func Preview(p productapi.Publication, terms Terms, at int) (Item, bool) {
	if len(p.Skus) == 0 {
		return Item{}, false
	}
	at = min(max(at, 0), len(p.Skus)-1)
	item := Item{Description: p.Description, About: p.DescriptionImages, Specs: terms.specs(p.Specs), Stock: map[int64]int64{}, StockGuessed: true}
	for i := range p.Skus {
		sku := preview(p, terms, i)
		item.Stock[sku.ID] = 1
		if !p.Skus[i].Off || i == at {
			item.Siblings = append(item.Siblings, &sku)
		}
		if i == at {
			item.SKU = sku
		}
	}
	item.Images = p.Skus[at].Images
	if len(item.Images) == 0 {
		item.Images = p.Album
	}
	item.SaleAttrs = Matrix(item.Siblings)
	item.Promotions.Promotions = promised(p.Skus[at].Promotions)
	if p.Bounds != nil {
		item.Promotions.GiftPoints, item.Promotions.GiftGrowth = p.Bounds.Points, p.Bounds.Growth
	}
	return item, true
}

func preview(p productapi.Publication, terms Terms, i int) SKU {
	from := p.Skus[i]
	sku := SKU{
		ID: int64(i + 1), SPUName: p.Name, Title: from.Title, Subtitle: from.Subtitle, Price: from.Price, Path: terms.Path, Weight: from.Weight, OnShelf: true,
	}
	if at := slices.IndexFunc(terms.Brands, func(b Named) bool { return b.ID == p.BrandID }); at >= 0 {
		sku.Brand = terms.Brands[at]
	}
	for n, value := range from.Values {
		if n >= len(p.SaleAttrs) {
			break
		}
		term, _ := terms.SaleTerm(p.SaleAttrs[n].AttrID)
		sku.Attrs = append(sku.Attrs, AttrValue{AttrID: p.SaleAttrs[n].AttrID, Name: term.Name, Value: value})
	}
	for _, pictures := range [][]string{from.Images, p.Album} {
		if len(pictures) > 0 && sku.Image == "" {
			sku.Image = pictures[0]
		}
	}
	return sku
}

// specs are values under the headings of their category.
func (t Terms) specs(values []productapi.SpecValue) []SpecGroup {
	var groups []SpecGroup
	for _, group := range t.Groups {
		shown := SpecGroup{Name: group.Name}
		for _, term := range group.Attrs {
			for _, v := range values {
				if v.AttrID == term.ID && strings.TrimSpace(v.Value) != "" {
					shown.Attrs = append(shown.Attrs, AttrValue{AttrID: term.ID, Name: term.Name, Value: v.Value})
				}
			}
		}
		if len(shown.Attrs) > 0 {
			groups = append(groups, shown)
		}
	}
	return groups
}

// promised are rules as a shopper reads them.
func promised(rules *productapi.Promotions) []couponapi.Rule {
	if rules == nil {
		return nil
	}
	var all []couponapi.Rule
	for _, m := range rules.MemberPrices {
		all = append(all, couponapi.Rule{Code: couponapi.RuleMemberPrice, Params: couponapi.Params{Level: m.LevelName, Price: m.Price}})
	}
	for _, r := range rules.Ladder {
		all = append(all, couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: r.Count, PerMille: r.PerMille}})
	}
	for _, r := range rules.FullReduction {
		all = append(all, couponapi.Rule{Code: couponapi.RuleFullReduction, Params: couponapi.Params{Full: r.Full, Reduce: r.Reduce}})
	}
	return all
}
