package search

import (
	"cmp"
	"slices"
	"strings"

	"gulimall/services/product"
)

// found is a row and how well it matches the keyword.
type found struct {
	row *row
	fit int
}

// Search answers a page: Bleve finds by the words, one pass filters and counts, and the page is cut out of the sorted rest.
func (x *Index) Search(q product.Query) (product.Result, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	candidates, err := x.candidates(q.Keyword)
	if err != nil {
		return product.Result{}, err
	}
	s := newSieve(x.table, q)
	hits := make([]found, 0, len(candidates))
	fits := newFit(q.Keyword)
	for _, r := range candidates {
		if s.pass(r) {
			hits = append(hits, found{r, fits.of(r)})
		}
	}
	result := s.facets()
	result.Total = len(hits)
	result.Hits = page(hits, q)
	return result, nil
}

func (x *Index) candidates(keyword string) ([]*row, error) {
	if keyword == "" {
		return x.table.rows, nil
	}
	ids, err := x.text.match(product.Words(keyword))
	if err != nil {
		return nil, err
	}
	rows := make([]*row, 0, len(ids))
	for _, id := range ids {
		if r := x.table.row(id); r != nil {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// page sorts the hits and cuts the page out.
func page(hits []found, q product.Query) []product.Hit {
	size := q.PageSize
	if size <= 0 {
		size = product.DefaultPageSize
	}
	from := min((max(q.PageNum, 1)-1)*size, len(hits))
	to := min(from+size, len(hits))
	hits = best(hits, to, order(q))
	out := make([]product.Hit, 0, to-from)
	for _, h := range hits[from:to] {
		out = append(out, product.Hit{SKU: h.row.doc.SKU, HasStock: h.row.inStock()})
	}
	return out
}

// best answers the n first of hits, in order, without putting the rest in order: it keeps the n best seen so far in a heap with the
// worst of them on top.
func best(hits []found, n int, compare func(a, b found) int) []found {
	if n >= len(hits)/4 {
		slices.SortFunc(hits, compare)
		return hits
	}
	if n == 0 {
		return nil
	}
	heap := hits[:n:n]
	for i := n/2 - 1; i >= 0; i-- {
		sift(heap, i, compare)
	}
	for _, h := range hits[n:] {
		if compare(h, heap[0]) < 0 {
			heap[0] = h
			sift(heap, 0, compare)
		}
	}
	slices.SortFunc(heap, compare)
	return heap
}

// sift lets the element at i sink until nothing below it comes later in the order.
func sift(heap []found, i int, compare func(a, b found) int) {
	for {
		child := 2*i + 1
		if child >= len(heap) {
			return
		}
		if child+1 < len(heap) && compare(heap[child+1], heap[child]) > 0 {
			child++
		}
		if compare(heap[child], heap[i]) <= 0 {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// order compares by what was asked for; what is equal goes by how hot it is and then by id, so that pages never overlap.
func order(q product.Query) func(a, b found) int {
	by := func(_, _ found) int { return 0 }
	switch q.Sort {
	case product.SortFitting:
		return func(a, b found) int {
			return cmp.Or(cmp.Compare(b.fit, a.fit), sold(a, b), cmp.Compare(b.row.hot, a.row.hot), cmp.Compare(a.row.doc.ID, b.row.doc.ID))
		}
	case product.SortHot:
		by = func(a, b found) int { return cmp.Compare(a.row.hot, b.row.hot) }
	case product.SortSales:
		by = func(a, b found) int { return cmp.Compare(a.row.doc.SaleCount, b.row.doc.SaleCount) }
	case product.SortNew:
		by = func(a, b found) int { return a.row.doc.Created.Compare(b.row.doc.Created) }
	case product.SortPrice:
		by = func(a, b found) int { return cmp.Compare(a.row.doc.Price, b.row.doc.Price) }
	}
	sign := -1
	if q.Ascending {
		sign = 1
	}
	return func(a, b found) int {
		return cmp.Or(sign*by(a, b), cmp.Compare(b.row.hot, a.row.hot), cmp.Compare(a.row.doc.ID, b.row.doc.ID))
	}
}

// sold puts what is sold out last.
func sold(a, b found) int {
	switch {
	case a.row.inStock() == b.row.inStock():
		return 0
	case a.row.inStock():
		return -1
	}
	return 1
}

// fit says how well rows match a keyword beyond having all its words: by the words that stand side by side in both.
type fit struct {
	whole string
	pairs []string
	terms []string
}

func newFit(keyword string) fit {
	words := product.Words(keyword)
	f := fit{pairs: product.Pairs(words)}
	if len(words) > 1 {
		f.whole = product.Folded(keyword)
	}
	for _, w := range words {
		if !w.Han || len(words) == 1 {
			f.terms = append(f.terms, w.Term)
		}
	}
	return f
}

// What is worth how much. A category or a brand that is called so beats a title that mentions it.
const (
	inTitle  = 3
	inAbout  = 4
	wholeFit = 6
)

func (f fit) of(r *row) int {
	points := 0
	for _, words := range [][]string{f.pairs, f.terms} {
		for _, w := range words {
			if strings.Contains(r.title, w) {
				points += inTitle
			}
			if strings.Contains(r.about, w) {
				points += inAbout
			}
		}
	}
	if f.whole != "" && (strings.Contains(r.title, f.whole) || strings.Contains(r.about, f.whole)) {
		points += wholeFit
	}
	return points
}

// Best answers the best-selling SKUs in stock, at most one an SPU.
func (x *Index) Best(category int64, n int) []product.Hit {
	x.mu.RLock()
	defer x.mu.RUnlock()
	best := map[int64]found{}
	for _, r := range x.table.rows {
		if !r.inStock() || (category != 0 && !r.in(category)) {
			continue
		}
		if b, ok := best[r.doc.SPUID]; !ok || r.hot > b.row.hot {
			best[r.doc.SPUID] = found{row: r}
		}
	}
	hits := make([]found, 0, len(best))
	for _, b := range best {
		hits = append(hits, b)
	}
	return page(hits, product.Query{Sort: product.SortHot, PageSize: n})
}

// Leaves lists the leaf categories below a category that have goods, the fullest first.
func (x *Index) Leaves(category int64) []product.Named {
	x.mu.RLock()
	defer x.mu.RUnlock()
	counts := tally{}
	for _, r := range x.table.rows {
		if r.in(category) {
			counts.add(r.doc.Category())
		}
	}
	leaves := []product.Named{}
	for _, f := range counts.facets() {
		leaves = append(leaves, f.Named)
	}
	return leaves
}

// Documents lists all goods. They are never written to: a change puts another document in the place of the one before.
func (x *Index) Documents() []*product.Document {
	x.mu.RLock()
	defer x.mu.RUnlock()
	docs := make([]*product.Document, len(x.table.rows))
	for i, r := range x.table.rows {
		docs[i] = r.doc
	}
	return docs
}
