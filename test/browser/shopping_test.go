package browser

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// The search box suggests while somebody types, and is used with keys alone.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	w := guest(t, chrome.View{})
	w.tab.Open(w.mall.URL("") + "/")
	w.tab.Press("/")
	w.tab.Await("the slash leads into the search box", func() (bool, error) { return w.tab.Focused(chrome.CSS("#keyword")), nil })
	w.tab.Type("手机")
	option := chrome.CSS("[role=listbox] [role=option]")
	w.tab.See(option)
	w.tab.Press(kb.Escape)
	w.tab.Gone(option)
	w.tab.Type("壳")
	w.tab.Press(kb.Backspace)
	w.tab.See(option)
	w.tab.Press(kb.ArrowDown)
	w.tab.See(chrome.CSS("[role=option][aria-selected=true]"))
	w.tab.Goes(func() { w.tab.Press(kb.Enter) })
	require.Equal(t, http.StatusOK, w.tab.Status())
	require.NotEqual(t, "/", w.tab.URL().Path)
}

// The categories open with keys, over three levels, and lead to goods.
func TestCategoriesByKeyboard(t *testing.T) {
	t.Parallel()
	w := guest(t, chrome.View{})
	w.hand = keyboard{t, w.tab}
	w.tab.Open(w.mall.URL("") + "/")
	w.hand.press(chrome.CSS(".categories summary"))
	w.goes(chrome.CSS(".category-group ul a"))
	require.Equal(t, "/list.html", w.tab.URL().Path)
	require.NotEmpty(t, w.tab.URL().Query().Get("catalog3Id"))
	w.tab.See(chrome.CSS(`main a[href*="item."]`))
}

// Filters are chosen, seen as chips, kept in the address, and dropped again.
func TestFilters(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}, "phone": chrome.Phone()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := guest(t, view)
			w.tab.Open(w.mall.URL("search") + "/list.html?keyword=%E6%89%8B%E6%9C%BA")
			total := w.tab.Text(chrome.CSS("[data-total]"))
			if view.Touch {
				w.hand.press(chrome.CSS("[data-sheet-open]"))
			}
			w.hand.press(chrome.CSS(`section[aria-labelledby=by-brand] a.choice, section[aria-labelledby=by-brand] a`))
			w.tab.Await("the brand is in the address", func() (bool, error) {
				return strings.Contains(w.tab.URL().RawQuery, "brandId") && w.tab.Quiet(), nil
			})
			if view.Touch && w.tab.Has(chrome.CSS(".sheet-foot [data-sheet-close]")) {
				w.hand.press(chrome.CSS(".sheet-foot a.button:not(.button-plain)"))
			}
			w.tab.See(chrome.CSS(".chips .chip"))
			require.NotEqual(t, total, w.tab.Text(chrome.CSS("[data-total]")))
			w.tab.Reload()
			w.tab.See(chrome.CSS(".chips .chip"))
			w.hand.press(chrome.CSS(".chips .chip"))
			w.tab.Await("the brand is dropped", func() (bool, error) {
				return !strings.Contains(w.tab.URL().RawQuery, "brandId") && w.tab.Quiet(), nil
			})
			require.Equal(t, total, w.tab.Text(chrome.CSS("[data-total]")))
		})
	}
}

// Choosing another variant changes address, price and title; the way back brings the first one back.
func TestChoosingAVariant(t *testing.T) {
	t.Parallel()
	w := guest(t, chrome.View{})
	w.tab.Open(w.mall.URL("item") + "/" + num(someSKU) + ".html")
	title := w.tab.Text(chrome.CSS("h1"))
	other := chrome.CSS(`input[type=radio][name^=a]:not(:checked)`)
	w.hand.pick(other)
	w.tab.Await("another title", func() (bool, error) {
		return w.tab.Text(chrome.CSS("h1")) != title && w.tab.URL().Path != "/"+num(someSKU)+".html" && w.tab.Quiet(), nil
	})
	w.tab.BackInPage()
	w.tab.Await("the first title", func() (bool, error) { return w.tab.Text(chrome.CSS("h1")) == title, nil })
	w.tab.Press(kb.Escape)
	w.hand.press(chrome.CSS(`[data-zoom="1"]`))
	w.tab.See(chrome.CSS(`dialog#zoom[open]`))
	w.tab.Press(kb.ArrowRight)
	w.tab.Press(kb.Escape)
	w.tab.Gone(chrome.CSS(`dialog#zoom[open]`))
}

// What is taken out of the cart comes back by one press.
func TestCartUndo(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			sku := m.NewSKU(t, 10)
			s := m.Guest()
			s.AddToCart(t, sku, 2)
			s.AddToCart(t, someSKU, 1)
			w := as(t, s, view)
			w.tab.Open(m.URL("cart") + "/cart.html")
			line := chrome.CSS(`[data-line="` + num(sku) + `"]`)
			w.tab.See(line)
			w.hand.press(chrome.CSS(`[data-line="` + num(sku) + `"] form[action$="/delete"] button`))
			w.tab.Gone(line)
			w.tab.Idle()
			w.hand.press(first(`.toast .toast-action`, `form[action$="/cart/undo"] button`))
			w.tab.See(line)
			w.tab.Idle()
			cart := s.Cart(t)
			require.Len(t, cart.Items, 2)
			require.Equal(t, int64(3), cart.TotalCount)
		})
	}
}

// The stepper of the cart changes count and sum.
func TestCartStepper(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 3)
	s := m.Guest()
	s.AddToCart(t, sku, 2)
	w := as(t, s, chrome.Phone())
	w.tab.Open(m.URL("cart") + "/cart.html")
	more := chrome.CSS(`[data-line="` + num(sku) + `"] [data-step="1"]`)
	w.hand.press(more)
	w.tab.Await("three pieces", func() (bool, error) { return s.Cart(t).TotalCount == 3 && w.tab.Quiet(), nil })
	w.tab.Says(yuan(3 * shop.Price))
	require.Equal(t, "3", w.tab.Value(chrome.CSS(`[data-line="`+num(sku)+`"] input[name=count]`)), "no more than there are")
}

// The cashier says by itself that an order was paid elsewhere.
func TestTheCashierSeesAPayment(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	w := as(t, s, chrome.View{})
	w.tab.Open(m.URL("pay") + "/pay.html?orderSn=" + o.OrderSn)
	w.tab.See(chrome.CSS(`img[src*="/payQr.png"]`))
	s.Pay(t, o.OrderSn)
	w.tab.Gone(submit("/payOrder"))
	w.tab.Says(words(t, "zh-CN").text("cashier.result.paid"))
}

// The page of an order follows what happens to it.
func TestTheOrderPageIsLive(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	w := as(t, s, chrome.View{})
	w.tab.Open(m.URL("order") + "/detail.html?orderSn=" + o.OrderSn)
	w.tab.Says(words(t, "zh-CN").text("status.pending_payment"))
	s.Pay(t, o.OrderSn)
	w.tab.AwaitFor("the page says that it is paid", shop.StatusTime, func() (bool, error) {
		return strings.Contains(w.tab.Text(chrome.CSS("h1")), words(t, "zh-CN").text("status.paid")), nil
	})
}
