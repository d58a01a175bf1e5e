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

func (k classes) brands(c *gin.Context) error {
	var q struct {
		Name       string `form:"name"`
		CategoryID int64  `form:"categoryId"`
		Hidden     *bool  `form:"hidden"`
	}
	if err := c.ShouldBindQuery(&q); err != nil {
		return apperr.ErrInvalid.Wrap(err)
	}
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	found, total, err := k.uc.Brands(c.Request.Context(), product.BrandQuery{Name: q.Name, CategoryID: q.CategoryID, Hidden: q.Hidden, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(found, total, page, officeBrand))
	return nil
}

func officeBrand(b product.Brand) productapi.OfficeBrand {
	return productapi.OfficeBrand{
		ID: b.ID, Name: b.Name, NameEN: b.NameEN, Story: b.Story, Letter: b.Letter, Logo: b.Logo, Sort: b.Sort, Hidden: b.Hidden, Version: b.Version, Goods: b.Goods,
		Categories: named(b.Categories),
	}
}

func (k classes) brand(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	found, err := k.uc.Brand(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, officeBrand(found))
	return nil
}

func brandOf(id int64, in productapi.NewBrand) product.Brand {
	b := product.Brand{
		ID: id, Name: in.Name, NameEN: in.NameEN, Story: in.Story, Letter: in.Letter, Logo: in.Logo, Sort: in.Sort, Hidden: in.Hidden, Version: in.Version,
		Categories: make([]product.Named, len(in.CategoryIDs)),
	}
	for i, category := range in.CategoryIDs {
		b.Categories[i].ID = category
	}
	return b
}

func (k classes) addBrand(c *gin.Context, by adminapi.By) error {
	var in productapi.NewBrand
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := k.uc.AddBrand(c.Request.Context(), brandOf(0, in), by)
	if err != nil {
		return err
	}
	return k.showBrand(c, http.StatusCreated, added.ID)
}

func (k classes) changeBrand(c *gin.Context, by adminapi.By) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in productapi.NewBrand
	if err := k.decode.JSON(c, &in); err != nil {
		return err
	}
	if _, err := k.uc.ChangeBrand(c.Request.Context(), brandOf(id, in), by); err != nil {
		return err
	}
	return k.showBrand(c, http.StatusOK, id)
}

// showBrand answers a brand as it is now, its categories by name.
func (k classes) showBrand(c *gin.Context, status int, id int64) error {
	saved, err := k.uc.Brand(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(status, officeBrand(saved))
	return nil
}
