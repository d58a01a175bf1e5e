// Package clients asks other services what the member centre shows of theirs, and tells the cart of logins.
package clients

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/rpc"
	"gulimall/services/member"
)

// pathOrders lists the orders of whoever asks.
const pathOrders = "/api/order/orders"

// timeout bounds calls that a login or a page can do without.
const timeout = time.Second

// Cart is the cart service.
type Cart struct{ peer *rpc.Client }

var _ member.Carts = (*Cart)(nil)

// NewCart makes the client.
func NewCart(peer *rpc.Client) *Cart { return &Cart{peer} }

// Merge moves the cart of a browser into the member's.
func (c *Cart) Merge(ctx context.Context, memberID int64, userKey string) error {
	return c.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: cartapi.PathMerge, In: cartapi.Merge{MemberID: memberID, UserKey: userKey}, Idempotent: true, Timeout: timeout,
	})
}

// Coupon is the coupon service.
type Coupon struct{ peer *rpc.Client }

// NewCoupon makes the client.
func NewCoupon(peer *rpc.Client) *Coupon { return &Coupon{peer} }

// Mine lists a member's coupons in a state.
func (c *Coupon) Mine(ctx context.Context, memberID int64, state couponapi.State) ([]couponapi.MemberCoupon, error) {
	query := url.Values{"memberId": {strconv.FormatInt(memberID, 10)}, "state": {string(state)}}
	var mine []couponapi.MemberCoupon
	err := c.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: couponapi.PathMine + "?" + query.Encode(), Out: &mine, Timeout: timeout})
	return mine, err
}

// Product is the product service.
type Product struct{ peer *rpc.Client }

var _ member.Catalogue = (*Product)(nil)

// NewProduct makes the client.
func NewProduct(peer *rpc.Client) *Product { return &Product{peer} }

// Goods tells what SKUs are.
func (p *Product) Goods(ctx context.Context, skuIDs []int64) (map[int64]member.Goods, error) {
	var answer productapi.Skus
	err := p.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: productapi.PathSkus, In: productapi.Query{SkuIDs: skuIDs}, Out: &answer, Idempotent: true, Timeout: timeout,
	})
	if err != nil {
		return nil, err
	}
	goods := make(map[int64]member.Goods, len(answer.Skus))
	for _, s := range answer.Skus {
		goods[s.SkuID] = member.Goods{
			SkuID: s.SkuID, Title: s.Title, Image: s.Image, Attrs: s.Attrs, Brand: s.BrandName, Price: s.Price, OnShelf: s.OnShelf,
		}
	}
	return goods, nil
}

// Ware is the ware service.
type Ware struct{ peer *rpc.Client }

var _ member.Stock = (*Ware)(nil)

// NewWare makes the client.
func NewWare(peer *rpc.Client) *Ware { return &Ware{peer} }

// InStock tells what can be bought at once.
func (w *Ware) InStock(ctx context.Context, skuIDs []int64) (map[int64]bool, error) {
	var answer wareapi.Stock
	err := w.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: wareapi.PathStock, In: wareapi.StockQuery{SkuIDs: skuIDs}, Out: &answer, Idempotent: true, Timeout: timeout,
	})
	if err != nil {
		return nil, err
	}
	inStock := make(map[int64]bool, len(answer.Stock))
	for _, s := range answer.Stock {
		inStock[s.SkuID] = s.Available > 0
	}
	return inStock, nil
}

// Order is the order service. It is asked in the name of the caller, member or staff, whose cookie travels along.
type Order struct{ peer *rpc.Client }

// NewOrder makes the client.
func NewOrder(peer *rpc.Client) *Order { return &Order{peer} }

// Counts tells how many orders the caller has by status.
func (o *Order) Counts(ctx context.Context) (orderapi.Counts, error) {
	var counts orderapi.Counts
	err := o.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: orderapi.PathCounts, Out: &counts, Timeout: timeout})
	return counts, err
}

// Of gives the newest orders of a member, in one state or in any, and how many there are. The orders desk refuses who may not see orders.
func (o *Order) Of(ctx context.Context, memberID int64, status orderapi.Status, most int) (paging.Rows[orderapi.OfficeOrder], error) {
	query := url.Values{"member": {strconv.FormatInt(memberID, 10)}, "status": {string(status)}, "pageSize": {strconv.Itoa(most)}}
	var answer paging.Rows[orderapi.OfficeOrder]
	err := o.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: orderapi.PathOfficeOrders + "?" + query.Encode(), Out: &answer, Timeout: timeout})
	return answer, err
}

// Newest lists the caller's newest orders.
func (o *Order) Newest(ctx context.Context, n int) ([]orderapi.Order, error) {
	var answer orderapi.OrderPage
	err := o.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: pathOrders + "?pageSize=" + strconv.Itoa(n), Out: &answer, Timeout: timeout})
	return answer.Items, err
}
