package e2e

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// call is a call of the contract with a body that has the right form, whether or not it would succeed.
type call struct {
	method, path string
	body         map[string]any
	open         bool // without signing in
}

func calls(sn string) []call {
	home := map[string]any{}
	raw, _ := json.Marshal(shop.Home())
	_ = json.Unmarshal(raw, &home)
	return []call{
		{"POST", "/api/member/sms-codes", map[string]any{"phone": "19900000000"}, true},
		{"POST", "/api/member/register", map[string]any{"username": "someone", "password": shop.Password, "phone": "19900000000", "code": "123456"}, true},
		{"POST", "/api/member/login", map[string]any{"account": "nobody", "password": "nothing"}, true},
		{"POST", "/api/member/addresses", home, false},
		{"PUT", "/api/member/addresses/1", home, false},
		{"POST", "/api/cart/items", map[string]any{"skuId": 1101, "count": 1}, true},
		{"PATCH", "/api/cart/items/1101", map[string]any{"count": 1, "checked": true}, true},
		{"PATCH", "/api/cart/checked", map[string]any{"checked": true}, true},
		{"POST", "/api/order/quote", map[string]any{"addressId": 1, "couponId": 1, "points": 1}, false},
		{"POST", "/api/order/orders", map[string]any{
			"token": "ot_00000000000000000000000000000000", "addressId": 1, "payAmount": 1, "couponId": 1, "points": 1, "note": "x", "payType": 1,
		}, false},
		{"POST", "/api/order/orders/" + sn + "/cancel", map[string]any{"reason": "x"}, false},
		{"POST", "/api/order/orders/" + sn + "/returns", map[string]any{"items": []map[string]int64{{"skuId": 1101, "count": 1}}, "reason": "x", "note": "y"}, false},
		{"POST", "/api/payment/orders/" + sn + "/pay", map[string]any{"channel": "alipay"}, false},
	}
}

// Whatever is not exactly what the contract asks for is refused in the same words everywhere.
func TestBodiesThatAreRefused(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	o := s.Buy(t, m.NewSKU(t, 2), 1)
	for _, c := range calls(o.OrderSn) {
		t.Run(c.method+c.path, func(t *testing.T) {
			send := func(body string) *shop.Answer {
				return s.Do(t, shop.Request{Method: c.method, Path: c.path, Body: []byte(body)})
			}
			surprising := maps.Clone(c.body)
			surprising["memberId"] = 1
			raw, err := json.Marshal(surprising)
			require.NoError(t, err)
			p := send(string(raw)).Refused(t, 422, "unknown_field")
			require.Equal(t, "memberId", p.Errors[0].Field)
			require.NotEmpty(t, p.Errors[0].Message)
			for _, bad := range []string{"{", "nonsense", `{"a":}`, `{} {}`} {
				send(bad).Refused(t, 400, "malformed")
			}
			for _, bad := range []string{"[]", `"text"`, "7"} {
				send(bad).Refused(t, 422, "invalid")
			}
			for field, value := range c.body {
				wrong := maps.Clone(c.body)
				wrong[field] = map[string]any{"wrong": "type"}
				if _, isText := value.(string); isText {
					wrong[field] = 7
				}
				raw, err := json.Marshal(wrong)
				require.NoError(t, err)
				p := send(string(raw)).Refused(t, 422, "invalid")
				require.Equal(t, field, p.Errors[0].Field)
			}
			huge := `{"note":"` + strings.Repeat("x", 1<<20) + `"}`
			send(huge).Refused(t, 413, "body_too_large")
			deep := strings.Repeat(`{"note":`, 20_000)
			require.Contains(t, []int{400, 422}, send(deep).Status)
		})
	}
	untouched(t, s, o.OrderSn)
	giveUp(t, s, o.OrderSn)
}

// nginx has a wall of its own behind the one of the parts; it speaks the same language.
func TestBodiesFarTooLarge(t *testing.T) {
	t.Parallel()
	s := shop.Stack(t).Guest()
	huge := bytes.Repeat([]byte("x"), 3<<20)
	s.Do(t, shop.Request{Method: "POST", Path: "/api/cart/items", Body: huge}).Refused(t, 413, "body_too_large")
	a := s.Do(t, shop.Request{Method: "POST", Host: "cart", Path: "/addToCart", Body: huge, Header: http.Header{"Accept": {"text/html"}}})
	require.Equal(t, 413, a.Status)
	require.Contains(t, a.Header.Get("Content-Type"), "text/html")
}

func TestWhoIsNotSignedIn(t *testing.T) {
	t.Parallel()
	g := shop.Stack(t).Guest()
	for _, c := range calls("2026010100000001") {
		if !c.open {
			g.API(t, c.method, c.path, c.body).Refused(t, 401, "not_signed_in")
		}
	}
	for _, path := range []string{
		"/api/member/me", "/api/member/addresses", "/api/member/points", "/api/order/confirm", "/api/order/orders", "/api/order/orders/1",
		"/api/payment/orders/1", "/api/coupon/mine",
	} {
		g.API(t, "GET", path, nil).Refused(t, 401, "not_signed_in")
	}
	for method, path := range map[string]string{"POST": "/api/coupon/coupons/2/claim", "DELETE": "/api/member/addresses/1"} {
		g.API(t, method, path, nil).Refused(t, 401, "not_signed_in")
	}
}

// Nobody becomes a member by saying so, in whatever header.
func TestHeadersThatOnlyServicesSay(t *testing.T) {
	t.Parallel()
	g := shop.Stack(t).Guest()
	for _, name := range []string{"X-Member-Id", "X-Member", "X-Internal-Member", "X-User-Id", "Authorization", "X-Forwarded-User"} {
		for _, value := range []string{"1", "demo", "Bearer 1"} {
			g.Do(t, shop.Request{Path: "/api/member/me", Header: http.Header{name: {value}}}).Refused(t, 401, "not_signed_in")
		}
	}
	for _, cookie := range []string{"GULISESSION=1", "GULISESSION=", "GULISESSION=../../1", "GULISESSION=" + strings.Repeat("A", 43), "GULISTAFF=1"} {
		g.Do(t, shop.Request{Path: "/api/member/me", Header: http.Header{"Cookie": {cookie}}}).Refused(t, 401, "not_signed_in")
	}
}

func TestTitlesFollowTheLanguage(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	titles := map[string]string{}
	for _, language := range []string{"", "zh-CN", "en", "en-US,en;q=0.9", "fr"} {
		g := m.Guest()
		g.Language = language
		titles[language] = g.API(t, "GET", "/api/member/me", nil).Refused(t, 401, "not_signed_in").Title
	}
	require.Equal(t, titles["zh-CN"], titles[""])
	require.Equal(t, titles["zh-CN"], titles["fr"])
	require.NotEqual(t, titles["zh-CN"], titles["en"])
	require.Equal(t, titles["en"], titles["en-US,en;q=0.9"])
}

// What belongs to somebody else does not exist.
func TestWhatBelongsToSomebodyElse(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	owner, thief := m.NewMember(t), m.WithAddress(t)
	address := owner.AddAddress(t, shop.Home())
	coupon := owner.Claim(t, couponTwice)
	o := owner.Buy(t, sku, 1)
	sn := o.OrderSn

	// Unknown and foreign are answered alike.
	same := func(a, b *shop.Answer) {
		t.Helper()
		x, err := a.Problem()
		require.NoError(t, err)
		y, err := b.Problem()
		require.NoError(t, err)
		require.Equal(t, 404, a.Status, "%s %s", a.Request, a.Body)
		require.Equal(t, []any{b.Status, y.Code, y.Title, y.Detail}, []any{a.Status, x.Code, x.Title, x.Detail}, a.Request)
	}
	changed := shop.Home()
	ask := func(method, before, own, unknown, after string, body any) {
		t.Helper()
		same(thief.API(t, method, before+own+after, body), thief.API(t, method, before+unknown+after, body))
	}
	const nobody, nothing = "999999999", "99999999999999999"
	ask("PUT", "/api/member/addresses/", num(address.ID), nobody, "", changed)
	ask("DELETE", "/api/member/addresses/", num(address.ID), nobody, "", nil)
	ask("POST", "/api/member/addresses/", num(address.ID), nobody, "/default", nil)
	ask("GET", "/api/order/orders/", sn, nothing, "", nil)
	ask("POST", "/api/order/orders/", sn, nothing, "/cancel", nil)
	ask("POST", "/api/order/orders/", sn, nothing, "/receive", nil)
	ask("POST", "/api/order/orders/", sn, nothing, "/returns", map[string]any{"items": []map[string]int64{{"skuId": sku, "count": 1}}, "reason": "x"})
	ask("GET", "/api/payment/orders/", sn, nothing, "", nil)
	ask("POST", "/api/payment/orders/", sn, nothing, "/pay", map[string]string{"channel": "alipay"})

	thief.AddToCart(t, sku, 1)
	c := thief.Confirm(t)
	thief.API(t, "POST", "/api/order/quote", shop.QuoteRequest{AddressID: address.ID}).Refused(t, 404, "address_not_found")
	foreign := thief.API(t, "POST", "/api/order/quote", shop.QuoteRequest{AddressID: c.Default(), CouponID: coupon.ID})
	unknown := thief.API(t, "POST", "/api/order/quote", shop.QuoteRequest{AddressID: c.Default(), CouponID: 1 << 50})
	require.Equal(t, unknown.Status, foreign.Status, "%s", foreign.Body)
	b := c.Submission()
	b.CouponID = coupon.ID
	a := thief.TrySubmit(t, b)
	require.Contains(t, []int{404, 409}, a.Status, "%s", a.Body)
	for _, host := range []string{"/detail.html?orderSn="} {
		a := thief.Do(t, shop.Request{Host: "order", Path: host + sn})
		require.Equal(t, 404, a.Status)
		said := strings.ReplaceAll(string(a.Body), host+sn, "") // the address that he typed himself
		require.NotContains(t, said, sn)
	}
	require.Equal(t, 404, thief.Do(t, shop.Request{Host: "pay", Path: "/pay.html?orderSn=" + sn}).Status)
	untouched(t, owner, sn)
	require.Equal(t, "unused", owner.Coupon(t, coupon.ID).State)
	var mine []shop.Address
	owner.Get(t, "/api/member/addresses", &mine)
	require.Equal(t, []shop.Address{address}, mine)
	giveUp(t, owner, sn)
}

func TestIdsThatAreNone(t *testing.T) {
	t.Parallel()
	s := shop.Stack(t).NewMember(t)
	for _, id := range []string{"abc", "0", "-1", "1.5", "1e3", "99999999999999999999999", "%20", "1'--", "null"} {
		for method, path := range map[string]string{
			"PUT": "/api/member/addresses/", "DELETE": "/api/member/addresses/", "GET": "/api/product/skus/", "PATCH": "/api/cart/items/",
		} {
			var body any
			switch method {
			case "PUT":
				body = shop.Home()
			case "PATCH":
				body = map[string]int{"count": 1}
			}
			a := s.API(t, method, path+id, body)
			require.Equal(t, 404, a.Status, "%s %s", a.Request, a.Body)
		}
		s.API(t, "GET", "/api/order/orders/"+id, nil).Want(t, 404)
		s.API(t, "GET", "/api/payment/orders/"+id, nil).Want(t, 404)
		s.API(t, "POST", "/api/coupon/coupons/"+id+"/claim", nil).Want(t, 404)
	}
}

// A service that is away is a 503 that says when to come back, and everything else goes on.
func TestAServiceIsAway(t *testing.T) {
	m := shop.Stack(t)
	s := m.NewMember(t)
	m.StopPart(t, "coupon")
	a := s.API(t, "GET", "/api/coupon/mine", nil)
	a.Refused(t, 503, "unavailable")
	require.NotEmpty(t, a.Header.Get("Retry-After"))
	page := s.Do(t, shop.Request{Host: "coupon", Path: "/", Header: http.Header{"Accept": {"text/html"}}})
	require.Equal(t, 503, page.Status)
	require.Contains(t, page.Header.Get("Content-Type"), "text/html")
	s.API(t, "GET", "/api/member/me", nil).Want(t, 200)
	require.NotEmpty(t, s.Open(t, "item", "/1101.html").H1(), "an item is shown without its promotions")
	require.NotEmpty(t, s.Open(t, "", "/").H1())
	m.StartPart(t, "coupon")
	shop.Await(t, "the coupons are back", shop.StatusTime, func() bool { return s.API(t, "GET", "/api/coupon/mine", nil).Status == 200 })
}
