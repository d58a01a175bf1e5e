package pages

import (
	"context"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/services/product"
	"gulimall/web/page"
)

// item shows a SKU: /{skuId}.html.
func (p *Pages) item(c *gin.Context) error {
	name, ok := strings.CutSuffix(c.Param("item"), ".html")
	id, err := strconv.ParseInt(name, 10, 64)
	if !ok || err != nil || id <= 0 || strconv.FormatInt(id, 10) != name {
		return apperr.ErrNotFound
	}
	return p.draw(c, "item/"+name, func(ctx context.Context, member *page.Member) (string, any, error) {
		item, err := p.uc.Item(ctx, id)
		if err != nil {
			return "", nil, err
		}
		shown := p.itemPage(item, member)
		shown.Flash = claimed(c, member)
		return "item", shown, nil
	})
}

func (p *Pages) itemPage(item product.Item, member *page.Member) page.Item {
	hosts, sku := p.frame.Hosts(), item.SKU
	view := page.Item{
		Base:   page.Base{Title: sku.Title, Here: hosts.SKU(sku.ID), Member: member},
		Crumbs: append(p.path(sku.Path), page.Crumb{Label: sku.SPUName}),
		SKU: page.ItemSKU{
			ID: sku.ID, Title: sku.Title, Subtitle: sku.Subtitle, Price: sku.Price, Brand: sku.Brand.Name, Category: sku.Category().Name,
			Images: item.Images, HasStock: item.HasStock(), OffShelf: !sku.OnShelf,
		},
		SaleAttrs: choices(item), Description: item.Description,
		Coupons:    couponCards(item.Promotions.Coupons),
		GiftPoints: item.Promotions.GiftPoints, GiftGrowth: item.Promotions.GiftGrowth,
	}
	for _, promotion := range item.Promotions.Promotions {
		view.Promotions = append(view.Promotions, page.Promotion{Label: label(promotion.Rule), Text: promotion.Text})
	}
	for _, group := range item.Specs {
		shown := page.SpecGroup{Name: group.Name}
		for _, a := range group.Attrs {
			shown.Attrs = append(shown.Attrs, page.Spec{Name: a.Name, Value: a.Value})
		}
		view.Specs = append(view.Specs, shown)
	}
	if n := item.Stock[sku.ID]; n > 0 {
		view.MaxCount = int(min(n, maxCount))
	}
	return view
}

// maxCount is how many pieces of a SKU may be put in a cart.
const maxCount = 200

// path is the breadcrumb of categories.
func (p *Pages) path(categories []product.Named) []page.Crumb {
	crumbs := []page.Crumb{{Label: "首页", URL: p.frame.Hosts().Home("/")}}
	for _, c := range categories {
		crumbs = append(crumbs, page.Crumb{Label: c.Name, URL: p.categoryURL(c.ID)})
	}
	return crumbs
}

// choices says where choosing another value of a sale attribute leads, the other values staying as they are.
func choices(item product.Item) []page.SaleAttr {
	var attrs []page.SaleAttr
	for _, attr := range item.SaleAttrs {
		shown := page.SaleAttr{Name: attr.Name}
		for _, v := range attr.Values {
			id := product.With(item.Siblings, item.SKU, attr.ID, v.Value)
			shown.Values = append(shown.Values, page.SaleValue{
				Value: v.Value, SKUID: id, Selected: id == item.SKU.ID, HasStock: item.Stock[id] > 0,
			})
		}
		attrs = append(attrs, shown)
	}
	return attrs
}

// label is the short name of a promotion.
func label(rule string) string {
	switch rule {
	case "ladder":
		return "多件折扣"
	case "full_reduction":
		return "满减"
	case "member_price":
		return "会员价"
	}
	return "促销"
}
