package frame

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/shopday"
	"gulimall/web/page"
)

// rows is how many rows a list of the back office shows.
const rows = 50

// mostPages bounds how far back a list can be turned.
const mostPages = 100_000

// Sheet is the page of a list that the query asks for (?page); the first one where it asks for none that there is.
func Sheet(c *gin.Context) paging.Page {
	n, err := strconv.Atoi(c.Query("page"))
	if err != nil || n < 1 || n > mostPages {
		n = 1
	}
	return paging.Page{Number: n, Size: rows}
}

// Number reads a number of the query or of a form: 0 is none, and -1, which nothing has, stands for what is no number.
func Number(text string) int64 {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// Days reads ?from and ?to, days of the shop: from the beginning of the one to the end of the other. What is not there is the zero time, and
// what is no day is refused.
func Days(c *gin.Context) (from, to time.Time, err error) {
	for _, bound := range []struct {
		name string
		into *time.Time
		more int
	}{{"from", &from, 0}, {"to", &to, 1}} {
		text := c.Query(bound.name)
		if text == "" {
			continue
		}
		at, parseErr := shopday.Parse(text)
		if parseErr != nil {
			return time.Time{}, time.Time{}, apperr.ErrInvalid.WithField(bound.name, "invalid")
		}
		*bound.into = at.AddDate(0, 0, bound.more)
	}
	return from, to, nil
}

// ID reads the number of the thing that a page is about (?id); what is no number names nothing that exists.
func ID(c *gin.Context, none error) (int64, error) {
	n := Wanted(c, "id")
	if n < 1 {
		return 0, none
	}
	return n, nil
}

// Wanted reads a number of the query, as Number does.
func Wanted(c *gin.Context, name string) int64 { return Number(c.Query(name)) }

// Address is the present page with some of its query changed, in pairs of name and value; an empty value takes the name out.
func Address(c *gin.Context, pairs ...string) string {
	query := url.Values{}
	for name, values := range c.Request.URL.Query() {
		if values[0] != "" {
			query.Set(name, values[0])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Del(pairs[i])
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return c.Request.URL.Path
	}
	return c.Request.URL.Path + "?" + query.Encode()
}

// Pager is the row of page numbers under a list; its filters stay.
func Pager(c *gin.Context, now paging.Page, total int64) page.Pager {
	return page.NewPager(now.Number, now.Size, int(total), func(n int) string { return Address(c, "page", strconv.Itoa(n)) })
}

// File is the address of the file that holds what the present list shows: the list's with .csv for .html, all pages of it.
func File(c *gin.Context) string {
	return strings.Replace(Address(c, "page", ""), ".html", ".csv", 1)
}

// SendCSV answers with a file.
func SendCSV(c *gin.Context, name string, head []string, lines [][]string) error {
	c.Header("Content-Type", csvfile.ContentType)
	c.Header("Content-Disposition", `attachment; filename="`+name+`.csv"`)
	c.Header("Cache-Control", "private, no-store")
	c.Status(http.StatusOK)
	// What fails now fails because whoever asked has gone.
	_ = csvfile.Write(c.Writer, head, lines)
	return nil
}

// Options lists the values of a filter, worded by the catalogue: prefix ends in a dot, the values complete it.
func (f *Frame) Options(c *gin.Context, prefix, chosen string, values ...string) []page.Option {
	words, all := f.Words(c), make([]page.Option, len(values))
	for i, value := range values {
		all[i] = page.Option{Value: value, Label: words.T(prefix + value), Selected: value == chosen}
	}
	return all
}

// Column is a column of a list. Key names it in the catalogues (admin.column.…) and, where the list can be sorted by it, in ?sort.
type Column struct {
	Key            string
	Sorts, Numbers bool
}

// Sorting reads ?sort=key or ?sort=-key: the column that a list is sorted by, and whether the greatest comes first. Without it, or with one
// that the list cannot be sorted by, it is usual.
func Sorting(c *gin.Context, columns []Column, usual string) (key string, down bool) {
	for _, wish := range []string{c.Query("sort"), usual} {
		key, down = strings.CutPrefix(wish, "-")
		for _, column := range columns {
			if column.Sorts && column.Key == key {
				return key, down
			}
		}
	}
	return key, down
}

// Heads are the heads of a list's columns: each that it can be sorted by leads there, the one it is sorted by leads to the other way.
func Heads(c *gin.Context, columns []Column, key string, down bool) []page.AdminHead {
	all := make([]page.AdminHead, len(columns))
	for i, column := range columns {
		all[i] = page.AdminHead{Key: column.Key, Number: column.Numbers}
		if !column.Sorts {
			continue
		}
		wish := column.Key
		if column.Key == key {
			all[i].Sorted = "ascending"
			if down {
				all[i].Sorted = "descending"
			} else {
				wish = "-" + column.Key
			}
		}
		all[i].URL = Address(c, "sort", wish, "page", "")
	}
	return all
}
