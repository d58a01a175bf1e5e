package product

import (
	"slices"
	"strings"

	"gulimall/pkg/contract/productapi"
)

// Terms is what can be said of goods of a category.
type Terms struct {
	Path []Named // categories of level 1, 2 and 3; none where there is no such category
	Template
}

// Spec finds a specification.
func (t Terms) Spec(id int64) (Attr, bool) {
	for _, group := range t.Groups {
		if i := slices.IndexFunc(group.Attrs, func(a Attr) bool { return a.ID == id }); i >= 0 {
			return group.Attrs[i], true
		}
	}
	return Attr{}, false
}

// SaleTerm finds a sale attribute.
func (t Terms) SaleTerm(id int64) (Attr, bool) {
	if i := slices.IndexFunc(t.Sale, func(a Attr) bool { return a.ID == id }); i >= 0 {
		return t.Sale[i], true
	}
	return Attr{}, false
}

// Combinations lists all that sale attributes allow, the values of the first changing slowest. No attributes allow one: nothing chosen.
func Combinations(attrs []productapi.SaleChoice) [][]string {
	all := [][]string{{}}
	for _, attr := range attrs {
		next := make([][]string, 0, len(all)*len(attr.Values))
		for _, begun := range all {
			for _, value := range attr.Values {
				next = append(next, append(slices.Clone(begun), value))
			}
		}
		all = next
	}
	return all
}

// Choose makes the SKUs of a draft those of the combinations chosen. What was said of a combination stays; a new one is named after the
// product; SKUs that exist stay however little they were chosen.
func Choose(body productapi.Publication, attrs []productapi.SaleChoice, chosen [][]string) productapi.Publication {
	body.SaleAttrs = attrs
	find := func(values []string) (productapi.PublicationSku, bool) {
		at := slices.IndexFunc(body.Skus, func(s productapi.PublicationSku) bool { return slices.Equal(s.Values, values) })
		if at < 0 {
			return productapi.PublicationSku{}, false
		}
		return body.Skus[at], true
	}
	skus := make([]productapi.PublicationSku, 0, len(chosen))
	for _, values := range Combinations(attrs) {
		sku, there := find(values)
		wanted := slices.ContainsFunc(chosen, func(c []string) bool { return slices.Equal(c, values) })
		switch {
		case there && (wanted || sku.SkuID != 0):
			skus = append(skus, sku)
		case wanted:
			skus = append(skus, productapi.PublicationSku{
				Values: values, Title: strings.TrimSpace(body.Name + " " + strings.Join(values, " ")), Weight: body.Weight,
			})
		}
	}
	body.Skus = skus
	return body
}

// Widen gives the SKUs of a draft the attributes that they differ in now. What a SKU says of an attribute stays; what it does not speak of,
// and what SKUs that exist say of an attribute that is not settled yet, becomes what now names for it.
func Widen(body productapi.Publication, settled, attrs []productapi.SaleChoice, now map[int64]string) productapi.Publication {
	isSettled := func(id int64) bool {
		return slices.ContainsFunc(settled, func(s productapi.SaleChoice) bool { return s.AttrID == id })
	}
	body.Skus = slices.Clone(body.Skus)
	for i := range body.Skus {
		sku, values := &body.Skus[i], make([]string, len(attrs))
		for n, attr := range attrs {
			at := slices.IndexFunc(body.SaleAttrs, func(s productapi.SaleChoice) bool { return s.AttrID == attr.AttrID })
			if at >= 0 && at < len(sku.Values) && (sku.SkuID == 0 || isSettled(attr.AttrID)) {
				values[n] = sku.Values[at]
			} else {
				values[n] = now[attr.AttrID]
			}
		}
		sku.Values = values
	}
	return body
}

// CountCombinations is how many combinations sale attributes allow.
func CountCombinations(attrs []productapi.SaleChoice) int {
	n := 1
	for _, attr := range attrs {
		n = min(n*len(attr.Values), MaxPublished+1)
	}
	return n
}

// Renewed are the combinations that are chosen after the attributes have changed: those that were and still are, and those that are new because
// of a new value or a new attribute.
func Renewed(body productapi.Publication, attrs []productapi.SaleChoice) [][]string {
	same := len(body.SaleAttrs) == len(attrs) && len(body.Skus) > 0
	known := map[int64][]string{}
	for i, attr := range body.SaleAttrs {
		same = same && attr.AttrID == attrs[i].AttrID
		known[attr.AttrID] = attr.Values
	}
	all := Combinations(attrs)
	if !same {
		return all
	}
	return slices.DeleteFunc(all, func(values []string) bool {
		for i, v := range values {
			if !slices.Contains(known[attrs[i].AttrID], v) {
				return false
			}
		}
		return !slices.ContainsFunc(body.Skus, func(s productapi.PublicationSku) bool { return slices.Equal(s.Values, values) })
	})
}
