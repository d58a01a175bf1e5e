package browser

import (
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/skip2/go-qrcode"
	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// Somebody scans the code on the cashier with a phone that nobody is signed in with, and pays there; the cashier sees it.
func TestPayingWithThePhone(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	w := as(t, s, chrome.View{})
	w.tab.Open(m.URL("pay") + "/pay.html?orderSn=" + o.OrderSn)
	w.tab.See(chrome.CSS(`img[src*="/payQr.png"]`))

	phone := guest(t, chrome.Phone())
	phone.tab.Open(scanned(t, s, o.OrderSn))
	phone.tab.Says(yuan(o.Amounts.Pay))
	phone.goes(submit("/scan"))
	phone.goes(chrome.CSS(`form[action$="cashier/login"] button`))
	phone.goes(chrome.CSS(`form[action$="/pay"] button`))
	phone.tab.AwaitPath("/payed/return")
	phone.tab.Says(words(t, "zh-CN").text("cashier.result.paid"))
	w.tab.Gone(submit("/payOrder"))
	s.WaitStatus(t, o.OrderSn, shop.Paid)
}

// scanned is the address that a phone reads from the code of an order: the one that draws this very picture.
func scanned(t *testing.T, s *shop.Shopper, orderSn string) string {
	t.Helper()
	key, err := os.ReadFile(s.Mall.Secret("app_private.pem"))
	require.NoError(t, err)
	address := s.Mall.URL("pay") + "/scan?" + url.Values{"orderSn": {orderSn}, "pass": {payment.NewPasses(string(key)).Of(orderSn)}}.Encode()
	want, err := qrcode.Encode(address, qrcode.Medium, 480)
	require.NoError(t, err)
	got := s.Do(t, shop.Request{Host: "pay", Path: "/payQr.png?orderSn=" + orderSn}).Want(t, http.StatusOK)
	require.Equal(t, want, got.Body, "the code is that of %s", address)
	return address
}
