package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// saveFreight adds or changes a template. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed.
func (p pages) saveFreight(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	t, _, err := p.template(c)
	if err != nil {
		return err
	}
	typed := page.WareFreightEdit{
		Version: frame.Number(c.PostForm("version")), Region: strings.TrimSpace(c.PostForm("region")), FirstGrams: strings.TrimSpace(c.PostForm("firstGrams")),
		FirstFee: strings.TrimSpace(c.PostForm("firstFee")), ExtraGrams: strings.TrimSpace(c.PostForm("extraGrams")), ExtraFee: strings.TrimSpace(c.PostForm("extraFee")),
	}
	chosen := c.PostFormArray("provinces")
	wish, err := p.wishedFreight(typed, t, chosen)
	wish.Seen = seen(c.PostForm("seen"))
	told := "stocktake.freight_saved"
	switch {
	case err != nil:
	case t.ID == 0:
		told = "stocktake.freight_added"
		_, err = p.freight.Add(c.Request.Context(), wish, who)
	default:
		_, err = p.freight.Change(c.Request.Context(), wish, who)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, told)
		c.Redirect(http.StatusSeeOther, "/ware/freight.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, ware.ErrNoTemplate) {
		return err
	}
	return p.refuseFreight(c, err, typed, chosen)
}

// refuseFreight draws the form again, over the templates as they are by now.
func (p pages) refuseFreight(c *gin.Context, err error, typed page.WareFreightEdit, chosen []string) error {
	t, book, findErr := p.template(c)
	if findErr != nil {
		return findErr
	}
	wrong := p.frame.Wrong(c, err)
	if errors.Is(err, ware.ErrEditedMeantime) && t.ID != 0 {
		now := freightShown(t)
		typed.Present, typed.Version = &now, t.Version
	}
	return p.showFreight(c, apperr.From(err).Kind.Status(), typed, t, book, chosen, wrong)
}

// wishedFreight reads the form by the rules of the API. The provinces of the region stay in it, those that were ticked come in.
func (p pages) wishedFreight(typed page.WareFreightEdit, t ware.FreightTemplate, chosen []string) (ware.FreightWish, error) {
	wrong := apperr.ErrInvalid
	if t.ID != 0 {
		typed.Region = t.Region
	}
	in := wareapi.NewFreight{
		Region: typed.Region, FirstGrams: frame.Number(typed.FirstGrams), ExtraGrams: frame.Number(typed.ExtraGrams), Provinces: append(slices.Clone(t.Provinces), chosen...),
	}
	var err error
	if in.FirstFee, err = money.ReadYuan(typed.FirstFee); err != nil {
		wrong = wrong.WithField("firstFee", "invalid")
	}
	if in.ExtraFee, err = money.ReadYuan(typed.ExtraFee); err != nil {
		wrong = wrong.WithField("extraFee", "invalid")
	}
	if len(wrong.Fields) > 0 {
		return ware.FreightWish{}, wrong
	}
	err = p.decode.Check(&in)
	if t.ID != 0 { // one that has lost all its provinces can still be changed
		err = p.decode.Check(&wareapi.ChangedFreight{
			FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee, Provinces: in.Provinces,
		})
	}
	if err != nil {
		return ware.FreightWish{}, err
	}
	return ware.FreightWish{FreightTemplate: ware.FreightTemplate{
		ID: t.ID, Version: typed.Version, Provinces: in.Provinces,
		FreightRule: ware.FreightRule{Region: in.Region, FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee},
	}}, nil
}

// removeFreight removes a region as it was seen; the form that asked for it has said what its provinces pay then.
func (p pages) removeFreight(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := frame.ID(c, ware.ErrNoTemplate)
	if err != nil {
		return err
	}
	err = p.freight.Remove(c.Request.Context(), id, frame.Number(c.PostForm("version")), who)
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, "stocktake.freight_removed")
		c.Redirect(http.StatusSeeOther, "/ware/freight.html")
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, ware.ErrNoTemplate) {
		return err
	}
	t, _, findErr := p.template(c)
	if findErr != nil {
		return findErr
	}
	return p.refuseFreight(c, err, page.WareFreightEdit{
		Version: t.Version, FirstGrams: number(t.FirstGrams), FirstFee: t.FirstFee.String(), ExtraGrams: number(t.ExtraGrams), ExtraFee: t.ExtraFee.String(),
	}, nil)
}
