package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// passing shows what coupon has not been told yet, or has refused.
func (p publishing) passing(c *gin.Context, shown *page.AdminSPU, passing *product.Passing) {
	if passing == nil {
		return
	}
	if passing.Refusal == nil {
		shown.Passing, shown.Trouble = passing.Since, passing.Trouble
		return
	}
	refused := page.AdminSPURefused{Token: passing.Token}
	words := p.frame.Words(c)
	for _, f := range passing.Refusal.Fields {
		told := p.frame.Errors(c, apperr.ErrInvalid.WithField(f.Field, f.Code)).Fields[0].Message
		if label, none := words.Text("admin.field." + ruleField(f.Field)); none == nil {
			told = words.T("spu.at_step", "What", label, "Fault", told)
		}
		if f.SkuID != 0 {
			told = words.T("spu.at_step", "What", words.T("spu.refused_of", "SKU", f.SkuID), "Fault", told)
		}
		refused.Faults = append(refused.Faults, told)
	}
	if len(refused.Faults) == 0 {
		refused.Faults = []string{p.frame.Errors(c, apperr.New(apperr.Invalid, passing.Refusal.Code)).Summary}
	}
	shown.Refused = &refused
}

// ruleField is the last part of a field's name, without its place in a list.
func ruleField(field string) string {
	last := field[strings.LastIndex(field, ".")+1:]
	last, _, _ = strings.Cut(last, "[")
	return last
}

// refusedRules sends promotions again that coupon has refused, or gives them up.
func (p publishing) refusedRules(c *gin.Context, by adminapi.By) error {
	id, which := frame.Wanted(c, "id"), c.PostForm("token")
	kind, told := page.FlashSuccess, "spu.refused_forgotten"
	switch c.PostForm("do") {
	case "again":
		now, err := p.uc.Resend(c.Request.Context(), id, which, by)
		if err != nil {
			return err
		}
		told = "spu.refused_sent"
		if now.Passing != nil {
			kind, told = page.FlashWarning, "spu.refused_waiting"
			if now.Passing.Refusal != nil {
				told = "spu.refused_still"
			}
		}
	case "forget":
		if err := p.uc.Forget(c.Request.Context(), id, which, by); err != nil {
			return err
		}
	default:
		return apperr.ErrInvalid.WithField("do", "unknown")
	}
	p.frame.Flash(c, kind, told)
	c.Redirect(http.StatusSeeOther, "/product/spu.html?id="+number(id))
	return nil
}
