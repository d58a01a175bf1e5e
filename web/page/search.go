package page

import "slices"

// Search is the page "search" (search host, /list.html). Every URL is a whole query of this page, built by the caller:
// choosing adds to the present query, removing takes away, and either starts again at page one.
type Search struct {
	Base
	// Heading stands above the list.
	Heading string
	Crumbs  []Crumb
	// Schema is the crumbs for search engines.
	Schema BreadcrumbList
	// Canonical is the address under which search engines know the page; NoIndex keeps them away.
	Canonical string
	NoIndex   bool
	// Description is for search engines.
	Description string

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
	// JumpKeep holds the present query without pageNum, for the form that jumps to a page.
	JumpKeep []Field

	// InStock tells whether only goods in stock are shown; InStockURL turns that over.
	InStock    bool
	InStockURL string

	Sorts []Sort
	Items []ProductCard
	Pager Pager

	// Looser are questions near one that found nothing, Instead the goods that the first of them finds, and Popular what others buy.
	Looser  []LooserLink
	Instead []ProductCard
	Popular []ProductCard
}

// LooserLink is a question near one that found nothing.
type LooserLink struct {
	// Kind is spelling, filter, filters (without any) or words.
	Kind string
	// Label is the keyword, or the name of the filter that is left out.
	Label string
	Count int
	URL   string
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
	// Name is fit, sales, price or new.
	Name      string
	URL       string
	Selected  bool
	Direction string
}
