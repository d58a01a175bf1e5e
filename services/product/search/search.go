// Package search is an instance's own search index, held in memory. Bleve knows the words of every SKU and finds whose words match;
// a table beside it knows prices, stock, sales and attributes, and filters, counts and sorts what Bleve found in one pass. So a change of
// a price or of stock is one assignment, counts by facet need no further queries, and the order does not depend on the statistics of
// an index segment: two instances that know the same goods answer the same pages.
package search

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"gulimall/services/product"
)

// Index is a search index.
type Index struct {
	writing sync.Mutex // one writer at a time
	clock   atomic.Uint64

	mu    sync.RWMutex // guards what follows
	table *table
	text  *text
}

var _ product.Index = (*Index)(nil)

// New makes an empty index.
func New() (*Index, error) {
	words, err := newText()
	if err != nil {
		return nil, err
	}
	return &Index{table: newTable(), text: words}, nil
}

// Close gives the memory back.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.text.close()
}

// Replace makes the index anew; what is known of stock stays. Searches go on in the old index meanwhile.
func (x *Index) Replace(docs []product.Document) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	fresh := newTable()
	for i := range docs {
		fresh.put(&docs[i])
	}
	fresh.rank()
	words, err := newText()
	if err != nil {
		return err
	}
	if err := words.put(fresh.rows); err != nil {
		return fmt.Errorf("build index: %w", err)
	}
	x.mu.Lock()
	old := x.text
	fresh.keepStock(x.table)
	x.table, x.text = fresh, words
	x.mu.Unlock()
	return old.close()
}

// compactAfter is how many changes of words make Bleve's many small segments worth a fresh start.
const compactAfter = 200

// Put adds documents or replaces them.
func (x *Index) Put(docs []product.Document) error {
	if len(docs) == 0 {
		return nil
	}
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	var reworded []*row
	for i := range docs {
		if r, changed := x.table.put(&docs[i]); changed {
			reworded = append(reworded, r)
		}
	}
	x.table.rankOf(docs)
	if len(reworded) == 0 {
		return nil
	}
	return x.reword(reworded, nil)
}

// Remove takes SKUs out.
func (x *Index) Remove(ids []int64) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return !x.table.remove(id) })
	if len(ids) == 0 {
		return nil
	}
	return x.reword(nil, ids)
}

// reword brings Bleve up to date, or starts it anew when it has seen too many small changes.
func (x *Index) reword(rows []*row, gone []int64) error {
	if x.text.changes < compactAfter {
		return x.text.change(rows, gone)
	}
	words, err := newText()
	if err != nil {
		return err
	}
	if err := words.put(x.table.rows); err != nil {
		return err
	}
	old := x.text
	x.text = words
	return old.close()
}

// Mark stands for this moment.
func (x *Index) Mark() uint64 { return x.clock.Add(1) }

// SetStock notes stock as it was at the mark.
func (x *Index) SetStock(available map[int64]int64, mark uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, n := range available {
		if r := x.table.row(id); r != nil && r.stockMark <= mark {
			r.available, r.stockMark = n, mark
		}
	}
}

// UnknownStock lists SKUs of whose stock nothing was ever noted.
func (x *Index) UnknownStock() []int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	var ids []int64
	for _, r := range x.table.rows {
		if r.stockMark == 0 {
			ids = append(ids, r.doc.ID)
		}
	}
	return ids
}

// SKUIDs lists all.
func (x *Index) SKUIDs() []int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids := make([]int64, len(x.table.rows))
	for i, r := range x.table.rows {
		ids[i] = r.doc.ID
	}
	return ids
}

// HasStock says whether a SKU can be bought, as far as is known.
func (x *Index) HasStock(id int64) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	r := x.table.row(id)
	return r == nil || r.inStock()
}
