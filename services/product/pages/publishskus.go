package pages

import (
	"fmt"
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
