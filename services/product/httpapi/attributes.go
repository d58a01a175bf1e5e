package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/product"
)

func (k classes) attrs(c *gin.Context) error {
	var q struct {
		CategoryID int64  `form:"categoryId"`
		GroupID    int64  `form:"groupId"`
		Kind       string `form:"kind"`
		Searchable *bool  `form:"searchable"`
		Name       string `form:"name"`
	}
	if err := c.ShouldBindQuery(&q); err != nil {
		return apperr.ErrInvalid.Wrap(err)
	}
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	asked := product.AttrQuery{CategoryID: q.CategoryID, GroupID: q.GroupID, Searchable: q.Searchable, Name: q.Name, Page: page}
	if q.Kind != "" {
		kind, ok := product.ParseAttrKind(q.Kind)
		if !ok {
			return apperr.ErrInvalid.WithField("kind", "invalid")
		}
		asked.Kind = &kind
	}
	found, total, err := k.uc.Attrs(c.Request.Context(), asked)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(found, total, page, attribute))
	return nil
}

func attribute(a product.Attr) productapi.Attribute {
	return productapi.Attribute{
		ID: a.ID, CategoryID: a.CategoryID, Kind: a.Kind.String(), Name: a.Name, Values: a.Values, Multiple: a.Multiple, Searchable: a.Searchable, Off: a.Off,
		GroupID: a.GroupID, Version: a.Version, Goods: a.Goods,
	}
}

func attributes(all []product.Attr) []productapi.Attribute {
	shown := make([]productapi.Attribute, len(all))
	for i, a := range all {
		shown[i] = attribute(a)
	}
	return shown
}

func (k classes) attr(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	found, err := k.uc.Attr(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, attribute(found))
	return nil
}

func attrOf(id int64, in productapi.NewAttribute) product.Attr {
	kind, _ := product.ParseAttrKind(in.Kind) // its tag allows no other
	return product.Attr{
		ID: id, CategoryID: in.CategoryID, Kind: kind, Name: in.Name, Values: in.Values, Multiple: in.Multiple, Searchable: in.Searchable, Off: in.Off,
		GroupID: in.GroupID, Version: in.Version,
	}
}

func (k classes) addAttr(c *gin.Context, by adminapi.By) error {
	var in productapi.NewAttribute
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := k.uc.AddAttr(c.Request.Context(), attrOf(0, in), by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, attribute(added))
	return nil
}

func (k classes) changeAttr(c *gin.Context, by adminapi.By) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in productapi.NewAttribute
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := k.uc.ChangeAttr(c.Request.Context(), attrOf(id, in), by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, attribute(changed))
	return nil
}

func (k classes) removeAttr(c *gin.Context, by adminapi.By) error {
	return remove(c, by, k.uc.RemoveAttr)
}

func (k classes) arrangeAttrs(c *gin.Context, by adminapi.By) error {
	var in productapi.AttributeOrder
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	kind, ok := product.ParseAttrKind(in.Kind)
	if !ok {
		return apperr.ErrInvalid.WithField("kind", "required")
	}
	if err := k.uc.ArrangeAttrs(c.Request.Context(), in.CategoryID, kind, in.IDs, by); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (k classes) groups(c *gin.Context) error {
	category, err := server.Int(c, "categoryId", 0, 0, 1<<62)
	if err != nil {
		return err
	}
	found, err := k.uc.AttrGroups(c.Request.Context(), category)
	if err != nil {
		return err
	}
	shown := productapi.AttrGroups{Items: make([]productapi.AttrGroup, len(found))}
	for i, g := range found {
		shown.Items[i] = attrGroup(g)
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

func attrGroup(g product.AttrGroup) productapi.AttrGroup {
	return productapi.AttrGroup{ID: g.ID, CategoryID: g.CategoryID, Name: g.Name, Version: g.Version}
}

func (k classes) addGroup(c *gin.Context, by adminapi.By) error {
	var in productapi.NewAttrGroup
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := k.uc.AddAttrGroup(c.Request.Context(), product.AttrGroup{CategoryID: in.CategoryID, Name: in.Name}, by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, attrGroup(added))
	return nil
}

func (k classes) changeGroup(c *gin.Context, by adminapi.By) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in productapi.NewAttrGroup
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := k.uc.ChangeAttrGroup(c.Request.Context(), product.AttrGroup{ID: id, Name: in.Name, Version: in.Version}, by)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, attrGroup(changed))
	return nil
}

func (k classes) removeGroup(c *gin.Context, by adminapi.By) error {
	return remove(c, by, k.uc.RemoveAttrGroup)
}

func (k classes) arrangeGroups(c *gin.Context, by adminapi.By) error {
	var in productapi.AttributeOrder
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := k.uc.ArrangeAttrGroups(c.Request.Context(), in.CategoryID, in.IDs, by); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
