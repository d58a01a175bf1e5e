package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/server"
	"gulimall/services/product"
)

func (k classes) tree(c *gin.Context) error {
	nodes, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, productapi.CategoryTree{Items: officeTree(nodes)})
	return nil
}

func officeTree(nodes []product.ClassNode) []productapi.OfficeCategory {
	all := make([]productapi.OfficeCategory, len(nodes))
	for i, n := range nodes {
		all[i] = officeCategory(n.Class)
		all[i].All, all[i].Children = n.All, officeTree(n.Children)
	}
	return all
}

func officeCategory(c product.Class) productapi.OfficeCategory {
	return productapi.OfficeCategory{
		ID: c.ID, ParentID: c.ParentID, Level: c.Level, Name: c.Name, NameEN: c.NameEN, Hidden: c.Hidden, Version: c.Version, Goods: c.Goods, All: c.Goods,
	}
}

func (k classes) addClass(c *gin.Context, by adminapi.By) error {
	var in productapi.NewCategory
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := k.uc.AddClass(c.Request.Context(), classOf(0, in), by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, officeCategory(added))
	return nil
}

func classOf(id int64, in productapi.NewCategory) product.Class {
	return product.Class{Category: product.Category{ID: id, ParentID: in.ParentID, Name: in.Name}, NameEN: in.NameEN, Hidden: in.Hidden, Version: in.Version}
}

func (k classes) changeClass(c *gin.Context, by adminapi.By) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in productapi.NewCategory
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := k.uc.ChangeClass(c.Request.Context(), classOf(id, in), by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, officeCategory(changed))
	return nil
}

func (k classes) removeClass(c *gin.Context, by adminapi.By) error {
	return remove(c, by, k.uc.RemoveClass)
}

func (k classes) arrange(c *gin.Context, by adminapi.By) error {
	var in productapi.ChildOrder
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := k.uc.Arrange(c.Request.Context(), in.ParentID, in.IDs, by); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (k classes) template(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	t, err := k.uc.Template(c.Request.Context(), id)
	if err != nil {
		return err
	}
	shown := productapi.Template{CategoryID: t.CategoryID, Brands: named(t.Brands), Groups: make([]productapi.TemplateGroup, len(t.Groups)), Sale: attributes(t.Sale)}
	for i, g := range t.Groups {
		shown.Groups[i] = productapi.TemplateGroup{ID: g.ID, Name: g.Name, Attrs: attributes(g.Attrs)}
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

func named(all []product.Named) []productapi.Named {
	shown := make([]productapi.Named, len(all))
	for i, n := range all {
		shown[i] = productapi.Named(n)
	}
	return shown
}
