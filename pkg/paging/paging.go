// Package paging is the back office's way of listing: a page of rows at a time, counted from 1.
package paging

// Page chooses a page of a list, from 1.
type Page struct{ Number, Size int }

// How many rows a page has: what a list shows unless it is asked otherwise, and the most that it may be asked for.
const (
	Usual = 20
	Most  = 200
)

// Whole is the first so many rows of a list, for a file that holds what the list shows.
func Whole(most int) Page { return Page{Number: 1, Size: most} }

// Offset is how many rows lie before the page.
func (p Page) Offset() int { return (max(p.Number, 1) - 1) * p.Size }

// Rows is a page of a list in JSON (api.md).
type Rows[T any] struct {
	Items    []T   `json:"items"`
	Total    int64 `json:"total"`
	Page     int   `json:"page"`
	PageSize int   `json:"pageSize"`
}

// Show is a page of rows, each in the words of the API.
func Show[T, S any](items []T, total int64, page Page, show func(T) S) Rows[S] {
	shown := make([]S, len(items))
	for i, item := range items {
		shown[i] = show(item)
	}
	return Rows[S]{Items: shown, Total: total, Page: page.Number, PageSize: page.Size}
}
