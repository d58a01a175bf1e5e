// Package clients asks the catalogue and ware what a cart shows of theirs.
package clients

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/cart"
)

// Without any of these a cart can be shown.
const (
	stockTimeout = time.Second
	extraTimeout = time.Second // for prices, the member's level, other goods
)

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
		goods[s.SkuID] = cart.Goods{
			SkuID: s.SkuID, SpuID: s.SpuID, CategoryIDs: s.CategoryIDs, Title: s.Title, Image: s.Image, Attrs: s.Attrs, Price: s.Price, OnShelf: s.OnShelf,
		}
	}
	return goods, nil
}

// Popular gives what is in stock and sold most.
func (p *Product) Popular(ctx context.Context, n int) ([]cart.Goods, error) {
	var answer productapi.Search
	path := productapi.PathSearch + "?hasStock=1&sort=saleCount_desc&pageSize=" + strconv.Itoa(n)
	if err := p.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: path, Out: &answer, Timeout: extraTimeout}); err != nil {
		return nil, err
	}
	goods := make([]cart.Goods, len(answer.Items))
	for i, item := range answer.Items {
		goods[i] = cart.Goods{SkuID: item.SkuID, SpuID: item.SpuID, Title: item.Title, Image: item.Image, Price: item.Price, OnShelf: true}
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

// Coupon prices goods.
type Coupon struct{ peer *rpc.Client }

var _ cart.Prices = (*Coupon)(nil)

// NewCoupon makes the client.
func NewCoupon(peer *rpc.Client) *Coupon { return &Coupon{peer} }

// Quote tells what goods cost, and what would take more off.
func (c *Coupon) Quote(ctx context.Context, q couponapi.QuoteQuery) (couponapi.Quote, error) {
	var quote couponapi.Quote
	err := c.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: couponapi.PathQuote, In: q, Out: &quote, Idempotent: true, Timeout: extraTimeout,
	})
	return quote, err
}

// Member is the member whose cookie a request carries.
type Member struct{ peer *rpc.Client }

var _ cart.Members = (*Member)(nil)

// NewMember makes the client.
func NewMember(peer *rpc.Client) *Member { return &Member{peer} }

// Level gives the caller's level.
func (m *Member) Level(ctx context.Context) (memberapi.Level, error) {
	var answer memberapi.Checkout
	err := m.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: memberapi.PathCheckout, Out: &answer, Timeout: extraTimeout})
	return answer.Level, err
}

// Favour makes a SKU one of the caller's favourites.
func (m *Member) Favour(ctx context.Context, skuID int64) error {
	path := memberapi.PathFavourites + "/" + strconv.FormatInt(skuID, 10)
	return m.peer.Do(ctx, rpc.Call{Method: http.MethodPut, Path: path, Idempotent: true})
}
