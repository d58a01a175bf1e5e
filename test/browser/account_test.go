package browser

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// A wrong password is told at the form, with the focus on what is wrong; the right one leads back to where one was.
func TestLoginLeadsBack(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			s := m.NewMember(t)
			w := guest(t, view)
			w.tab.Open(m.URL("member") + "/points.html")
			w.tab.AwaitPath("/login.html")
			w.hand.fill(field("account"), s.Username)
			w.hand.fill(field("password"), "wrong-password")
			w.tab.Allow(http.StatusUnauthorized, http.StatusUnprocessableEntity)
			w.goes(submit("/login.html"))
			w.tab.See(chrome.CSS("main [role=alert]"))
			require.Equal(t, s.Username, w.tab.Value(field("account")), "what was typed is kept")
			w.hand.fill(field("password"), s.Password)
			w.goes(submit("/login.html"))
			w.tab.AwaitPath("/points.html")
		})
	}
}

// Somebody signs in by a code that comes by SMS.
func TestLoginByCode(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	w := guest(t, chrome.Phone())
	w.tab.Open(m.URL("auth") + "/login.html")
	w.goes(chrome.CSS(`.auth-ways a[href*="code"]`))
	w.hand.fill(field("phone"), s.Phone)
	w.hand.press(chrome.CSS(`button[formaction$="/sms-code"]`))
	w.phone = s.Phone
	w.hand.fill(field("code"), w.code())
	w.goes(submit("/login.html"))
	require.Equal(t, s.ID, w.me().ID)
}

// me is who is signed in with the tab.
func (w *walk) me() (who shop.Member) {
	w.t.Helper()
	w.shopper().Get(w.t, "/api/member/me", &who)
	return who
}

// Signing out elsewhere ends the other session, and not one's own.
func TestSignOutElsewhere(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.NewMember(t)
	here := guest(t, chrome.View{})
	here.login(s)
	here.tab.Open(m.URL("member") + "/security.html")
	here.goes(submit("/security/end-others"))
	here.tab.Open(m.URL("member") + "/points.html")
	require.Equal(t, "/points.html", here.tab.URL().Path)
	s.API(t, http.MethodGet, "/api/member/me", nil).Refused(t, http.StatusUnauthorized, "not_signed_in")
}

func (w *walk) login(s *shop.Shopper) {
	w.t.Helper()
	w.tab.Open(w.mall.URL("auth") + "/login.html")
	w.hand.fill(field("account"), s.Username)
	w.hand.fill(field("password"), s.Password)
	w.goes(submit("/login.html"))
}

// What is liked on its page stands among the favourites, and goes away again.
func TestFavourites(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			w := as(t, m.NewMember(t), view)
			w.tab.Open(m.URL("item") + "/" + num(someSKU) + ".html")
			w.hand.press(chrome.CSS(".favourite-button"))
			w.tab.Idle()
			card := chrome.CSS(`[data-sku="` + num(someSKU) + `"]`)
			w.tab.Open(m.URL("member") + "/favourites.html")
			w.tab.See(card)
			w.hand.press(chrome.CSS(`[data-sku="` + num(someSKU) + `"] form[action$="/favourites"] button`))
			w.tab.Gone(card)
		})
	}
}

// An address is added, made the default one, changed and taken away.
func TestAddresses(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	w := as(t, s, chrome.View{NoScript: true})
	w.tab.Open(m.URL("member") + "/address.html")
	form := func(name string) chrome.Where { return chrome.Form("/address.html", `[name="`+name+`"]`) }
	for name, value := range map[string]string{"name": "王小明", "phone": "13800138000", "province": "北京市", "city": "北京市", "region": "海淀区", "detail": "中关村大街 1 号"} {
		w.hand.fill(form(name), value)
	}
	w.goes(submit("/address.html"))
	w.tab.Says("中关村大街 1 号")
	w.goes(chrome.CSS(`form[action$="/default"] button`))
	w.tab.Says("中关村大街 1 号")
	var all []shop.Address
	s.Get(t, "/api/member/addresses", &all)
	require.Len(t, all, 2)
	for _, a := range all {
		require.Equal(t, a.Name == "王小明", a.IsDefault)
	}
}
