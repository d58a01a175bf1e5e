package httpapi

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/server"
	"gulimall/services/product"
)

func (a api) categories(c *gin.Context) error {
	tree, err := a.uc.Categories(c.Request.Context())
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, nodes(tree))
	return nil
}

func nodes(tree []product.Node) []productapi.CategoryNode {
	all := make([]productapi.CategoryNode, len(tree))
	for i, n := range tree {
		all[i] = productapi.CategoryNode{ID: n.ID, Name: n.Name, Children: nodes(n.Children)}
	}
	return all
}

// detail answers all about a SKU; one that is not for sale any more still can be looked at.
func (a api) detail(c *gin.Context) error {
	id, err := skuID(c)
	if err != nil {
		return err
	}
	item, err := a.uc.Item(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, detailOf(item, a.words.Words(a.words.Language(c.Request))))
	return nil
}

func skuID(c *gin.Context) (int64, error) {
	id, err := server.ID(c, "skuId")
	if errors.Is(err, apperr.ErrNotFound) {
		return 0, product.ErrSkuNotFound
	}
	return id, err
}

func detailOf(item product.Item, words couponapi.Words) productapi.Detail {
	sku := item.SKU
	d := productapi.Detail{
		SkuID: sku.ID, SpuID: sku.SPUID, Title: sku.Title, Subtitle: sku.Subtitle, Price: sku.Price, Images: item.Images,
		Category:  productapi.Category{ID: sku.Category().ID, Name: sku.Category().Name, Path: make([]productapi.Named, len(sku.Path))},
		Brand:     productapi.Named(sku.Brand),
		SaleAttrs: make([]productapi.SaleAttr, len(item.SaleAttrs)), Specs: make([]productapi.SpecGroup, len(item.Specs)),
		Description: item.Description, HasStock: item.HasStock(), OnShelf: sku.OnShelf,
		Promotions: promotions(item.Promotions.Promotions, words),
		Gifts:      productapi.Gifts{Points: item.Promotions.GiftPoints, Growth: item.Promotions.GiftGrowth},
	}
	if !item.StockGuessed {
		pieces := item.Stock[sku.ID]
		d.Stock = &pieces
	}
	for i, p := range sku.Path {
		d.Category.Path[i] = productapi.Named(p)
	}
	for i, attr := range item.SaleAttrs {
		d.SaleAttrs[i] = productapi.SaleAttr{AttrID: attr.ID, Name: attr.Name, Values: make([]productapi.SaleValue, len(attr.Values))}
		for j, v := range attr.Values {
			d.SaleAttrs[i].Values[j] = productapi.SaleValue{Value: v.Value, SkuIDs: v.SkuIDs}
		}
	}
	for i, g := range item.Specs {
		d.Specs[i] = productapi.SpecGroup{Group: cmp.Or(g.Name, words.T("specs_other")), Attrs: make([]productapi.Spec, len(g.Attrs))}
		for j, v := range g.Attrs {
			d.Specs[i].Attrs[j] = productapi.Spec{Name: v.Name, Value: v.Value}
		}
	}
	return d
}

func promotions(list []couponapi.Rule, words couponapi.Words) []productapi.Promotion {
	all := make([]productapi.Promotion, len(list))
	for i, p := range list {
		all[i] = productapi.Promotion{Rule: p.Code, Text: p.Text(words)}
	}
	return all
}
