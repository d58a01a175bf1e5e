package product

import (
	"context"
	"slices"
	"strings"
)

// Loosening tells how a question was changed so that it finds something.
type Loosening string

// What may be changed.
const (
	Respelled       Loosening = "spelling"
	WithoutCategory Loosening = "category"
	WithoutBrands   Loosening = "brand"
	WithoutAttr     Loosening = "attr" // AttrID says which
	WithoutPrice    Loosening = "price"
	WithoutStock    Loosening = "stock"
	WithoutFilters  Loosening = "filters" // all of them
	FewerWords      Loosening = "words"
)

// Looser is a question near one that found nothing, and how much it finds.
type Looser struct {
	Query  Query
	How    Loosening
	AttrID int64
	Total  int
}

const maxFewerWords = 4

// Vocabulary is the names that the goods go by, as of a few seconds ago.
func (c *Catalogue) Vocabulary(ctx context.Context) (*Vocabulary, error) {
	return c.vocabulary.Get(ctx, struct{}{}, func(context.Context) (*Vocabulary, error) {
		return NewVocabulary(c.index.Documents()), nil
	})
}

// MaxSuggestions is how much is suggested at once.
const MaxSuggestions = 8

// Suggest answers what somebody who typed this may want to search for, all of it finding something. Nothing typed is answered by what
// sells best; what is the beginning of nothing, by what it may have meant.
func (c *Catalogue) Suggest(ctx context.Context, typed string) ([]Suggestion, error) {
	key := Folded(typed)
	return c.suggested.Get(ctx, key, func(ctx context.Context) ([]Suggestion, error) {
		v, err := c.Vocabulary(ctx)
		if err != nil {
			return nil, err
		}
		candidates := candidates(v, typed)
		all := []Suggestion{}
		for _, s := range candidates {
			found, err := c.index.Search(Query{Keyword: s.Text, PageNum: 1, PageSize: 1})
			if err != nil {
				return nil, err
			}
			if s.Count = found.Total; s.Count > 0 && len(all) < MaxSuggestions {
				all = append(all, s)
			}
		}
		return all, nil
	})
}

// candidates is what may be suggested: it is not sure yet that they find anything.
func candidates(v *Vocabulary, typed string) []Suggestion {
	if found := v.Suggest(typed, MaxSuggestions); len(found) > 0 {
		return found
	}
	kind, words := SuggestSpelling, v.Corrections(typed)
	if Folded(typed) == "" {
		kind, words = SuggestHot, v.Hot()
	}
	all := make([]Suggestion, len(words))
	for i, word := range words {
		all[i] = Suggestion{Text: word, Kind: kind}
	}
	return all
}

// Loosen answers questions near one that found nothing, each of which finds something: first another spelling, then with one filter
// less, with none, and, where all that helps nothing, with fewer words.
func (c *Catalogue) Loosen(ctx context.Context, q Query) ([]Looser, error) {
	v, err := c.Vocabulary(ctx)
	if err != nil {
		return nil, err
	}
	q.PageNum = 1
	bare := Query{Keyword: q.Keyword, Sort: q.Sort, Ascending: q.Ascending, PageNum: 1, PageSize: q.PageSize}
	var spellings []Looser
	for _, better := range v.Corrections(q.Keyword) {
		respelled, free := q, bare
		respelled.Keyword, free.Keyword = better, better
		spellings = append(spellings, Looser{Query: respelled, How: Respelled}, Looser{Query: free, How: Respelled})
	}
	all, err := c.helpful(spellings, 1)
	if err != nil {
		return nil, err
	}
	less := withoutOne(q)
	if len(less) > 1 {
		less = append(less, Looser{Query: bare, How: WithoutFilters})
	}
	filters, err := c.helpful(less, len(less))
	if err != nil {
		return nil, err
	}
	if all = append(all, filters...); len(all) > 0 || q.Keyword == "" {
		return all, nil
	}
	var shorter []Looser
	for _, fewer := range v.fewerWords(q.Keyword) {
		less := bare
		less.Keyword = fewer
		shorter = append(shorter, Looser{Query: less, How: FewerWords})
	}
	return c.helpful(shorter, maxFewerWords)
}

// helpful answers the first n questions that find something, each keyword and change once.
func (c *Catalogue) helpful(candidates []Looser, n int) ([]Looser, error) {
	var all []Looser
	for _, l := range candidates {
		if len(all) == n {
			break
		}
		found, err := c.index.Search(l.Query)
		if err != nil {
			return nil, err
		}
		l.Total = found.Total
		known := slices.ContainsFunc(all, func(other Looser) bool {
			return other.How == l.How && other.AttrID == l.AttrID && Folded(other.Query.Keyword) == Folded(l.Query.Keyword)
		})
		if l.Total > 0 && !known {
			all = append(all, l)
		}
	}
	return all, nil
}

// withoutOne leaves each filter of a question out in turn.
func withoutOne(q Query) []Looser {
	var all []Looser
	leave := func(how Loosening, attr int64, change func(q *Query)) {
		less := q
		change(&less)
		all = append(all, Looser{Query: less, How: how, AttrID: attr})
	}
	if q.CategoryID != 0 {
		leave(WithoutCategory, 0, func(q *Query) { q.CategoryID = 0 })
	}
	if len(q.BrandIDs) > 0 {
		leave(WithoutBrands, 0, func(q *Query) { q.BrandIDs = nil })
	}
	for i, a := range q.Attrs {
		leave(WithoutAttr, a.AttrID, func(q *Query) { q.Attrs = slices.Delete(slices.Clone(q.Attrs), i, i+1) })
	}
	if q.PriceLow > 0 || q.PriceHigh > 0 {
		leave(WithoutPrice, 0, func(q *Query) { q.PriceLow, q.PriceHigh = 0, 0 })
	}
	if q.HasStock != nil {
		leave(WithoutStock, 0, func(q *Query) { q.HasStock = nil })
	}
	return all
}

// fewerWords answers parts of a keyword: without one of its words, the names of brands and categories in it, and its Chinese and its
// other words alone.
func (v *Vocabulary) fewerWords(keyword string) []string {
	var all []string
	add := func(part string) {
		part = strings.TrimSpace(part)
		if part != "" && Folded(part) != Folded(keyword) && !slices.Contains(all, part) {
			all = append(all, part)
		}
	}
	fields := strings.Fields(keyword)
	if len(fields) > 2 {
		for i := range fields {
			add(strings.Join(slices.Delete(slices.Clone(fields), i, i+1), " "))
		}
	}
	key := squeezed(keyword)
	for _, m := range v.names {
		if m.kind != SuggestProduct && len([]rune(m.key)) > 1 && strings.Contains(key, m.key) {
			add(m.text)
		}
	}
	for _, field := range fields {
		add(field)
	}
	words, runes := Words(keyword), []rune(keyword)
	for i := 0; i < len(words); {
		end := i
		for end+1 < len(words) && words[end+1].Han == words[i].Han && words[end+1].Start == words[end].End {
			end++
		}
		add(string(runes[words[i].Start:words[end].End]))
		i = end + 1
	}
	return all
}
