package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// pageOf is one line of the table of pages: where it is, whether it wants somebody signed in, and words of its heading.
type pageOf struct {
	host, path string
	member     bool
	h1         string
}

func pageTable() []pageOf {
	return []pageOf{
		{"", "/", false, "好物"},
		{"search", "/list.html", false, "全部商品"},
		{"search", "/list.html?keyword=" + url.QueryEscape("手机"), false, "手机"},
		{"item", "/1101.html", false, "手机"},
		{"auth", "/login.html", false, "登录"},
		{"auth", "/reg.html", false, "注册"},
		{"cart", "/cart.html", false, "购物车"},
		{"coupon", "/", false, "领券中心"},
		{"", "/help/guide.html", false, "购物指南"},
		{"", "/help/delivery.html", false, "配送方式"},
		{"", "/help/contact.html", false, "联系方式"},
		{"", "/help/after-sale.html", false, "售后服务"},
		{"order", "/list.html", true, "我的订单"},
		{"member", "/", true, "你好"},
		{"member", "/memberOrder.html", true, "我的订单"},
		{"member", "/address.html", true, "收货地址"},
		{"member", "/points.html", true, "我的积分"},
		{"member", "/coupons.html", true, "我的优惠券"},
		{"member", "/profile.html", true, "个人资料"},
	}
}

func TestEveryPageIsThere(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	demo := m.Guest()
	demo.Login(t, "demo", "Demo-2026!")
	for _, p := range pageTable() {
		t.Run(p.host+p.path, func(t *testing.T) {
			visitor := demo
			if p.host == "auth" {
				visitor = m.Guest() // who is signed in has no business there
			}
			page := visitor.Open(t, p.host, p.path)
			require.Contains(t, page.H1(), p.h1)
			wellMade(t, page)
			a := m.Guest().Do(t, shop.Request{Host: p.host, Path: p.path, Header: http.Header{"Accept": {"text/html"}}})
			if !p.member {
				require.Contains(t, a.Want(t, 200).Page(t).H1(), p.h1)
				return
			}
			a.Want(t, 303)
			if p.path == "/memberOrder.html" {
				return // leads to the order host, which asks
			}
			to := a.Location(t)
			require.Equal(t, "auth."+m.Domain, to.Hostname())
			require.Equal(t, "/login.html", to.Path)
			require.Contains(t, to.Query().Get("originUrl"), p.path)
		})
	}
}

// wellMade holds of every page of the shop.
func wellMade(t *testing.T, p *shop.Page) {
	t.Helper()
	require.Len(t, p.Find("h1", nil), 1)
	require.NotEmpty(t, p.Find("title", nil))
	require.Contains(t, string(p.Body), `lang="zh-CN"`)
	require.NotContains(t, string(p.Body), "<no value>")
	require.NotContains(t, string(p.Body), "%!")
	require.NotContains(t, strings.ToLower(string(p.Body)), "javascript:")
	for _, f := range p.Find("form", nil) {
		require.Contains(t, []string{"get", "post", "dialog"}, strings.ToLower(shop.Attr(f, "method")))
	}
	for _, s := range p.Find("script", nil) {
		if shop.Attr(s, "type") == "application/ld+json" {
			continue // data for search engines; nobody runs it
		}
		require.NotEmpty(t, shop.Attr(s, "src"), "nothing runs inline")
	}
}

// A page that is not there is a page, with the status.
func TestErrorPages(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	for _, q := range []shop.Request{
		{Host: "item", Path: "/999999999.html"},
		{Host: "item", Path: "/abc.html"},
		{Path: "/nothing.html"},
		{Host: "order", Path: "/detail.html?orderSn=1"},
		{Host: "order", Path: "/detail.html"},
		{Host: "pay", Path: "/pay.html?orderSn=1"},
		{Host: "search", Path: "/nothing"},
		{Host: "member", Path: "/nothing"},
	} {
		q.Header = http.Header{"Accept": {"text/html"}}
		a := s.Do(t, q).Want(t, 404)
		require.NotEmpty(t, a.Page(t).H1(), a.Request)
		require.NotContains(t, string(a.Body), "goroutine")
	}
}

func TestFormsShowTheirMistakes(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	g := m.Guest()
	login := g.Open(t, "auth", "/login.html").Form(t, "/login.html")
	a := g.Press(t, login.Set("account", "nobody-at-all").Set("password", "wrong-password"))
	require.Contains(t, []int{401, 422}, a.Status)
	again := a.Page(t)
	require.Equal(t, "nobody-at-all", again.Form(t, "/login.html").Fields.Get("account"), "what was typed is kept")
	require.Empty(t, again.Form(t, "/login.html").Fields.Get("password"))
	require.Len(t, again.Find("div", alert), 1)

	reg := g.Open(t, "auth", "/reg.html").Form(t, "/reg.html")
	a = g.Press(t, reg.Set("phone", "12").Set("code", "1").Set("username", "x").Set("password", "1"))
	require.Equal(t, 422, a.Status)
	require.Equal(t, "12", a.Page(t).Form(t, "/reg.html").Fields.Get("phone"))

	s := m.NewMember(t)
	form := s.Open(t, "member", "/address.html").Form(t, "/address.html")
	a = s.Press(t, form.Set("name", "王小明").Set("phone", "nonsense"))
	require.Equal(t, 422, a.Status)
	require.Equal(t, "王小明", a.Page(t).Form(t, "/address.html").Fields.Get("name"))
	form.Set("phone", "13912345678").Set("province", "上海市").Set("city", "上海市").Set("region", "徐汇区").Set("detail", "宜山路 700 号")
	s.Press(t, form).Want(t, 303)
	require.True(t, s.Open(t, "member", "/address.html").Says("宜山路 700 号"))
}

// The login leads back to where one was, but never out of the shop.
func TestTheLoginLeadsBackToOurOwnHostsOnly(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	try := func(origin string) *url.URL {
		g := m.Guest()
		form := g.Open(t, "auth", "/login.html?originUrl="+url.QueryEscape(origin)).Form(t, "/login.html")
		form.Set("originUrl", origin).Set("account", s.Username).Set("password", s.Password)
		a := g.Press(t, form).Want(t, 303)
		return a.Location(t)
	}
	require.Equal(t, m.URL("order")+"/list.html?status=paid", try(m.URL("order")+"/list.html?status=paid").String())
	for _, evil := range []string{
		"http://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example", "http://" + m.Domain + "@evil.example/",
		"http://" + m.Domain + ".evil.example/", "javascript:alert(1)", "http://evil.example%23." + m.Domain + "/", "http://" + m.Domain + "\r\nX: y",
		m.URL("alipay") + "/", "\thttp://evil.example",
	} {
		to := try(evil)
		require.True(t, to.Hostname() == m.Domain || strings.HasSuffix(to.Hostname(), "."+m.Domain) && !strings.HasPrefix(to.Host, "alipay."), "%q leads to %s", evil, to)
	}
}

func TestPostsOfPagesAreAnsweredByRedirects(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	post := func(host, path string, form url.Values) *shop.Answer {
		t.Helper()
		return s.Do(t, shop.Request{Method: "POST", Host: host, Path: path, Form: form, Header: http.Header{"Accept": {"text/html"}}}).Want(t, 303)
	}
	added := post("cart", "/addToCart", url.Values{"skuId": {num(sku)}, "count": {"2"}})
	require.Equal(t, "/addToCartSuccess.html", added.Location(t).Path)
	require.Equal(t, num(sku), added.Location(t).Query().Get("skuId"))
	require.Contains(t, s.Follow(t, added).H1(), "已加入购物车")
	require.Equal(t, int64(2), s.Cart(t).TotalCount, "reloading the page adds nothing")
	post("cart", "/cart/items/"+num(sku)+"/count", url.Values{"count": {"3"}})
	post("cart", "/cart/items/"+num(sku)+"/checked", url.Values{"checked": {"0"}})
	post("cart", "/cart/checked", url.Values{"checked": {"1"}})
	require.Equal(t, int64(3), s.Cart(t).CheckedCount)
	settle := s.Open(t, "order", "/toTrade")
	wellMade(t, settle)
	form := settle.Form(t, "/submitOrder")
	placed := s.Press(t, form).Want(t, 303)
	require.Equal(t, "/pay.html", placed.Location(t).Path)
	again := s.Press(t, form).Want(t, 303)
	require.Equal(t, placed.Location(t).String(), again.Location(t).String(), "a double click is one order")
	sn := placed.Location(t).Query().Get("orderSn")
	wellMade(t, s.Follow(t, placed))
	wellMade(t, s.Open(t, "order", "/detail.html?orderSn="+sn))
	toAlipay := post("pay", "/payOrder", url.Values{"orderSn": {sn}, "channel": {"alipay"}})
	require.Equal(t, "alipay."+m.Domain, toAlipay.Location(t).Hostname())
	post("order", "/cancelOrder", url.Values{"orderSn": {sn}})
	s.WaitStatus(t, sn, shop.Closed)
	post("coupon", "/claim", url.Values{"couponId": {"1"}})
	post("member", "/profile.html", url.Values{"nickname": {"小林"}})
	post("cart", "/cart/items/"+num(sku)+"/delete", url.Values{})
	post("auth", "/logout", url.Values{})
	s.API(t, "GET", "/api/member/me", nil).Refused(t, 401, "not_signed_in")
}

// What somebody types is shown as text, wherever it is shown.
func TestWhatIsTypedIsNeverMarkup(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	s := m.NewMember(t)
	a := shop.Home()
	a.Name, a.Detail = "<b>甲</b>", evil
	s.AddAddress(t, a)
	sku := m.NewSKU(t, 3)
	s.AddToCart(t, sku, 1)
	b := s.Confirm(t).Submission()
	b.Note = evil
	o := s.Submit(t, b)
	clean := func(p *shop.Page) {
		t.Helper()
		require.Empty(t, p.Find("b", func(n *node) bool { return shop.Text(n) == "甲" }), p.Request)
		for _, n := range p.Find("img", nil) {
			require.Empty(t, shop.Attr(n, "onerror"), p.Request)
		}
		for _, n := range p.Find("script", func(n *node) bool { return shop.Attr(n, "type") != "application/ld+json" }) {
			require.NotEmpty(t, shop.Attr(n, "src"), p.Request)
		}
	}
	clean(s.Open(t, "order", "/detail.html?orderSn="+o.OrderSn))
	clean(s.Open(t, "member", "/address.html"))
	clean(s.Open(t, "search", "/list.html?keyword="+url.QueryEscape(evil)))
	clean(s.Do(t, shop.Request{Host: "auth", Path: "/login.html?originUrl=" + url.QueryEscape(evil)}).Page(t))
	giveUp(t, s, o.OrderSn)
}
