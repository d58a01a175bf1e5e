package product

import (
	"cmp"
	"slices"
	"strings"
)

const (
	minCorrected   = 3 // letters: shorter words are too near to everything
	farFrom        = 5 // letters from which a word may be two mistakes away
	maxCorrections = 12
)

// Corrections answers keywords that are a slip of the fingers away from this one and made of words that goods go by, the likeliest first:
// iphnoe → iphone, 华围手机 → 华为手机. Whether they find anything is for the caller to see.
func (v *Vocabulary) Corrections(keyword string) []string {
	runes := []rune(keyword)
	words := Words(keyword)
	letters := slices.Clone(runes)
	changed := false
	for i := len(words) - 1; i >= 0; i-- { // from the end, so that what comes before stays where it is
		w := words[i]
		if w.Han || v.known(w.Term) {
			continue
		}
		if better := v.nearest(w.Term); better != "" {
			letters = slices.Concat(letters[:w.Start], []rune(better), letters[w.End:])
			changed = true
		}
	}
	var all []string
	if changed {
		all = append(all, string(letters))
	}
	for _, better := range v.characters(letters) {
		if len(all) == maxCorrections {
			break
		}
		all = append(all, better)
	}
	return all
}

// known says whether a run of letters is, or begins, a word that goods go by.
func (v *Vocabulary) known(term string) bool {
	if len(term) < minCorrected || kindOf([]rune(term)[0]) != letter {
		return true
	}
	for t := range v.terms {
		if strings.HasPrefix(t, term) {
			return true
		}
	}
	return false
}

// nearest is the word with the fewest mistakes, among those what sells best.
func (v *Vocabulary) nearest(term string) string {
	best, bestAway := "", 0
	for t, sold := range v.terms {
		allowed := 1
		if min(len(t), len(term)) >= farFrom {
			allowed = 2
		}
		away := distance(term, t)
		if away == 0 || away > allowed {
			continue
		}
		if best == "" || cmp.Or(cmp.Compare(bestAway, away), cmp.Compare(sold, v.terms[best]), cmp.Compare(best, t)) > 0 {
			best, bestAway = t, away
		}
	}
	return best
}

// characters puts names of brands and categories where all characters but one stand already.
func (v *Vocabulary) characters(keyword []rune) []string {
	var all []string
	for _, m := range v.names {
		known := []rune(m.key)
		if m.kind == SuggestProduct || len(known) < 2 || kindOf(known[0]) != han {
			continue
		}
		for at := 0; at+len(known) <= len(keyword); at++ {
			if wrong := differing(keyword[at:at+len(known)], known); wrong == 1 {
				all = append(all, string(slices.Concat(keyword[:at], known, keyword[at+len(known):])))
			}
		}
	}
	return all
}

func differing(a, b []rune) int {
	n := 0
	for i := range a {
		if fold(a[i]) != b[i] {
			n++
			if kindOf(a[i]) != han {
				return len(a) + 1
			}
		}
	}
	return n
}

// distance counts the slips between two words: a letter too much, too few or wrong, or two neighbours changed over.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 2 || d < -2 {
		return 3
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
