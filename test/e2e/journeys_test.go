package e2e

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
	"gulimall/test/shop"
)

// backTime is how long after an order has closed or was paid its goods, coupon and points may take to follow.
const backTime = 60 * time.Second

// A guest fills a cart, becomes a member, buys and pays: the whole way by the JSON API.
func TestJourneyOfAGuestWhoBuys(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	bought, left := m.NewSKU(t, 10), m.NewSKU(t, 10)
	s := m.Guest()
	s.AddToCart(t, bought, 2)
	s.AddToCart(t, left, 1)
	s.API(t, "PATCH", "/api/cart/items/"+num(left), map[string]bool{"checked": false}).Want(t, 200)
	s.Register(t)
	c := s.Cart(t)
	require.Equal(t, int64(3), c.TotalCount, "the cart came along")
	require.Equal(t, int64(2), c.CheckedCount)
	s.AddAddress(t, shop.Home())
	page := s.Confirm(t)
	require.Len(t, page.Items, 1)
	o := s.Submit(t, page.Submission())
	require.Equal(t, int64(2), m.StockOf(t, bought).Locked, "the goods are kept at once")
	shop.Await(t, "the cart has lost what was bought, and nothing else", backTime, func() bool {
		c := s.Cart(t)
		return c.TotalCount == 1 && c.Items[0].SkuID == left
	})
	paid := s.Pay(t, o.OrderSn)
	require.NotNil(t, paid.PaidAt)
	require.Equal(t, "paid", paid.Payment.Status)
	shop.Await(t, "the stock is deducted", backTime, func() bool { return m.StockOf(t, bought) == shop.Stock{Stock: 8} })
	events := make([]string, 0, len(paid.Timeline))
	for i, e := range paid.Timeline {
		events = append(events, e.Event)
		require.False(t, i > 0 && e.At.Before(paid.Timeline[i-1].At), "the timeline runs forward: %v", paid.Timeline)
	}
	require.GreaterOrEqual(t, len(events), 2, "%v", events)
	require.Equal(t, shop.Paid, s.Orders(t).Items[0].Status)
}

// Somebody who does not pay sees the order close by itself, in time, and everything come back.
func TestJourneyOfAShopperWhoDoesNotPay(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	coupon := s.Claim(t, couponTwice)
	m.GivePoints(t, s, 200)
	balance := s.Points(t).Balance
	s.AddToCart(t, sku, 2)
	page := s.Confirm(t)
	const points = 50
	b := page.Submission()
	b.CouponID, b.Points = coupon.ID, points
	b.PayAmount = s.Quote(t, shop.QuoteRequest{AddressID: b.AddressID, CouponID: coupon.ID, Points: points}).Amounts.Pay
	o := s.Submit(t, b)
	s.PayURL(t, o.OrderSn) // the cashier was looked at, and left
	require.Equal(t, shop.Stock{Stock: 10, Locked: 2}, m.StockOf(t, sku))
	require.Equal(t, "locked", s.Coupon(t, coupon.ID).State)
	closed := s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, "timeout", closed.CloseReason)
	require.NotNil(t, closed.ClosedAt)
	require.False(t, closed.ClosedAt.Before(o.ExpiresAt), "never before its time")
	require.WithinDuration(t, o.ExpiresAt, *closed.ClosedAt, 20*time.Second)
	shop.Await(t, "goods, coupon and points are back", backTime, func() bool {
		p := s.Points(t)
		return m.StockOf(t, sku) == shop.Stock{Stock: 10} && s.Coupon(t, coupon.ID).State == "unused" && p.Frozen == 0 && p.Balance == balance
	})
	require.Equal(t, "closed", s.Payment(t, o.OrderSn).Status)
	require.True(t, s.Open(t, "pay", "/pay.html?orderSn="+o.OrderSn).Says("订单已关闭"))
}

// The same way with pages and forms alone, as a browser without scripts goes it.
func TestJourneyWithoutScripts(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.NewMember(t)
	s.Do(t, shop.Request{Method: "POST", Host: "auth", Path: "/logout", Form: url.Values{}}).Want(t, 303)

	home := s.Open(t, "", "/")
	search := home.Form(t, "/list.html")
	require.Equal(t, "GET", search.Method)
	list := s.Follow(t, s.Press(t, search.Set("keyword", "手机")))
	list.Link(t, func(u *url.URL) bool { return strings.HasPrefix(u.Hostname(), "item.") })
	item := s.Open(t, "item", "/"+num(sku)+".html")
	added := s.Follow(t, s.Press(t, item.Form(t, "/addToCart").Set("count", "2")))
	require.Contains(t, added.H1(), "已加入购物车")
	cart := s.Visit(t, added.Link(t, func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/cart.html") }).String())
	require.True(t, cart.Says("800.00"))
	toTrade := cart.Link(t, func(u *url.URL) bool { return u.Path == "/toTrade" }).String()

	login := s.Visit(t, toTrade)
	require.Contains(t, login.H1(), "登录")
	settle := s.Follow(t, s.Press(t, login.Form(t, "/login.html").Set("account", s.Username).Set("password", s.Password)))
	require.Contains(t, settle.H1(), "核对订单", "the login leads back")

	address := settle.Form(t, "/submitOrder").Set("name", "林小满").Set("phone", "13912345678").Set("province", "上海市").Set("city", "上海市").
		Set("region", "徐汇区").Set("detail", "宜山路 700 号").Set("note", "请轻放")
	address.Action = settle.Button(t, "/toTrade/address.html")
	settle = s.Follow(t, s.Press(t, address))
	require.Contains(t, settle.H1(), "核对订单", "and so does the new address")
	require.True(t, settle.Says("宜山路 700 号"))
	require.Equal(t, "请轻放", settle.Form(t, "/submitOrder").Fields.Get("note"), "what was typed elsewhere is kept")
	order := settle.Form(t, "/submitOrder")
	pay, err := strconv.Atoi(order.Fields.Get("payAmount"))
	require.NoError(t, err)
	require.Less(t, pay, 80000, "the best coupon is taken off")
	cashier := s.Follow(t, s.Press(t, order))
	require.Contains(t, cashier.H1(), "收银台")
	require.True(t, cashier.Says(money.Fen(pay).String()))
	sn := cashier.URL.Query().Get("orderSn")

	alipay := s.Follow(t, s.Press(t, cashier.Form(t, "/payOrder")))
	require.Contains(t, alipay.H1(), "登录后付款")
	confirm := s.Follow(t, s.Press(t, alipay.Form(t, "/cashier/login")))
	require.Contains(t, confirm.H1(), "确认付款")
	back := s.Follow(t, s.Press(t, confirm.Form(t, "/pay")))
	require.Equal(t, "/payed/return", back.URL.Path)
	require.Contains(t, back.H1(), "付款成功")

	s.WaitStatus(t, sn, shop.Paid)
	orders := s.Open(t, "order", "/list.html")
	require.True(t, orders.Says(sn))
	detail := s.Visit(t, orders.Link(t, func(u *url.URL) bool { return u.Path == "/detail.html" && u.Query().Get("orderSn") == sn }).String())
	require.Contains(t, detail.H1(), "等待发货")
	require.True(t, detail.Says("请轻放"))
	require.Empty(t, s.Cart(t).Items)
	shop.Await(t, "the stock is deducted", backTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 8} })
}

// Registering without scripts: the code is asked for by the same form.
func TestRegisterWithoutScripts(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.Guest()
	phone, name := shop.NewPhone(), shop.NewUsername()
	form := s.Open(t, "auth", "/reg.html?originUrl="+url.QueryEscape(m.URL("cart")+"/cart.html")).Form(t, "/reg.html")
	form.Set("phone", phone).Set("username", name)
	ask := *form
	action := *form.Action
	action.Path = "/sms-code"
	ask.Action = &action
	sent := s.Follow(t, s.Press(t, &ask))
	require.True(t, sent.Says("验证码"))
	var got struct{ Code string }
	s.Get(t, "/api/member/dev/sms-codes/"+phone, &got)
	form = sent.Form(t, "/reg.html")
	require.Equal(t, phone, form.Fields.Get("phone"), "what was typed is kept")
	page := s.Follow(t, s.Press(t, form.Set("username", name).Set("code", got.Code).Set("password", shop.Password)))
	require.Equal(t, "/cart.html", page.URL.Path)
	require.True(t, page.Says(name) || page.Says("退出"))
}

// The settlement page that was refused comes back with what has changed and with what was typed.
func TestTheSettlementPageSaysWhatChanged(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 1)
	form := s.Open(t, "order", "/toTrade").Form(t, "/submitOrder").Set("note", "请轻放")
	was, err := strconv.ParseInt(form.Fields.Get("payAmount"), 10, 64)
	require.NoError(t, err)
	m.SetPrice(t, sku, shop.Price+500)
	back := s.Press(t, form).Want(t, 303).Location(t)
	require.Equal(t, "/toTrade", back.Path)
	for range 2 { // reloading it loses nothing
		require.True(t, s.Visit(t, back.String()).Says("405.00"))
	}
	again := s.Visit(t, back.String())
	next := again.Form(t, "/submitOrder")
	require.Equal(t, "请轻放", next.Fields.Get("note"))
	require.Equal(t, num(was+500), next.Fields.Get("payAmount"))
	placed := s.Press(t, next).Want(t, 303)
	giveUp(t, s, placed.Location(t).Query().Get("orderSn"))
}
