package pages

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/services/product"
	"gulimall/web/page"
)

// couponStrip is how many coupons the home page shows.
const couponStrip = 4

// bannerPicks is how many goods the banner of the home page shows.
const bannerPicks = 4

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
	return p.draw(c, "home", func(ctx context.Context, member *page.Member) (string, any, error) {
		tree, err := p.uc.Categories(ctx)
		if err != nil {
			return "", nil, err
		}
		floors, err := p.uc.Floors(ctx)
		if err != nil {
			return "", nil, err
		}
		id := int64(0)
		if member != nil {
			id = member.ID
		}
		coupons := couponCards(p.uc.Claimable(ctx, id))
		home := page.Home{
			Base:       page.Base{Here: hosts.Home("/"), Member: member, Flash: claimed(c, member)},
			Categories: categories(tree), Coupons: coupons[:min(len(coupons), couponStrip)],
		}
		home.Picks = picks(floors)
		for _, f := range floors {
			floor := page.Floor{Title: f.Category.Name, MoreURL: p.categoryURL(f.Category.ID), Items: cards(f.Hits, "")}
			for _, leaf := range f.Links {
				floor.Links = append(floor.Links, page.Crumb{Label: leaf.Name, URL: p.categoryURL(leaf.ID)})
			}
			home.Floors = append(home.Floors, floor)
		}
		return "home", home, nil
	})
}

// picks are goods for the banner: the first that is in stock of each of the first floors.
func picks(floors []product.Floor) []page.ProductCard {
	var out []product.Hit
	for _, f := range floors {
		at := slices.IndexFunc(f.Hits, func(h product.Hit) bool { return h.HasStock })
		if at >= 0 && len(out) < bannerPicks {
			out = append(out, f.Hits[at])
		}
	}
	return cards(out, "")
}

func (p *Pages) categoryURL(id int64) string {
	return p.frame.Hosts().Search("/list.html?catalog3Id=" + strconv.FormatInt(id, 10))
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

func couponCards(list []couponapi.Claimable) []page.CouponCard {
	all := make([]page.CouponCard, 0, len(list))
	for _, c := range list {
		from, errFrom := time.Parse(time.RFC3339, c.ValidFrom)
		until, errUntil := time.Parse(time.RFC3339, c.ValidUntil)
		if errFrom != nil || errUntil != nil {
			continue
		}
		all = append(all, page.CouponCard{
			ID: c.ID, Name: c.Name, Amount: c.Amount, MinPoint: c.MinPoint, Scope: scope(c.Scope), ValidFrom: from, ValidUntil: until,
			Left: int(c.Left), PerLimit: int(c.PerLimit), Claimed: int(c.Claimed),
		})
	}
	return all
}

// scope says what a coupon may be used for.
func scope(code string) string {
	switch code {
	case "all":
		return "全场通用"
	case "categories":
		return "限指定分类"
	case "products":
		return "限指定商品"
	}
	return "限部分商品"
}

// help shows a page of the help centre.
func (p *Pages) help(c *gin.Context) error {
	topic, ok := strings.CutSuffix(c.Param("topic"), ".html")
	titles := map[string]string{"guide": "购物指南", "delivery": "配送方式", "contact": "联系方式", "after-sale": "售后服务"}
	title, known := titles[topic]
	if !ok || !known {
		return apperr.ErrNotFound
	}
	return p.draw(c, "help/"+topic, func(_ context.Context, member *page.Member) (string, any, error) {
		return "help", page.Help{
			Base:  page.Base{Title: title, Here: p.frame.Hosts().Home("/help/" + topic + ".html"), Member: member},
			Topic: topic, PayWithin: p.payWithin,
		}, nil
	})
}
