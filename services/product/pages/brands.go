package pages

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/photo"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const brandsPage = "/product/brands.html"

func brandColumns() []frame.Column {
	return []frame.Column{
		{Key: "brand_name", Sorts: true},
		{Key: "brand_letter"},
		{Key: "brand_categories"},
		{Key: "brand_goods", Sorts: true, Numbers: true},
		{Key: "brand_sort", Sorts: true, Numbers: true},
	}
}

// brandQuery reads what the list is asked for.
func brandQuery(c *gin.Context) (q product.BrandQuery, key string) {
	key, q.Down = frame.Sorting(c, brandColumns(), "brand_sort")
	switch key {
	case "brand_name":
		q.Order = product.BrandsByName
	case "brand_goods":
		q.Order = product.BrandsByGoods
	}
	q.Name, q.CategoryID, q.Page = strings.TrimSpace(c.Query("name")), frame.Wanted(c, "categoryId"), frame.Sheet(c)
	if hidden := c.Query("hidden"); hidden == "true" || hidden == "false" {
		yes := hidden == "true"
		q.Hidden = &yes
	}
	return q, key
}

func (k classes) brands(c *gin.Context) error {
	ctx := c.Request.Context()
	q, key := brandQuery(c)
	found, total, err := k.uc.Brands(ctx, q)
	if err != nil {
		return err
	}
	tree, err := k.uc.Tree(ctx)
	if err != nil {
		return err
	}
	shown := page.CatalogBrands{
		AdminBase: k.base(c, k.frame.Words(c).T("admin.page.brands"), "brands"), Name: q.Name,
		Tops:     leaves(tree, func(id int64) bool { return id == q.CategoryID }),
		Shown:    k.frame.Options(c, "catalog.brand_hidden.", c.Query("hidden"), "false", "true"),
		Filtered: q.Name != "" || q.CategoryID != 0 || q.Hidden != nil, MayWrite: k.frame.May(c, adminapi.ProductWrite), CSV: frame.File(c),
		Heads: frame.Heads(c, brandColumns(), key, q.Down), Pager: frame.Pager(c, q.Page, total),
	}
	for _, b := range found {
		shown.Rows = append(shown.Rows, catalogBrand(b))
	}
	return k.frame.Show(c, http.StatusOK, "adminbrands", shown)
}

func catalogBrand(b product.Brand) page.CatalogBrand {
	shown := page.CatalogBrand{
		ID: b.ID, Version: b.Version, Goods: b.Goods, Name: b.Name, NameEN: b.NameEN, Story: b.Story, Letter: b.Letter, Logo: b.Logo,
		Sort: strconv.Itoa(b.Sort), Hidden: b.Hidden,
	}
	for _, category := range b.Categories {
		shown.Categories = append(shown.Categories, category.Name)
	}
	return shown
}

func (k classes) brandsCSV(c *gin.Context) error {
	q, _ := brandQuery(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := k.uc.Brands(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words := k.frame.Words(c)
	head := []string{
		words.T("catalog.number"), words.T("admin.column.brand_name"), words.T("catalog.name_en"), words.T("admin.column.brand_letter"),
		words.T("admin.column.brand_categories"), words.T("admin.column.brand_goods"), words.T("admin.column.brand_sort"), words.T("catalog.hidden"),
	}
	lines := make([][]string, len(found))
	for i, b := range found {
		shown, hidden := catalogBrand(b), ""
		if b.Hidden {
			hidden = words.T("catalog.yes")
		}
		lines[i] = []string{number(b.ID), b.Name, b.NameEN, b.Letter, strings.Join(shown.Categories, " / "), number(b.Goods), shown.Sort, hidden}
	}
	return frame.SendCSV(c, "brands", head, lines)
}

func (k classes) brandPage(c *gin.Context) error {
	var form product.Brand
	if id := frame.Wanted(c, "id"); id != 0 {
		var err error
		if form, err = k.uc.Brand(c.Request.Context(), id); err != nil {
			return err
		}
	}
	return k.showBrand(c, http.StatusOK, form, nil, page.FormErrors{})
}

func (k classes) showBrand(c *gin.Context, status int, form product.Brand, present *product.Brand, wrong page.FormErrors) error {
	tree, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	title := "catalog.brand_add"
	if form.ID != 0 {
		title = "catalog.brand_edit"
	}
	shown := page.CatalogBrandEdit{
		AdminBase: k.base(c, k.frame.Words(c).T(title), "brands"), Form: catalogBrand(form), MaxPicture: product.MaxPicture,
		Tops: leaves(tree, func(id int64) bool {
			return slices.ContainsFunc(form.Categories, func(n product.Named) bool { return n.ID == id })
		}),
	}
	shown.Errors = wrong
	if present != nil {
		now := catalogBrand(*present)
		shown.Present = &now
	}
	return k.frame.Show(c, status, "adminbrand", shown)
}

// saveBrand adds or changes a brand, with the logo that comes with the form. What is refused for another reason keeps that picture.
func (k classes) saveBrand(c *gin.Context, by adminapi.By) error {
	typed, err := k.typedBrand(c, by)
	told := "catalog.brand_saved"
	switch {
	case err != nil:
	case typed.ID == 0:
		told = "catalog.brand_added"
		_, err = k.uc.AddBrand(c.Request.Context(), typed, by)
	default:
		_, err = k.uc.ChangeBrand(c.Request.Context(), typed, by)
	}
	if err == nil {
		return k.done(c, told, brandsPage)
	}
	if !frame.Expected(err) || errors.Is(err, product.ErrNoBrand) {
		return err
	}
	var present *product.Brand
	if errors.Is(err, product.ErrEditedMeantime) {
		now, findErr := k.uc.Brand(c.Request.Context(), typed.ID)
		if findErr != nil {
			return findErr
		}
		present, typed.Version = &now, now.Version
	}
	return k.showBrand(c, apperr.From(err).Kind.Status(), typed, present, k.frame.Wrong(c, err))
}

// typedBrand reads the form, and keeps the picture that comes with it.
func (k classes) typedBrand(c *gin.Context, by adminapi.By) (product.Brand, error) {
	file, err := sent(c.Request, "picture")
	if err != nil {
		return product.Brand{}, err
	}
	b := product.Brand{
		ID: max(frame.Wanted(c, "id"), 0), Version: frame.Number(c.PostForm("version")), Name: strings.TrimSpace(c.PostForm("name")),
		NameEN: strings.TrimSpace(c.PostForm("nameEn")), Letter: strings.TrimSpace(c.PostForm("letter")), Story: c.PostForm("story"),
		Sort: int(frame.Number(c.PostForm("sort"))), Hidden: c.PostForm("hidden") != "", Logo: c.PostForm("logo"),
	}
	for _, id := range c.PostFormArray("categoryIds") {
		b.Categories = append(b.Categories, product.Named{ID: frame.Number(id)})
	}
	if c.PostForm("noLogo") != "" {
		b.Logo = ""
	}
	if len(file) == 0 {
		return b, nil
	}
	picture, err := k.gallery.Add(c.Request.Context(), file, by)
	if errors.Is(err, photo.ErrType) || errors.Is(err, photo.ErrSize) {
		err = apperr.ErrInvalid.WithField("picture", apperr.From(err).Code).Wrap(err)
	}
	if err == nil {
		b.Logo = picture.URL
	}
	return b, err
}

// sent reads a file of a form; nothing where none was chosen.
func sent(r *http.Request, field string) ([]byte, error) {
	file, _, err := r.FormFile(field)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, apperr.ErrTooLarge.Wrap(err)
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return nil, nil
	case err != nil:
		return nil, apperr.ErrMalformed.Wrap(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	return io.ReadAll(file)
}
