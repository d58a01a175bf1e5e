package browser

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// walk is a shopper on the way through the shop.
type walk struct {
	t    *testing.T
	mall *shop.Mall
	tab  *chrome.Tab
	hand hand

	phone, name string // of who has registered on the way
}

// guest goes into the shop with a mouse or a finger.
func guest(t *testing.T, v chrome.View) *walk {
	t.Helper()
	m, tab := open(t, v)
	return &walk{t: t, mall: m, tab: tab, hand: mouse{tab}}
}

// as goes into the shop as somebody who is signed in.
func as(t *testing.T, s *shop.Shopper, v chrome.View) *walk {
	t.Helper()
	w := guest(t, v)
	signIn(t, w.tab, s)
	return w
}

// goes presses what leads to another page.
func (w *walk) goes(to chrome.Where) {
	w.t.Helper()
	w.tab.Goes(func() { w.hand.press(to) })
}

// first of the visible elements that fit one of the selectors.
func first(selectors ...string) chrome.Where { return chrome.CSS(strings.Join(selectors, ", ")) }

// submit is the button that sends a form, which may stand outside of it.
func submit(action string) chrome.Where {
	return chrome.CSS(`form[action$="` + action + `"] button:not([formaction]):not([type=button]), form[action$="` + action + `"] input[type=submit]`)
}

func field(name string) chrome.Where {
	return chrome.CSS(`main [name="` + name + `"]:not([type=hidden])`)
}

// add puts pieces of a SKU into the cart, from its page.
func (w *walk) add(sku int64, count int) {
	w.t.Helper()
	w.hand.fill(chrome.Form("/addToCart", "[name=count]"), strconv.Itoa(count))
	w.hand.press(submit("/addToCart"))
	w.tab.Await("the goods are in the cart", func() (bool, error) { return w.inCart(sku) && w.tab.Quiet(), nil })
}

// inCart asks the shop, with the cookies of the tab, whether a SKU is in the cart.
func (w *walk) inCart(sku int64) bool {
	for _, item := range w.shopper().Cart(w.t).Items {
		if item.SkuID == sku {
			return true
		}
	}
	return false
}

// shopper is the visitor of the tab as an app would be.
func (w *walk) shopper() *shop.Shopper {
	w.t.Helper()
	s := w.mall.Guest()
	s.Jar.SetCookies(mustParse(w.t, w.mall.URL("")), w.tab.Cookies())
	return s
}

// checkout goes from anywhere to the cart and on to the settlement page, or to the login where nobody is signed in.
func (w *walk) checkout() {
	w.t.Helper()
	w.goes(first(`a[href$="/cart.html"]`))
	w.tab.AwaitPath("/cart.html")
	w.goes(first(`main a[href*="/toTrade"]`, `main button[formaction*="/toTrade"]`, `main form[action*="/toTrade"] button`))
}

// register makes a member of the visitor, from the login page on.
func (w *walk) register() {
	w.t.Helper()
	w.goes(first(`main a[href*="/reg.html"]`))
	w.phone, w.name = shop.NewPhone(), shop.NewUsername()
	w.hand.fill(field("phone"), w.phone)
	w.hand.press(chrome.CSS(`button[formaction$="/sms-code"]`))
	code := w.code()
	if w.tab.Has(field("username")) {
		w.hand.fill(field("username"), w.name)
	}
	w.hand.fill(field("code"), code)
	w.hand.fill(field("password"), shop.Password)
	if again := field("password2"); w.tab.Has(again) {
		w.hand.fill(again, shop.Password)
	}
	for _, box := range []string{"agree", "terms"} {
		if w.tab.Has(field(box)) {
			w.hand.pick(field(box))
		}
	}
	w.goes(submit("/reg.html"))
}

// code is what was sent to the phone, once the page says that it was: without scripts that is another page.
func (w *walk) code() string {
	w.t.Helper()
	w.tab.See(chrome.CSS("[data-sms-status]:not(:empty)"))
	guest := w.mall.Guest()
	var sent struct{ Code string }
	w.tab.Await("a code has been sent", func() (bool, error) {
		a, err := guest.Send(w.t.Context(), shop.Request{Path: "/api/member/dev/sms-codes/" + w.phone})
		if err != nil || a.Status != http.StatusOK {
			return false, err
		}
		a.Into(w.t, http.StatusOK, &sent)
		return sent.Code != "" && w.tab.Quiet(), nil
	})
	return sent.Code
}

// address writes where to send the goods to into the form on the settlement page.
func (w *walk) address() {
	w.t.Helper()
	home := shop.Home()
	form := func(name string) chrome.Where { return chrome.CSS(`#address [name="` + name + `"]`) }
	if !w.tab.Has(form("name")) {
		w.hand.press(chrome.CSS(`main button[name=edit][value=new]`))
	}
	for _, f := range []struct{ name, value string }{
		{"name", home.Name}, {"phone", home.Phone}, {"province", home.Province}, {"city", home.City}, {"region", home.Region}, {"detail", home.Detail},
	} {
		w.hand.fill(form(f.name), f.value)
	}
	w.hand.press(chrome.CSS(`#address button[formaction$="/address.html"]`))
	w.tab.See(chrome.CSS(`main [name=addressId]`))
	w.tab.Idle()
}

// place submits the order and gives its number.
func (w *walk) place() string {
	w.t.Helper()
	w.goes(w.submitOrder())
	u := w.tab.AwaitPath("/pay.html")
	return u.Query().Get("orderSn")
}

func (w *walk) submitOrder() chrome.Where {
	return first(`button[form=settle]:not([formaction])`, `form[action$="/submitOrder"] button:not([formaction]):not([type=button])`)
}

// pay pays at Alipay, by hand, and comes back.
func (w *walk) pay(sn string) {
	w.t.Helper()
	w.goes(submit("/payOrder"))
	w.tab.Says(sn)
	w.goes(chrome.CSS(`form[action$="cashier/login"] button`))
	w.goes(chrome.CSS(`form[action$="/pay"] button`))
	w.tab.AwaitPath("/payed/return")
}

// paidFor demands that the shop says so on the page of the order.
func (w *walk) paidFor(sn string) {
	w.t.Helper()
	s := w.shopper()
	s.WaitStatus(w.t, sn, shop.Paid)
	w.goes(first(`main a[href*="/detail.html?orderSn=` + sn + `"]`))
	w.tab.AwaitPath("/detail.html")
	require.Contains(w.t, w.tab.Text(chrome.CSS("h1")), words(w.t, w.tab.Language()).text("status.paid"))
}
