// Package httpapi is the catalogue's JSON API and its internal calls.
package httpapi

import (
	"context"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/services/product"
)

// Catalogue is the use cases that are served.
type Catalogue interface {
	Categories(ctx context.Context) ([]product.Node, error)
	Search(q product.Query) (product.Result, error)
	Item(ctx context.Context, id int64) (product.Item, error)
	Cards(ctx context.Context, ids []int64) ([]product.Hit, error)
	Suggest(ctx context.Context, typed string) ([]product.Suggestion, error)
	Skus(ctx context.Context, ids []int64) ([]*product.SKU, error)
	Change(ctx context.Context, id int64, change product.Change) (product.SKU, error)
	Reindex(ctx context.Context) error
}

var _ Catalogue = (*product.Catalogue)(nil)

type api struct {
	uc     Catalogue
	decode *server.Decoder
	words  *i18n.Catalogue
}

// Routes adds the calls.
func Routes(r gin.IRouter, uc Catalogue, edge *server.Edge, decode *server.Decoder) {
	a := api{uc, decode, edge.Words}
	r.GET(productapi.PathCategories, edge.JSON(a.categories))
	r.GET(productapi.PathSearch, edge.JSON(a.search))
	r.GET(productapi.PathSuggest, edge.JSON(a.suggest))
	r.GET(productapi.PathCards, edge.JSON(a.cards))
	r.GET(productapi.PathSku+":skuId", edge.JSON(a.detail))

	r.POST(productapi.PathSkus, edge.JSON(a.skus))
	r.PUT(productapi.PathSkus+"/:skuId", edge.JSON(a.change))
	r.POST(productapi.PathReindex, edge.JSON(a.reindex))
}
