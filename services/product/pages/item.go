package pages

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/services/product"
	"gulimall/web/page"
)

// similarGoods is how many goods stand below an item.
const similarGoods = 5

// item shows a SKU: /{skuId}.html. With values of sale attributes in the query (a<attribute id>=<value>) it leads to the SKU that has
// them, and says so where there is no such combination.
func (p *Pages) item(c *gin.Context) error {
	name, ok := strings.CutSuffix(c.Param("item"), ".html")
	id, err := strconv.ParseInt(name, 10, 64)
	if !ok || err != nil || id <= 0 || strconv.FormatInt(id, 10) != name {
		return apperr.ErrNotFound
	}
	if wished := wishes(c.Request.URL.Query()); len(wished) > 0 {
		return p.choose(c, id, wished)
	}
	others := c.Writer.Header()["Set-Cookie"]
	p.remember(c, id)
	err = p.draw(c, "item/"+name, func(ctx context.Context, v visit) (string, any, error) {
		item, err := p.uc.Item(ctx, id)
		if err != nil {
			return "", nil, err
		}
		return "item", p.itemPage(ctx, item, item.Choose(nil), v), nil
	})
	if err != nil { // what there is not was not looked at either
		c.Writer.Header()["Set-Cookie"] = others
	}
	return err
}

// wishes reads the values of sale attributes that a form chose.
func wishes(query url.Values) map[int64]string {
	wished := map[int64]string{}
	for name, values := range query {
		rest, ok := strings.CutPrefix(name, "a")
		id, err := strconv.ParseInt(rest, 10, 64)
		if ok && err == nil && id > 0 && len(values) > 0 {
			wished[id] = values[0]
		}
	}
	return wished
}

// choose leads to the SKU that has the values wished for. Where no SKU has them the page stays, with what was chosen.
func (p *Pages) choose(c *gin.Context, id int64, wished map[int64]string) error {
	ctx := c.Request.Context()
	item, err := p.uc.Item(ctx, id)
	if err != nil {
		return err
	}
	chosen := item.Choose(wished)
	if found := chosen.Find(item.Siblings); found != 0 {
		c.Redirect(http.StatusSeeOther, p.frame.Hosts().SKU(found))
		return nil
	}
	v := p.visit(c)
	return p.frame.Show(c, http.StatusOK, "item", p.itemPage(ctx, item, chosen, v))
}

func (p *Pages) itemPage(ctx context.Context, item product.Item, chosen product.Chosen, v visit) page.Item {
	hosts, sku := p.frame.Hosts(), item.SKU
	view := page.Item{
		Base:   v.base(sku.Title, hosts.SKU(sku.ID)),
		Crumbs: append(p.path(v.words, sku.Path), page.Crumb{Label: sku.SPUName}),
		SKU: page.ItemSKU{
			ID: sku.ID, Title: sku.Title, Subtitle: sku.Subtitle, Price: sku.Price, Brand: sku.Brand.Name, Category: sku.Category().Name,
			Images: item.Images, Stock: item.Stock[sku.ID], StockUnknown: item.StockGuessed, SaleCount: sku.SaleCount, OffShelf: !sku.OnShelf,
		},
		SaleAttrs: choices(item, chosen), Description: item.Description, DescriptionImages: described(item),
		Coupons:    v.coupons(p.claims(ctx, item.Promotions.Coupons, v.member())),
		GiftPoints: item.Promotions.GiftPoints, GiftGrowth: item.Promotions.GiftGrowth,
		Similar: cards(p.uc.Similar(sku, similarGoods), ""),
	}
	if chosen.Find(item.Siblings) == 0 {
		view.NoSuch = chosen.String()
	}
	for _, promotion := range item.Promotions.Promotions {
		view.Promotions = append(view.Promotions, page.Promotion{Code: promotion.Code, Text: promotion.Text(v.words)})
	}
	for _, group := range item.Specs {
		shown := page.SpecGroup{Name: cmp.Or(group.Name, v.words.T("specs_other"))}
		for _, a := range group.Attrs {
			shown.Attrs = append(shown.Attrs, page.Spec{Name: a.Name, Value: a.Value})
		}
		view.Specs = append(view.Specs, shown)
	}
	return view
}

// described are the pictures that stand under the description: its own, or else those after the ones that show the thing as a whole.
func described(item product.Item) []string {
	if len(item.About) > 0 {
		return item.About
	}
	if len(item.Images) < 5 {
		return nil
	}
	return item.Images[2:5]
}

// claims tells of coupons how many a member has. What is shown of an item is the same for all visitors, so that it does not say.
func (p *Pages) claims(ctx context.Context, coupons []couponapi.Claimable, memberID int64) []couponapi.Claimable {
	if memberID == 0 || len(coupons) == 0 {
		return coupons
	}
	claimed := map[int64]int64{}
	for _, own := range p.uc.Claimable(ctx, memberID) {
		claimed[own.ID] = own.Claimed
	}
	own := make([]couponapi.Claimable, len(coupons))
	for i, coupon := range coupons {
		coupon.Claimed = claimed[coupon.ID]
		own[i] = coupon
	}
	return own
}

// path is the breadcrumb of categories.
func (p *Pages) path(words *i18n.Words, categories []product.Named) []page.Crumb {
	crumbs := []page.Crumb{{Label: words.T("shop.nav_home"), URL: p.frame.Hosts().Home("/")}}
	for _, c := range categories {
		crumbs = append(crumbs, page.Crumb{Label: c.Name, URL: p.categoryURL(c.ID)})
	}
	return crumbs
}

// choices says where choosing another value of a sale attribute leads, the other values staying as they are. The first attribute, which
// is what changes the looks, is shown with pictures.
func choices(item product.Item, chosen product.Chosen) []page.SaleAttr {
	groups := item.Options(chosen)
	attrs := make([]page.SaleAttr, len(groups))
	for i, group := range groups {
		attrs[i] = page.SaleAttr{ID: group.ID, Name: group.Name, Values: make([]page.SaleValue, len(group.Options))}
		for j, o := range group.Options {
			attrs[i].Values[j] = page.SaleValue{Value: o.Value, SKUID: o.SkuID, Selected: o.Chosen, HasStock: o.Left > 0}
			if i == 0 {
				attrs[i].Values[j].Image = o.Image
			}
		}
	}
	return attrs
}
