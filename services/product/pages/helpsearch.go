package pages

import (
	"cmp"
	"slices"
	"strings"

	"gulimall/pkg/i18n"
	"gulimall/services/product"
	"gulimall/web/page"
)

// How a section of the help matches a question, beyond having it or not.
const (
	inHeading = 3
	inBody    = 1
	// enough of the words asked for, as one in so many, makes a section an answer: people ask in sentences.
	oneIn = 3
	// minUnit is how many bytes of a word say something: one Chinese character, three letters.
	minUnit = 3
)

// findHelp answers the sections of all pages that speak of what was asked, those that are called so first.
func (p *Pages) findHelp(words *i18n.Words, query string) []page.HelpFound {
	units := unitsOf(query, words.T("help.filler"))
	type hit struct {
		page.HelpFound
		points int
	}
	var hits []hit
	for _, t := range topics() {
		for _, id := range t.sections {
			heading, lines := words.T("help.title."+id), p.helpPlain(words, id)
			points, found := 0, 0
			for _, u := range units {
				switch {
				case strings.Contains(product.Folded(heading), u):
					points, found = points+inHeading, found+1
				case slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(product.Folded(line), u) }):
					points, found = points+inBody, found+1
				}
			}
			if found == 0 || found*oneIn < len(units) {
				continue
			}
			hits = append(hits, hit{page.HelpFound{
				Topic: words.T(t.title), URL: p.helpURL(t.name) + "#" + id, Title: marked(heading, query), Text: marked(best(lines, units), query),
			}, points})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.points, a.points) })
	found := make([]page.HelpFound, len(hits))
	for i, h := range hits {
		found[i] = h.HelpFound
	}
	return found
}

// unitsOf cuts a question into what is looked for: pairs of Chinese characters, and words. What only fills a question is left out, where
// there is more.
func unitsOf(query, filler string) []string {
	words := product.Words(query)
	var units []string
	for i, w := range words {
		touches := i > 0 && words[i-1].End == w.Start && words[i-1].Han
		followed := i+1 < len(words) && words[i+1].Start == w.End && words[i+1].Han
		switch {
		case !w.Han:
			units = append(units, w.Term)
		case touches:
			units = append(units, words[i-1].Term+w.Term)
		case !followed:
			units = append(units, w.Term)
		}
	}
	slices.Sort(units)
	units = slices.Compact(units)
	empty := product.Words(filler)
	fills := map[string]bool{}
	for _, word := range strings.Fields(filler) {
		fills[word] = true
	}
	for _, pair := range product.Pairs(empty) {
		fills[pair] = true
	}
	if long := slices.DeleteFunc(slices.Clone(units), func(u string) bool { return len(u) < minUnit || fills[u] }); len(long) > 0 {
		return long
	}
	return units
}

// helpPlain is the lines of a section without marks.
func (p *Pages) helpPlain(words *i18n.Words, id string) []string {
	var lines []string
	for _, block := range p.helpBlocks(words, id) {
		for _, item := range block.Items {
			var b strings.Builder
			for _, text := range item {
				b.WriteString(text.Text)
			}
			lines = append(lines, b.String())
		}
	}
	return lines
}

// best is the line in which most of what was asked stands.
func best(lines []string, units []string) string {
	most, line := -1, ""
	for _, l := range lines {
		n, folded := 0, product.Folded(l)
		for _, u := range units {
			if strings.Contains(folded, u) {
				n++
			}
		}
		if n > most {
			most, line = n, l
		}
	}
	return line
}

func marked(text, query string) []page.Fragment {
	var fragments []page.Fragment
	for _, f := range product.Highlight(text, query) {
		fragments = append(fragments, page.Fragment(f))
	}
	return fragments
}
