package browser

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// evil is what somebody writes who wants a page to do something else.
const evil = `"'><script>alert(1)</script><img src=x onerror=alert(2)></textarea></title><svg onload=alert(3)>{{.}}${7*7}` + "`" + `javascript:alert(4)//&quot;&lt;b&gt;`

// Markup and quotes in the title of goods, in an address, in a note, in a name: everywhere they are nothing but words, and no page falls
// apart.
func TestHostileWordsAreOnlyWords(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	retitle(t, m, sku, "邪恶 "+evil)
	s := m.NewMember(t)
	a := shop.Home()
	a.Name, a.Detail = `<b>甲</b>"'`, evil[:min(len(evil), 100)]
	s.AddAddress(t, a)
	w := as(t, s, chrome.View{Width: 360, Height: 800, Touch: true})
	harmless := func() {
		t.Helper()
		w.tab.Idle()
		require.Empty(t, w.tab.Dialogs(), w.tab.URL())
		require.Zero(t, w.tab.Count(`img[src="x"], svg[onload], [onerror], script:not([src]):not([type="application/ld+json"])`), w.tab.URL())
		require.Empty(t, slices.DeleteFunc(w.tab.Layout(), func(c string) bool { return strings.HasPrefix(c, "broken in two") }), w.tab.URL())
	}
	for _, look := range []struct{ host, path string }{
		{"search", "/list.html?keyword=" + url.QueryEscape(evil)},
		{"search", "/list.html?keyword=" + url.QueryEscape("邪恶")},
		{"auth", "/login.html?originUrl=" + url.QueryEscape(evil)},
		{"item", "/" + num(sku) + ".html"},
		{"", "/"},
		{"member", "/address.html"},
		{"member", "/profile.html"},
	} {
		w.tab.Open(m.URL(look.host) + look.path)
		harmless()
	}
	w.tab.Open(m.URL("item") + "/" + num(sku) + ".html")
	w.tab.Says(`<script>alert(1)</script>`)
	w.add(sku, 1)
	harmless()
	w.checkout()
	harmless()
	w.hand.fill(field("note"), evil)
	sn := w.place()
	harmless()
	for _, look := range []struct{ host, path string }{
		{"order", "/detail.html?orderSn=" + sn}, {"order", "/list.html"}, {"member", "/"}, {"cart", "/cart.html"},
	} {
		w.tab.Open(m.URL(look.host) + look.path)
		harmless()
	}
	require.Equal(t, evil, s.Order(t, sn).Note)
	s.Cancel(t, sn)
}

// retitle gives goods another title, as the back office would, until the test ends.
func retitle(t *testing.T, m *shop.Mall, sku int64, title string) {
	t.Helper()
	const update = "UPDATE gulimall_pms.pms_sku_info SET sku_title=? WHERE sku_id=?"
	var old string
	m.Row(t, "SELECT sku_title FROM gulimall_pms.pms_sku_info WHERE sku_id=?", []any{sku}, &old)
	price := money.Fen(shop.Price)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := m.DB.ExecContext(ctx, update, old, sku); err != nil {
			t.Error(err)
		}
		m.UpdateSKULater(t, sku, productapi.SkuUpdate{Price: &price})
	})
	_, err := m.DB.ExecContext(t.Context(), update, title, sku)
	require.NoError(t, err)
	m.UpdateSKU(t, sku, productapi.SkuUpdate{Price: &price})
	for copy := 1; copy <= m.Copies; copy++ {
		shop.Await(t, "the new title is there", time.Minute, func() bool {
			var got struct{ Title string }
			m.Guest().Get(t, "/api/product/skus/"+num(sku), &got)
			return got.Title == title
		})
	}
}
