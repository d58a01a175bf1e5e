package pages

import (
	"slices"
	"strconv"

	"gulimall/services/product"
	"gulimall/web/page"
)

// chips are the chosen filters, each with the address without it.
func (l list) chips() []page.Chip {
	var chips []page.Chip
	add := func(name, value string, without func(q *product.Query)) {
		chips = append(chips, page.Chip{Name: name, Value: value, URL: l.with(without)})
	}
	q, words := l.q, l.v.words
	if q.CategoryID != 0 {
		name := strconv.FormatInt(q.CategoryID, 10)
		if len(l.path) > 0 {
			name = l.path[len(l.path)-1].Name
		}
		add(words.T("search.category"), name, func(q *product.Query) { q.CategoryID = 0 })
	}
	for _, id := range q.BrandIDs {
		name := strconv.FormatInt(id, 10)
		if i := slices.IndexFunc(l.found.Brands, func(f product.Facet) bool { return f.ID == id }); i >= 0 {
			name = l.found.Brands[i].Name
		}
		add(words.T("search.brand"), name, func(q *product.Query) { toggleBrand(q, id) })
	}
	for _, a := range q.Attrs {
		name := l.attrName(a.AttrID)
		for _, value := range a.Values {
			add(name, value, func(q *product.Query) { toggleValue(q, a.AttrID, value) })
		}
	}
	if low, high := yuan(q); low != "" || high != "" {
		text := words.T("search.price_range", "Low", low, "High", high)
		switch {
		case high == "":
			text = words.T("search.price_from", "Low", low)
		case low == "":
			text = words.T("search.price_to", "High", high)
		}
		add(words.T("search.price"), text, func(q *product.Query) { q.PriceLow, q.PriceHigh = 0, 0 })
	}
	if q.HasStock != nil {
		text := words.T("search.sold_out")
		if *q.HasStock {
			text = words.T("search.in_stock")
		}
		add(words.T("search.stock"), text, func(q *product.Query) { q.HasStock = nil })
	}
	return chips
}

// attrName is the name of an attribute that is filtered by.
func (l list) attrName(id int64) string {
	if i := slices.IndexFunc(l.found.Attrs, func(f product.AttrFacet) bool { return f.ID == id }); i >= 0 {
		return l.found.Attrs[i].Name
	}
	return l.v.words.T("search.attr")
}

func toggleBrand(q *product.Query, id int64) {
	if i := slices.Index(q.BrandIDs, id); i >= 0 {
		q.BrandIDs = slices.Delete(q.BrandIDs, i, i+1)
		return
	}
	q.BrandIDs = append(q.BrandIDs, id)
}

// toggleValue adds a value of an attribute to the query, or takes it away. The query's own slices may be shared: they are not written to.
func toggleValue(q *product.Query, attr int64, value string) {
	i := slices.IndexFunc(q.Attrs, func(f product.AttrFilter) bool { return f.AttrID == attr })
	if i < 0 {
		q.Attrs = append(q.Attrs, product.AttrFilter{AttrID: attr, Values: []string{value}})
		return
	}
	values := slices.Clone(q.Attrs[i].Values)
	if j := slices.Index(values, value); j >= 0 {
		values = slices.Delete(values, j, j+1)
	} else {
		values = append(values, value)
	}
	if len(values) == 0 {
		q.Attrs = slices.Delete(q.Attrs, i, i+1)
		return
	}
	q.Attrs[i].Values = values
}

func (l list) brands() []page.Choice {
	var all []page.Choice
	for _, f := range l.found.Brands {
		all = append(all, page.Choice{
			Label: f.Name, Count: f.Count, Selected: slices.Contains(l.q.BrandIDs, f.ID),
			URL: l.with(func(q *product.Query) { toggleBrand(q, f.ID) }),
		})
	}
	return all
}

// categories lists leaf categories; choosing one takes the place of the one before. Its attributes are others, so filters on them go.
func (l list) categories() []page.Choice {
	var all []page.Choice
	for _, f := range l.found.Categories {
		selected := l.q.CategoryID == f.ID
		all = append(all, page.Choice{
			Label: f.Name, Count: f.Count, Selected: selected,
			URL: l.with(func(q *product.Query) {
				q.CategoryID, q.Attrs = f.ID, nil
				if selected {
					q.CategoryID = 0
				}
			}),
		})
	}
	return all
}

// maxFilters is how many attributes the page offers besides the chosen ones, which come first.
const maxFilters = 8

func (l list) attrs() []page.AttrFilter {
	var all []page.AttrFilter
	for i, f := range l.found.Attrs {
		if i >= maxFilters+len(l.q.Attrs) {
			break
		}
		filter := page.AttrFilter{Name: f.Name}
		at := slices.IndexFunc(l.q.Attrs, func(a product.AttrFilter) bool { return a.AttrID == f.ID })
		for _, v := range f.Values {
			filter.Choices = append(filter.Choices, page.Choice{
				Label: v.Value, Count: v.Count, Selected: at >= 0 && slices.Contains(l.q.Attrs[at].Values, v.Value),
				URL: l.with(func(q *product.Query) { toggleValue(q, f.ID, v.Value) }),
			})
		}
		all = append(all, filter)
	}
	return all
}

// sorts are the orders on offer. Choosing the price again turns it over.
func (l list) sorts() []page.Sort {
	offer := func(name string, by product.Sort, ascending bool) page.Sort {
		s := page.Sort{Name: name, Selected: l.q.Sort == by}
		if s.Selected && by != product.SortFitting {
			s.Direction = map[bool]string{true: "asc", false: "desc"}[l.q.Ascending]
			if by == product.SortPrice {
				ascending = !l.q.Ascending
			}
		}
		s.URL = l.with(func(q *product.Query) { q.Sort, q.Ascending = by, ascending })
		return s
	}
	return []page.Sort{
		offer("fit", product.SortFitting, false), offer("sales", product.SortSales, false),
		offer("price", product.SortPrice, true), offer("new", product.SortNew, false),
	}
}
