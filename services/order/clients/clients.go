// Package clients asks the other services on behalf of the order service: contract bodies over pkg/rpc, and nothing else. Of their
// refusals only those that the use cases know pass through; any other is a fault between services, never the shopper's.
package clients

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/order"
)

// Peer is one service, by pkg/rpc.
type Peer interface {
	Do(ctx context.Context, call rpc.Call) error
}

// get and post make the calls; all of them may be repeated without harm.
func get(ctx context.Context, p Peer, path string, out any, known ...*apperr.Error) error {
	return judge(p.Do(ctx, rpc.Call{Method: "GET", Path: path, Out: out}), known)
}

func post(ctx context.Context, p Peer, path string, in, out any, known ...*apperr.Error) error {
	return judge(p.Do(ctx, rpc.Call{Method: "POST", Path: path, In: in, Out: out, Idempotent: true}), known)
}

func judge(err error, known []*apperr.Error) error {
	if err == nil {
		return nil
	}
	for _, k := range append(known, apperr.ErrNotSignedIn, apperr.ErrUnavailable) {
		if errors.Is(err, k) {
			return err
		}
	}
	var refused *apperr.Error
	if errors.As(err, &refused) {
		return apperr.ErrInternal.Wrap(fmt.Errorf("unexpected refusal: %w", err))
	}
	return err
}

// Cart is the cart service.
type Cart struct{ Peer Peer }

// Checked implements order.Cart.
func (c Cart) Checked(ctx context.Context) (checked cartapi.Checked, err error) {
	return checked, get(ctx, c.Peer, cartapi.PathChecked, &checked)
}

// Bought implements order.Cart.
func (c Cart) Bought(ctx context.Context, b cartapi.Bought) error {
	return post(ctx, c.Peer, cartapi.PathBought, b, nil)
}

// Items implements order.Cart.
func (c Cart) Items(ctx context.Context) (all cartapi.Cart, err error) {
	return all, get(ctx, c.Peer, cartapi.PathCart, &all)
}

// Add implements order.Cart. It is not repeated: pieces would come twice.
func (c Cart) Add(ctx context.Context, sku, count int64) error {
	call := rpc.Call{Method: "POST", Path: cartapi.PathItems, In: cartapi.AddItem{SkuID: sku, Count: count}}
	return judge(c.Peer.Do(ctx, call), []*apperr.Error{order.ErrSkuNotFound})
}

// Members is the member service.
type Members struct{ Peer Peer }

// Checkout implements order.Members.
func (m Members) Checkout(ctx context.Context) (checkout memberapi.Checkout, err error) {
	return checkout, get(ctx, m.Peer, memberapi.PathCheckout, &checkout)
}

// Freeze implements order.Members.
func (m Members) Freeze(ctx context.Context, f memberapi.Freeze) error {
	return post(ctx, m.Peer, memberapi.PathFreeze, f, nil, order.ErrPointsShort, order.ErrReleased)
}

// SaveAddress implements order.Members.
func (m Members) SaveAddress(ctx context.Context, a order.Address) (saved order.Address, err error) {
	in := memberapi.AddressRequest{
		Name: a.Name, Phone: a.Phone, Province: a.Province, City: a.City, Region: a.Region, Detail: a.Detail, PostCode: a.PostCode, IsDefault: a.IsDefault,
	}
	call := rpc.Call{Method: "POST", Path: memberapi.PathAddresses, In: in, Out: &saved}
	if a.ID > 0 {
		call.Method, call.Path, call.Idempotent = "PUT", memberapi.PathAddresses+"/"+strconv.FormatInt(a.ID, 10), true
	}
	return saved, judge(m.Peer.Do(ctx, call), []*apperr.Error{order.ErrAddressNotFound, order.ErrAddressLimit, apperr.ErrInvalid})
}

// Products is the catalogue.
type Products struct{ Peer Peer }

// Skus implements order.Products.
func (p Products) Skus(ctx context.Context, ids []int64) ([]productapi.Sku, error) {
	var found productapi.Skus
	err := post(ctx, p.Peer, productapi.PathSkus, productapi.Query{SkuIDs: ids}, &found)
	return found.Skus, err
}

// Coupons is the coupon service.
type Coupons struct{ Peer Peer }

// Quote implements order.Coupons.
func (c Coupons) Quote(ctx context.Context, q couponapi.QuoteQuery) (quote couponapi.Quote, err error) {
	return quote, post(ctx, c.Peer, couponapi.PathQuote, q, &quote, order.ErrCouponUnusable, order.ErrPointsShort)
}

// Lock implements order.Coupons.
func (c Coupons) Lock(ctx context.Context, l couponapi.Lock) error {
	return post(ctx, c.Peer, couponapi.PathLock, l, nil, order.ErrCouponUnusable, order.ErrReleased)
}

// Stock is the ware service.
type Stock struct{ Peer Peer }

// Quote implements order.Stock.
func (s Stock) Quote(ctx context.Context, q wareapi.QuoteQuery) (quote wareapi.Quote, err error) {
	return quote, post(ctx, s.Peer, wareapi.PathQuote, q, &quote)
}

// Lock implements order.Stock.
func (s Stock) Lock(ctx context.Context, l wareapi.Lock) (locked wareapi.Locked, err error) {
	return locked, post(ctx, s.Peer, wareapi.PathLock, l, &locked, order.ErrStockShort, order.ErrReleased)
}

// Payments is the payment service.
type Payments struct{ Peer Peer }

// closeTime is how long the close handshake may take: payment asks Alipay in it.
const closeTime = 8 * time.Second

// Close implements order.Payments.
func (p Payments) Close(ctx context.Context, sn string, c paymentapi.Close) (string, error) {
	var closed paymentapi.Closed
	err := p.Peer.Do(ctx, rpc.Call{Method: "POST", Path: paymentapi.PathClose + sn, In: c, Out: &closed, Idempotent: true, Timeout: closeTime})
	return closed.Result, err
}

// Offered implements order.Payments.
func (p Payments) Offered(ctx context.Context, sn string) (bool, error) {
	var answer paymentapi.Offered
	return answer.Offered, get(ctx, p.Peer, paymentapi.PathOffered+sn, &answer)
}

// recordTime is how long somebody who looks at his order is kept waiting for the records of the payment.
const recordTime = 1500 * time.Millisecond

// Record implements order.Payments.
func (p Payments) Record(ctx context.Context, sn string) (record paymentapi.Cashier, err error) {
	err = p.Peer.Do(ctx, rpc.Call{Method: "GET", Path: "/api/payment/orders/" + sn, Out: &record, Timeout: recordTime})
	return record, err
}

var (
	_ order.Cart     = Cart{}
	_ order.Members  = Members{}
	_ order.Products = Products{}
	_ order.Coupons  = Coupons{}
	_ order.Stock    = Stock{}
	_ order.Payments = Payments{}
)
