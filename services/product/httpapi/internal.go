package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
)

func (a api) skus(c *gin.Context) error {
	var q productapi.Query
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	if len(q.SkuIDs) > product.MaxSkus {
		return apperr.ErrInvalid.WithField("skuIds", "range")
	}
	found, err := a.uc.Skus(c.Request.Context(), q.SkuIDs)
	if err != nil {
		return err
	}
	answer := productapi.Skus{Skus: make([]productapi.Sku, len(found))}
	for i, sku := range found {
		answer.Skus[i] = skuOf(sku)
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func skuOf(sku *product.SKU) productapi.Sku {
	s := productapi.Sku{
		SkuID: sku.ID, SpuID: sku.SPUID, SpuName: sku.SPUName, Title: sku.Title, Image: sku.Image, Attrs: make([]string, len(sku.Attrs)),
		Price: sku.Price, BrandID: sku.Brand.ID, BrandName: sku.Brand.Name, CategoryIDs: make([]int64, len(sku.Path)),
		Weight: sku.Weight, OnShelf: sku.OnShelf,
	}
	for i, attr := range sku.Attrs {
		s.Attrs[i] = attr.Name + ": " + attr.Value
	}
	for i, p := range sku.Path {
		s.CategoryIDs[i] = p.ID
	}
	return s
}

func (a api) change(c *gin.Context) error {
	id, err := skuID(c)
	if err != nil {
		return err
	}
	var update productapi.SkuUpdate
	if err := a.decode.JSON(c, &update); err != nil {
		return err
	}
	sku, err := a.uc.Change(c.Request.Context(), id, product.Change(update))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, skuOf(&sku))
	return nil
}

func (a api) reindex(c *gin.Context) error {
	if err := a.uc.Reindex(c.Request.Context()); err != nil {
		return err
	}
	c.Status(http.StatusAccepted)
	return nil
}
