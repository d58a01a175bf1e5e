package browser

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// buyAsGuest is the whole purchase of somebody who fills a cart, becomes a member and pays.
func buyAsGuest(t *testing.T, w *walk) {
	t.Helper()
	sku := w.mall.NewSKU(t, 10)
	var goods struct{ Title string }
	w.mall.Guest().Get(t, "/api/product/skus/"+num(sku), &goods)

	w.tab.Open(w.mall.URL("") + "/")
	w.hand.fill(chrome.CSS("#keyword"), goods.Title)
	w.goes(chrome.Form("/list.html", "button[type=submit]"))
	w.tab.AwaitPath("/list.html")
	w.goes(first(`main a[href$="/` + num(sku) + `.html"]`))
	w.add(sku, 2)
	w.checkout()
	w.tab.AwaitPath("/login.html")
	w.register()
	w.tab.AwaitPath("/toTrade")
	w.address()
	w.hand.fill(field("note"), "请轻放")
	sn := w.place()
	require.Equal(t, int64(2), w.mall.StockOf(t, sku).Locked, "the goods are kept at once")
	w.pay(sn)
	w.paidFor(sn)
	w.tab.Says("请轻放")
	o := w.shopper().Order(t, sn)
	require.Equal(t, 2*int64(shop.Price), o.Amounts.Goods)
	require.Positive(t, o.Amounts.Coupon, "the coupon that newcomers are given is chosen by itself")
	require.True(t, o.Amounts.Add())
	require.Equal(t, shop.Home().Detail, o.Address.Detail)
}

func TestPurchaseByMouse(t *testing.T) {
	t.Parallel()
	buyAsGuest(t, guest(t, chrome.View{}))
}

func TestPurchaseByKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := guest(t, chrome.View{})
	w.hand = keyboard{t, w.tab}
	buyAsGuest(t, w)
}

func TestPurchaseOnAPhone(t *testing.T) {
	t.Parallel()
	buyAsGuest(t, guest(t, chrome.Phone()))
}

func TestPurchaseWithoutScripts(t *testing.T) {
	t.Parallel()
	buyAsGuest(t, guest(t, chrome.View{NoScript: true}))
}

func TestPurchaseInEnglish(t *testing.T) {
	t.Parallel()
	buyAsGuest(t, guest(t, chrome.View{Language: "en"}))
}
