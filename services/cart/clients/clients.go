// Package clients asks the catalogue and ware what a cart shows of theirs.
package clients

import (
	"context"
	"net/http"
	"time"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/cart"
)

// stockTimeout bounds the question for stock, without which a cart can be shown.
const stockTimeout = time.Second

// Product is the catalogue.
type Product struct{ peer *rpc.Client }

var _ cart.Catalogue = (*Product)(nil)

// NewProduct makes the client.
func NewProduct(peer *rpc.Client) *Product { return &Product{peer} }

// Skus tells what SKUs are and cost.
func (p *Product) Skus(ctx context.Context, ids []int64) (map[int64]cart.Goods, error) {
	var answer productapi.Skus
	if err := p.peer.PostIdempotent(ctx, productapi.PathSkus, productapi.Query{SkuIDs: ids}, &answer); err != nil {
		return nil, err
	}
	goods := make(map[int64]cart.Goods, len(answer.Skus))
	for _, s := range answer.Skus {
		goods[s.SkuID] = cart.Goods{SkuID: s.SkuID, Title: s.Title, Image: s.Image, Attrs: s.Attrs, Price: s.Price, OnShelf: s.OnShelf}
	}
	return goods, nil
}

// Ware is the stock.
type Ware struct{ peer *rpc.Client }

var _ cart.Stock = (*Ware)(nil)

// NewWare makes the client.
func NewWare(peer *rpc.Client) *Ware { return &Ware{peer} }

// Available tells how much of SKUs can be bought.
func (w *Ware) Available(ctx context.Context, ids []int64) (map[int64]int64, error) {
	var answer wareapi.Stock
	err := w.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: wareapi.PathStock, In: wareapi.StockQuery{SkuIDs: ids}, Out: &answer, Idempotent: true, Timeout: stockTimeout,
	})
	if err != nil {
		return nil, err
	}
	available := make(map[int64]int64, len(answer.Stock))
	for _, s := range answer.Stock {
		available[s.SkuID] = s.Available
	}
	return available, nil
}
