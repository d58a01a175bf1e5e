package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// hostile is what people type who want a shop to break.
func hostile() []string {
	return []string{
		"", " ", "'", `"`, "1'--", "1 or 1=1", "1;drop table oms_order", "' or sleep(5)#", "0x1", "NaN", "-0", "1e309", "９", "١", "null", "undefined", "[]", "{}",
		"9223372036854775807", "9223372036854775808", "-9223372036854775809", "\x00", "a\x00b", "\xff\xfe", "\r\nSet-Cookie: x=y", "../../etc/passwd",
		"%00", "%", "%zz", "<script>", "{{.}}", "${7*7}", strings.Repeat("龘", 3000), strings.Repeat("(", 500), "*", "?", "\\", "+", "~1", "keyword:x", `"unclosed`,
		"a AND", "-", "😀",
	}
}

// Whatever is asked for, the answer is a clear one: no fault of ours, nothing slow, nothing of the inside.
func TestHostileParameters(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	for _, value := range hostile() {
		q := url.QueryEscape(value)
		for _, r := range []shop.Request{
			{Host: "search", Path: "/list.html?keyword=" + q},
			{Host: "search", Path: "/list.html?brandId=" + q + "&attrs=" + q + "&skuPrice=" + q + "&sort=" + q + "&pageNum=" + q},
			{Host: "search", Path: "/list.html?priceLow=" + q + "&priceHigh=" + q},
			{Path: "/api/product/search?keyword=" + q},
			{Path: "/api/product/search?attrs=" + q},
			{Path: "/api/product/search?skuPrice=" + q},
			{Path: "/api/product/search?catalog3Id=" + q},
			{Path: "/api/order/orders?status=" + q},
			{Path: "/api/order/orders?page=" + q},
			{Host: "order", Path: "/list.html?status=" + q + "&page=" + q},
			{Host: "order", Path: "/detail.html?orderSn=" + q},
			{Host: "pay", Path: "/pay.html?orderSn=" + q},
			{Host: "cart", Path: "/addToCartSuccess.html?skuId=" + q},
			{Host: "auth", Path: "/login.html?originUrl=" + q},
			{Host: "auth", Path: "/reg.html?originUrl=" + q},
			{Host: "member", Path: "/points.html?page=" + q},
			{Host: "member", Path: "/coupons.html?state=" + q},
			{Host: "member", Path: "/address.html?id=" + q + "&edit=" + q},
			{Path: "/api/coupon/mine?state=" + q},
			{Host: "order", Path: "/toTrade?token=" + q + "&addressId=" + q + "&couponId=" + q + "&points=" + q + "&note=" + q},
			{Host: "pay", Path: "/payed/return?out_trade_no=" + q + "&sign=" + q + "&sign_type=RSA2"},
		} {
			sound(t, s, r, value)
		}
	}
}

func TestHostileForms(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	for _, value := range hostile() {
		form := func(names ...string) url.Values {
			f := url.Values{}
			for _, n := range names {
				f.Set(n, value)
			}
			return f
		}
		for _, r := range []shop.Request{
			{Host: "cart", Path: "/addToCart", Form: form("skuId", "count")},
			{Host: "cart", Path: "/cart/items/1101/count", Form: form("count")},
			{Host: "cart", Path: "/cart/checked", Form: form("checked")},
			{Host: "coupon", Path: "/claim", Form: form("couponId", "originUrl")},
			{Host: "order", Path: "/submitOrder", Form: form("token", "addressId", "couponId", "points", "note", "payAmount", "payType")},
			{Host: "order", Path: "/cancelOrder", Form: form("orderSn")},
			{Host: "order", Path: "/applyReturn", Form: form("orderSn", "skuId", "count", "reason", "note")},
			{Host: "pay", Path: "/payOrder", Form: form("orderSn", "channel")},
			{Host: "member", Path: "/profile.html", Form: form("nickname")},
			{Host: "member", Path: "/address.html", Form: form("name", "phone", "province", "city", "region", "detail", "postCode", "isDefault", "originUrl")},
			{Host: "pay", Path: "/payed/notify", Form: form("notify_id", "out_trade_no", "total_amount", "sign", "trade_status", "notify_type")},
		} {
			r.Method = http.MethodPost
			sound(t, s, r, value)
		}
		for path, names := range map[string][]string{
			"/api/member/addresses": {"name", "phone", "province", "city", "region", "detail", "postCode"}, "/api/member/login": {"account", "password"},
			"/api/member/sms-codes": {"phone"}, "/api/order/orders": {"token", "note"}, "/api/member/register": {"username", "password", "phone", "code"},
		} {
			body := map[string]string{}
			for _, n := range names {
				body[n] = value
			}
			sound(t, s, shop.Request{Method: http.MethodPost, Path: path, JSON: body}, value)
		}
	}
	s.API(t, "GET", "/api/member/me", nil)
}

// sound demands an answer that blames nobody but the one who asked.
func sound(t *testing.T, s *shop.Shopper, r shop.Request, value string) {
	t.Helper()
	a := s.Do(t, r)
	require.Less(t, a.Status, 500, "%s with %.60q", a.Request, value)
	for _, word := range []string{"goroutine ", "SQLSTATE", "Error 10", "sql:", "runtime error", "panic", "gorm"} {
		require.NotContains(t, string(a.Body), word, "%s with %.60q", a.Request, value)
	}
	require.NotEqual(t, "y", cookieValue(a, "x"))
}

func cookieValue(a *shop.Answer, name string) string {
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
