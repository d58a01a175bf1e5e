package product

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Search reads Chinese without a dictionary: a text is cut into single Han characters and into runs of letters or of digits. Every word
// asked for must be there (so 华为手机 finds 华为 智能手机), and pairs of neighbouring characters decide the order.

// maxTerm bounds a word; longer runs are cut, on both sides alike.
const maxTerm = 32

// fold makes full-width characters narrow and letters small, one rune for one rune.
func fold(r rune) rune {
	if f := width.LookupRune(r).Folded(); f != 0 {
		r = f
	}
	return unicode.ToLower(r)
}

// kind tells the runes apart that do not stand in one word.
type kind int

const (
	other kind = iota
	han
	letter
	digit
)

func kindOf(r rune) kind {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return han
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	}
	return other
}

// Word is a term and where it stands in its text, in runes.
type Word struct {
	Term       string
	Start, End int
	Han        bool
}

// Words cuts a text into its terms.
func Words(text string) []Word {
	runes := []rune(text)
	var words []Word
	for i := 0; i < len(runes); {
		folded := fold(runes[i])
		k := kindOf(folded)
		switch k {
		case other:
			i++
			continue
		case han:
			words = append(words, Word{string(folded), i, i + 1, true})
			i++
			continue
		case letter, digit:
		}
		start, term := i, []rune{}
		for i < len(runes) && kindOf(fold(runes[i])) == k && len(term) < maxTerm {
			term = append(term, fold(runes[i]))
			i++
		}
		words = append(words, Word{string(term), start, i, false})
	}
	return words
}

// Pairs joins each two words that touch: the bigrams of Chinese, and 5g or mate70 as they are typed.
func Pairs(words []Word) []string {
	var pairs []string
	for i := 1; i < len(words); i++ {
		if words[i-1].End == words[i].Start {
			pairs = append(pairs, words[i-1].Term+words[i].Term)
		}
	}
	return pairs
}

// Folded writes a text as its terms, those that touch together and all others with a blank between.
func Folded(text string) string { return joined(text, " ") }

// squeezed writes a text as its terms with nothing between, so that mate70 and Mate 70 are the same.
func squeezed(text string) string { return joined(text, "") }

func joined(text, between string) string {
	var b strings.Builder
	end := 0
	for _, w := range Words(text) {
		if w.Start > end {
			b.WriteString(between)
		}
		b.WriteString(w.Term)
		end = w.End
	}
	return b.String()
}

// Fragment is a piece of a title; Hit marks it as found.
type Fragment struct {
	Text string
	Hit  bool
}

// Highlight cuts a title at what a keyword found in it. A Han character that was asked for is marked where one that stood beside it in
// the keyword stands beside it in the title too; only characters that nowhere do are marked alone.
func Highlight(title, keyword string) []Fragment {
	asked := Words(keyword)
	terms, pairs := map[string]bool{}, map[string]bool{}
	for _, w := range asked {
		terms[w.Term] = true
	}
	for _, p := range Pairs(asked) {
		pairs[p] = true
	}
	words := Words(title)
	hit := make([]bool, len(words))
	paired := map[string]bool{}
	for i, w := range words {
		if !w.Han && terms[w.Term] {
			hit[i] = true
		}
		if i > 0 && words[i-1].End == w.Start && pairs[words[i-1].Term+w.Term] {
			hit[i-1], hit[i] = true, true
			paired[words[i-1].Term], paired[w.Term] = true, true
		}
	}
	for i, w := range words {
		if w.Han && terms[w.Term] && !paired[w.Term] {
			hit[i] = true
		}
	}
	return cut([]rune(title), words, hit)
}

// cut makes fragments of the marked words; marked words that touch share one.
func cut(title []rune, words []Word, hit []bool) []Fragment {
	var fragments []Fragment
	done := 0
	for i := 0; i < len(words); i++ {
		if !hit[i] {
			continue
		}
		end := i
		for end+1 < len(words) && hit[end+1] && words[end].End == words[end+1].Start {
			end++
		}
		if words[i].Start > done {
			fragments = append(fragments, Fragment{Text: string(title[done:words[i].Start])})
		}
		fragments = append(fragments, Fragment{Text: string(title[words[i].Start:words[end].End]), Hit: true})
		done, i = words[end].End, end
	}
	if done < len(title) {
		fragments = append(fragments, Fragment{Text: string(title[done:])})
	}
	return fragments
}
