package pages

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/services/product"
	"gulimall/web/page"
)

// search shows the list. What it does not understand in the address it goes on without.
func (p *Pages) search(c *gin.Context) error {
	values := c.Request.URL.Query()
	if values.Has("priceLow") || values.Has("priceHigh") {
		c.Redirect(http.StatusSeeOther, p.frame.Hosts().Search("/list.html?"+foldPrice(values).Encode()))
		return nil
	}
	q, _ := product.ParseQuery(values)
	return p.draw(c, "list"+encode(valuesOf(q)), func(ctx context.Context, v visit) (string, any, error) {
		view, err := p.searchPage(ctx, q, v)
		return "search", view, err
	})
}

func (p *Pages) searchPage(ctx context.Context, q product.Query, v visit) (page.Search, error) {
	found, err := p.uc.Search(q)
	if err == nil && len(found.Hits) == 0 && found.Total > 0 {
		q.PageNum = (found.Total + q.PageSize - 1) / q.PageSize // behind the last page: show that
		found, err = p.uc.Search(q)
	}
	if err != nil {
		return page.Search{}, err
	}
	tree, err := p.uc.Categories(ctx)
	if err != nil {
		return page.Search{}, err
	}
	l := list{pages: p, v: v, q: q, found: found, path: pathTo(tree, q.CategoryID)}
	view := l.view()
	if found.Total == 0 {
		return l.nothing(ctx, view)
	}
	return view, nil
}

// foldPrice joins the two fields of the price form.
func foldPrice(values url.Values) url.Values {
	price := values.Get("priceLow") + "_" + values.Get("priceHigh")
	for _, name := range []string{"priceLow", "priceHigh", "skuPrice", "pageNum"} {
		values.Del(name)
	}
	if price != "_" {
		values.Set("skuPrice", price)
	}
	return values
}

// pathTo finds a category in the tree and answers the way to it.
func pathTo(tree []product.Node, id int64) []product.Named {
	for _, n := range tree {
		if n.ID == id {
			return []product.Named{{ID: n.ID, Name: n.Name}}
		}
		if rest := pathTo(n.Children, id); rest != nil {
			return append([]product.Named{{ID: n.ID, Name: n.Name}}, rest...)
		}
	}
	return nil
}

// list fills the page.
type list struct {
	pages *Pages
	v     visit
	q     product.Query
	found product.Result
	path  []product.Named
}

// url is the address of a query.
func (l list) url(q product.Query) string { return l.pages.searchURL(q) }

func encode(v url.Values) string {
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

// with is the address of the present query after a change; it starts at page one.
func (l list) with(change func(q *product.Query)) string {
	q := l.q
	q.BrandIDs, q.Attrs, q.PageNum = slices.Clone(q.BrandIDs), slices.Clone(q.Attrs), 1
	change(&q)
	return l.url(q)
}

// firstRow is how many goods everybody sees at once, on every screen.
const firstRow = 4

func (l list) view() page.Search {
	q := l.q
	view := page.Search{
		Base: l.v.base(l.title(), l.url(q)), Heading: l.heading(),
		Chips: l.chips(), ClearURL: l.url(product.Query{Keyword: q.Keyword, PageNum: 1}),
		Brands: l.brands(), Categories: l.categories(), Attrs: l.attrs(),
		InStock: q.HasStock != nil && *q.HasStock, Sorts: l.sorts(), Items: cards(l.found.Hits, q.Keyword),
		Pager: page.NewPager(q.PageNum, q.PageSize, l.found.Total, func(n int) string {
			next := q
			next.PageNum = n
			return l.url(next)
		}),
	}
	for i := range min(len(view.Items), firstRow) {
		view.Items[i].Soon = true
	}
	view.Keyword = q.Keyword
	view.InStockURL = l.with(func(q *product.Query) {
		yes := true
		if q.HasStock = &yes; view.InStock {
			q.HasStock = nil
		}
	})
	view.Crumbs = append(l.pages.path(l.v.words, l.path), page.Crumb{Label: l.heading()})
	if len(l.path) > 0 && q.Keyword == "" {
		view.Crumbs = view.Crumbs[:len(view.Crumbs)-1]
		view.Crumbs[len(view.Crumbs)-1].URL = ""
	}
	view.PriceLow, view.PriceHigh = yuan(q)
	view.Keep, view.JumpKeep = keep(q, "skuPrice", "pageNum"), keep(q, "pageNum")
	l.describe(&view)
	return view
}

// describe tells search engines which of the many addresses of a list is the one to keep: a category or a brand, page by page.
func (l list) describe(view *page.Search) {
	plain := product.Query{CategoryID: l.q.CategoryID, PageNum: l.q.PageNum}
	if len(l.q.BrandIDs) == 1 {
		plain.BrandIDs = l.q.BrandIDs
	}
	view.Schema = page.NewBreadcrumbList(view.Crumbs, l.url(plain))
	if l.found.Total == 0 || l.url(plain) != l.url(l.q) {
		view.NoIndex = true
		return
	}
	view.Canonical = l.url(plain)
	view.Description = l.v.words.T("search.summary", "Name", l.heading(), "Count", l.found.Total)
}

// keep lists the parameters of a query for the hidden fields of a form, but for those that the form sends itself.
func keep(q product.Query, own ...string) []page.Field {
	values := valuesOf(q)
	for _, name := range own {
		values.Del(name)
	}
	var fields []page.Field
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			fields = append(fields, page.Field{Name: name, Value: value})
		}
	}
	return fields
}

func (l list) heading() string {
	switch {
	case l.q.Keyword != "":
		return l.v.words.T("search.results_for", "Keyword", l.q.Keyword)
	case len(l.path) > 0:
		return l.path[len(l.path)-1].Name
	}
	return l.v.words.T("search.all")
}

func (l list) title() string {
	if l.q.Keyword != "" {
		return l.v.words.T("search.title_for", "Keyword", l.q.Keyword)
	}
	return l.heading()
}

// valuesOf writes a query as parameters; what is as usual is left out.
func valuesOf(q product.Query) url.Values {
	v := url.Values{}
	set := func(name, value string, usual bool) {
		if !usual {
			v.Set(name, value)
		}
	}
	set("keyword", q.Keyword, q.Keyword == "")
	set("catalog3Id", strconv.FormatInt(q.CategoryID, 10), q.CategoryID == 0)
	for _, id := range q.BrandIDs {
		v.Add("brandId", strconv.FormatInt(id, 10))
	}
	for _, a := range q.Attrs {
		text := strconv.FormatInt(a.AttrID, 10) + "_"
		for i, value := range a.Values {
			if i > 0 {
				text += ":"
			}
			text += value
		}
		v.Add("attrs", text)
	}
	low, high := yuan(q)
	set("skuPrice", low+"_"+high, low == "" && high == "")
	if q.HasStock != nil {
		v.Set("hasStock", map[bool]string{true: "1", false: "0"}[*q.HasStock])
	}
	set("sort", string(q.Sort)+map[bool]string{true: "_asc", false: "_desc"}[q.Ascending], q.Sort == product.SortFitting)
	set("pageNum", strconv.Itoa(q.PageNum), q.PageNum <= 1)
	set("pageSize", strconv.Itoa(q.PageSize), q.PageSize == 0 || q.PageSize == product.DefaultPageSize)
	return v
}

// yuan writes the price bounds as the form shows them.
func yuan(q product.Query) (low, high string) {
	if q.PriceLow > 0 {
		low = trimCents(q.PriceLow.String())
	}
	if q.PriceHigh > 0 {
		high = trimCents(q.PriceHigh.String())
	}
	return low, high
}

func trimCents(s string) string {
	if n := len(s); n > 3 && s[n-3:] == ".00" {
		return s[:n-3]
	}
	return s
}
