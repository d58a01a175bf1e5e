package browser

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/test/shop"
)

// sight is a page in one of its states.
type sight struct {
	name    string
	status  int  // 200 when zero
	plain   bool // has nothing of its own in the dark but colours, nor on a tablet but words: that is looked at where the whole judgement is made, not everywhere
	arrange func(v *visit)
}

// visit is somebody who is about to open a page.
type visit struct {
	t       *testing.T
	m       *shop.Mall
	who     *shop.Shopper // nil is anybody
	address string
}

// visit arranges what the page shows, and says who opens it where.
func (s sight) visit(t *testing.T, m *shop.Mall) *visit {
	t.Helper()
	v := &visit{t: t, m: m}
	s.arrange(v)
	return v
}

func (v *visit) to(host, path string) { v.address = v.m.URL(host) + path }

// at is a page that is the same for everybody.
func at(host, path string) func(*visit) { return func(v *visit) { v.to(host, path) } }

// demoAt is a page of the demo account, which has a history.
func demoAt(host, path string) func(*visit) {
	return func(v *visit) {
		v.who = demo(v.t, v.m)
		v.to(host, path)
	}
}

// demoOrder is a page of an order of the demo account that has some status.
func demoOrder(path, status string) func(*visit) {
	return func(v *visit) {
		v.who = demo(v.t, v.m)
		var list shop.OrderPage
		v.who.Get(v.t, "/api/order/orders?pageSize=1&status="+status, &list)
		if len(list.Items) == 0 {
			v.t.Fatalf("the demo account has no order that is %s", status)
		}
		v.to("order", path+"?orderSn="+list.Items[0].OrderSn)
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

// someSKU has variants, promotions and pictures, and no test changes it.
const someSKU = 3601

func emptyCart(v *visit) {
	v.who = v.m.Guest()
	v.to("cart", "/cart.html")
}

// fullCart is a guest's cart with some goods in it, one of them not chosen.
func fullCart(v *visit) {
	v.who = v.m.Guest()
	for i, sku := range []int64{someSKU, 2101, 7601, 8701} {
		v.who.API(v.t, http.MethodPost, "/api/cart/items", map[string]int64{"skuId": sku, "count": int64(i + 1)})
	}
	v.who.API(v.t, http.MethodPatch, "/api/cart/items/"+num(someSKU), map[string]any{"checked": false}).Want(v.t, http.StatusOK)
	v.to("cart", "/cart.html")
}

func added(v *visit) {
	fullCart(v)
	v.to("cart", "/addToCartSuccess.html?skuId="+num(someSKU))
}

// buyer is a member of our own with an address and something in the cart.
func (v *visit) buyer() {
	v.who = v.m.WithAddress(v.t)
	v.who.AddToCart(v.t, someSKU, 1)
}

func settling(v *visit) {
	v.buyer()
	v.to("order", "/toTrade")
}

// newcomer settles without any address yet.
func newcomer(v *visit) {
	v.who = v.m.NewMember(v.t)
	v.who.AddToCart(v.t, someSKU, 1)
	v.to("order", "/toTrade")
}

// fresh is a page of somebody who has just become a member.
func fresh(host, path string) func(*visit) {
	return func(v *visit) {
		v.who = v.m.NewMember(v.t)
		v.to(host, path)
	}
}

// pending is an unpaid order of our own.
func pending(host, path string) func(*visit) {
	return func(v *visit) { v.to(host, path+"?orderSn="+v.order()) }
}

// order places an order that is given up after the test.
func (v *visit) order() string {
	v.buyer()
	s := v.who
	o := s.Submit(v.t, s.Confirm(v.t).Submission())
	v.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // the test's own is over
		defer cancel()
		_, _ = s.Send(ctx, shop.Request{Method: http.MethodPost, Path: "/api/order/orders/" + o.OrderSn + "/cancel", JSON: map[string]string{}})
	})
	return o.OrderSn
}

// cancelled is an order that its owner gave up.
func cancelled(host, path string) func(*visit) {
	return func(v *visit) {
		sn := v.order()
		v.who.Cancel(v.t, sn).Want(v.t, http.StatusOK)
		v.who.WaitStatus(v.t, sn, shop.Closed)
		v.to(host, path+"?orderSn="+sn)
	}
}

// paid is an order that was paid at the stand-in.
func paid(host, path string) func(*visit) {
	return func(v *visit) {
		sn := v.order()
		v.who.Pay(v.t, sn)
		v.to(host, path+"?orderSn="+sn)
	}
}

// received is an order of our own that has arrived.
func (v *visit) received() string {
	sn := v.order()
	v.who.Pay(v.t, sn)
	a, err := v.m.Internal(v.t.Context(), http.MethodPost, "order", orderapi.PathState+sn+orderapi.PathShip, map[string]string{"company": "顺丰速运", "trackingNo": "SF1234567890"})
	if err != nil {
		v.t.Fatal(err)
	}
	a.Want(v.t, http.StatusOK)
	v.who.API(v.t, http.MethodPost, "/api/order/orders/"+sn+"/receive", nil).Want(v.t, http.StatusOK)
	return sn
}

func applying(v *visit) { v.to("order", "/aftersale.html?orderSn="+v.received()) }

// returning is an order some of which is on its way back.
func returning(v *visit) {
	sn := v.received()
	v.who.API(v.t, http.MethodPost, "/api/order/orders/"+sn+"/returns", map[string]any{
		"items": []map[string]int64{{"skuId": someSKU, "count": 1}}, "reason": "七天无理由", "note": "没拆封",
	}).Want(v.t, http.StatusCreated)
	v.to("order", "/detail.html?orderSn="+sn)
}

// favoured is the favourites of somebody who has some.
func favoured(v *visit) {
	v.who = v.m.NewMember(v.t)
	for _, sku := range []int64{someSKU, 2101, 7601} {
		v.who.Do(v.t, shop.Request{Method: http.MethodPost, Host: "member", Path: "/favourites", Form: url.Values{"skuId": {num(sku)}, "action": {"add"}}})
	}
	v.to("member", "/favourites.html")
}

// sights are all pages of the shop.
func sights() []sight {
	return []sight{
		{name: "home", arrange: at("", "/")},
		{name: "search", arrange: at("search", "/list.html")},
		{name: "search-results", arrange: at("search", "/list.html?keyword="+url.QueryEscape("手机"))},
		{name: "search-none", arrange: at("search", "/list.html?keyword="+url.QueryEscape("没有这样的东西"))},
		{name: "item", arrange: at("item", "/"+num(someSKU)+".html")},
		{name: "cart", arrange: fullCart},
		{name: "cart-empty", arrange: emptyCart},
		{name: "cart-added", arrange: added},
		{name: "login", arrange: at("auth", "/login.html")},
		{name: "login-by-code", arrange: at("auth", "/login.html?by=code")},
		{name: "register", arrange: at("auth", "/reg.html")},
		{name: "settle", arrange: settling},
		{name: "settle-newcomer", arrange: newcomer},
		{name: "cashier", arrange: pending("pay", "/pay.html")},
		{name: "cashier-closed", arrange: cancelled("pay", "/pay.html")},
		{name: "cashier-paid", arrange: paid("pay", "/pay.html")},
		{name: "pay-result", arrange: paid("pay", "/payResult.html")},
		{name: "pay-result-closed", arrange: cancelled("pay", "/payResult.html")},
		{name: "orders", arrange: demoAt("order", "/list.html")},
		{name: "orders-closed", arrange: demoAt("order", "/list.html?status=closed")},
		{name: "orders-none", arrange: fresh("order", "/list.html")},
		{name: "order-pending", arrange: pending("order", "/detail.html")},
		{name: "order-paid", arrange: demoOrder("/detail.html", shop.Paid)},
		{name: "order-shipped", arrange: demoOrder("/detail.html", shop.Shipped)},
		{name: "order-completed", arrange: demoOrder("/detail.html", shop.Completed)},
		{name: "order-closed", arrange: demoOrder("/detail.html", shop.Closed)},
		{name: "after-sale", arrange: applying},
		{name: "order-returning", arrange: returning},
		{name: "member", arrange: demoAt("member", "/")},
		{name: "addresses", arrange: demoAt("member", "/address.html")},
		{name: "points", arrange: demoAt("member", "/points.html")},
		{name: "my-coupons", arrange: demoAt("member", "/coupons.html")},
		{name: "my-coupons-used", arrange: demoAt("member", "/coupons.html?state=used")},
		{name: "growth", arrange: demoAt("member", "/points.html?of=growth")},
		{name: "security", arrange: demoAt("member", "/security.html")},
		{name: "favourites", arrange: favoured},
		{name: "favourites-none", arrange: fresh("member", "/favourites.html")},
		{name: "member-new", arrange: fresh("member", "/")},
		{name: "addresses-none", arrange: fresh("member", "/address.html")},
		{name: "profile", arrange: demoAt("member", "/profile.html")},
		{name: "coupon-centre", arrange: at("coupon", "/")},
		{name: "coupon-centre-member", arrange: demoAt("coupon", "/")},
		{name: "help-guide", arrange: at("", "/help/guide.html")},
		{name: "help-delivery", arrange: at("", "/help/delivery.html")},
		{name: "help-found", arrange: at("", "/help/guide.html?q="+url.QueryEscape("运费"))},
		{name: "help-not-found", arrange: at("", "/help/guide.html?q=xyzzy")},
		{name: "styleguide", arrange: at("", "/styleguide")},
		{name: "help-contact", arrange: at("", "/help/contact.html")},
		{name: "help-after-sale", arrange: at("", "/help/after-sale.html")},
		{name: "not-found", status: http.StatusNotFound, arrange: at("", "/nothing.html")},
		{name: "item-not-found", status: http.StatusNotFound, arrange: at("item", "/999999999.html")},
		{name: "order-not-found", status: http.StatusNotFound, arrange: demoAt("order", "/detail.html?orderSn=1")},
	}
}
