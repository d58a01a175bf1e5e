package pages

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Classes is what the back office's pages need of the desk of categories, brands and attributes.
type Classes interface {
	Tree(ctx context.Context) ([]product.ClassNode, error)
	Class(ctx context.Context, id int64) (product.Class, error)
	AddClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error)
	ChangeClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error)
	RemoveClass(ctx context.Context, id int64, by adminapi.By) error
	Arrange(ctx context.Context, parentID int64, ids []int64, by adminapi.By) error
	Brands(ctx context.Context, q product.BrandQuery) ([]product.Brand, int64, error)
	Brand(ctx context.Context, id int64) (product.Brand, error)
	AddBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error)
	ChangeBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error)
	Attrs(ctx context.Context, q product.AttrQuery) ([]product.Attr, int64, error)
	Attr(ctx context.Context, id int64) (product.Attr, error)
	AddAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error)
	ChangeAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error)
	RemoveAttr(ctx context.Context, id int64, by adminapi.By) error
	ArrangeAttrs(ctx context.Context, categoryID int64, kind product.AttrKind, ids []int64, by adminapi.By) error
	AttrGroups(ctx context.Context, categoryID int64) ([]product.AttrGroup, error)
	AddAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error)
	ChangeAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error)
	RemoveAttrGroup(ctx context.Context, id int64, by adminapi.By) error
	ArrangeAttrGroups(ctx context.Context, categoryID int64, ids []int64, by adminapi.By) error
}

// Gallery keeps what is brought.
type Gallery interface {
	Add(ctx context.Context, data []byte, by adminapi.By) (product.Picture, error)
}

var (
	_ Classes = (*product.Classes)(nil)
	_ Gallery = (*product.Gallery)(nil)
)

// formAround is room for what a form with one picture holds beside the picture.
const formAround = 128 << 10

// ClassRoutes adds the back office's pages of categories, brands and attributes.
func ClassRoutes(r gin.IRouter, uc Classes, gallery Gallery, f *frame.Office) {
	k := classes{uc, gallery, f}
	read := func(path string, h server.Handler) { r.GET("/product/"+path, f.Page(adminapi.ProductRead, h)) }
	do := func(path string, h func(c *gin.Context, by adminapi.By) error) {
		r.POST("/product/"+path, f.Page(adminapi.ProductWrite, acting(h)))
	}
	form := func(path string, show server.Handler, save func(c *gin.Context, by adminapi.By) error) {
		r.GET("/product/"+path, f.Page(adminapi.ProductWrite, show))
		do(path, save)
	}
	read("categories.html", k.categories)
	read("categories.csv", k.categoriesCSV)
	form("category.html", k.categoryPage, k.saveCategory)
	do("category/remove", k.removeCategory)
	do("category/step", k.stepCategory)
	read("brands.html", k.brands)
	read("brands.csv", k.brandsCSV)
	r.GET("/product/brand.html", f.Page(adminapi.ProductWrite, k.brandPage))
	r.POST("/product/brand/upload", f.Upload(adminapi.ProductWrite, product.MaxPicture+formAround, acting(k.saveBrand)))
	read("attributes.html", k.attributes)
	read("attributes.csv", k.attributesCSV)
	form("attribute.html", k.attributePage, k.saveAttribute)
	do("attribute/remove", k.removeAttribute)
	do("attribute/step", k.stepAttribute)
	read("attrgroups.html", k.arrangement)
	do("attrgroup", k.saveGroup)
	do("attrgroup/remove", k.removeGroup)
	do("attrgroup/step", k.stepGroup)
}

// acting is a handler that is told who acts.
func acting(h func(c *gin.Context, by adminapi.By) error) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		return h(c, who)
	}
}

type classes struct {
	uc      Classes
	gallery Gallery
	frame   *frame.Office
}

// base is the frame of a page that belongs to an entry of the menu.
func (k classes) base(c *gin.Context, title, entry string) page.AdminBase {
	return k.frame.Base(c, title, entry)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// done says what was done, and leads on.
func (k classes) done(c *gin.Context, told, to string) error {
	k.frame.Flash(c, page.FlashSuccess, told)
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// at is a path with a query.
func at(path string, pairs ...string) string {
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	return path + "?" + query.Encode()
}

// leaves lists the categories of level 3 below each of level 1, those of chosen selected.
func leaves(tree []product.ClassNode, chosen func(id int64) bool) []page.CatalogTop {
	var tops []page.CatalogTop
	for _, top := range tree {
		t := page.CatalogTop{Name: top.Name}
		for _, middle := range top.Children {
			for _, leaf := range middle.Children {
				o := page.Option{Value: number(leaf.ID), Label: middle.Name + " / " + leaf.Name, Selected: chosen(leaf.ID)}
				t.Open = t.Open || o.Selected
				t.Leaves = append(t.Leaves, o)
			}
		}
		if len(t.Leaves) > 0 {
			tops = append(tops, t)
		}
	}
	return tops
}

// paths are categories of level 3 by their whole names.
func paths(tree []product.ClassNode) map[int64]string {
	all := map[int64]string{}
	for _, top := range tree {
		for _, middle := range top.Children {
			for _, leaf := range middle.Children {
				all[leaf.ID] = top.Name + " / " + middle.Name + " / " + leaf.Name
			}
		}
	}
	return all
}

// step is a list with one of it one place earlier or later; nil where it stands at the end or is not in it.
func step(ids []int64, i int, earlier bool) []int64 {
	j := i + 1
	if earlier {
		j = i - 1
	}
	if i < 0 || j < 0 || j >= len(ids) {
		return nil
	}
	ids[i], ids[j] = ids[j], ids[i]
	return ids
}
