package gateway

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCrossSite(t *testing.T) {
	s := open(t, setup{})
	for _, test := range []struct {
		name, host string
		headers    []string
		refused    bool
	}{
		{name: "a program", host: "order." + domain},
		{name: "the same host", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://order.gulimall.localhost:8080"}},
		{name: "a sister host", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:8080"}},
		{name: "the bare domain, https", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "https://gulimall.localhost"}},
		{name: "an old browser on a sister host", host: "order." + domain, headers: []string{"Origin", "http://cart.gulimall.localhost:8080"}},
		{name: "another site", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "cross-site", "Origin", "http://evil.example"}, refused: true},
		{name: "another site, old browser", host: "order." + domain, headers: []string{"Origin", "http://evil.example"}, refused: true},
		{name: "no origin to name", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, refused: true},
		{name: "an unknown sister", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://evil.gulimall.localhost:8080"}, refused: true},
		{name: "another port", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:9999"}, refused: true},
		{name: "a name that begins like ours", host: "order." + domain, headers: []string{"Origin", "http://gulimall.localhost.evil.example"}, refused: true},
		{name: "the stand-in", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://alipay.gulimall.localhost:8080"}, refused: true},
		{name: "the shop in the back office", host: "admin." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:8080"}, refused: true},
		{name: "the shop at the stand-in", host: "alipay." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://pay.gulimall.localhost:8080"}},
		{name: "the back office in the shop", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://admin.gulimall.localhost:8080"}, refused: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
				resp, body := s.ask(t, method, test.host, "/api/order/orders", "{}", test.headers...)
				if test.refused {
					require.Equal(t, http.StatusForbidden, resp.StatusCode)
					require.Equal(t, "cross_site", codeOf(t, body))
				} else if test.host != "alipay."+domain { // where the shop's API is not
					require.Equal(t, http.StatusOK, resp.StatusCode)
				}
			}
			resp, _ := s.ask(t, http.MethodGet, test.host, "/x.html", "", test.headers...)
			require.NotEqual(t, http.StatusForbidden, resp.StatusCode, "reading is nobody's harm")
		})
	}
	resp, body := s.ask(t, http.MethodPost, "order."+domain, "/submitOrder", "a=b", "Origin", "http://evil.example")
	require.Equal(t, http.StatusForbidden, resp.StatusCode)
	require.Contains(t, body, "已拒绝来自其他网站的请求")
	resp, _ = s.ask(t, http.MethodPost, "alipay."+domain, "/gateway.do", "a=b", "Origin", "http://pay.gulimall.localhost:8080")
	require.Equal(t, http.StatusOK, resp.StatusCode)
}
