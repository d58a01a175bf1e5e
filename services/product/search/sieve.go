package search

import (
	"cmp"
	"slices"

	"gulimall/services/product"
)

// sieve filters rows and counts the facets while it does. A row that only one filter refuses still counts in that filter's own facet:
// it is what choosing another value there would add.
type sieve struct {
	table      *table
	query      product.Query
	wanted     [][]bool // for each attribute filter: by number of the value, whether it is wanted
	brands     tally
	categories tally
	values     []int // by number
}

func newSieve(t *table, q product.Query) *sieve {
	s := &sieve{table: t, query: q, brands: tally{}, categories: tally{}, values: make([]int, len(t.values))}
	for _, filter := range q.Attrs {
		wanted := make([]bool, len(t.values))
		for n, v := range t.values {
			wanted[n] = v.attr.ID == filter.AttrID && slices.Contains(filter.Values, v.value)
		}
		s.wanted = append(s.wanted, wanted)
	}
	return s
}

// What refused a row: a facet, or the number of an attribute filter.
const (
	nothing  = -1
	category = -2
	brand    = -3
)

// pass counts a row and says whether all filters let it through.
func (s *sieve) pass(r *row) bool {
	q := &s.query
	price := r.doc.Price
	if price < q.PriceLow || (q.PriceHigh > 0 && price > q.PriceHigh) || (q.HasStock != nil && r.inStock() != *q.HasStock) {
		return false
	}
	refused, by := 0, nothing
	if q.CategoryID != 0 && !r.in(q.CategoryID) {
		refused, by = refused+1, category
	}
	if len(q.BrandIDs) > 0 && !slices.Contains(q.BrandIDs, r.doc.Brand.ID) {
		refused, by = refused+1, brand
	}
	for i, wanted := range s.wanted {
		if !slices.ContainsFunc(r.values, func(n int) bool { return wanted[n] }) {
			refused, by = refused+1, i
		}
	}
	if refused <= 1 {
		s.count(r, by)
	}
	return refused == 0
}

// count adds a row to all facets, or to that of the filter that alone refused it.
func (s *sieve) count(r *row, refusedBy int) {
	if refusedBy == nothing || refusedBy == category {
		s.categories.add(r.doc.Category())
	}
	if refusedBy == nothing || refusedBy == brand {
		s.brands.add(r.doc.Brand)
	}
	for _, n := range r.values {
		if refusedBy == nothing || (refusedBy >= 0 && s.table.values[n].attr.ID == s.query.Attrs[refusedBy].AttrID) {
			s.values[n]++
		}
	}
}

// maxAttrs is how many attributes are offered to filter by, besides those that are chosen.
const maxAttrs = 20

// facets puts the counts in order.
func (s *sieve) facets() product.Result {
	result := product.Result{Brands: s.brands.facets(), Categories: s.categories.facets(), Attrs: []product.AttrFacet{}}
	place, covered := map[int64]int{}, map[int64]int{}
	for n, count := range s.values {
		v := s.table.values[n]
		if count == 0 {
			continue
		}
		i, ok := place[v.attr.ID]
		if !ok {
			i = len(result.Attrs)
			place[v.attr.ID] = i
			result.Attrs = append(result.Attrs, product.AttrFacet{Named: v.attr})
		}
		result.Attrs[i].Values = append(result.Attrs[i].Values, product.ValueFacet{Value: v.value, Count: count})
		covered[v.attr.ID] += count
	}
	chosen := func(id int64) bool {
		return slices.ContainsFunc(s.query.Attrs, func(f product.AttrFilter) bool { return f.AttrID == id })
	}
	slices.SortFunc(result.Attrs, func(a, b product.AttrFacet) int {
		if chosen(a.ID) != chosen(b.ID) {
			if chosen(a.ID) {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(covered[b.ID], covered[a.ID]), cmp.Compare(a.ID, b.ID))
	})
	result.Attrs = result.Attrs[:min(len(result.Attrs), maxAttrs+len(s.query.Attrs))]
	for _, a := range result.Attrs {
		slices.SortFunc(a.Values, func(x, y product.ValueFacet) int {
			return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Value, y.Value))
		})
	}
	return result
}

// tally counts by id.
type tally map[int64]*product.Facet

func (t tally) add(n product.Named) {
	f, ok := t[n.ID]
	if !ok {
		f = &product.Facet{Named: n}
		t[n.ID] = f
	}
	f.Count++
}

// facets lists the counts, the highest first.
func (t tally) facets() []product.Facet {
	all := make([]product.Facet, 0, len(t))
	for _, f := range t {
		all = append(all, *f)
	}
	slices.SortFunc(all, func(a, b product.Facet) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return all
}
