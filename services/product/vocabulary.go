package product

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// SuggestionKind tells what a suggestion is the name of.
type SuggestionKind string

// What is suggested.
const (
	SuggestCategory SuggestionKind = "category"
	SuggestBrand    SuggestionKind = "brand"
	SuggestProduct  SuggestionKind = "product"
	SuggestHot      SuggestionKind = "hot"      // asked for nothing: what sells best
	SuggestSpelling SuggestionKind = "spelling" // the nearest words that mean something here
)

// Suggestion is something to search for that finds goods.
type Suggestion struct {
	Text  string
	Kind  SuggestionKind
	Count int // how many goods it finds
}

// Vocabulary is the names that the goods go by: brands in both languages, leaf categories, products. It is made from the documents of
// the index and never changes.
type Vocabulary struct {
	names []name
	terms map[string]int64 // runs of letters in those names and how well what they name sells
	hot   []string
}

// name is one of them.
type name struct {
	text  string
	kind  SuggestionKind
	key   string // squeezed
	heads []int  // where words begin in key
	about string // what else it is found by
	sold  int64
}

// NewVocabulary makes the vocabulary of these goods.
func NewVocabulary(docs []*Document) *Vocabulary {
	type key struct {
		kind SuggestionKind
		id   int64
		text string
	}
	v := &Vocabulary{terms: map[string]int64{}}
	places := map[key]int{}
	add := func(kind SuggestionKind, id int64, text, about string, sold int64) {
		k := key{kind, id, text}
		i, ok := places[k]
		if !ok {
			folded, heads := keyOf(text)
			if folded == "" {
				return
			}
			i = len(v.names)
			places[k] = i
			v.names = append(v.names, name{text: text, kind: kind, key: folded, heads: heads, about: squeezed(about)})
		}
		v.names[i].sold += sold
		for _, w := range Words(text) {
			if !w.Han && kindOf([]rune(w.Term)[0]) == letter && len(w.Term) >= minCorrected {
				v.terms[w.Term] += sold + 1
			}
		}
	}
	for _, d := range docs {
		leaf := d.Category()
		add(SuggestCategory, leaf.ID, leaf.Name, "", d.SaleCount)
		add(SuggestBrand, d.Brand.ID, d.Brand.Name, "", d.SaleCount)
		if squeezed(d.BrandEN) != squeezed(d.Brand.Name) {
			add(SuggestBrand, d.Brand.ID, d.BrandEN, "", d.SaleCount)
		}
		add(SuggestProduct, d.SPUID, d.SPUName, d.BrandEN+" "+leaf.Name+" "+d.Title, d.SaleCount)
	}
	slices.SortStableFunc(v.names, func(a, b name) int {
		return cmp.Or(cmp.Compare(b.sold, a.sold), cmp.Compare(a.text, b.text))
	})
	v.hot = hotWords(docs)
	return v
}

// keyOf squeezes a text and remembers where its words began.
func keyOf(text string) (key string, heads []int) {
	var b strings.Builder
	for _, w := range Words(text) {
		heads = append(heads, b.Len())
		b.WriteString(w.Term)
	}
	return b.String(), heads
}

// How a name answers what was typed, the best first.
const (
	begins  = iota
	inside  // a word of it begins so
	has     // somewhere in it
	allOf   // every word typed is in it, in any order
	related // every word typed is in what is said about it
	unlike
)

// Suggest answers the names that go with what was typed, the nearest first and among those what sells best. Nothing typed is answered by
// nothing.
func (v *Vocabulary) Suggest(typed string, n int) []Suggestion {
	words := Words(typed)
	key := squeezed(typed)
	if key == "" || n <= 0 {
		return nil
	}
	var found [unlike][]Suggestion
	seen := map[string]bool{}
	for _, candidate := range v.names {
		class := candidate.answers(key, words)
		if class == unlike || seen[candidate.key] {
			continue
		}
		seen[candidate.key] = true
		found[class] = append(found[class], Suggestion{Text: candidate.text, Kind: candidate.kind})
	}
	all := slices.Concat(found[:]...)
	return all[:min(len(all), n)]
}

func (m *name) answers(key string, words []Word) int {
	at := strings.Index(m.key, key)
	short := len(key) == 1 // one letter is somewhere in everything
	switch {
	case at == 0:
		return begins
	case at > 0 && slices.ContainsFunc(m.heads, func(h int) bool { return strings.HasPrefix(m.key[h:], key) }):
		return inside
	case short:
		return unlike
	case at > 0:
		return has
	}
	class := allOf
	for i, w := range words {
		switch {
		case strings.Contains(m.key, w.Term):
		case strings.Contains(m.about, w.Term):
			class = related
		default:
			return unlike
		}
		if w.Han && !m.together(words, i) {
			return unlike
		}
	}
	return class
}

// together says whether a Chinese character stands beside one of its neighbours here, too: characters scattered over a title are no
// answer to a word.
func (m *name) together(words []Word, i int) bool {
	if len(words) == 1 {
		return true
	}
	for _, first := range []int{i - 1, i} {
		if first < 0 || first+1 == len(words) {
			continue
		}
		pair := words[first].Term + words[first+1].Term
		if strings.Contains(m.key, pair) || strings.Contains(m.about, pair) {
			return true
		}
	}
	return false
}

const (
	maxHot     = 8
	maxHotName = 14 // runes: more is no word to click on
	hotPerTop  = 2
)

// Hot lists what sells best, as words to search for: names of products and of leaf categories in turn, from many parts of the shop.
func (v *Vocabulary) Hot() []string { return v.hot }

func hotWords(docs []*Document) []string {
	type leaf struct {
		name    Named
		top     int64
		sold    int64
		product map[string]int64
	}
	byID := map[int64]*leaf{}
	for _, d := range docs {
		c := d.Category()
		l := byID[c.ID]
		if l == nil {
			l = &leaf{name: c, top: d.Path[0].ID, product: map[string]int64{}}
			byID[c.ID] = l
		}
		l.sold += d.SaleCount
		l.product[d.SPUName] += d.SaleCount
	}
	leaves := make([]*leaf, 0, len(byID))
	for _, l := range byID {
		leaves = append(leaves, l)
	}
	slices.SortFunc(leaves, func(a, b *leaf) int {
		return cmp.Or(cmp.Compare(b.sold, a.sold), cmp.Compare(a.name.ID, b.name.ID))
	})
	hot := []string{}
	tops := map[int64]int{}
	for _, l := range leaves {
		if len(hot) == maxHot || tops[l.top] == hotPerTop {
			continue
		}
		tops[l.top]++
		word := l.name.Name
		if best := bestSelling(l.product); len(hot)%2 == 1 && utf8.RuneCountInString(best) <= maxHotName {
			word = best
		}
		hot = append(hot, word)
	}
	return hot
}

func bestSelling(sold map[string]int64) string {
	best := ""
	for text, n := range sold {
		if best == "" || n > sold[best] || (n == sold[best] && text < best) {
			best = text
		}
	}
	return best
}
