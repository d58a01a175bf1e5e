package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// steps are the steps of the wizard, in their order.
func steps() []string { return []string{"base", "pictures", "specs", "sale", "skus", "rules", "save"} }

// stepURL is where a step of a draft is.
func stepURL(draft int64, step string) string {
	return at("/product/publish.html", "draft", number(draft), "step", step)
}

// stepAsked is the step that the query names; the first where it names none.
func stepAsked(c *gin.Context) string {
	if step := c.Query("step"); slices.Contains(steps(), step) {
		return step
	}
	return steps()[0]
}

// around is what the steps share; meanwhile is the draft as somebody else has left it, where that is what is wrong.
func (p publishing) around(c *gin.Context, d product.Draft, step string, wrong page.FormErrors, meanwhile *product.Draft) page.AdminSPUWizard {
	words := p.frame.Words(c)
	title := words.T("spu.publish")
	if d.SPUID != 0 {
		title = words.T("spu.editing", "Name", d.Body.Name)
	}
	shown := page.AdminSPUWizard{AdminBase: p.frame.Base(c, title, "spus"), DraftID: d.ID, Version: d.Version, SPUID: d.SPUID, Step: step}
	shown.Errors, shown.Here = wrong, "/product/publish.html"
	for _, key := range steps() {
		one := page.AdminSPUStep{Key: key, Now: key == step}
		if d.ID != 0 {
			one.URL = stepURL(d.ID, key)
		}
		shown.Steps = append(shown.Steps, one)
	}
	if d.ID != 0 {
		shown.Here = stepURL(d.ID, step)
	}
	if meanwhile != nil {
		other := draftShown(*meanwhile)
		shown.Meanwhile, shown.Version = &other, meanwhile.Version
	}
	return shown
}

// wizard shows a step of a draft; without a draft the first step of a new product.
func (p publishing) wizard(c *gin.Context) error {
	id := frame.Wanted(c, "draft")
	if id == 0 {
		return p.showBase(c, http.StatusOK, product.Draft{}, baseTyped{}, page.FormErrors{}, nil)
	}
	d, err := p.uc.Draft(c.Request.Context(), id)
	if err != nil {
		return err
	}
	if d.Saved {
		c.Redirect(http.StatusSeeOther, "/product/spu.html?id="+number(d.SPUID))
		return nil
	}
	switch stepAsked(c) {
	case "pictures":
		return p.showPictures(c, http.StatusOK, d, page.FormErrors{}, nil)
	case "specs":
		return p.showSpecs(c, http.StatusOK, d, page.FormErrors{}, nil)
	case "sale":
		return p.showSale(c, http.StatusOK, d, saleOf(d), page.FormErrors{}, nil)
	case "skus":
		return p.showSKUs(c, http.StatusOK, d, nil, page.FormErrors{}, nil)
	case "rules":
		return p.showRules(c, http.StatusOK, d, nil, page.FormErrors{}, nil)
	case "save":
		return p.showSave(c, http.StatusOK, d, page.FormErrors{}, nil)
	}
	return p.showBase(c, http.StatusOK, d, baseOf(d), page.FormErrors{}, nil)
}

// keep writes a step of a draft, and leads on.
func (p publishing) keep(c *gin.Context, by adminapi.By) error {
	d := product.Draft{}
	if id := frame.Wanted(c, "draft"); id != 0 {
		var err error
		if d, err = p.uc.Draft(c.Request.Context(), id); err != nil {
			return err
		}
	}
	step := stepAsked(c)
	if d.Saved || d.ID == 0 && step != "base" {
		if step == "save" && d.Saved { // the same form, sent twice
			return p.finish(c, d, by)
		}
		c.Redirect(http.StatusSeeOther, "/product/spus.html")
		return nil
	}
	present := d
	d.Version = frame.Number(c.PostForm("version"))
	switch step {
	case "pictures":
		return p.keepPictures(c, d, present, by)
	case "specs":
		return p.keepSpecs(c, d, present, by)
	case "sale":
		return p.keepSale(c, d, present, by)
	case "skus":
		return p.keepSKUs(c, d, present, by)
	case "rules":
		return p.keepRules(c, d, present, by)
	case "save":
		return p.finish(c, d, by)
	}
	return p.keepBase(c, d, present, by)
}

// refusal tells apart what a form can show; meanwhile is the present draft where it is newer than the one that was seen.
func (p publishing) refusal(c *gin.Context, err error, present product.Draft) (status int, wrong page.FormErrors, meanwhile *product.Draft, unexpected error) {
	if !frame.Expected(err) || errors.Is(err, product.ErrNoDraft) {
		return 0, wrong, nil, err
	}
	if errors.Is(err, product.ErrEditedMeantime) {
		if now, findErr := p.uc.Draft(c.Request.Context(), present.ID); findErr == nil {
			present = now
		}
		meanwhile = &present
	}
	return apperr.From(err).Kind.Status(), p.wrong(c, err), meanwhile, nil
}

// begin makes a draft of a product that is there.
func (p publishing) begin(c *gin.Context, by adminapi.By) error {
	d, err := p.uc.BeginChange(c.Request.Context(), frame.Number(c.PostForm("id")), by)
	if err != nil {
		return err
	}
	step := steps()[0]
	if wanted := c.PostForm("step"); slices.Contains(steps(), wanted) {
		step = wanted
	}
	c.Redirect(http.StatusSeeOther, stepURL(d.ID, step))
	return nil
}

func (p publishing) drop(c *gin.Context, by adminapi.By) error {
	if err := p.uc.Drop(c.Request.Context(), frame.Wanted(c, "draft"), by); err != nil {
		return err
	}
	p.frame.Flash(c, page.FlashSuccess, "spu.dropped")
	c.Redirect(http.StatusSeeOther, "/product/spus.html")
	return nil
}

func (p publishing) rebase(c *gin.Context, by adminapi.By) error {
	d, err := p.uc.Rebase(c.Request.Context(), frame.Wanted(c, "draft"), by)
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, stepURL(d.ID, "save"))
	return nil
}

// on leads to the step after one that was kept, or back to it.
func (p publishing) on(c *gin.Context, id int64, step, told string) error {
	next := step
	if at := slices.Index(steps(), step); c.PostForm("go") == "next" && at+1 < len(steps()) {
		next = steps()[at+1]
	} else {
		p.frame.Flash(c, page.FlashSuccess, told)
	}
	c.Redirect(http.StatusSeeOther, stepURL(id, next))
	return nil
}

// saleValues lists the values of the sale attributes of a draft, for filling the SKUs of one of them.
func saleValues(d product.Draft, chosen string) []page.Option {
	var options []page.Option
	for _, attr := range d.Body.SaleAttrs {
		for _, v := range attr.Values {
			options = append(options, page.Option{Value: v, Label: v, Selected: v == chosen})
		}
	}
	return options
}

// skuName is what a SKU of a draft is called in the wizard.
func skuName(words interface {
	T(key string, pairs ...any) string
}, values []string,
) string {
	if len(values) == 0 {
		return words.T("spu.single")
	}
	return strings.Join(values, " · ")
}
