package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

func TestRegisterWithASmsCode(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.Guest()
	phone, name := shop.NewPhone(), shop.NewUsername()
	s.API(t, "GET", "/api/member/dev/sms-codes/"+phone, nil).Refused(t, 404, "not_found")
	sent := s.API(t, "POST", "/api/member/sms-codes", map[string]string{"phone": phone}).Want(t, 204)
	require.Empty(t, sent.Body)
	code := s.API(t, "GET", "/api/member/dev/sms-codes/"+phone, nil)
	fits(t, code, 200, object(shape{"code": filled}))
	var got struct{ Code string }
	code.Into(t, 200, &got)

	register := func(change map[string]string) *shop.Answer {
		body := map[string]string{"username": name, "password": shop.Password, "phone": phone, "code": got.Code}
		for k, v := range change {
			body[k] = v
		}
		return m.Guest().API(t, "POST", "/api/member/register", body)
	}
	wrong := "000000"
	if got.Code == wrong {
		wrong = "000001"
	}
	register(map[string]string{"code": wrong}).Refused(t, 422, "bad_sms_code")
	register(map[string]string{"phone": shop.NewPhone()}).Refused(t, 422, "bad_sms_code")
	for field, bad := range map[string]string{"username": "", "password": "short", "phone": "12345", "code": ""} {
		p := register(map[string]string{field: bad})
		require.Equal(t, 422, p.Status, "%s: %s", field, p.Body)
		if problem, err := p.Problem(); field != "code" {
			require.NoError(t, err)
			require.NotEmpty(t, problem.Errors, field)
			require.Equal(t, field, problem.Errors[0].Field)
			require.NotEmpty(t, problem.Errors[0].Message)
		}
	}
	a := s.API(t, "POST", "/api/member/register", map[string]string{"username": name, "password": shop.Password, "phone": phone, "code": got.Code})
	fits(t, a, 201, memberShape())
	fits(t, s.API(t, "GET", "/api/member/me", nil), 200, memberShape())
	register(nil).Want(t, 422) // a code is good for one registration

	again := m.Guest()
	again.API(t, "POST", "/api/member/sms-codes", map[string]string{"phone": phone})
	other := shop.NewPhone()
	again.API(t, "POST", "/api/member/sms-codes", map[string]string{"phone": other}).Want(t, 204)
	again.API(t, "GET", "/api/member/dev/sms-codes/"+other, nil).Into(t, 200, &got)
	register(map[string]string{"phone": other, "code": got.Code}).Refused(t, 409, "username_taken")
	register(map[string]string{"phone": other, "code": got.Code, "username": name + "x"}).Want(t, 201)
}

func TestAPhoneRegistersOnce(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	g := m.Guest()
	a := g.API(t, "POST", "/api/member/sms-codes", map[string]string{"phone": s.Phone})
	if a.Status == 409 { // may be said this early
		a.Refused(t, 409, "phone_taken")
		return
	}
	a.Want(t, 204)
	var got struct{ Code string }
	g.API(t, "GET", "/api/member/dev/sms-codes/"+s.Phone, nil).Into(t, 200, &got)
	g.API(t, "POST", "/api/member/register", map[string]string{
		"username": shop.NewUsername(), "password": shop.Password, "phone": s.Phone, "code": got.Code,
	}).Refused(t, 409, "phone_taken")
}

func TestLoginByNameAndByPhoneAndLogout(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	for _, account := range []string{s.Username, s.Phone} {
		b := m.Guest()
		a := b.API(t, "POST", "/api/member/login", map[string]string{"account": account, "password": s.Password})
		fits(t, a, 200, memberShape())
		cookie := cookieOf(t, a, "GULISESSION")
		require.Equal(t, m.Domain, cookie.Domain)
		require.Equal(t, "/", cookie.Path)
		require.True(t, cookie.HttpOnly)
		require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
		require.False(t, cookie.Secure, "the shop of the tests speaks http")
		b.Do(t, shop.Request{Host: "order", Path: "/api/member/me"}).Want(t, 200)
		b.API(t, "POST", "/api/member/logout", nil).Want(t, 204)
		b.API(t, "GET", "/api/member/me", nil).Refused(t, 401, "not_signed_in")
		// The old cookie is worth nothing either.
		m.Guest().Do(t, shop.Request{Path: "/api/member/me", Header: http.Header{"Cookie": {"GULISESSION=" + cookie.Value}}}).Refused(t, 401, "not_signed_in")
	}
	g := m.Guest()
	known := g.API(t, "POST", "/api/member/login", map[string]string{"account": s.Username, "password": "wrong-" + s.Password}).Refused(t, 401, "bad_credentials")
	unknown := g.API(t, "POST", "/api/member/login", map[string]string{"account": "nobody" + s.Username, "password": s.Password}).Refused(t, 401, "bad_credentials")
	require.Equal(t, known.Title, unknown.Title, "nobody learns which names exist")
}

func TestTheLoginRenewsTheSession(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	planted := m.Guest()
	before := cookieOf(t, planted.API(t, "POST", "/api/member/login", map[string]string{"account": s.Username, "password": s.Password}).Want(t, 200), "GULISESSION")
	after := cookieOf(t, planted.API(t, "POST", "/api/member/login", map[string]string{"account": s.Username, "password": s.Password}).Want(t, 200), "GULISESSION")
	require.NotEqual(t, before.Value, after.Value)
	m.Guest().Do(t, shop.Request{Path: "/api/member/me", Header: http.Header{"Cookie": {"GULISESSION=" + before.Value}}}).Refused(t, 401, "not_signed_in")
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	fits(t, s.API(t, "GET", "/api/member/addresses", nil), 200, list(addressShape()))
	first := s.API(t, "POST", "/api/member/addresses", shop.Home())
	fits(t, first, 201, addressShape())
	var a, b shop.Address
	first.Into(t, 201, &a)
	second := shop.Home()
	second.Name, second.PostCode, second.IsDefault = "王小明", "", false
	b = s.AddAddress(t, second)
	b.Detail = "别处 1 号"
	changed := b
	changed.ID = 0
	fits(t, s.API(t, "PUT", "/api/member/addresses/"+num(b.ID), changed), 200, addressShape())
	s.API(t, "POST", "/api/member/addresses/"+num(b.ID)+"/default", nil)
	var all []shop.Address
	s.Get(t, "/api/member/addresses", &all)
	require.Len(t, all, 2)
	for _, x := range all {
		require.Equal(t, x.ID == b.ID, x.IsDefault, "there is one default address")
	}
	s.API(t, "DELETE", "/api/member/addresses/"+num(a.ID), nil).Want(t, 204)
	s.API(t, "DELETE", "/api/member/addresses/"+num(a.ID), nil).Want(t, 404)
	for _, bad := range []map[string]any{
		{},
		{"name": "x"},
		{"name": "", "phone": "13912345678", "province": "上海市", "city": "上海市", "region": "徐汇区", "detail": "1"},
		{"name": "甲", "phone": "nonsense", "province": "上海市", "city": "上海市", "region": "徐汇区", "detail": "1"},
	} {
		s.API(t, "POST", "/api/member/addresses", bad).Refused(t, 422, "invalid")
	}
}

func TestPoints(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	demo := m.Guest()
	demo.Login(t, "demo", "Demo-2026!")
	fits(t, demo.API(t, "GET", "/api/member/points", nil), 200, object(shape{
		"balance": fen, "frozen": fen, "growth": fen,
		"history": some(object(shape{"at": moment, "change": integer, "reason": filled, "orderSn?": orderSn, "+balance": fen})),
	}))
}

// What holds back those who try too often is off in the shop of the tests; one copy has it on.
func TestTooManySmsCodesAndLogins(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	c := m.StartCopy(t, "member", map[string]string{"MALL_RATE_LIMITS": "on"})
	s := m.Guest()
	ask := func(path string, body any) *shop.Answer {
		return s.Do(t, shop.Request{Method: "POST", Path: path, JSON: body, Via: c.Addr})
	}
	phone := shop.NewPhone()
	ask("/api/member/sms-codes", map[string]string{"phone": phone}).Want(t, 204)
	again := ask("/api/member/sms-codes", map[string]string{"phone": phone})
	again.Refused(t, 429, "sms_too_often")
	require.NotEmpty(t, again.Header.Get("Retry-After"))

	member := m.NewMember(t)
	var last *shop.Answer
	for range 30 {
		last = ask("/api/member/login", map[string]string{"account": member.Username, "password": "wrong-password"})
		if last.Status == 429 {
			break
		}
		last.Refused(t, 401, "bad_credentials")
	}
	last.Refused(t, 429, "login_locked")
	require.NotEmpty(t, last.Header.Get("Retry-After"))
	ask("/api/member/login", map[string]string{"account": member.Username, "password": member.Password}).Refused(t, 429, "login_locked")
}
