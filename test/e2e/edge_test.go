package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// raw sends a request line as it stands, past everything in net/http that would tidy it up.
func raw(t *testing.T, m *shop.Mall, method, host, target string, headers ...string) (int, string) {
	t.Helper()
	conn, err := net.Dial("tcp", m.Addr)
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	_, err = fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n", method, target, host, strings.Join(append(headers, ""), "\r\n"))
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err, target)
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

func TestInternalPathsDoNotExistOutside(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	internal := []string{
		"/internal/order/orders/1", "/internal/member/checkout", "/internal/cart/checked", "/internal/ware/stock", "/internal/product/skus",
		"/internal/coupon/quote", "/internal/payment/close/1",
	}
	tricks := []string{
		"//internal/member/checkout", "/./internal/member/checkout", "/x/../internal/member/checkout", "/%69nternal/member/checkout",
		"/internal%2fmember%2fcheckout", "/internal;/member/checkout", "/;/internal/member/checkout", "/INTERNAL/member/checkout",
		"/Internal/member/checkout", "/%2e/internal/member/checkout", "/%2e%2e/internal/member/checkout", "/\\internal/member/checkout",
		"/internal", "/internal/", "/api/../internal/member/checkout", "/api/member/..%2f..%2finternal/member/checkout",
		"/api/member/%2e%2e/%2e%2e/internal/member/checkout", "/static/../internal/member/checkout", "/%2569nternal/member/checkout",
		"/internal%00/member/checkout",
	}
	ops := []string{"/metrics", "/healthz", "/readyz", "/debug/pprof/", "/Metrics", "//metrics"}
	for _, label := range []string{"", "search.", "item.", "auth.", "cart.", "order.", "pay.", "member.", "coupon."} {
		host := label + m.Domain
		for _, path := range append(append(append([]string{}, internal...), tricks...), ops...) {
			for _, method := range []string{"GET", "POST"} {
				status, body := raw(t, m, method, host, path, "Accept: application/json", "Content-Length: 0", "X-Member-Id: 1")
				require.Contains(t, []int{400, 404}, status, "%s %s%s\n%s", method, host, path, body)
			}
		}
	}
	// Whatever Host somebody invents.
	for _, host := range []string{"127.0.0.1", "localhost", "gateway", "evil.example", "x." + m.Domain, "gulimall.localhost.evil.example"} {
		for _, path := range []string{"/internal/member/checkout", "/metrics", "/healthz", "/api/member/me"} {
			status, body := raw(t, m, "GET", host, path)
			require.Contains(t, []int{400, 404, 421}, status, "%s%s\n%s", host, path, body)
		}
	}
}

// A host shows its own pages and none of another service's.
func TestPagesOfOtherServices(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	for host, paths := range map[string][]string{
		"":       {"/login.html", "/cart.html", "/toTrade", "/pay.html", "/address.html", "/nonsense", "/api/", "/api/admin/me", "/api/ware/stock"},
		"cart":   {"/toTrade", "/login.html", "/pay.html", "/payed/return", "/gateway.do"},
		"order":  {"/cart.html", "/login.html", "/pay.html", "/payed/notify", "/api/order/nonsense"},
		"auth":   {"/cart.html", "/toTrade", "/pay.html"},
		"item":   {"/login.html", "/cart.html", "/abc.html", "/0.html", "/-1.html", "/999999999.html"},
		"coupon": {"/cart.html", "/gateway.do"},
		"alipay": {"/api/member/me", "/api/cart", "/cart.html"},
		"nobody": {"/", "/api/cart"},
	} {
		for _, path := range paths {
			a := s.Do(t, shop.Request{Host: host, Path: path})
			require.Equal(t, 404, a.Status, a.Request)
		}
	}
}

func TestOtherSitesActInNobodysName(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 2)
	s := m.NewMember(t)
	from := func(headers ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return h
	}
	evil := []http.Header{
		from("Origin", "http://evil.example"), from("Origin", "null"), from("Sec-Fetch-Site", "cross-site"),
		from("Origin", "http://gulimall.localhost.evil.example:8080"), from("Origin", m.URL("alipay")),
	}
	for _, h := range evil {
		for _, q := range []shop.Request{
			{Method: "POST", Path: "/api/cart/items", JSON: map[string]int64{"skuId": sku, "count": 1}},
			{Method: "POST", Path: "/api/member/logout"},
			{Method: "POST", Path: "/api/member/addresses", JSON: shop.Home()},
			{Method: "DELETE", Path: "/api/cart/items/1"},
			{Method: "POST", Path: "/api/member/login", JSON: map[string]string{"account": s.Username, "password": s.Password}},
		} {
			q.Header = h
			s.Do(t, q).Refused(t, 403, "cross_site")
		}
		a := s.Do(t, shop.Request{Method: "POST", Host: "cart", Path: "/addToCart", Form: url.Values{"skuId": {num(sku)}, "count": {"1"}}, Header: h})
		require.Equal(t, 403, a.Status)
	}
	require.Empty(t, s.Cart(t).Items)
	s.API(t, "GET", "/api/member/me", nil).Want(t, 200)
	// Reading from elsewhere is harmless, and the hosts of the shop trust each other.
	s.Do(t, shop.Request{Path: "/api/cart", Header: evil[0]}).Want(t, 200)
	s.Do(t, shop.Request{
		Method: "POST", Host: "cart", Path: "/api/cart/items", JSON: map[string]int64{"skuId": sku, "count": 1},
		Header: from("Origin", m.URL("item"), "Sec-Fetch-Site", "same-site"),
	}).Want(t, 200)
	for _, h := range evil {
		a := s.Do(t, shop.Request{Path: "/api/cart", Header: h})
		require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"))
	}
}

// What changes something is never a GET.
func TestNothingChangesByGet(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	shop.Await(t, "the cart has lost what was bought", shop.StatusTime, func() bool { return len(s.Cart(t).Items) == 0 })
	c := s.Settle(t, sku)
	for host, paths := range map[string][]string{
		"": {
			"/api/order/orders/" + o.OrderSn + "/cancel", "/api/order/orders/" + o.OrderSn + "/receive", "/api/order/orders/" + o.OrderSn + "/buy-again",
			"/api/payment/orders/" + o.OrderSn + "/pay", "/api/member/logout", "/api/cart/items?skuId=" + num(sku) + "&count=1",
			"/api/coupon/coupons/2/claim", "/api/order/quote", "/api/member/sms-codes?phone=19900000001",
		},
		"order":  {"/submitOrder?token=" + c.Token + "&addressId=" + num(c.Default()) + "&payAmount=" + num(c.Amounts.Pay), "/cancelOrder?orderSn=" + o.OrderSn, "/receiveOrder?orderSn=" + o.OrderSn},
		"pay":    {"/payOrder?orderSn=" + o.OrderSn + "&channel=alipay"},
		"cart":   {"/addToCart?skuId=" + num(sku) + "&count=1", "/cart/checked?checked=0"},
		"auth":   {"/logout"},
		"coupon": {"/claim?couponId=2"},
		"member": {"/address/1/delete"},
	} {
		for _, path := range paths {
			for _, method := range []string{"GET", "HEAD"} {
				a := s.Do(t, shop.Request{Method: method, Host: host, Path: path})
				if a.Status == 303 { // a form that was reloaded leads back to its page
					require.Contains(t, []string{"/toTrade", "/list.html", "/cart.html", "/login.html", "/", "/pay.html"}, a.Location(t).Path, a.Request)
					continue
				}
				require.Contains(t, []int{404, 405}, a.Status, a.Request)
			}
		}
	}
	// The method cannot be overridden either.
	s.Do(t, shop.Request{Path: "/api/order/orders/" + o.OrderSn + "/cancel?_method=POST", Header: http.Header{"X-Http-Method-Override": {"POST"}}})
	untouched(t, s, o.OrderSn)
	require.Len(t, s.Orders(t).Items, 1)
	require.Equal(t, int64(1), s.Cart(t).TotalCount)
	require.True(t, s.Cart(t).Items[0].Checked)
	s.API(t, "GET", "/api/member/me", nil).Want(t, 200)
	giveUp(t, s, o.OrderSn)
}

func TestSecurityHeaders(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	for _, q := range []shop.Request{
		{Path: "/"},
		{Path: "/api/cart"},
		{Path: "/api/member/me"},
		{Path: "/api/nothing"},
		{Path: "/nothing"},
		{Host: "auth", Path: "/login.html"},
		{Host: "order", Path: "/list.html"},
		{Host: "item", Path: "/1101.html"},
		{Method: "POST", Path: "/api/order/quote", Body: []byte("{")},
	} {
		a := s.Do(t, q)
		require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"), a.Request)
		require.NotEmpty(t, a.Header.Get("Referrer-Policy"), a.Request)
		csp := a.Header.Get("Content-Security-Policy")
		require.Contains(t, csp, "default-src", a.Request)
		require.Contains(t, csp, "frame-ancestors 'none'", a.Request)
		require.NotContains(t, csp, "unsafe-inline", a.Request)
		require.Equal(t, "same-origin", a.Header.Get("Cross-Origin-Opener-Policy"), a.Request)
		require.Contains(t, strings.ToLower(a.Header.Get("Content-Type")), "charset=utf-8", a.Request)
		require.NotRegexp(t, `\d`, a.Header.Get("Server"), "no version is told")
		require.Empty(t, a.Header.Get("X-Powered-By"))
	}
	for _, q := range []shop.Request{{Host: "order", Path: "/list.html"}, {Host: "member", Path: "/"}, {Path: "/api/member/me"}, {Path: "/api/order/orders"}} {
		require.Contains(t, s.Do(t, q).Header.Get("Cache-Control"), "no-store", "%s is for one person", q.Path)
	}
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.Guest()
	seen := map[string]bool{}
	for host, path := range map[string]string{"": "/", "search": "/list.html", "item": "/1101.html", "auth": "/reg.html", "cart": "/cart.html", "coupon": "/"} {
		page := s.Open(t, host, path)
		var files []string
		for _, n := range page.Find("link", nil) {
			if shop.Attr(n, "rel") == "stylesheet" || shop.Attr(n, "rel") == "icon" {
				files = append(files, shop.Attr(n, "href"))
			}
		}
		for _, n := range page.Find("script", func(n *node) bool { return shop.Attr(n, "src") != "" }) {
			files = append(files, shop.Attr(n, "src"))
		}
		for _, n := range page.Find("img", nil) {
			files = append(files, shop.Attr(n, "src"))
		}
		require.NotEmpty(t, files)
		for _, file := range files {
			u, err := page.URL.Parse(file)
			require.NoError(t, err)
			require.True(t, strings.HasSuffix(u.Hostname(), m.Domain), "nothing is fetched from elsewhere: %s", u)
			if seen[u.String()] || len(seen) > 80 {
				continue
			}
			seen[u.String()] = true
			a := s.Do(t, shop.Request{URL: u.String()}).Want(t, 200)
			require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"), a.Request)
			require.NotContains(t, a.Header.Get("Content-Type"), "text/html", a.Request)
		}
	}
	for _, folder := range []string{"index", "search", "item", "auth", "cart", "order/confirm", "order/pay", "order/list", "order/detail", "member", "coupon"} {
		a := s.Do(t, shop.Request{Path: "/static/" + folder + "/"})
		require.Contains(t, []int{403, 404}, a.Status, "no folder is listed")
	}
	for _, trick := range []string{"/static/../web.go", "/static/..%2fweb.go", "/static/%2e%2e/web.go", "/media/../secrets/db_root", "/media/..%2fsecrets/db_root", "/static//../../go.mod"} {
		status, body := raw(t, m, "GET", m.Domain, trick)
		require.Contains(t, []int{400, 403, 404}, status, trick)
		require.NotContains(t, body, "package ", trick)
	}
}

// The walls of the gateway are down in the shop of the tests; one copy has them up.
func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	c := m.StartCopy(t, "gateway", map[string]string{"MALL_RATE_LIMITS": "on"})
	s := m.Guest()
	from := "203.0.113." + num(time.Now().UnixNano()%250+1)
	ask := func() *shop.Answer {
		return s.Do(t, shop.Request{
			Method: "POST", Path: "/api/member/login", JSON: map[string]string{"account": "nobody", "password": "nothing"}, Via: c.Addr, Header: http.Header{"X-Forwarded-For": {from}},
		})
	}
	var a *shop.Answer
	for range 200 {
		if a = ask(); a.Status == 429 {
			break
		}
		require.Equal(t, 401, a.Status, "%s", a.Body)
	}
	a.Refused(t, 429, "too_many_requests")
	require.NotEmpty(t, a.Header.Get("Retry-After"))
	// Somebody else is not held back.
	other := s.Do(t, shop.Request{
		Method: "POST", Path: "/api/member/login", JSON: map[string]string{"account": "nobody", "password": "nothing"}, Via: c.Addr, Header: http.Header{"X-Forwarded-For": {"198.51.100.7"}},
	})
	require.Equal(t, 401, other.Status)
}
