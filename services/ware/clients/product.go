package clients

import (
	"context"
	"net/http"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/rpc"
	"gulimall/services/ware"
)

// Catalogue asks the product service.
type Catalogue struct{ peer *rpc.Client }

var _ ware.Catalogue = (*Catalogue)(nil)

// NewCatalogue makes the client.
func NewCatalogue(peer *rpc.Client) *Catalogue { return &Catalogue{peer} }

// longestName is what fits beside a stock.
const longestName = 200

// Titles tells what goods are called, as far as the catalogue has them.
func (c *Catalogue) Titles(ctx context.Context, skuIDs []int64) (map[int64]string, error) {
	var found productapi.Skus
	err := c.peer.Do(ctx, rpc.Call{Method: http.MethodPost, Path: productapi.PathSkus, In: productapi.Query{SkuIDs: skuIDs}, Out: &found, Idempotent: true})
	titles := map[int64]string{}
	for _, sku := range found.Skus {
		title := []rune(sku.Title)
		titles[sku.SkuID] = string(title[:min(len(title), longestName)])
	}
	return titles, err
}
