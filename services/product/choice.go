package product

import "strings"

// Option is one value of a sale attribute, as it stands beside the values chosen of the other attributes.
type Option struct {
	Value string
	SkuID int64 // the SKU that choosing it leads to; 0 where there is no such combination
	// Left is how many pieces of that SKU can be bought.
	Left   int64
	Chosen bool
	Image  string // of that SKU, or of one that has the value
}

// OptionGroup is a sale attribute and what can be chosen of it.
type OptionGroup struct {
	Named
	Options []Option
}

// Chosen is one value for each sale attribute of a SKU, in the order of the SKU's.
type Chosen []AttrValue

// String writes the values as people read them.
func (c Chosen) String() string {
	values := make([]string, len(c))
	for i, a := range c {
		values[i] = a.Value
	}
	return strings.Join(values, " · ")
}

// Choose takes what is wished (values by attribute) for what a SKU has. A wish for a value that no SKU has is left out.
func (i Item) Choose(wished map[int64]string) Chosen {
	chosen := make(Chosen, len(i.SKU.Attrs))
	for n, a := range i.SKU.Attrs {
		chosen[n] = a
		if value, ok := wished[a.AttrID]; ok && i.offers(a.AttrID, value) {
			chosen[n].Value = value
		}
	}
	return chosen
}

func (i Item) offers(attrID int64, value string) bool {
	for _, attr := range i.SaleAttrs {
		for _, v := range attr.Values {
			if attr.ID == attrID && v.Value == value {
				return true
			}
		}
	}
	return false
}

// Find answers the SKU that has exactly these values, or 0 where there is no such combination.
func (c Chosen) Find(skus []*SKU) int64 {
	for _, sku := range skus {
		if c.fits(sku) {
			return sku.ID
		}
	}
	return 0
}

func (c Chosen) fits(sku *SKU) bool {
	if len(sku.Attrs) != len(c) {
		return false
	}
	for n, a := range sku.Attrs {
		if a.AttrID != c[n].AttrID || a.Value != c[n].Value {
			return false
		}
	}
	return true
}

// with is c with another value of one attribute.
func (c Chosen) with(attrID int64, value string) Chosen {
	other := make(Chosen, len(c))
	copy(other, c)
	for n := range other {
		if other[n].AttrID == attrID {
			other[n].Value = value
		}
	}
	return other
}

// Options tells for every value of every sale attribute where choosing it leads while the other values stay as they are chosen.
func (i Item) Options(chosen Chosen) []OptionGroup {
	groups := make([]OptionGroup, len(i.SaleAttrs))
	for n, attr := range i.SaleAttrs {
		groups[n] = OptionGroup{Named: attr.Named, Options: make([]Option, len(attr.Values))}
		for m, v := range attr.Values {
			id := chosen.with(attr.ID, v.Value).Find(i.Siblings)
			groups[n].Options[m] = Option{
				Value: v.Value, SkuID: id, Left: i.Stock[id], Chosen: chosen.has(attr.ID, v.Value), Image: i.imageOf(id, v),
			}
		}
	}
	return groups
}

func (c Chosen) has(attrID int64, value string) bool {
	for _, a := range c {
		if a.AttrID == attrID {
			return a.Value == value
		}
	}
	return false
}

// imageOf is the main picture of a SKU, or of the first that has the value.
func (i Item) imageOf(id int64, v SaleValue) string {
	if id == 0 && len(v.SkuIDs) > 0 {
		id = v.SkuIDs[0]
	}
	for _, sku := range i.Siblings {
		if sku.ID == id {
			return sku.Image
		}
	}
	return ""
}

// Similar answers what sells best of the same category, then of those above it, then of the whole shop, without the product itself.
func (c *Catalogue) Similar(sku SKU, n int) []Hit {
	seen := map[int64]bool{sku.SPUID: true}
	similar := make([]Hit, 0, n)
	for level := len(sku.Path) - 1; level >= -1 && len(similar) < n; level-- {
		category := int64(0)
		if level >= 0 {
			category = sku.Path[level].ID
		}
		for _, hit := range c.index.Best(category, n+len(seen)) {
			if len(similar) < n && !seen[hit.SKU.SPUID] {
				seen[hit.SKU.SPUID] = true
				similar = append(similar, hit)
			}
		}
	}
	return similar
}
