package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func freightShown(t ware.FreightTemplate) page.WareFreight {
	return page.WareFreight{
		ID: t.ID, Version: t.Version, Region: t.Region, FirstGrams: t.FirstGrams, FirstFee: t.FirstFee, ExtraGrams: t.ExtraGrams, ExtraFee: t.ExtraFee, Provinces: t.Provinces,
	}
}

func (p pages) freights(c *gin.Context) error {
	all, err := p.freight.Templates(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.WareFreights{AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.freight"), "freight"), MayWrite: p.frame.May(c, adminapi.WareWrite)}
	for _, t := range all {
		shown.Templates = append(shown.Templates, freightShown(t))
	}
	return p.frame.Show(c, http.StatusOK, "warefreights", shown)
}

// template reads the template that a form is about, and all of them.
func (p pages) template(c *gin.Context) (ware.FreightTemplate, []ware.FreightTemplate, error) {
	id, err := frame.ID(c, ware.ErrNoTemplate)
	if err != nil {
		return ware.FreightTemplate{}, nil, err
	}
	all, err := p.freight.Templates(c.Request.Context())
	if err != nil {
		return ware.FreightTemplate{}, nil, err
	}
	at := slices.IndexFunc(all, func(t ware.FreightTemplate) bool { return t.ID == id })
	if at < 0 {
		return ware.FreightTemplate{}, nil, ware.ErrNoTemplate
	}
	return all[at], all, nil
}

func (p pages) freightPage(c *gin.Context) error {
	t, all, err := p.template(c)
	if err != nil {
		return err
	}
	return p.showFreight(c, http.StatusOK, page.WareFreightEdit{
		Version: t.Version, FirstGrams: number(t.FirstGrams), FirstFee: t.FirstFee.String(), ExtraGrams: number(t.ExtraGrams), ExtraFee: t.ExtraFee.String(),
	}, t, all, nil, page.FormErrors{})
}

// showFreight draws the form of a template with the provinces of the other regions, those that were chosen ticked.
func (p pages) showFreight(
	c *gin.Context, status int, shown page.WareFreightEdit, t ware.FreightTemplate, all []ware.FreightTemplate, chosen []string, wrong page.FormErrors,
) error {
	shown.AdminBase = p.frame.Base(c, p.frame.Words(c).T("stocktake.freight_edit", "Region", t.Region), "freight")
	shown.ID, shown.Region, shown.Own = t.ID, t.Region, t.Provinces
	shown.Errors = wrong
	for _, other := range all {
		if other.ID == t.ID {
			continue
		}
		for _, name := range other.Provinces {
			shown.Others = append(shown.Others, page.WareProvince{Name: name, Region: other.Region, Chosen: slices.Contains(chosen, name)})
		}
	}
	return p.frame.Show(c, status, "warefreightedit", shown)
}

// saveFreight changes a template. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed.
func (p pages) saveFreight(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	t, all, err := p.template(c)
	if err != nil {
		return err
	}
	typed := page.WareFreightEdit{
		Version: frame.Number(c.PostForm("version")), FirstGrams: strings.TrimSpace(c.PostForm("firstGrams")), FirstFee: strings.TrimSpace(c.PostForm("firstFee")),
		ExtraGrams: strings.TrimSpace(c.PostForm("extraGrams")), ExtraFee: strings.TrimSpace(c.PostForm("extraFee")),
	}
	chosen := c.PostFormArray("provinces")
	wish, err := p.wishedFreight(typed, t, chosen)
	if err == nil {
		_, err = p.freight.Change(c.Request.Context(), wish, who)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, "stocktake.freight_saved")
		c.Redirect(http.StatusSeeOther, "/ware/freight.html")
		return nil
	}
	if !frame.Expected(err) {
		return err
	}
	if errors.Is(err, ware.ErrEditedMeantime) {
		now := freightShown(t)
		typed.Present, typed.Version = &now, t.Version
	}
	return p.showFreight(c, apperr.From(err).Kind.Status(), typed, t, all, chosen, p.frame.Wrong(c, err))
}

// wishedFreight reads the form by the rules of the API. The provinces of the region stay in it, those that were ticked come in.
func (p pages) wishedFreight(typed page.WareFreightEdit, t ware.FreightTemplate, chosen []string) (ware.FreightTemplate, error) {
	wrong := apperr.ErrInvalid
	in := wareapi.ChangedFreight{
		FirstGrams: frame.Number(typed.FirstGrams), ExtraGrams: frame.Number(typed.ExtraGrams), Provinces: append(slices.Clone(t.Provinces), chosen...), Version: typed.Version,
	}
	var err error
	if in.FirstFee, err = money.ReadYuan(typed.FirstFee); err != nil {
		wrong = wrong.WithField("firstFee", "invalid")
	}
	if in.ExtraFee, err = money.ReadYuan(typed.ExtraFee); err != nil {
		wrong = wrong.WithField("extraFee", "invalid")
	}
	if len(wrong.Fields) > 0 {
		return ware.FreightTemplate{}, wrong
	}
	if err := p.decode.Check(&in); err != nil {
		return ware.FreightTemplate{}, err
	}
	return ware.FreightTemplate{
		ID: t.ID, Version: in.Version, Provinces: in.Provinces,
		FreightRule: ware.FreightRule{FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee},
	}, nil
}
