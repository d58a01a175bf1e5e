package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search/query"

	"gulimall/services/product"
)

// text is Bleve with the words of every SKU. The words are cut by product.Words, for goods and for questions alike; Bleve gets them
// with blanks between.
type text struct {
	bleve   bleve.Index
	size    int
	changes int

	mu    sync.Mutex
	asked map[string][]int64 // what was found for words; empty again after every change
}

const (
	field    = "words"
	analyzer = "cut"
	batch    = 5000
	maxAsked = 500
	// prefixFrom is how many letters find a word by its beginning: iph finds iPhone.
	prefixFrom = 3
)

func newText() (*text, error) {
	m, err := newMapping()
	if err != nil {
		return nil, fmt.Errorf("search mapping: %w", err)
	}
	index, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return &text{bleve: index, asked: map[string][]int64{}}, nil
}

func newMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(analyzer, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	words := bleve.NewTextFieldMapping()
	words.Analyzer, words.Store, words.IncludeInAll, words.IncludeTermVectors, words.DocValues = analyzer, false, false, false, false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(field, words)
	m.DefaultMapping = doc
	return m, nil
}

func (t *text) close() error { return t.bleve.Close() }

// put adds rows to a fresh index.
func (t *text) put(rows []*row) error {
	for part := range slices.Chunk(rows, batch) {
		if err := t.change(part, nil); err != nil {
			return err
		}
	}
	t.changes = 0
	return nil
}

// change writes rows and takes out what is gone.
func (t *text) change(rows []*row, gone []int64) error {
	b := t.bleve.NewBatch()
	for _, r := range rows {
		if err := b.Index(strconv.FormatInt(r.doc.ID, 10), map[string]any{field: r.words}); err != nil {
			return fmt.Errorf("index SKU %d: %w", r.doc.ID, err)
		}
	}
	for _, id := range gone {
		b.Delete(strconv.FormatInt(id, 10))
	}
	if err := t.bleve.Batch(b); err != nil {
		return fmt.Errorf("write search index: %w", err)
	}
	count, err := t.bleve.DocCount()
	if err != nil {
		return fmt.Errorf("count search index: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.asked)
	t.size = int(count) //nolint:gosec // far fewer than 2^63 goods
	t.changes++
	return nil
}

// match answers the SKUs that have all words.
func (t *text) match(words []product.Word) ([]int64, error) {
	if len(words) == 0 || t.size == 0 {
		return nil, nil
	}
	key := keyOf(words)
	t.mu.Lock()
	ids, ok := t.asked[key]
	t.mu.Unlock()
	if ok {
		return ids, nil
	}
	request := bleve.NewSearchRequestOptions(all(words), t.size, 0, false)
	request.Score = "none"
	request.SortBy([]string{"_id"})
	found, err := t.bleve.Search(request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	ids = make([]int64, 0, len(found.Hits))
	for _, hit := range found.Hits {
		id, err := strconv.ParseInt(hit.ID, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("search hit %q: %w", hit.ID, err)
		}
		ids = append(ids, id)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.asked) >= maxAsked {
		clear(t.asked)
	}
	t.asked[key] = ids
	return ids, nil
}

func keyOf(words []product.Word) string {
	terms := make([]string, len(words))
	for i, w := range words {
		terms[i] = w.Term
	}
	slices.Sort(terms)
	return strings.Join(slices.Compact(terms), " ")
}

// all wants every word; the beginning of a longer word in letters will do. Terms are looked up as they are: there is no query language
// that a keyword could speak.
func all(words []product.Word) query.Query {
	every := bleve.NewConjunctionQuery()
	for _, w := range words {
		term := bleve.NewTermQuery(w.Term)
		term.SetField(field)
		if w.Han || len(w.Term) < prefixFrom || w.Term[0] <= '9' {
			every.AddQuery(term)
			continue
		}
		prefix := bleve.NewPrefixQuery(w.Term)
		prefix.SetField(field)
		every.AddQuery(prefix)
	}
	return every
}
