package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// showSave shows what there is to save, and what is missing.
func (p publishing) showSave(c *gin.Context, status int, d product.Draft, wrong page.FormErrors, meanwhile *product.Draft) error {
	ctx, words := c.Request.Context(), p.frame.Words(c)
	judged, err := p.uc.Judge(ctx, d)
	if err != nil {
		return err
	}
	shown := page.AdminSPUSave{
		AdminSPUWizard: p.around(c, d, "save", wrong, meanwhile), Album: len(d.Body.Album), Specs: len(d.Body.Specs), Summary: d.Body.Summary,
		Ready: judged.Saving == nil, Complete: judged.Saving == nil && judged.Selling == nil, Changed: judged.Changed,
		Row: page.AdminSPURow{Name: d.Body.Name},
	}
	for _, faults := range []error{judged.Saving, judged.Selling} {
		if faults != nil && len(shown.Lacking) == 0 {
			shown.Lacking = p.wrong(c, faults).Fields
		}
	}
	var names []string
	for _, category := range judged.Terms.Path {
		names = append(names, category.Name)
	}
	shown.Row.Category = strings.Join(names, " / ")
	if shown.Row.Brand, err = p.brandName(ctx, d.Body.BrandID); err != nil {
		return err
	}
	for i, sku := range d.Body.Skus {
		shown.Skus = append(shown.Skus, page.AdminSPUSku{At: i, SkuID: sku.SkuID, Name: skuName(words, sku.Values), Title: sku.Title, Price: sku.Price.String(), Off: sku.Off})
	}
	return p.frame.Show(c, status, "adminspusave", shown)
}

// finish saves what the draft says, and puts it up where that is wished.
func (p publishing) finish(c *gin.Context, d product.Draft, by adminapi.By) error {
	ctx := c.Request.Context()
	saved, err := p.uc.PublishDraft(ctx, d.ID, d.Version, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, d)
		if unexpected != nil {
			return unexpected
		}
		if d, err = p.uc.Draft(ctx, d.ID); err != nil {
			return err
		}
		return p.showSave(c, status, d, wrong, meanwhile)
	}
	told := "spu.saved"
	if c.PostForm("go") == "up" {
		told = "spu.saved_up"
		if _, err := p.uc.Up(ctx, saved.ID, by); err != nil {
			if !frame.Expected(err) {
				return err
			}
			told = "spu.saved_not_up"
		}
	}
	kind := page.FlashSuccess
	if told == "spu.saved_not_up" {
		kind = page.FlashWarning
	}
	p.frame.Flash(c, kind, told)
	c.Redirect(http.StatusSeeOther, "/product/spu.html?id="+number(saved.ID))
	return nil
}
