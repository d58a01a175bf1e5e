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
