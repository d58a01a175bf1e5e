package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// baseTyped is the first step as it is typed.
type baseTyped struct {
	name, summary, description string
	categoryID, brandID        int64
	weight, points, growth     string
}

func baseOf(d product.Draft) baseTyped {
	b := d.Body
	typed := baseTyped{name: b.Name, summary: b.Summary, description: b.Description, categoryID: b.CategoryID, brandID: b.BrandID, weight: number(b.Weight)}
	if b.Bounds != nil {
		typed.points, typed.growth = number(b.Bounds.Points), number(b.Bounds.Growth)
	}
	return typed
}

func (p publishing) showBase(c *gin.Context, status int, d product.Draft, typed baseTyped, wrong page.FormErrors, meanwhile *product.Draft) error {
	shown := page.AdminSPUBase{
		AdminSPUWizard: p.around(c, d, "base", wrong, meanwhile), Name: typed.name, Summary: typed.summary, Description: typed.description,
		Weight: typed.weight, Points: typed.points, Growth: typed.growth,
	}
	terms, err := p.uc.Terms(c.Request.Context(), typed.categoryID)
	if err != nil {
		return err
	}
	if d.SPUID != 0 {
		names := make([]string, len(terms.Path))
		for i, category := range terms.Path {
			names[i] = category.Name
		}
		shown.Fixed = strings.Join(names, " / ")
	}
	if shown.Categories, err = p.categories(c, typed.categoryID, true); err != nil {
		return err
	}
	if shown.Brands, err = p.brands(c, typed.brandID); err != nil {
		return err
	}
	return p.frame.Show(c, status, "adminspubase", shown)
}

func (p publishing) keepBase(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	typed := baseTyped{
		name: c.PostForm("name"), summary: c.PostForm("summary"), description: c.PostForm("description"), categoryID: frame.Number(c.PostForm("categoryId")),
		brandID: frame.Number(c.PostForm("brandId")), weight: c.PostForm("weight"), points: strings.TrimSpace(c.PostForm("bounds.points")), growth: strings.TrimSpace(c.PostForm("bounds.growth")),
	}
	if d.SPUID != 0 {
		typed.categoryID = d.Body.CategoryID
	}
	d.Body.Name, d.Body.Summary, d.Body.Description = typed.name, typed.summary, typed.description
	d.Body.CategoryID, d.Body.BrandID, d.Body.Weight = typed.categoryID, typed.brandID, frame.Number(typed.weight)
	switch {
	case typed.points == "" && typed.growth == "":
		d.Body.Bounds = nil
	case d.Body.Bounds != nil:
		bounds := *d.Body.Bounds
		bounds.Points, bounds.Growth = frame.Number(typed.points), frame.Number(typed.growth)
		d.Body.Bounds = &bounds
	default:
		d.Body.Bounds = product.UsualBounds(frame.Number(typed.points), frame.Number(typed.growth))
	}
	var kept product.Draft
	var err error
	if d.ID == 0 {
		kept, err = p.uc.Begin(c.Request.Context(), d.Body, by)
	} else {
		kept, err = p.uc.KeepBase(c.Request.Context(), d, by)
	}
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		return p.showBase(c, status, d, typed, wrong, meanwhile)
	}
	return p.on(c, kept.ID, "base", "spu.kept")
}

func (p publishing) showSpecs(c *gin.Context, status int, d product.Draft, wrong page.FormErrors, meanwhile *product.Draft) error {
	shown := page.AdminSPUSpecs{AdminSPUWizard: p.around(c, d, "specs", wrong, meanwhile)}
	terms, err := p.uc.Terms(c.Request.Context(), d.Body.CategoryID)
	if err != nil {
		return err
	}
	for _, group := range terms.Groups {
		one := page.AdminSPUGroup{Name: group.Name}
		for _, attr := range group.Attrs {
			term := page.AdminSPUTerm{ID: attr.ID, Name: attr.Name, Usual: attr.Values}
			for _, s := range d.Body.Specs {
				if s.AttrID == attr.ID {
					term.Value = s.Value
				}
			}
			one.Terms = append(one.Terms, term)
		}
		shown.Groups = append(shown.Groups, one)
	}
	return p.frame.Show(c, status, "adminspuspecs", shown)
}

func (p publishing) keepSpecs(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	terms, err := p.uc.Terms(c.Request.Context(), d.Body.CategoryID)
	if err != nil {
		return err
	}
	kept := slices.DeleteFunc(slices.Clone(d.Body.Specs), func(s productapi.SpecValue) bool {
		_, known := terms.Spec(s.AttrID)
		return known
	})
	d.Body.Specs = nil
	refused := apperr.ErrInvalid
	for _, group := range terms.Groups {
		for _, attr := range group.Attrs {
			value := strings.TrimSpace(c.PostForm("spec-" + number(attr.ID)))
			if value == "" {
				continue
			}
			if len([]rune(value)) > product.MaxValue || strings.ContainsAny(value, "\t\n\r") {
				refused = refused.WithField("spec-"+number(attr.ID), "too_long")
			}
			d.Body.Specs = append(d.Body.Specs, productapi.SpecValue{AttrID: attr.ID, Value: value})
		}
	}
	d.Body.Specs = append(d.Body.Specs, kept...)
	if len(refused.Fields) > 0 {
		return p.showSpecs(c, http.StatusUnprocessableEntity, d, p.wrong(c, refused), nil)
	}
	saved, err := p.uc.Keep(c.Request.Context(), d, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		return p.showSpecs(c, status, d, wrong, meanwhile)
	}
	return p.on(c, saved.ID, "specs", "spu.kept")
}
