package product

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gulimall/pkg/contract/productapi"
)

// Bounds of what is published.
const (
	MaxName        = 200
	MaxSummary     = 500
	MaxDescription = 20_000
	MaxWeight      = 10_000_000 // grams
	MaxAlbum       = 40
	MaxSaleAttrs   = 4
	MaxSaleValues  = 40
	MaxPublished   = 200 // SKUs of one product
	MaxSKUImages   = 20
	MaxValue       = 200
	maxTitle       = 255
	maxSubtitle    = 500
	maxRules       = 20
	maxPerMille    = 999
)

// Tidy takes away what is round the words of a publication and means nothing.
func Tidy(p productapi.Publication) productapi.Publication {
	p.Name, p.Summary = strings.TrimSpace(p.Name), strings.TrimSpace(p.Summary)
	p.Description = strings.TrimSpace(strings.ReplaceAll(p.Description, "\r\n", "\n"))
	p.Specs = slices.Clone(p.Specs)
	for i := range p.Specs {
		p.Specs[i].Value = strings.TrimSpace(p.Specs[i].Value)
	}
	p.Specs = slices.DeleteFunc(p.Specs, func(s productapi.SpecValue) bool { return s.Value == "" })
	p.SaleAttrs = slices.Clone(p.SaleAttrs)
	for i := range p.SaleAttrs {
		p.SaleAttrs[i].Values = trimmed(p.SaleAttrs[i].Values)
	}
	p.Skus = slices.Clone(p.Skus)
	for i := range p.Skus {
		sku := &p.Skus[i]
		sku.Title, sku.Subtitle, sku.Values = strings.TrimSpace(sku.Title), strings.TrimSpace(sku.Subtitle), trimmed(sku.Values)
	}
	return p
}

func trimmed(values []string) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = strings.TrimSpace(v)
	}
	return all
}

// CheckBase judges what is said of a product as a whole: name, category, brand, weight, points.
func CheckBase(p productapi.Publication, terms Terms, before *Published) error {
	var f faults
	f.base(p, terms, before)
	return f.done()
}

func (f *faults) base(p productapi.Publication, terms Terms, before *Published) {
	f.text(p.Name, MaxName, true, "name")
	f.text(p.Summary, MaxSummary, false, "summary")
	if utf8.RuneCountInString(p.Description) > MaxDescription {
		f.add("too_long", "description")
	}
	switch {
	case p.CategoryID == 0:
		f.add("required", "categoryId")
	case len(terms.Path) == 0:
		f.add("unknown", "categoryId")
	case before != nil && before.CategoryID != p.CategoryID:
		f.add("settled", "categoryId")
	}
	known := slices.ContainsFunc(terms.Brands, func(b Named) bool { return b.ID == p.BrandID })
	switch {
	case p.BrandID == 0:
		f.add("required", "brandId")
	case !known && (before == nil || before.BrandID != p.BrandID):
		f.add("brand_elsewhere", "brandId")
	}
	f.within(p.Weight, 0, MaxWeight, "weight")
	if b := p.Bounds; b != nil {
		f.within(b.Points, 0, 10_000_000, "bounds.points")
		f.within(b.Growth, 0, 10_000_000, "bounds.growth")
		f.within(int64(b.Work), 0, 15, "bounds.work")
	}
}

// CheckPublication judges all that is published of a product: against what can be said of its category, and against what there is already.
// The errors name fields as the API does.
func CheckPublication(p productapi.Publication, terms Terms, before *Published) error {
	var f faults
	f.base(p, terms, before)
	f.pictures(p.Album, MaxAlbum, "album")
	f.pictures(p.DescriptionImages, MaxAlbum, "descriptionImages")
	f.specs(p, terms, before)
	f.saleAttrs(p, terms, before)
	f.skus(p, before)
	if before != nil && before.Status == SPUUp {
		f.complete(p)
	}
	return f.done()
}

func (f *faults) specs(p productapi.Publication, terms Terms, before *Published) {
	seen := map[int64]bool{}
	for i, s := range p.Specs {
		_, known := terms.Spec(s.AttrID)
		kept := before != nil && slices.ContainsFunc(before.Specs, func(b productapi.SpecValue) bool { return b.AttrID == s.AttrID })
		switch {
		case !known && !kept:
			f.add("unknown", "specs[%d].attrId", i)
		case seen[s.AttrID]:
			f.add("duplicate", "specs[%d].attrId", i)
		}
		seen[s.AttrID] = true
		f.text(s.Value, MaxValue, true, "specs[%d].value", i)
	}
}

// saleAttrs judges what SKUs differ in. Those of SKUs that exist stay, and others may come behind them: the values that are there are what
// orders and carts tell SKUs apart by.
func (f *faults) saleAttrs(p productapi.Publication, terms Terms, before *Published) {
	if len(p.SaleAttrs) > MaxSaleAttrs {
		f.add("too_many", "saleAttrs")
	}
	settled := 0
	if before != nil {
		settled = len(before.SaleAttrs)
		same := func(a, b productapi.SaleChoice) bool { return a.AttrID == b.AttrID }
		if len(p.SaleAttrs) < settled || !slices.EqualFunc(before.SaleAttrs, p.SaleAttrs[:settled], same) {
			f.add("settled", "saleAttrs")
			return
		}
	}
	seen := map[int64]bool{}
	for i, attr := range p.SaleAttrs {
		_, known := terms.SaleTerm(attr.AttrID)
		switch {
		case !known && i >= settled:
			f.add("unknown", "saleAttrs[%d].attrId", i)
		case seen[attr.AttrID]:
			f.add("duplicate", "saleAttrs[%d].attrId", i)
		}
		seen[attr.AttrID] = true
		f.saleValues(attr, i)
	}
}

// saleValues judges the values of a sale attribute.
func (f *faults) saleValues(attr productapi.SaleChoice, i int) {
	switch {
	case len(attr.Values) == 0:
		f.add("required", "saleAttrs[%d].values", i)
	case len(attr.Values) > MaxSaleValues:
		f.add("too_many", "saleAttrs[%d].values", i)
	}
	values := map[string]bool{}
	for _, v := range attr.Values {
		f.text(v, MaxValue, true, "saleAttrs[%d].values", i)
		if values[v] {
			f.add("duplicate", "saleAttrs[%d].values", i)
		}
		values[v] = true
	}
}

func (f *faults) skus(p productapi.Publication, before *Published) {
	switch {
	case len(p.Skus) == 0:
		f.add("required", "skus")
	case len(p.Skus) > MaxPublished:
		f.add("too_many", "skus")
	}
	standing := map[int64][]string{}
	if before != nil {
		for _, sku := range before.Skus {
			standing[sku.SkuID] = sku.Values
		}
	}
	combinations, ids := map[string]bool{}, map[int64]bool{}
	for i, sku := range p.Skus {
		f.values(p.SaleAttrs, sku.Values, i)
		if key := strings.Join(sku.Values, "\t"); combinations[key] {
			f.add("duplicate", "skus[%d].values", i)
		} else {
			combinations[key] = true
		}
		if sku.SkuID != 0 {
			was, known := standing[sku.SkuID]
			switch {
			case !known || ids[sku.SkuID]:
				f.add("unknown", "skus[%d].skuId", i)
			case !keeps(sku.Values, was):
				f.add("settled", "skus[%d].values", i)
			}
			ids[sku.SkuID] = true
		}
		f.text(sku.Title, maxTitle, true, "skus[%d].title", i)
		f.text(sku.Subtitle, maxSubtitle, false, "skus[%d].subtitle", i)
		f.within(int64(sku.Price), 1, int64(maxPrice), "skus[%d].price", i)
		f.within(sku.Weight, 0, MaxWeight, "skus[%d].weight", i)
		f.pictures(sku.Images, MaxSKUImages, "skus[%d].images", i)
		f.promotions(sku, i)
	}
	for id := range standing {
		if !ids[id] {
			f.add("sku_kept", "skus")
			return
		}
	}
}

// keeps says whether values begin with those that there were.
func keeps(values, were []string) bool {
	return len(values) >= len(were) && slices.Equal(values[:len(were)], were)
}

// values judges one value for each sale attribute, out of those that there are of it.
func (f *faults) values(attrs []productapi.SaleChoice, values []string, i int) {
	if len(values) != len(attrs) {
		f.add("invalid", "skus[%d].values", i)
		return
	}
	for n, v := range values {
		if !slices.Contains(attrs[n].Values, v) {
			f.add("unknown", "skus[%d].values", i)
			return
		}
	}
}

// promotions judges the rules of a SKU: none of them may ask more than the price.
func (f *faults) promotions(sku productapi.PublicationSku, i int) {
	if sku.Promotions == nil {
		return
	}
	rules := sku.Promotions
	if max(len(rules.Ladder), len(rules.FullReduction), len(rules.MemberPrices)) > maxRules {
		f.add("too_many", "skus[%d].promotions", i)
	}
	counts, fulls, levels := map[int64]bool{}, map[int64]bool{}, map[int64]bool{}
	for n, rung := range rules.Ladder {
		f.within(rung.Count, 1, 200, "skus[%d].promotions.ladder[%d].count", i, n)
		f.within(rung.PerMille, 1, maxPerMille, "skus[%d].promotions.ladder[%d].perMille", i, n)
		f.once(counts, rung.Count, "skus[%d].promotions.ladder[%d].count", i, n)
	}
	for n, r := range rules.FullReduction {
		f.within(int64(r.Full), 1, int64(maxPrice), "skus[%d].promotions.fullReduction[%d].full", i, n)
		f.within(int64(r.Reduce), 1, int64(r.Full), "skus[%d].promotions.fullReduction[%d].reduce", i, n)
		f.once(fulls, int64(r.Full), "skus[%d].promotions.fullReduction[%d].full", i, n)
	}
	for n, m := range rules.MemberPrices {
		f.within(m.LevelID, 1, 1<<62, "skus[%d].promotions.memberPrices[%d].levelId", i, n)
		f.within(int64(m.Price), 1, int64(max(sku.Price, 1)), "skus[%d].promotions.memberPrices[%d].price", i, n)
		f.once(levels, m.LevelID, "skus[%d].promotions.memberPrices[%d].levelId", i, n)
	}
}

// Complete says what a product lacks that is to be sold.
func Complete(p Published) error {
	var f faults
	f.complete(p.Publication)
	if f.err == nil {
		return nil
	}
	lacking := *ErrIncomplete
	lacking.Fields = f.err.Fields
	return &lacking
}

func (f *faults) complete(p productapi.Publication) {
	offered := 0
	for i, sku := range p.Skus {
		if sku.Off {
			continue
		}
		offered++
		if len(sku.Images) == 0 {
			f.add("picture_missing", "skus[%d].images", i)
		}
		if sku.Price < 1 {
			f.add("range", "skus[%d].price", i)
		}
	}
	if offered == 0 {
		f.add("sku_missing", "skus")
	}
}

// SKUName is what a SKU is called in lists: the product's name and what tells it from the others.
func SKUName(spu string, values []string) string {
	name := []rune(strings.TrimSpace(spu + " " + strings.Join(values, " ")))
	return string(name[:min(len(name), MaxName)])
}
