package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func ruleShown(r ware.FreightRule) page.WareFreight {
	return page.WareFreight{Region: r.Region, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee}
}

func freightShown(t ware.FreightTemplate) page.WareFreight {
	shown := ruleShown(t.FreightRule)
	shown.ID, shown.Version, shown.Provinces = t.ID, t.Version, t.Provinces
	return shown
}

func (p pages) freights(c *gin.Context) error {
	book, err := p.freight.Book(c.Request.Context())
	if err != nil {
		return err
	}
	shown := page.WareFreights{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.freight"), "freight"), MayWrite: p.frame.May(c, adminapi.WareWrite), Uncovered: book.Uncovered,
	}
	for _, t := range book.Templates {
		shown.Templates = append(shown.Templates, freightShown(t))
	}
	if pays, ok := book.Else(0); ok {
		rule := ruleShown(pays)
		shown.Pays = &rule
	}
	return p.frame.Show(c, http.StatusOK, "warefreights", shown)
}

// template reads the template that a form is about, and all of them. Without a number it is a new one.
func (p pages) template(c *gin.Context) (ware.FreightTemplate, ware.FreightBook, error) {
	book, err := p.freight.Book(c.Request.Context())
	if err != nil || c.Query("id") == "" {
		return ware.FreightTemplate{}, book, err
	}
	t, err := book.Find(frame.Wanted(c, "id"))
	return t, book, err
}

// freightPage is the form of a template, or of a new one; the latter begins with the provinces that no region has.
func (p pages) freightPage(c *gin.Context) error {
	t, book, err := p.template(c)
	if err != nil {
		return err
	}
	form := page.WareFreightEdit{Version: t.Version}
	if t.ID == 0 {
		return p.showFreight(c, http.StatusOK, form, t, book, book.Uncovered, page.FormErrors{})
	}
	form.FirstGrams, form.FirstFee, form.ExtraGrams, form.ExtraFee = number(t.FirstGrams), t.FirstFee.String(), number(t.ExtraGrams), t.ExtraFee.String()
	return p.showFreight(c, http.StatusOK, form, t, book, nil, page.FormErrors{})
}

// showFreight draws the form of a template with the provinces that it can take, those that were chosen ticked, and says what its own would pay
// without it.
func (p pages) showFreight(
	c *gin.Context, status int, shown page.WareFreightEdit, t ware.FreightTemplate, book ware.FreightBook, chosen []string, wrong page.FormErrors,
) error {
	words := p.frame.Words(c)
	title := words.T("stocktake.freight_add")
	if t.ID != 0 {
		title = words.T("stocktake.freight_edit", "Region", t.Region)
		shown.Region = t.Region
	}
	shown.AdminBase = p.frame.Base(c, title, "freight")
	shown.ID, shown.Own, shown.Seen = t.ID, t.Provinces, versions(book.Versions())
	shown.Errors = wrong
	for _, name := range book.Uncovered {
		shown.Others = append(shown.Others, page.WareProvince{Name: name, Chosen: slices.Contains(chosen, name)})
	}
	for _, other := range book.Templates {
		if other.ID == t.ID {
			continue
		}
		for _, name := range other.Provinces {
			shown.Others = append(shown.Others, page.WareProvince{Name: name, Region: other.Region, Chosen: slices.Contains(chosen, name)})
		}
	}
	if pays, ok := book.Else(t.ID); ok && t.ID != 0 {
		rule := ruleShown(pays)
		shown.Else = &rule
	}
	return p.frame.Show(c, status, "warefreightedit", shown)
}

// versions writes down what somebody saw of all templates, for the form that they send.
func versions(seen map[int64]int64) string {
	all := make([]string, 0, len(seen))
	for id, version := range seen {
		all = append(all, number(id)+":"+number(version))
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

// seen reads what versions wrote; nil is nothing seen.
func seen(text string) map[int64]int64 {
	if text == "" {
		return nil
	}
	all := map[int64]int64{}
	for pair := range strings.SplitSeq(text, ",") {
		id, version, _ := strings.Cut(pair, ":")
		if n, err := strconv.ParseInt(id, 10, 64); err == nil {
			all[n] = frame.Number(version)
		}
	}
	return all
}
