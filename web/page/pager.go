package page

import (
	"fmt"

	"gulimall/pkg/csvfile"
)

// Pager is the row of page numbers under a list. Its zero value shows nothing.
type Pager struct {
	Page  int
	Pages int
	Total int
	Links []Link
	// PrevURL and NextURL are empty at the ends.
	PrevURL string
	NextURL string
}

// Link is one number of a pager, or a gap between numbers.
type Link struct {
	Number  int
	URL     string
	Current bool
	Gap     bool
}

// pagerReach is how many neighbours of the present page are shown on each side.
const pagerReach = 2

// NewPager lists the first, the last and the nearest pages; url makes the address of page n. A list that fits on one
// page has no links.
func NewPager(page, size, total int, url func(n int) string) Pager {
	if size < 1 {
		size = 1
	}
	pages := (total + size - 1) / size
	p := Pager{Page: min(max(page, 1), max(pages, 1)), Pages: pages, Total: total}
	if pages < 2 {
		return p
	}
	last := 0
	for n := 1; n <= pages; n++ {
		near := n >= p.Page-pagerReach && n <= p.Page+pagerReach
		if n != 1 && n != pages && !near {
			continue
		}
		if n > last+1 {
			p.Links = append(p.Links, Link{Gap: true})
		}
		p.Links = append(p.Links, Link{Number: n, URL: url(n), Current: n == p.Page})
		last = n
	}
	if p.Page > 1 {
		p.PrevURL = url(p.Page - 1)
	}
	if p.Page < pages {
		p.NextURL = url(p.Page + 1)
	}
	return p
}

// FileMost is how many rows a file of the list holds, in digits as people group them; empty where it holds all of them.
func (p Pager) FileMost() string {
	if p.Total <= csvfile.MostRows {
		return ""
	}
	return fmt.Sprintf("%d,%03d", csvfile.MostRows/1000, csvfile.MostRows%1000)
}
