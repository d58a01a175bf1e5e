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
	"gulimall/web/frame"
	"gulimall/web/page"
)

// between stands between the values of a combination in a form.
const between = "\t"

// saleTyped is what SKUs differ in as it is typed: the attributes that are used, and the combinations that are chosen.
type saleTyped struct {
	attrs  []productapi.SaleChoice
	chosen [][]string
}

func saleOf(d product.Draft) saleTyped {
	typed := saleTyped{attrs: d.Body.SaleAttrs}
	for _, sku := range d.Body.Skus {
		typed.chosen = append(typed.chosen, sku.Values)
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

// saleTerms are the attributes that SKUs may differ in; those of SKUs that exist are there whatever the category says now.
func saleTerms(terms product.Terms, d product.Draft) []product.Attr {
	if d.SPUID == 0 {
		return terms.Sale
	}
	all := make([]product.Attr, len(d.Body.SaleAttrs))
	for i, attr := range d.Body.SaleAttrs {
		known, ok := terms.SaleTerm(attr.AttrID)
		if !ok {
			known = product.Attr{ID: attr.AttrID, Name: number(attr.AttrID)}
		}
		all[i] = known
	}
	return all
}

func (p publishing) showSale(c *gin.Context, status int, d product.Draft, typed saleTyped, wrong page.FormErrors, meanwhile *product.Draft) error {
	terms, err := p.uc.Terms(c.Request.Context(), d.Body.CategoryID)
	if err != nil {
		return err
	}
	shown := page.AdminSPUSale{AdminSPUWizard: p.around(c, d, "sale", wrong, meanwhile)}
	fixed, exist := standing(d)
	for _, term := range saleTerms(terms, d) {
		attr := page.AdminSPUSaleAttr{ID: term.ID, Name: term.Name, Fixed: d.SPUID != 0, Kept: fixed[term.ID]}
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
func saleForm(c *gin.Context, terms product.Terms, d product.Draft) saleTyped {
	var typed saleTyped
	fixed, _ := standing(d)
	used := c.PostFormArray("use")
	for _, term := range saleTerms(terms, d) {
		id := number(term.ID)
		if d.SPUID == 0 && !slices.Contains(used, id) {
			continue
		}
		choice := productapi.SaleChoice{AttrID: term.ID}
		more := strings.Split(strings.ReplaceAll(c.PostForm("more-"+id), "\r\n", "\n"), "\n")
		for _, v := range slices.Concat(fixed[term.ID], c.PostFormArray("values-"+id), more) {
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
	typed := saleForm(c, terms, d)
	same := slices.EqualFunc(typed.attrs, d.Body.SaleAttrs, func(a, b productapi.SaleChoice) bool {
		return a.AttrID == b.AttrID && slices.Equal(a.Values, b.Values)
	})
	renewed := c.PostForm("go") == "matrix" || !same
	if err := product.CheckSale(typed.attrs); err != nil {
		return p.showSale(c, http.StatusUnprocessableEntity, d, typed, p.wrong(c, renamed(err, typed.attrs)), nil)
	}
	if renewed {
		typed.chosen = product.Renewed(d.Body, typed.attrs)
	}
	_, exist := standing(d)
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

// skuTyped is a SKU as it is typed.
type skuTyped struct {
	title, subtitle, price, weight string
	off                            bool
	images                         []string
}

func (p publishing) showSKUs(c *gin.Context, status int, d product.Draft, typed []skuTyped, wrong page.FormErrors, meanwhile *product.Draft) error {
	words := p.frame.Words(c)
	shown := page.AdminSPUSkus{
		AdminSPUWizard: p.around(c, d, "skus", wrong, meanwhile), Values: saleValues(d, c.PostForm("fill-value")), Album: d.Body.Album,
		Fill: page.AdminSPUFill{Price: c.PostForm("fill-price"), Weight: c.PostForm("fill-weight"), Subtitle: c.PostForm("fill-subtitle")},
	}
	for i, sku := range d.Body.Skus {
		one := page.AdminSPUSku{
			At: i, SkuID: sku.SkuID, Name: skuName(words, sku.Values), Title: sku.Title, Subtitle: sku.Subtitle, Weight: number(sku.Weight), Off: sku.Off,
		}
		if sku.Price > 0 {
			one.Price = sku.Price.String()
		}
		images := sku.Images
		if i < len(typed) {
			t := typed[i]
			one.Title, one.Subtitle, one.Price, one.Weight, one.Off, images = t.title, t.subtitle, t.price, t.weight, t.off, t.images
		}
		one.Pictures = pick(d.Body.Album, sku.Images, images)
		shown.Skus = append(shown.Skus, one)
	}
	return p.frame.Show(c, status, "adminspuskus", shown)
}

// keepSKUs takes what is typed of each SKU, or fills many of them at once. What cannot be read is refused; what is missing may come later.
func (p publishing) keepSKUs(c *gin.Context, d, present product.Draft, by adminapi.By) error {
	typed := make([]skuTyped, len(d.Body.Skus))
	refused := apperr.ErrInvalid
	d.Body.Skus = slices.Clone(d.Body.Skus)
	for i := range d.Body.Skus {
		field := func(name string) string { return fmt.Sprintf("skus[%d].%s", i, name) }
		t := skuTyped{
			title: c.PostForm(field("title")), subtitle: c.PostForm(field("subtitle")), price: strings.TrimSpace(c.PostForm(field("price"))), weight: c.PostForm(field("weight")),
			off: c.PostForm(field("off")) == "true", images: picked(c, field("images"), field("first")),
		}
		typed[i] = t
		sku := &d.Body.Skus[i]
		sku.Title, sku.Subtitle, sku.Weight, sku.Images, sku.Off = t.title, t.subtitle, frame.Number(t.weight), t.images, t.off && sku.SkuID != 0
		sku.Price = 0
		if t.price != "" {
			price, ok := typedYuan(t.price)
			if !ok {
				refused = refused.WithField(field("price"), "invalid")
			}
			sku.Price = price
		}
		if sku.Weight < 0 {
			refused = refused.WithField(field("weight"), "invalid")
		}
	}
	told := "spu.kept"
	if c.PostForm("go") == "fill" {
		fill, err := skuFill(c)
		if err != nil {
			refused = refused.WithField(err.Name, err.Code)
		}
		if len(refused.Fields) == 0 {
			d.Body, told = fill.Apply(d.Body), "spu.filled"
		}
	}
	if len(refused.Fields) > 0 {
		return p.showSKUs(c, http.StatusUnprocessableEntity, d, typed, p.wrong(c, refused), nil)
	}
	kept, err := p.uc.Keep(c.Request.Context(), d, by)
	if err != nil {
		status, wrong, meanwhile, unexpected := p.refusal(c, err, present)
		if unexpected != nil {
			return unexpected
		}
		return p.showSKUs(c, status, d, typed, wrong, meanwhile)
	}
	return p.on(c, kept.ID, "skus", told)
}

// skuFill reads what is to be filled into many SKUs.
func skuFill(c *gin.Context) (product.Fill, *apperr.Field) {
	fill := product.Fill{Value: c.PostForm("fill-value"), Images: c.PostFormArray("fill-images")}
	if text := strings.TrimSpace(c.PostForm("fill-price")); text != "" {
		price, ok := typedYuan(text)
		if !ok {
			return fill, &apperr.Field{Name: "fill-price", Code: "invalid"}
		}
		fill.Price = &price
	}
	if text := strings.TrimSpace(c.PostForm("fill-weight")); text != "" {
		weight := frame.Number(text)
		if weight < 0 {
			return fill, &apperr.Field{Name: "fill-weight", Code: "invalid"}
		}
		fill.Weight = &weight
	}
	if text := strings.TrimSpace(c.PostForm("fill-subtitle")); text != "" {
		fill.Subtitle = &text
	}
	return fill, nil
}
