package e2e

import (
	"net/http"
	"strconv"
	"testing"

	"golang.org/x/net/html"

	"gulimall/test/shop"
)

func num(n int64) string { return strconv.FormatInt(n, 10) }

// cookieOf is a cookie that an answer sets.
func cookieOf(t *testing.T, a *shop.Answer, name string) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("%s sets no cookie %s: %v", a.Request, name, a.Header["Set-Cookie"])
	return nil
}

// node is an element of a page.
type node = html.Node

// alert finds what tells about the mistakes of a form.
func alert(n *node) bool { return shop.Attr(n, "role") == "alert" }

// untouched demands that nothing but its own deadline, which may come during a test on a slow machine, has moved an order.
func untouched(t *testing.T, s *shop.Shopper, orderSn string) {
	t.Helper()
	if o := s.Order(t, orderSn); o.Status != shop.PendingPayment && (o.Status != shop.Closed || o.CloseReason != "timeout") {
		t.Fatalf("order %s is %s %s", orderSn, o.Status, o.CloseReason)
	}
}

// giveUp cancels an order that a test needs no more, unless its deadline was faster.
func giveUp(t *testing.T, s *shop.Shopper, orderSn string) {
	t.Helper()
	if a := s.Cancel(t, orderSn); a.Status != http.StatusOK {
		a.Refused(t, http.StatusConflict, "order_state")
	}
}
