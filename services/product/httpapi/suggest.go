package httpapi

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
)

// maxTyped is how many characters of what was typed are looked at; nobody's name is longer.
const maxTyped = 100

// suggest answers while a shopper types; what is too long is no error there, it just finds nothing better.
func (a api) suggest(c *gin.Context) error {
	typed := strings.ToValidUTF8(c.Query("keyword"), "")
	if utf8.RuneCountInString(typed) > maxTyped {
		typed = string([]rune(typed)[:maxTyped])
	}
	found, err := a.uc.Suggest(c.Request.Context(), typed)
	if err != nil {
		return err
	}
	answer := productapi.Suggestions{Suggestions: make([]productapi.Suggestion, len(found))}
	for i, s := range found {
		answer.Suggestions[i] = productapi.Suggestion{Text: s.Text, Kind: string(s.Kind), Count: s.Count}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// cards answers what is for sale of some SKUs; ids that mean nothing any more are left out, ids that never could are refused.
func (a api) cards(c *gin.Context) error {
	ids, ok := parseIDs(c.Query("ids"))
	if !ok {
		return apperr.ErrInvalid.WithField("ids", "invalid")
	}
	hits, err := a.uc.Cards(c.Request.Context(), ids)
	if err != nil {
		return err
	}
	answer := productapi.Cards{Items: make([]productapi.Card, len(hits))}
	for i, h := range hits {
		answer.Items[i] = productapi.Card{
			SkuID: h.SKU.ID, SpuID: h.SKU.SPUID, Title: h.SKU.Title, Price: h.SKU.Price, Image: h.SKU.Image, BrandName: h.SKU.Brand.Name,
			SaleCount: h.SKU.SaleCount, HasStock: h.HasStock,
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// parseIDs reads 1,2,3.
func parseIDs(text string) ([]int64, bool) {
	if text == "" {
		return nil, true
	}
	parts := strings.SplitN(text, ",", product.MaxCards+1)
	if len(parts) > product.MaxCards {
		return nil, false
	}
	ids := make([]int64, len(parts))
	for i, part := range parts {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil || id <= 0 {
			return nil, false
		}
		ids[i] = id
	}
	return ids, true
}
