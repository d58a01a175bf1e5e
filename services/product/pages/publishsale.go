package pages

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
	"gulimall/web/page"
)

// between stands between the values of a combination in a form.
const between = "\t"

// saleTyped is what SKUs differ in as it is typed: the attributes that are used, the combinations that are chosen, and what the SKUs that exist
// are of attributes that they did not differ in before.
type saleTyped struct {
	attrs  []productapi.SaleChoice
	chosen [][]string
	now    map[int64]string
}

func saleOf(d product.Draft) saleTyped {
	typed := saleTyped{attrs: d.Body.SaleAttrs, now: map[int64]string{}}
	for _, sku := range d.Body.Skus {
		typed.chosen = append(typed.chosen, sku.Values)
		for n, attr := range d.Body.SaleAttrs {
			if sku.SkuID != 0 && n < len(sku.Values) {
				typed.now[attr.AttrID] = sku.Values[n]
			}
		}
	}
	if len(typed.attrs) == 0 && len(typed.chosen) == 0 {
		typed.chosen = [][]string{{}}
	}
	return typed
}

// standing tells which values and combinations belong to SKUs that exist.
func standing(d product.Draft) (values map[int64][]string, combinations []string) {
	values = map[int64][]string{}
	for _, sku := range d.Body.Skus {
		if sku.SkuID == 0 {
			continue
		}
		combinations = append(combinations, strings.Join(sku.Values, between))
		for n, v := range sku.Values {
			if id := d.Body.SaleAttrs[n].AttrID; !slices.Contains(values[id], v) {
				values[id] = append(values[id], v)
			}
		}
	}
	return values, combinations
}

// settled are the sale attributes that the SKUs that exist differ in.
func (p publishing) settled(c *gin.Context, d product.Draft) ([]productapi.SaleChoice, error) {
	if d.SPUID == 0 {
		return nil, nil
	}
	present, err := p.uc.Find(c.Request.Context(), d.SPUID)
	return present.SaleAttrs, err
}

// saleTerms are the attributes that SKUs may differ in: the settled ones first, which are there whatever the category says now.
func saleTerms(terms product.Terms, settled []productapi.SaleChoice) []product.Attr {
	all := make([]product.Attr, len(settled))
	for i, attr := range settled {
		known, ok := terms.SaleTerm(attr.AttrID)
		if !ok {
			known = product.Attr{ID: attr.AttrID, Name: number(attr.AttrID)}
		}
		all[i] = known
	}
	for _, term := range terms.Sale {
		if !isSettled(settled, term.ID) {
			all = append(all, term)
		}
	}
	return all
}

func isSettled(settled []productapi.SaleChoice, id int64) bool {
	return slices.ContainsFunc(settled, func(s productapi.SaleChoice) bool { return s.AttrID == id })
}

func (p publishing) showSale(c *gin.Context, status int, d product.Draft, typed saleTyped, wrong page.FormErrors, meanwhile *product.Draft) error {
	terms, err := p.uc.Terms(c.Request.Context(), d.Body.CategoryID)
	if err != nil {
		return err
	}
	settled, err := p.settled(c, d)
	if err != nil {
		return err
	}
	shown := page.AdminSPUSale{AdminSPUWizard: p.around(c, d, "sale", wrong, meanwhile)}
	fixed, exist := standing(d)
	for _, term := range saleTerms(terms, settled) {
		attr := page.AdminSPUSaleAttr{ID: term.ID, Name: term.Name, Fixed: isSettled(settled, term.ID), Kept: fixed[term.ID]}
		if d.SPUID != 0 && !attr.Fixed {
			attr.Late, attr.NowIs = true, typed.now[term.ID]
			attr.Kept = []string{attr.NowIs}
		}
		var values []string
		if at := slices.IndexFunc(typed.attrs, func(a productapi.SaleChoice) bool { return a.AttrID == term.ID }); at >= 0 {
			attr.Used, values = true, typed.attrs[at].Values
		}
		var more []string
		for _, v := range values {
			if !slices.Contains(term.Values, v) && !slices.Contains(attr.Kept, v) {
				more = append(more, v)
			}
		}
		attr.More = strings.Join(more, "\n")
		for _, v := range term.Values {
			if !slices.Contains(attr.Kept, v) {
				attr.Values = append(attr.Values, page.Option{Value: v, Label: v, Selected: slices.Contains(values, v)})
			}
		}
		shown.Attrs = append(shown.Attrs, attr)
	}
	if product.CountCombinations(typed.attrs) <= product.MaxPublished {
		for _, values := range product.Combinations(typed.attrs) {
			key := strings.Join(values, between)
			there := slices.Contains(exist, key)
			chosen := there || slices.ContainsFunc(typed.chosen, func(v []string) bool { return slices.Equal(v, values) })
			shown.Combinations = append(shown.Combinations, page.AdminSPUCombination{Key: key, Values: values, Chosen: chosen, Fixed: there})
		}
	}
	return p.frame.Show(c, status, "adminspusale", shown)
}

// saleForm reads the attributes that are used, each with its values: those of SKUs that exist, the usual ones chosen, and others.
func saleForm(c *gin.Context, terms product.Terms, settled []productapi.SaleChoice, d product.Draft) saleTyped {
	typed := saleTyped{now: map[int64]string{}}
	fixed, _ := standing(d)
	used := c.PostFormArray("use")
	for _, term := range saleTerms(terms, settled) {
		id, first := number(term.ID), fixed[term.ID]
		if !isSettled(settled, term.ID) {
			if !slices.Contains(used, id) {
				continue
			}
			typed.now[term.ID] = strings.TrimSpace(c.PostForm("now-" + id))
			first = []string{typed.now[term.ID]}
		}
		choice := productapi.SaleChoice{AttrID: term.ID}
		more := strings.Split(strings.ReplaceAll(c.PostForm("more-"+id), "\r\n", "\n"), "\n")
		for _, v := range slices.Concat(first, c.PostFormArray("values-"+id), more) {
			if v = strings.TrimSpace(v); v != "" && !slices.Contains(choice.Values, v) {
				choice.Values = append(choice.Values, v)
			}
		}
		typed.attrs = append(typed.attrs, choice)
	}
	for _, key := range c.PostFormArray("combination") {
		values := strings.Split(key, between)
		if key == "" {
			values = []string{}
		}
		typed.chosen = append(typed.chosen, values)
	}
	return typed
}

// keepSale takes the attributes first, and shows the combinations that come of them; what of these there are it takes when they are seen.
func (p publishing) keepSale(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	terms, err := p.uc.Terms(c.Request.Context(), d.Body.CategoryID)
	if err != nil {
		return err
	}
	settled, err := p.settled(c, d)
	if err != nil {
		return err
	}
	typed := saleForm(c, terms, settled, d)
	same := slices.EqualFunc(typed.attrs, d.Body.SaleAttrs, func(a, b productapi.SaleChoice) bool {
		return a.AttrID == b.AttrID && slices.Equal(a.Values, b.Values)
	})
	renewed := c.PostForm("go") == "matrix" || !same
	if err := checkSale(typed, settled, d); err != nil {
		return p.showSale(c, http.StatusUnprocessableEntity, d, typed, p.wrong(c, renamed(err, typed.attrs)), nil)
	}
	if renewed {
		typed.chosen = product.Renewed(d.Body, typed.attrs)
	}
	d.Body = product.Widen(d.Body, settled, typed.attrs, typed.now)
	_, exist := standing(product.Draft{Body: productapi.Publication{SaleAttrs: typed.attrs, Skus: d.Body.Skus}})
	if len(typed.chosen)+len(exist) == 0 {
		return p.showSale(c, http.StatusUnprocessableEntity, d, typed, p.wrong(c, apperr.ErrInvalid.WithField("skus", "required")), nil)
	}
	d.Body = product.Choose(d.Body, typed.attrs, typed.chosen)
	kept, err := p.uc.Keep(c.Request.Context(), d, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		d.Body = present.Body
		return p.showSale(c, status, d, typed, wrong, meanwhile)
	}
	if renewed {
		p.frame.Flash(c, page.FlashSuccess, "spu.matrix_made")
		c.Redirect(http.StatusSeeOther, stepURL(kept.ID, "sale"))
		return nil
	}
	return p.on(c, kept.ID, "sale", "spu.kept")
}

// checkSale judges what SKUs are to differ in; those that exist need a value of each attribute that is new.
func checkSale(typed saleTyped, settled []productapi.SaleChoice, d product.Draft) error {
	if err := product.CheckSale(typed.attrs); err != nil || d.SPUID == 0 {
		return err
	}
	missing := apperr.ErrInvalid
	for _, attr := range typed.attrs {
		if !isSettled(settled, attr.AttrID) && typed.now[attr.AttrID] == "" {
			missing = missing.WithField("now-"+number(attr.AttrID), "required")
		}
	}
	if len(missing.Fields) > 0 {
		return missing
	}
	return nil
}

// renamed tells what is wrong with attributes by the fields of the form.
func renamed(err error, attrs []productapi.SaleChoice) error {
	told := *apperr.From(err)
	told.Fields = slices.Clone(told.Fields)
	for i := range told.Fields {
		var n int
		if _, scanErr := fmt.Sscanf(told.Fields[i].Name, "saleAttrs[%d]", &n); scanErr == nil && n < len(attrs) {
			told.Fields[i].Name = "more-" + number(attrs[n].AttrID)
		}
	}
	return &told
}
