package browser

import (
	"testing"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// atOffice goes into the back office as a member of staff: admin, keeper, marketing, support or finance.
func atOffice(t *testing.T, v chrome.View, account string) *walk {
	t.Helper()
	w := guest(t, v)
	w.tab.Use(w.mall.Clerk(t, account).Cookies(t)...)
	w.office("/")
	return w
}

// office opens a page of the back office.
func (w *walk) office(path string) {
	w.t.Helper()
	w.tab.Open(w.mall.URL(shop.OfficeHost) + path)
}

// Staff sign in with their password, and come to where they wanted to go.
func TestOfficeLogin(t *testing.T) {
	t.Parallel()
	w := guest(t, chrome.View{})
	w.office("/ware/stock.html?low=true")
	w.tab.AwaitPath("/login.html")
	w.hand.fill(field("account"), "keeper")
	w.hand.fill(field("password"), "Admin-2026!")
	w.goes(submit("/login.html"))
	w.tab.AwaitPath("/ware/stock.html")
	w.tab.See(chrome.CSS(`.office-menu a[aria-current="page"]`))
}
