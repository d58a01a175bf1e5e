package shop

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"
)

// AddToCart puts pieces of a SKU into the cart.
func (s *Shopper) AddToCart(tb testing.TB, skuID, count int64) Cart {
	tb.Helper()
	var c Cart
	s.API(tb, http.MethodPost, "/api/cart/items", map[string]int64{"skuId": skuID, "count": count}).Into(tb, http.StatusOK, &c)
	return c
}

// Cart is what is in the cart.
func (s *Shopper) Cart(tb testing.TB) Cart {
	tb.Helper()
	var c Cart
	s.Get(tb, "/api/cart", &c)
	return c
}

// EmptyCart takes everything out of the cart.
func (s *Shopper) EmptyCart(tb testing.TB) {
	tb.Helper()
	for _, item := range s.Cart(tb).Items {
		s.API(tb, http.MethodDelete, "/api/cart/items/"+id(item.SkuID), nil).Want(tb, http.StatusOK)
	}
}

// Confirm opens a settlement page.
func (s *Shopper) Confirm(tb testing.TB) Confirm {
	tb.Helper()
	var c Confirm
	s.Get(tb, "/api/order/confirm", &c)
	return c
}

// Default is the address that the settlement page chooses by itself.
func (c Confirm) Default() int64 {
	for _, a := range c.Addresses {
		if a.IsDefault {
			return a.ID
		}
	}
	if len(c.Addresses) > 0 {
		return c.Addresses[0].ID
	}
	return 0
}

// Submission is what the page would send if nothing were changed on it.
func (c Confirm) Submission() Submission {
	return Submission{Token: c.Token, AddressID: c.Default(), PayAmount: c.Amounts.Pay}
}

// Quote asks what the checked goods would cost.
func (s *Shopper) Quote(tb testing.TB, q QuoteRequest) Quote {
	tb.Helper()
	var got Quote
	s.API(tb, http.MethodPost, "/api/order/quote", q).Into(tb, http.StatusOK, &got)
	return got
}

// TrySubmit places an order; the answer is for the caller to judge.
func (s *Shopper) TrySubmit(tb testing.TB, order Submission) *Answer {
	tb.Helper()
	return s.API(tb, http.MethodPost, "/api/order/orders", order)
}

// SendSubmit is TrySubmit for any goroutine.
func (s *Shopper) SendSubmit(ctx context.Context, order Submission) (*Answer, error) {
	return s.Send(ctx, Request{Method: http.MethodPost, Path: "/api/order/orders", JSON: order})
}

// Submit places an order that must be accepted.
func (s *Shopper) Submit(tb testing.TB, order Submission) Order {
	tb.Helper()
	var o Order
	s.TrySubmit(tb, order).Into(tb, http.StatusCreated, &o)
	return o
}

// Buy goes from an empty cart to an unpaid order of count pieces.
func (s *Shopper) Buy(tb testing.TB, skuID, count int64) Order {
	tb.Helper()
	s.AddToCart(tb, skuID, count)
	return s.Submit(tb, s.Confirm(tb).Submission())
}

// Order is one of the member's orders with its timeline.
func (s *Shopper) Order(tb testing.TB, orderSn string) Order {
	tb.Helper()
	var o Order
	s.Get(tb, "/api/order/orders/"+orderSn, &o)
	return o
}

// Orders lists the member's orders, newest first.
func (s *Shopper) Orders(tb testing.TB) OrderPage {
	tb.Helper()
	var p OrderPage
	s.Get(tb, "/api/order/orders?pageSize=50", &p)
	return p
}

// Cancel gives up an unpaid order.
func (s *Shopper) Cancel(tb testing.TB, orderSn string) *Answer {
	tb.Helper()
	return s.API(tb, http.MethodPost, "/api/order/orders/"+orderSn+"/cancel", map[string]string{"reason": "不想要了"})
}

// Payment is how the payment of an order stands.
func (s *Shopper) Payment(tb testing.TB, orderSn string) Payment {
	tb.Helper()
	var p Payment
	s.Get(tb, "/api/payment/orders/"+orderSn, &p)
	return p
}

// PayURL asks for the address of Alipay's cashier.
func (s *Shopper) PayURL(tb testing.TB, orderSn string) string {
	tb.Helper()
	var link struct {
		URL string `json:"url"`
	}
	s.API(tb, http.MethodPost, "/api/payment/orders/"+orderSn+"/pay", map[string]string{"channel": "alipay"}).Into(tb, http.StatusOK, &link)
	return link.URL
}

// Pay pays an order at the stand-in and waits until the shop says that it is paid.
func (s *Shopper) Pay(tb testing.TB, orderSn string) Order {
	tb.Helper()
	s.Mall.PayTrade(tb, orderSn, s.PayURL(tb, orderSn), nil)
	return s.WaitStatus(tb, orderSn, Paid)
}

// StatusTime is how long WaitStatus waits: long enough for a deadline, the close handshake and a busy machine.
const StatusTime = OrderTTL + 40*time.Second

// WaitStatus waits until an order has a status.
func (s *Shopper) WaitStatus(tb testing.TB, orderSn, status string) Order {
	tb.Helper()
	var o Order
	if !Eventually(tb, StatusTime, func() bool {
		o = s.Order(tb, orderSn)
		return o.Status == status
	}) {
		tb.Fatalf("order %s is %s and does not become %s", orderSn, o.Status, status)
	}
	return o
}

// Coupons is the member's wallet.
func (s *Shopper) Coupons(tb testing.TB) []MemberCoupon {
	tb.Helper()
	var all []MemberCoupon
	s.Get(tb, "/api/coupon/mine", &all)
	return all
}

// Coupon is one coupon of the wallet.
func (s *Shopper) Coupon(tb testing.TB, memberCouponID int64) MemberCoupon {
	tb.Helper()
	for _, c := range s.Coupons(tb) {
		if c.ID == memberCouponID {
			return c
		}
	}
	tb.Fatalf("there is no coupon %d in the wallet", memberCouponID)
	return MemberCoupon{}
}

// Claim claims a coupon.
func (s *Shopper) Claim(tb testing.TB, couponID int64) MemberCoupon {
	tb.Helper()
	var c MemberCoupon
	s.API(tb, http.MethodPost, "/api/coupon/coupons/"+id(couponID)+"/claim", nil).Into(tb, http.StatusCreated, &c)
	return c
}

// Points is the member's points.
func (s *Shopper) Points(tb testing.TB) Points {
	tb.Helper()
	var p Points
	s.Get(tb, "/api/member/points", &p)
	return p
}

// Eventually asks again and again whether something has come true, and says whether it has within d.
func Eventually(tb testing.TB, d time.Duration, holds func() bool) bool {
	tb.Helper()
	for deadline := time.Now().Add(d); ; {
		if holds() {
			return true
		}
		if time.Now().After(deadline) || tb.Context().Err() != nil {
			return false
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// Await fails the test when something does not come true within d.
func Await(tb testing.TB, what string, d time.Duration, holds func() bool) {
	tb.Helper()
	if !Eventually(tb, d, holds) {
		tb.Fatalf("not within %s: %s", d, what)
	}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

// Settle puts one piece of a SKU into the cart and opens a settlement page.
func (s *Shopper) Settle(tb testing.TB, skuID int64) Confirm {
	tb.Helper()
	s.AddToCart(tb, skuID, 1)
	return s.Confirm(tb)
}
