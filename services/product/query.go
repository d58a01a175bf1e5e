package product

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// Limits of a search.
const (
	DefaultPageSize = 16
	MaxPageSize     = 60
	maxPageNum      = 100_000
	maxKeyword      = 100 // runes
	maxBrands       = 100
	maxAttrs        = 30
)

// Sort is what a list is ordered by; the zero value is the order that fits: how well the words match, then how hot the goods are.
type Sort string

// The orders that may be asked for.
const (
	SortFitting Sort = ""
	SortHot     Sort = "hotScore"
	SortSales   Sort = "saleCount"
	SortPrice   Sort = "skuPrice"
	SortNew     Sort = "createTime"
)

// AttrFilter wants one of the values of an attribute.
type AttrFilter struct {
	AttrID int64
	Values []string
}

// Query is what a shopper looks for.
type Query struct {
	Keyword    string
	CategoryID int64 // 0 = all; a category of any level, its goods and those below
	BrandIDs   []int64
	Attrs      []AttrFilter // all must hold; at most one an attribute
	PriceLow   money.Fen
	PriceHigh  money.Fen // 0 = no bound
	HasStock   *bool
	Sort       Sort
	Ascending  bool
	PageNum    int
	PageSize   int
}

// ParseQuery reads a query of the search page. What cannot be understood is left out of the query and named among the faults: the API
// refuses it, the page goes on without it.
func ParseQuery(v url.Values) (Query, []apperr.Field) {
	p := parser{values: v}
	q := Query{PageNum: p.number("pageNum", 1, 1, maxPageNum), PageSize: p.number("pageSize", DefaultPageSize, 1, MaxPageSize)}
	q.Keyword = p.keyword()
	q.CategoryID = p.category()
	q.BrandIDs = p.brands()
	q.Attrs = p.attrs()
	q.PriceLow, q.PriceHigh = p.price()
	q.HasStock = p.stock()
	q.Sort, q.Ascending = p.sort()
	return q, p.faults
}

// parser collects what is wrong while it reads.
type parser struct {
	values url.Values
	faults []apperr.Field
}

func (p *parser) fault(name, code string) {
	p.faults = append(p.faults, apperr.Field{Name: name, Code: code})
}

func (p *parser) number(name string, def, low, high int) int {
	text := p.values.Get(name)
	if text == "" {
		return def
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		p.fault(name, "range")
		return def
	}
	return n
}

func (p *parser) keyword() string {
	word := strings.TrimSpace(strings.ToValidUTF8(p.values.Get("keyword"), ""))
	if utf8.RuneCountInString(word) > maxKeyword {
		p.fault("keyword", "too_long")
		word = strings.TrimSpace(string([]rune(word)[:maxKeyword]))
	}
	return word
}

func (p *parser) category() int64 {
	text := p.values.Get("catalog3Id")
	if text == "" {
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		p.fault("catalog3Id", "invalid")
		return 0
	}
	return id
}

func (p *parser) brands() []int64 {
	var ids []int64
	for _, text := range p.values["brandId"] {
		if text == "" {
			continue
		}
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id <= 0 || len(ids) == maxBrands {
			p.fault("brandId", "invalid")
			continue
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// attrs reads attrs={attrId}_{v1}:{v2}. The same attribute twice means any of all the values.
func (p *parser) attrs() []AttrFilter {
	var filters []AttrFilter
	for _, text := range p.values["attrs"] {
		if text == "" {
			continue
		}
		left, right, ok := strings.Cut(strings.ToValidUTF8(text, ""), "_")
		id, err := strconv.ParseInt(left, 10, 64)
		if !ok || err != nil || id <= 0 || strings.Trim(right, ":") == "" || len(filters) == maxAttrs {
			p.fault("attrs", "invalid")
			continue
		}
		i := slices.IndexFunc(filters, func(f AttrFilter) bool { return f.AttrID == id })
		if i < 0 {
			filters = append(filters, AttrFilter{AttrID: id})
			i = len(filters) - 1
		}
		for value := range strings.SplitSeq(right, ":") {
			if value != "" && !slices.Contains(filters[i].Values, value) {
				filters[i].Values = append(filters[i].Values, value)
			}
		}
	}
	return filters
}

// price reads skuPrice={lo}_{hi} in yuan; either side may be left out.
func (p *parser) price() (low, high money.Fen) {
	text := p.values.Get("skuPrice")
	if text == "" || text == "_" {
		return 0, 0
	}
	left, right, ok := strings.Cut(text, "_")
	low, okLow := parseYuan(left)
	high, okHigh := parseYuan(right)
	if !ok || !okLow || !okHigh || (right != "" && high < low) {
		p.fault("skuPrice", "invalid")
		return 0, 0
	}
	if right != "" && high == 0 {
		high = 1 // nothing but what is free
	}
	return low, high
}

// parseYuan reads 12, 12.5 or 12.50; nothing is 0.
func parseYuan(text string) (money.Fen, bool) {
	if text == "" {
		return 0, true
	}
	whole, cents, _ := strings.Cut(text, ".")
	if len(whole) > 12 || len(cents) > 2 || strings.Trim(whole+cents, "0123456789") != "" || whole == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	return money.Fen(n), err == nil && n < math.MaxInt64/2
}

func (p *parser) stock() *bool {
	switch p.values.Get("hasStock") {
	case "":
		return nil
	case "0":
		no := false
		return &no
	case "1":
		yes := true
		return &yes
	}
	p.fault("hasStock", "invalid")
	return nil
}

func (p *parser) sort() (by Sort, ascending bool) {
	text := p.values.Get("sort")
	if text == "" {
		return SortFitting, false
	}
	left, direction, ok := strings.Cut(text, "_")
	known := left == string(SortHot) || left == string(SortSales) || left == string(SortPrice) || left == string(SortNew)
	if !ok || !known || (direction != "asc" && direction != "desc") {
		p.fault("sort", "invalid")
		return SortFitting, false
	}
	return Sort(left), direction == "asc"
}
