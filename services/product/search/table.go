package search

import (
	"cmp"
	"slices"
	"strings"

	"gulimall/services/product"
)

// row is a SKU.
type row struct {
	doc       *product.Document
	place     int // in table.rows
	words     string
	title     string // folded, to rank by
	about     string // brand and category, folded
	values    []int  // numbers of its attribute values
	hot       int64
	available int64
	stockMark uint64 // 0: nothing was ever noted
}

// inStock takes what is unknown to be in stock: an empty shop is the worse mistake.
func (r *row) inStock() bool { return r.stockMark == 0 || r.available > 0 }

// in says whether the SKU is in a category or below it.
func (r *row) in(category int64) bool {
	return slices.ContainsFunc(r.doc.Path, func(c product.Named) bool { return c.ID == category })
}

// attrValue is a value of an attribute that goods can be filtered by.
type attrValue struct {
	attr  product.Named
	value string
}

// table holds all rows and numbers their attribute values, so that counting is adding up in a slice.
type table struct {
	rows    []*row
	byID    map[int64]*row
	bySPU   map[int64][]*row
	values  []attrValue
	numbers map[attrValue]int
}

func newTable() *table {
	return &table{byID: map[int64]*row{}, bySPU: map[int64][]*row{}, numbers: map[attrValue]int{}}
}

func (t *table) row(id int64) *row { return t.byID[id] }

// put adds a document or replaces it, and says whether its words are others than before.
func (t *table) put(doc *product.Document) (r *row, reworded bool) {
	words, title, about := wordsOf(doc)
	r, ok := t.byID[doc.ID]
	if ok && r.doc.SPUID != doc.SPUID {
		t.remove(doc.ID)
		ok = false
	}
	if !ok {
		r = &row{doc: doc, place: len(t.rows)}
		t.rows = append(t.rows, r)
		t.byID[doc.ID] = r
		t.bySPU[doc.SPUID] = append(t.bySPU[doc.SPUID], r)
	}
	reworded = r.words != words
	r.doc, r.words, r.title, r.about = doc, words, title, about
	r.values = r.values[:0:0]
	for _, f := range doc.Filters {
		r.values = append(r.values, t.number(attrValue{product.Named{ID: f.AttrID, Name: f.Name}, f.Value}))
	}
	return r, reworded
}

func (t *table) number(v attrValue) int {
	n, ok := t.numbers[v]
	if !ok {
		n = len(t.values)
		t.values = append(t.values, v)
		t.numbers[v] = n
	}
	return n
}

// remove takes a SKU out and says whether it was there.
func (t *table) remove(id int64) bool {
	r, ok := t.byID[id]
	if !ok {
		return false
	}
	last := t.rows[len(t.rows)-1]
	t.rows[r.place], last.place = last, r.place
	t.rows = t.rows[:len(t.rows)-1]
	delete(t.byID, id)
	t.bySPU[r.doc.SPUID] = slices.DeleteFunc(t.bySPU[r.doc.SPUID], func(other *row) bool { return other == r })
	return true
}

// keepStock takes over what another table knows of stock.
func (t *table) keepStock(old *table) {
	for _, r := range t.rows {
		if known := old.byID[r.doc.ID]; known != nil {
			r.available, r.stockMark = known.available, known.stockMark
		}
	}
}

// rank works out how hot all goods are.
func (t *table) rank() {
	for _, rows := range t.bySPU {
		rankSPU(rows)
	}
}

func (t *table) rankOf(docs []product.Document) {
	done := map[int64]bool{}
	for i := range docs {
		if spu := docs[i].SPUID; !done[spu] {
			done[spu] = true
			rankSPU(t.bySPU[spu])
		}
	}
}

// rankSPU makes goods as hot as their product sells, the best-selling SKU most and each further one less, so that a list of the hottest
// goods shows many products and not twelve colours of one.
func rankSPU(rows []*row) {
	slices.SortFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(b.doc.SaleCount, a.doc.SaleCount), cmp.Compare(a.doc.ID, b.doc.ID))
	})
	var sales int64
	for _, r := range rows {
		sales += r.doc.SaleCount
	}
	for i, r := range rows {
		r.hot = sales * 100 / int64(1+i)
	}
}

// wordsOf gives what a document is found by (title, brand in both languages, leaf category), and its folded texts.
func wordsOf(doc *product.Document) (words, title, about string) {
	var all []string
	for _, text := range []string{doc.Title, doc.Brand.Name, doc.BrandEN, doc.Category().Name} {
		for _, w := range product.Words(text) {
			if !slices.Contains(all, w.Term) {
				all = append(all, w.Term)
			}
		}
	}
	about = product.Folded(doc.Category().Name) + "\x00" + product.Folded(doc.Brand.Name) + "\x00" + product.Folded(doc.BrandEN)
	return strings.Join(all, " "), product.Folded(doc.Title), about
}
