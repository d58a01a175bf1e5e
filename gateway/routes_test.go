package gateway

import (
	"bufio"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoServesWhat(t *testing.T) {
	s := open(t, setup{})
	for host, paths := range map[string]map[string]string{
		domain: {
			"/": "product", "/help/guide.html": "product", "/payed/notify": "payment", "/payed/return?a=b": "payment",
			"/api/member/login": "member", "/api/product/search?keyword=%E6%89%8B%E6%9C%BA": "product", "/api/cart": "cart", "/api/cart/items/7": "cart",
			"/api/order/confirm": "order", "/api/payment/orders/1": "payment", "/api/coupon/mine": "coupon",
		},
		"search." + domain: {"/list.html?keyword=x": "product", "/api/cart": "cart"},
		"item." + domain:   {"/7.html": "product"},
		"auth." + domain:   {"/login.html": "member", "/reg.html": "member"},
		"cart." + domain:   {"/cart.html": "cart", "/addToCart": "cart", "/media/p/1.jpg": "product"},
		"order." + domain:  {"/toTrade": "order", "/submitOrder": "order", "/api/order/orders/1/cancel": "order", "/payed/notify": "order"},
		"pay." + domain:    {"/pay.html": "payment", "/payed/notify": "payment", "/payed/return": "payment"},
		"member." + domain: {"/": "member", "/memberOrder.html": "member"},
		"coupon." + domain: {"/": "coupon"},
		"alipay." + domain: {"/media/p/1.jpg": "alipaysim", "/gateway.do": "alipaysim", "/sandbox/api/faults": "alipaysim", "/cashier/login": "alipaysim"},
	} {
		for path, service := range paths {
			for _, h := range []string{host, host + ":8080", strings.ToUpper(host), host + "."} {
				resp, body := s.ask(t, http.MethodGet, h, path, "")
				require.Equal(t, http.StatusOK, resp.StatusCode, "%s%s", h, path)
				require.Equal(t, service, body, "%s%s", h, path)
			}
		}
	}
	seen, _ := s.last()
	require.NotNil(t, seen)
}

func TestWhatDoesNotExist(t *testing.T) {
	s := open(t, setup{})
	for _, url := range []string{
		domain + "/api", domain + "/api/", domain + "/api/ware/stock", domain + "/api/admin/me", "order." + domain + "/api/admin/orders",
		domain + "/api/member", domain + "/API/ware", "shop." + domain + "/", "a.b." + domain + "/", "." + domain + "/",
		"alipay." + domain + "/api/cart", "ware." + domain + "/",
	} {
		host, path, _ := strings.Cut(url, "/")
		resp, body := s.ask(t, http.MethodGet, host, "/"+path, "")
		if path == "api/member" {
			require.Equal(t, "member", body, "the service says that there is nothing")
			continue
		}
		require.Equal(t, http.StatusNotFound, resp.StatusCode, url)
	}
	production := newTable(domain, false)
	_, ok := production.service("alipay", "/gateway.do")
	require.False(t, ok, "the stand-in is for development only")
}

// TestTheBackOfficeIsOnItsOwnHost: its pages and calls lead to their services there, and from no host of the shop to a service that has any.
func TestTheBackOfficeIsOnItsOwnHost(t *testing.T) {
	offices := newTable(domain, true)
	for path, service := range map[string]string{
		"/": "admin", "/login.html": "admin", "/staff.html": "admin", "/preferences": "admin", "/nothing.html": "admin", "/warehouse.html": "admin", "/api/admin/me": "admin",
		"/ware/stock.html": "ware", "/ware/purchase/done": "ware", "/ware": "ware", "/api/admin/ware/stock": "ware", "/api/admin/warehouses": "ware",
	} {
		got, ok := offices.service("admin", path)
		require.True(t, ok, path)
		require.Equal(t, service, got, path)
	}
	for label := range offices.sites {
		if label == "admin" {
			continue
		}
		for _, path := range []string{"/ware/stock.html", "/ware/adjust.html", "/staff.html", "/roles.html", "/audit.html", "/api/admin/me", "/api/admin/ware/stock"} {
			got, _ := offices.service(label, path)
			require.NotContains(t, []string{"admin", "ware"}, got, "%s%s", label, path)
		}
		for _, path := range []string{"/order/orders.html", "/member/member.html", "/product", "/coupon/", "/payment/refunds.csv", "/api/admin/order/orders"} {
			_, ok := offices.service(label, path)
			require.False(t, ok, "%s%s", label, path)
		}
	}
}

func TestInternalIsRefused(t *testing.T) {
	s := open(t, setup{})
	for _, path := range []string{
		"/internal", "/internal/", "/internal/orders/1", "/INTERNAL/orders", "/Internal/x", "//internal/x", "/./internal/x", "/a/../internal/x",
		"/%69nternal/x", "/%2finternal/x", "/internal%2fx", "/..;/internal/x", "/internal;a=b/x", "/x/%2e%2e/internal/x", "/%2e/internal/x",
		"/x/..%2finternal", "/x%5c..%5cinternal", "/%5cinternal", "/%2569nternal/x", "/api/order/../../internal/x", "/api/order/%2e%2e/%2e%2e/internal/x",
		"/api/order//internal", "/a%00/internal", "/api/order/..", "/%0ainternal", "/internal%3bx", "/healthz", "/readyz", "/metrics", "/metrics/x", "/debug/pprof/",
	} {
		for _, host := range []string{domain, "order." + domain, "alipay." + domain, "admin." + domain} {
			before, _ := s.last()
			resp, _ := s.ask(t, http.MethodGet, host, path, "")
			require.Equal(t, http.StatusNotFound, resp.StatusCode, "%s%s", host, path)
			after, _ := s.last()
			require.Same(t, before, after, "%s%s reached a service", host, path)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"/", "/internal/x", "/a/../b", "/%2e%2e/x", "//x", "/手机.html", "/a;b"} {
		f.Add(seed)
	}
	table := newTable(domain, true)
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")))
		if err != nil || !plain(r.URL.Path, r.URL.EscapedPath()) {
			return
		}
		if _, ok := table.service("order", r.URL.Path); ok && strings.HasPrefix(strings.ToLower(r.URL.Path), "/internal") {
			if rest := r.URL.Path[len("/internal"):]; rest == "" || rest[0] == '/' {
				t.Errorf("%q is let through", target)
			}
		}
	})
}

func TestOperationsOnlyFromInside(t *testing.T) {
	s := open(t, setup{})
	_, body := s.ask(t, http.MethodGet, "127.0.0.1:18000", "/metrics", "")
	require.Equal(t, "operations", body)
	for _, header := range []string{"X-Forwarded-For", "X-Real-Ip"} {
		resp, _ := s.ask(t, http.MethodGet, "127.0.0.1:18000", "/metrics", "", header, "1.2.3.4")
		require.Equal(t, http.StatusNotFound, resp.StatusCode, "through nginx under an invented name")
	}
}
