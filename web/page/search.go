package page

import "slices"

// Search is the page "search" (search host, /list.html). Every URL is a whole query of this page, built by the caller:
// choosing adds to the present query, removing takes away, and either starts again at page one.
type Search struct {
	Base
	Crumbs []Crumb
	// Chips are the chosen filters, each with the address without it.
	Chips []Chip
	// ClearURL drops every filter and keeps the keyword.
	ClearURL string

	Brands     []Choice
	Categories []Choice
	Attrs      []AttrFilter

	// Keep holds the present query without skuPrice, priceLow, priceHigh and pageNum, for the price form. That form sends
	// priceLow and priceHigh in yuan (no script joins them); the page folds them into skuPrice=low_high.
	Keep      []Field
	PriceLow  string
	PriceHigh string

	// InStock tells whether only goods in stock are shown; InStockURL turns that over.
	InStock    bool
	InStockURL string

	Sorts []Sort
	Items []ProductCard
	Pager Pager

	// Popular is shown when nothing was found.
	Popular []ProductCard
}

// Chip is a chosen filter that can be taken away.
type Chip struct {
	Name  string
	Value string
	URL   string
}

// Choice is one value of a filter; its URL chooses it, or takes it back when it is selected.
type Choice struct {
	Label    string
	Count    int
	Selected bool
	URL      string
}

// AttrFilter is the filter on one attribute.
type AttrFilter struct {
	Name    string
	Choices []Choice
}

// Chosen tells whether a value of the attribute is chosen.
func (a AttrFilter) Chosen() bool {
	return slices.ContainsFunc(a.Choices, func(c Choice) bool { return c.Selected })
}

// Sort is one way to order the list. Direction is "asc" or "desc" for the selected one and empty for the others.
type Sort struct {
	Label     string
	URL       string
	Selected  bool
	Direction string
}
