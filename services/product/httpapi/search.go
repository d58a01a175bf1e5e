package httpapi

import (
	"html"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
)

// search refuses what it does not understand, naming the parameter; parameters that it does not know are nobody's.
func (a api) search(c *gin.Context) error {
	q, faults := product.ParseQuery(c.Request.URL.Query())
	if len(faults) > 0 {
		refused := *apperr.ErrInvalid
		refused.Fields = faults
		return &refused
	}
	found, err := a.uc.Search(q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, searchOf(q, found))
	return nil
}

func searchOf(q product.Query, found product.Result) productapi.Search {
	s := productapi.Search{
		Items: make([]productapi.SearchItem, len(found.Hits)), Total: found.Total, PageNum: q.PageNum, PageSize: q.PageSize,
		Brands: make([]productapi.BrandCount, len(found.Brands)), Categories: make([]productapi.CategoryCount, len(found.Categories)),
		Attrs: make([]productapi.AttrCounts, len(found.Attrs)),
	}
	for i, hit := range found.Hits {
		sku := hit.SKU
		s.Items[i] = productapi.SearchItem{
			SkuID: sku.ID, SpuID: sku.SPUID, Title: sku.Title, Highlight: highlight(product.Highlight(sku.Title, q.Keyword)),
			Price: sku.Price, Image: sku.Image, BrandID: sku.Brand.ID, BrandName: sku.Brand.Name,
			SaleCount: sku.SaleCount, HasStock: hit.HasStock,
		}
	}
	for i, f := range found.Brands {
		s.Brands[i] = productapi.BrandCount{BrandID: f.ID, Name: f.Name, Count: f.Count}
	}
	for i, f := range found.Categories {
		s.Categories[i] = productapi.CategoryCount{ID: f.ID, Name: f.Name, Count: f.Count}
	}
	for i, f := range found.Attrs {
		s.Attrs[i] = productapi.AttrCounts{AttrID: f.ID, Name: f.Name, Values: make([]productapi.ValueCount, len(f.Values))}
		for j, v := range f.Values {
			s.Attrs[i].Values[j] = productapi.ValueCount(v)
		}
	}
	return s
}

// highlight writes a title as HTML in which only the <em> is ours.
func highlight(fragments []product.Fragment) string {
	var b strings.Builder
	for _, f := range fragments {
		if f.Hit {
			b.WriteString("<em>" + html.EscapeString(f.Text) + "</em>")
		} else {
			b.WriteString(html.EscapeString(f.Text))
		}
	}
	return b.String()
}
