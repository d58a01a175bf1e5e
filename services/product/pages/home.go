package pages

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/services/product"
	"gulimall/web/page"
)

// What the home page shows how much of.
const (
	couponStrip   = 4
	bannerGoods   = 4
	bannerCoupons = 3
	flyoutGoods   = 4
)

// home shows the home page; / of the hosts beside the bare domain leads to what they are for.
func (p *Pages) home(c *gin.Context) error {
	hosts := p.frame.Hosts()
	switch label, _, _ := strings.Cut(c.Request.Host, "."); label {
	case "search":
		c.Redirect(http.StatusSeeOther, hosts.Search("/list.html"))
		return nil
	case "item":
		c.Redirect(http.StatusSeeOther, hosts.Home("/"))
		return nil
	}
	seen := len(recent(c)) > 0
	key := "home"
	if seen {
		key = "home/recent"
	}
	return p.draw(c, key, func(ctx context.Context, v visit) (string, any, error) {
		view, err := p.homePage(ctx, v)
		view.Recent = seen
		return "home", view, err
	})
}

func (p *Pages) homePage(ctx context.Context, v visit) (page.Home, error) {
	tree, err := p.uc.Categories(ctx)
	if err != nil {
		return page.Home{}, err
	}
	floors, err := p.uc.Floors(ctx)
	if err != nil {
		return page.Home{}, err
	}
	hot, err := p.uc.Suggest(ctx, "")
	if err != nil {
		return page.Home{}, err
	}
	coupons := v.coupons(p.uc.Claimable(ctx, v.member()))
	view := page.Home{
		Base: v.base("", p.frame.Hosts().Home("/")), Categories: categories(tree), Coupons: coupons[:min(len(coupons), couponStrip)],
	}
	for _, word := range hot {
		view.Hot = append(view.Hot, page.Crumb{Label: word.Text, URL: p.searchURL(product.Query{Keyword: word.Text})})
	}
	if view.Banners, err = p.banners(floors, coupons); err != nil {
		return page.Home{}, err
	}
	for _, f := range floors {
		if at := slices.IndexFunc(view.Categories, func(c page.Category) bool { return c.ID == f.Category.ID }); at >= 0 {
			view.Categories[at].Goods = cards(f.Hits[:min(len(f.Hits), flyoutGoods)], "")
		}
		floor := page.Floor{Title: f.Category.Name, MoreURL: p.categoryURL(f.Category.ID), Items: cards(f.Hits, "")}
		for _, leaf := range f.Links {
			floor.Links = append(floor.Links, page.Crumb{Label: leaf.Name, URL: p.categoryURL(leaf.ID)})
		}
		view.Floors = append(view.Floors, floor)
	}
	return view, nil
}

// banners are what the shop is proud of, what is new, the coupons there are, and the way for newcomers.
func (p *Pages) banners(floors []product.Floor, coupons []page.CouponCard) ([]page.Banner, error) {
	if len(floors) == 0 {
		return nil, nil
	}
	hosts := p.frame.Hosts()
	fresh, err := p.uc.Fresh(bannerGoods)
	if err != nil {
		return nil, err
	}
	all := []page.Banner{
		{Kind: "real", URL: hosts.Search("/list.html"), Goods: picks(floors)},
		{Kind: "fresh", URL: p.searchURL(product.Query{Sort: product.SortNew}), Goods: cards(fresh, "")},
	}
	if len(coupons) > 0 {
		all = append(all, page.Banner{Kind: "coupons", URL: hosts.Coupon("/"), Coupons: coupons[:min(len(coupons), bannerCoupons)]})
	}
	all = append(all, page.Banner{Kind: "guide", URL: hosts.Home("/help/guide.html")})
	for i := range all {
		all[i].Number = i + 1
	}
	return all, nil
}

// picks are goods for the first banner: the first that is in stock of each of the first floors.
func picks(floors []product.Floor) []page.ProductCard {
	var out []product.Hit
	for _, f := range floors {
		at := slices.IndexFunc(f.Hits, func(h product.Hit) bool { return h.HasStock })
		if at >= 0 && len(out) < bannerGoods {
			out = append(out, f.Hits[at])
		}
	}
	return cards(out, "")
}

// searchURL is the address of a question.
func (p *Pages) searchURL(q product.Query) string {
	return p.frame.Hosts().Search("/list.html" + encode(valuesOf(q)))
}

func (p *Pages) categoryURL(id int64) string {
	return p.searchURL(product.Query{CategoryID: id})
}

func categories(tree []product.Node) []page.Category {
	all := make([]page.Category, len(tree))
	for i, n := range tree {
		all[i] = page.Category{ID: n.ID, Name: n.Name, Children: categories(n.Children)}
	}
	return all
}

// cards shows goods in a grid, with the words of a keyword marked.
func cards(hits []product.Hit, keyword string) []page.ProductCard {
	all := make([]page.ProductCard, len(hits))
	for i, h := range hits {
		all[i] = page.ProductCard{
			SKUID: h.SKU.ID, Title: h.SKU.Title, Image: h.SKU.Image, Price: h.SKU.Price, Brand: h.SKU.Brand.Name,
			SaleCount: h.SKU.SaleCount, HasStock: h.HasStock,
		}
		if keyword == "" {
			continue
		}
		for _, f := range product.Highlight(h.SKU.Title, keyword) {
			all[i].Parts = append(all[i].Parts, page.Fragment(f))
		}
	}
	return all
}
