package pages

import (
	"context"

	"gulimall/services/product"
	"gulimall/web/page"
)

const (
	popular  = 8 // goods that others buy, where nothing was found
	instead  = 8 // goods of the nearest question
	maxLoose = 6
)

// nothing helps whoever found nothing: with questions near the one that was asked, with what the nearest of them finds, and with what
// others buy.
func (l list) nothing(ctx context.Context, view page.Search) (page.Search, error) {
	near, err := l.pages.uc.Loosen(ctx, l.q)
	if err != nil {
		return view, err
	}
	for _, n := range near[:min(len(near), maxLoose)] {
		view.Looser = append(view.Looser, l.link(n))
	}
	if len(near) > 0 {
		q := near[0].Query
		q.PageNum, q.PageSize = 1, instead
		found, err := l.pages.uc.Search(q)
		if err != nil {
			return view, err
		}
		view.Instead = cards(found.Hits, q.Keyword)
	}
	view.Popular = cards(l.pages.uc.Best(popular), "")
	return view, nil
}

func (l list) link(n product.Looser) page.LooserLink {
	words := l.v.words
	link := page.LooserLink{Kind: "filter", Count: n.Total, URL: l.url(n.Query)}
	switch n.How {
	case product.Respelled:
		link.Kind, link.Label = "spelling", n.Query.Keyword
	case product.FewerWords:
		link.Kind, link.Label = "words", n.Query.Keyword
	case product.WithoutCategory:
		link.Label = words.T("search.category")
	case product.WithoutBrands:
		link.Label = words.T("search.brand")
	case product.WithoutAttr:
		link.Label = l.attrName(n.AttrID)
	case product.WithoutPrice:
		link.Label = words.T("search.price")
	case product.WithoutStock:
		link.Label = words.T("search.stock")
	case product.WithoutFilters:
		link.Kind = "filters"
	}
	return link
}
