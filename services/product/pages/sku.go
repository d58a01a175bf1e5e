package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// typedYuan reads an amount as people type it: 19, 19.9 or 19.90.
func typedYuan(text string) (money.Fen, bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "¥")
	whole, cents, _ := strings.Cut(text, ".")
	if len(cents) > 2 {
		return 0, false
	}
	fen, err := money.Parse(whole + "." + (cents + "00")[:2])
	return fen, err == nil && fen >= 0
}

// skuPage shows the form of a SKU.
func (p publishing) skuPage(c *gin.Context) error {
	sku, err := p.uc.SKU(c.Request.Context(), frame.Wanted(c, "id"))
	if err != nil {
		return err
	}
	return p.showSKU(c, http.StatusOK, sku, nil, page.FormErrors{})
}

// typedSKU is the form of a SKU as it was typed.
type typedSKU struct {
	version                        int64
	title, subtitle, price, weight string
	onSale                         bool
	images                         []string
}

func (p publishing) showSKU(c *gin.Context, status int, present product.EditedSKU, typed *typedSKU, wrong page.FormErrors) error {
	whole, err := p.uc.Find(c.Request.Context(), present.SpuID)
	if err != nil {
		return err
	}
	shown := page.AdminSKUEdit{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("spu.sku_edit", "SKU", present.SkuID), "spus"), ID: present.SkuID, SPUID: present.SpuID, Version: present.Version,
		Name: present.Name, SKUTitle: present.Title, Subtitle: present.Subtitle, Price: present.Price.String(), Weight: number(present.Weight), OnSale: present.OnSale,
	}
	shown.Here, shown.Errors = "/product/sku.html?id="+number(present.SkuID), wrong
	images := present.Images
	if typed != nil {
		if typed.version != present.Version {
			shown.Present = &page.AdminSKU{Title: present.Title, Price: present.Price.String(), Weight: present.Weight, OnSale: present.OnSale}
		}
		shown.SKUTitle, shown.Subtitle, shown.Price, shown.Weight, shown.OnSale, images = typed.title, typed.subtitle, typed.price, typed.weight, typed.onSale, typed.images
	}
	shown.Pictures = pick(whole.Album, present.Images, images)
	return p.frame.Show(c, status, "adminskuedit", shown)
}

// pick is the choice of pictures out of an album and of those that a SKU has besides: the chosen ones are marked, the first is the main one.
func pick(album, own, chosen []string) []page.AdminPicture {
	all := slices.Clone(album)
	for _, url := range slices.Concat(own, chosen) {
		if !slices.Contains(all, url) {
			all = append(all, url)
		}
	}
	pictures := make([]page.AdminPicture, len(all))
	for i, url := range all {
		at := slices.Index(chosen, url)
		pictures[i] = page.AdminPicture{URL: url, Chosen: at >= 0, First: at == 0}
	}
	return pictures
}

// picked reads the choice of pictures: the main one first.
func picked(c *gin.Context, name, first string) []string {
	images, main := c.PostFormArray(name), c.PostForm(first)
	if at := slices.Index(images, main); at > 0 {
		images = append([]string{main}, slices.Delete(slices.Clone(images), at, at+1)...)
	}
	return images
}

func (p publishing) saveSKU(c *gin.Context, by adminapi.By) error {
	typed := typedSKU{
		version: frame.Number(c.PostForm("version")), title: c.PostForm("title"), subtitle: c.PostForm("subtitle"), price: c.PostForm("price"), weight: c.PostForm("weight"),
		onSale: c.PostForm("onSale") == "true", images: picked(c, "images", "first"),
	}
	price, isPrice := typedYuan(typed.price)
	weight := frame.Number(typed.weight)
	edit := productapi.SkuEdit{
		Version: typed.version, Title: &typed.title, Subtitle: &typed.subtitle, Price: &price, Weight: &weight, Images: &typed.images, OnSale: &typed.onSale,
	}
	var err error
	if !isPrice {
		err = apperr.ErrInvalid.WithField("price", "invalid")
	}
	return p.editSKU(c, edit, typed, err, by)
}

// savePrice is the price alone, from the list of SKUs; what is wrong with it is said on the SKU's own page.
func (p publishing) savePrice(c *gin.Context, by adminapi.By) error {
	present, err := p.uc.SKU(c.Request.Context(), frame.Wanted(c, "id"))
	if err != nil {
		return err
	}
	typed := typedSKU{
		version: frame.Number(c.PostForm("version")), title: present.Title, subtitle: present.Subtitle, price: c.PostForm("price"), weight: number(present.Weight),
		onSale: present.OnSale, images: present.Images,
	}
	price, isPrice := typedYuan(typed.price)
	if !isPrice {
		err = apperr.ErrInvalid.WithField("price", "invalid")
	}
	return p.editSKU(c, productapi.SkuEdit{Version: typed.version, Price: &price}, typed, err, by)
}

func (p publishing) editSKU(c *gin.Context, edit productapi.SkuEdit, typed typedSKU, err error, by adminapi.By) error {
	id := frame.Wanted(c, "id")
	var saved product.EditedSKU
	if err == nil {
		saved, err = p.uc.EditSKU(c.Request.Context(), id, edit, by)
	}
	if err == nil {
		p.frame.Flash(c, page.FlashSuccess, "spu.sku_saved")
		c.Redirect(http.StatusSeeOther, "/product/spu.html?id="+number(saved.SpuID))
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, product.ErrSkuNotFound) {
		return err
	}
	present, findErr := p.uc.SKU(c.Request.Context(), id)
	if findErr != nil {
		return findErr
	}
	return p.showSKU(c, apperr.From(err).Kind.Status(), present, &typed, p.wrong(c, err))
}
