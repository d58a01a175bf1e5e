package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// preview shows what a draft says, or what a product is that is not for sale, as the shop's own item page, to staff alone. Nothing can be bought
// there.
func (p publishing) preview(c *gin.Context) error {
	ctx, d := c.Request.Context(), product.Draft{}
	form := page.ItemPreview{Draft: frame.Wanted(c, "draft"), ID: frame.Wanted(c, "id")}
	if form.Draft != 0 {
		var err error
		if d, err = p.uc.Draft(ctx, form.Draft); err != nil {
			return err
		}
	}
	if form.Draft == 0 || d.Saved {
		id := form.ID
		if d.Saved {
			id = d.SPUID
		}
		found, err := p.uc.Find(ctx, id)
		if err != nil {
			return err
		}
		d.SPUID, d.Body = id, found.Publication
	}
	if d.SPUID != 0 {
		if rules, err := p.uc.Rules(ctx, d.SPUID); err == nil {
			d.Body = product.WithRules(d.Body, rules)
		}
	}
	terms, err := p.uc.Terms(ctx, d.Body.CategoryID)
	if err != nil {
		return err
	}
	at := frame.Wanted(c, "sku")
	item, ok := product.Preview(d.Body, terms, int(at))
	if !ok {
		return product.ErrSkuNotFound
	}
	chosen := item.Choose(wishes(c.Request.URL.Query()))
	if found := chosen.Find(item.Siblings); found != 0 && found != item.SKU.ID {
		item, _ = product.Preview(d.Body, terms, int(found-1))
		chosen = item.Choose(nil)
	}
	form.SKU = item.SKU.ID - 1
	visit := p.shop.visit(c)
	visit.frame.Member = nil
	visit.frame.Flash = &page.Flash{Kind: page.FlashInfo, Text: visit.words.T("spu.previewing")}
	view := p.shop.itemPage(ctx, item, chosen, visit)
	view.Preview, view.Similar, view.Here = &form, nil, p.frame.Hosts().Home("/")
	c.Header("X-Robots-Tag", "noindex")
	return p.shop.frame.Show(c, http.StatusOK, "item", view)
}
