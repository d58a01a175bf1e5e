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
		var candidates []Suggestion
		switch {
		case key == "":
			for _, word := range v.Hot() {
				candidates = append(candidates, Suggestion{Text: word, Kind: SuggestHot})
			}
		default:
			if candidates = v.Suggest(typed, MaxSuggestions); len(candidates) > 0 {
				break
			}
			for _, word := range v.Corrections(typed) {
				candidates = append(candidates, Suggestion{Text: word, Kind: SuggestSpelling})
			}
		}
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

// Loosen answers questions near one that found nothing, each of which finds something: first other spellings, then with one filter less,
// with none, and with fewer words.
func (c *Catalogue) Loosen(ctx context.Context, q Query) ([]Looser, error) {
	v, err := c.Vocabulary(ctx)
	if err != nil {
		return nil, err
	}
	q.PageNum = 1
	var all []Looser
	try := func(l Looser) (bool, error) {
		found, err := c.index.Search(l.Query)
		if err != nil || found.Total == 0 {
			return false, err
		}
		l.Total = found.Total
		if !slices.ContainsFunc(all, func(other Looser) bool {
			return sameWords(other.Query, l.Query) && other.How == l.How && other.AttrID == l.AttrID
		}) {
			all = append(all, l)
		}
		return true, nil
	}
	bare := Query{Keyword: q.Keyword, Sort: q.Sort, Ascending: q.Ascending, PageNum: 1, PageSize: q.PageSize}
	for _, better := range v.Corrections(q.Keyword) {
		respelled, free := q, bare
		respelled.Keyword, free.Keyword = better, better
		done, err := try(Looser{Query: respelled, How: Respelled})
		if err == nil && !done {
			done, err = try(Looser{Query: free, How: Respelled})
		}
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
	}
	without := withoutOne(q)
	for _, l := range without {
		if _, err := try(l); err != nil {
			return nil, err
		}
	}
	if len(without) > 1 {
		if _, err := try(Looser{Query: bare, How: WithoutFilters}); err != nil {
			return nil, err
		}
	}
	if len(all) > 0 || q.Keyword == "" {
		return all, nil
	}
	for _, fewer := range v.fewerWords(q.Keyword) {
		less := bare
		less.Keyword = fewer
		if _, err := try(Looser{Query: less, How: FewerWords}); err != nil {
			return nil, err
		}
		if len(all) == maxFewerWords {
			break
		}
	}
	return all, nil
}

func sameWords(a, b Query) bool { return Folded(a.Keyword) == Folded(b.Keyword) }

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
