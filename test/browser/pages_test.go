package browser

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"gulimall/test/shop"
)

// sight is a page in one of its states.
type sight struct {
	name   string
	status int // 200 when zero
	// open gives who looks, nil for anybody, and at which address.
	open func(t *testing.T, m *shop.Mall) (*shop.Shopper, string)
}

// at is a page that is the same for everybody.
func at(host, path string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(_ *testing.T, m *shop.Mall) (*shop.Shopper, string) { return nil, m.URL(host) + path }
}

// demoAt is a page of the demo account, which has a history.
func demoAt(host, path string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) { return demo(t, m), m.URL(host) + path }
}

// demoOrder is a page of an order of the demo account that has some status.
func demoOrder(path, status string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
		s := demo(t, m)
		var list shop.OrderPage
		s.Get(t, "/api/order/orders?pageSize=1&status="+status, &list)
		if len(list.Items) == 0 {
			t.Fatalf("the demo account has no order that is %s", status)
		}
		return s, m.URL("order") + path + "?orderSn=" + list.Items[0].OrderSn
	}
}

// demo is the demo account, signed in once.
func demo(t *testing.T, m *shop.Mall) *shop.Shopper {
	t.Helper()
	demoOnce.Do(func() {
		demoShopper = m.Guest()
		demoShopper.Login(t, "demo", "Demo-2026!")
	})
	return demoShopper
}

var (
	demoOnce    sync.Once
	demoShopper *shop.Shopper
)

func num(n int64) string { return strconv.FormatInt(n, 10) }

// someSKU is a phone with many variants, promotions and pictures.
const someSKU = 1101

func emptyCart(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
	t.Helper()
	return m.Guest(), m.URL("cart") + "/cart.html"
}

// fullCart is a guest's cart with some goods in it, one of them not chosen.
func fullCart(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
	t.Helper()
	s := m.Guest()
	fill(t, s)
	s.API(t, http.MethodPatch, "/api/cart/items/"+num(someSKU), map[string]any{"checked": false}).Want(t, http.StatusOK)
	return s, m.URL("cart") + "/cart.html"
}

func fill(t *testing.T, s *shop.Shopper) {
	t.Helper()
	for i, sku := range []int64{someSKU, 1201, 2101, 3101} {
		s.API(t, http.MethodPost, "/api/cart/items", map[string]int64{"skuId": sku, "count": int64(i + 1)})
	}
	if len(s.Cart(t).Items) == 0 {
		s.AddToCart(t, someSKU, 1)
	}
}

// buyer is a member of our own with an address and a full cart.
func buyer(t *testing.T, m *shop.Mall) *shop.Shopper {
	t.Helper()
	s := m.WithAddress(t)
	s.AddToCart(t, someSKU, 1)
	return s
}

func settling(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
	t.Helper()
	return buyer(t, m), m.URL("order") + "/toTrade"
}

// newcomer settles without any address yet.
func newcomer(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
	t.Helper()
	s := m.NewMember(t)
	s.AddToCart(t, someSKU, 1)
	return s, m.URL("order") + "/toTrade"
}

// pending is an unpaid order of our own.
func pending(host, path string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
		s := buyer(t, m)
		o := s.Submit(t, s.Confirm(t).Submission())
		t.Cleanup(func() { giveUp(s, o.OrderSn) })
		return s, m.URL(host) + path + "?orderSn=" + o.OrderSn
	}
}

// cancelled is an order that its owner gave up.
func cancelled(host, path string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
		s := buyer(t, m)
		o := s.Submit(t, s.Confirm(t).Submission())
		s.Cancel(t, o.OrderSn).Want(t, http.StatusOK)
		s.WaitStatus(t, o.OrderSn, shop.Closed)
		return s, m.URL(host) + path + "?orderSn=" + o.OrderSn
	}
}

// paid is an order that was paid at the stand-in.
func paid(host, path string) func(*testing.T, *shop.Mall) (*shop.Shopper, string) {
	return func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
		s := buyer(t, m)
		o := s.Submit(t, s.Confirm(t).Submission())
		s.Pay(t, o.OrderSn)
		return s, m.URL(host) + path + "?orderSn=" + o.OrderSn
	}
}

// giveUp cancels an order that a test needs no more; its deadline would come anyhow.
func giveUp(s *shop.Shopper, orderSn string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // the test's own is over
	defer cancel()
	_, _ = s.Send(ctx, shop.Request{Method: http.MethodPost, Path: "/api/order/orders/" + orderSn + "/cancel", JSON: map[string]string{}})
}

// sights are all pages of the shop.
func sights() []sight {
	return []sight{
		{name: "home", open: at("", "/")},
		{name: "search", open: at("search", "/list.html")},
		{name: "search-results", open: at("search", "/list.html?keyword="+url.QueryEscape("手机"))},
		{name: "search-none", open: at("search", "/list.html?keyword="+url.QueryEscape("没有这样的东西"))},
		{name: "item", open: at("item", "/"+num(someSKU)+".html")},
		{name: "cart", open: fullCart},
		{name: "cart-empty", open: emptyCart},
		{name: "cart-added", open: func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
			s, _ := fullCart(t, m)
			return s, m.URL("cart") + "/addToCartSuccess.html?skuId=" + num(someSKU)
		}},
		{name: "login", open: at("auth", "/login.html")},
		{name: "register", open: at("auth", "/reg.html")},
		{name: "settle", open: settling},
		{name: "settle-newcomer", open: newcomer},
		{name: "cashier", open: pending("pay", "/pay.html")},
		{name: "cashier-closed", open: cancelled("pay", "/pay.html")},
		{name: "cashier-paid", open: paid("pay", "/pay.html")},
		{name: "orders", open: demoAt("order", "/list.html")},
		{name: "orders-closed", open: demoAt("order", "/list.html?status=closed")},
		{name: "orders-none", open: func(t *testing.T, m *shop.Mall) (*shop.Shopper, string) {
			return m.NewMember(t), m.URL("order") + "/list.html"
		}},
		{name: "order-pending", open: pending("order", "/detail.html")},
		{name: "order-paid", open: demoOrder("/detail.html", shop.Paid)},
		{name: "order-shipped", open: demoOrder("/detail.html", shop.Shipped)},
		{name: "order-completed", open: demoOrder("/detail.html", shop.Completed)},
		{name: "order-closed", open: demoOrder("/detail.html", shop.Closed)},
		{name: "member", open: demoAt("member", "/")},
		{name: "addresses", open: demoAt("member", "/address.html")},
		{name: "points", open: demoAt("member", "/points.html")},
		{name: "my-coupons", open: demoAt("member", "/coupons.html")},
		{name: "profile", open: demoAt("member", "/profile.html")},
		{name: "coupon-centre", open: at("coupon", "/")},
		{name: "coupon-centre-member", open: demoAt("coupon", "/")},
		{name: "help-guide", open: at("", "/help/guide.html")},
		{name: "help-delivery", open: at("", "/help/delivery.html")},
		{name: "help-contact", open: at("", "/help/contact.html")},
		{name: "help-after-sale", open: at("", "/help/after-sale.html")},
		{name: "not-found", status: http.StatusNotFound, open: at("", "/nothing.html")},
		{name: "item-not-found", status: http.StatusNotFound, open: at("item", "/999999999.html")},
		{name: "order-not-found", status: http.StatusNotFound, open: demoAt("order", "/detail.html?orderSn=1")},
	}
}
