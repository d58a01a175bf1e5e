package browser

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// Coupons of the demo data: 2 can be claimed twice by everybody.
const couponTwice = 2

// settle goes to the settlement page with so many pieces of a SKU.
func (w *walk) settle(sku int64, count int) {
	w.t.Helper()
	w.tab.Open(w.mall.URL("item") + "/" + num(sku) + ".html")
	w.add(sku, count)
	w.checkout()
	w.tab.AwaitPath("/toTrade")
}

// due is the amount that the settlement page shows.
func (w *walk) due() string {
	w.t.Helper()
	return w.tab.Text(chrome.CSS(`[data-amount=pay]`))
}

// dueFen is the same in fen.
func (w *walk) dueFen() int64 {
	w.t.Helper()
	digits := strings.NewReplacer("¥", "", ",", "", ".", "").Replace(w.due())
	fen, err := strconv.ParseInt(digits, 10, 64)
	require.NoError(w.t, err)
	return fen
}

// A coupon and points: chosen on the page, seen in its sum, kept by the order, spent by paying.
func TestCouponAndPoints(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	m.GivePoints(t, s, 500)
	w := as(t, s, chrome.View{})

	w.tab.Open(m.URL("coupon") + "/")
	w.hand.press(chrome.CSS(`form[action$="/claim"]:has([name=couponId][value="2"]) button`))
	w.tab.Await("the coupon is claimed", func() (bool, error) { return len(w.couponsOf(couponTwice)) == 1, nil })
	w.tab.Idle()
	coupon := w.couponsOf(couponTwice)[0]

	w.settle(sku, 2)
	w.hand.pick(chrome.CSS(`[name=couponId][value="` + num(coupon.ID) + `"]`))
	w.hand.fill(field("points"), "300")
	w.tab.Press("\t")
	want := s.Quote(t, shop.QuoteRequest{AddressID: s.Confirm(t).Default(), CouponID: coupon.ID, Points: 300}).Amounts
	require.Positive(t, want.Coupon)
	require.Equal(t, int64(300), want.Points)
	w.tab.Await("the sum shows coupon and points", func() (bool, error) { return w.due() == yuan(want.Pay), nil })
	sn := w.place()
	o := s.Order(t, sn)
	require.Equal(t, want, o.Amounts)
	require.Equal(t, "locked", s.Coupon(t, coupon.ID).State)
	w.pay(sn)
	w.paidFor(sn)
	shop.Await(t, "coupon and points are spent", time.Minute, func() bool {
		return s.Coupon(t, coupon.ID).State == "used" && s.Points(t).Frozen == 0
	})
}

func (w *walk) couponsOf(coupon int64) (mine []shop.MemberCoupon) {
	w.t.Helper()
	for _, c := range w.shopper().Coupons(w.t) {
		if c.CouponID == coupon {
			mine = append(mine, c)
		}
	}
	return mine
}

// The price moves between looking and submitting: nothing is ordered, the page says what has changed and keeps what was typed.
func TestPriceChangeDuringCheckout(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			sku := m.NewSKU(t, 10)
			s := m.WithAddress(t)
			w := as(t, s, view)
			w.settle(sku, 1)
			w.hand.fill(field("note"), "请轻放")
			seen := w.dueFen()
			m.SetPrice(t, sku, shop.Price+500)
			w.tab.Allow(http.StatusConflict)
			w.hand.press(w.submitOrder())
			w.tab.Says("405.00")
			w.tab.Idle()
			require.Empty(t, s.Orders(t).Items, "nothing is ordered behind one's back")
			require.Equal(t, "请轻放", w.tab.Value(field("note")))
			w.tab.See(first(`main [role=alert]`, `main .settle-line-moved`))
			w.tab.Await("the new sum", func() (bool, error) { return w.dueFen() == seen+500, nil })
			o := s.Order(t, w.place())
			require.Equal(t, seen+500, o.Amounts.Pay)
			require.Equal(t, "请轻放", o.Note)
			s.Cancel(t, o.OrderSn)
		})
	}
}

// Two tabs are two settlement pages over one cart: the goods are ordered once.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	w := as(t, s, chrome.View{})
	w.settle(sku, 2)
	other := &walk{t: t, mall: m, tab: w.tab.Another()}
	other.hand = mouse{other.tab}
	other.tab.Open(m.URL("order") + "/toTrade")
	sn := w.place()
	shop.Await(t, "the cart is empty", time.Minute, func() bool { return len(s.Cart(t).Items) == 0 })
	other.tab.Allow(http.StatusConflict, http.StatusSeeOther)
	other.hand.press(other.submitOrder())
	other.tab.See(chrome.CSS(`main [role=alert], main .empty, main .notice`))
	require.Len(t, s.Orders(t).Items, 1)
	s.Cancel(t, sn)
}

// Back, refresh and impatient fingers after submitting: one order.
func TestBackAndRefreshAfterSubmit(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	w := as(t, s, chrome.View{})
	w.settle(sku, 1)
	w.tab.Goes(func() { w.tab.DoubleClick(w.submitOrder()) })
	sn := w.tab.AwaitPath("/pay.html").Query().Get("orderSn")
	w.tab.Reload()
	require.Equal(t, sn, w.tab.AwaitPath("/pay.html").Query().Get("orderSn"))
	w.tab.Allow(http.StatusConflict, http.StatusGone)
	w.tab.Back()
	w.tab.Idle()
	if w.tab.Has(w.submitOrder()) { // the page as it was left: its token knows what became of it
		w.hand.press(w.submitOrder())
		require.Equal(t, sn, w.tab.AwaitPath("/pay.html").Query().Get("orderSn"))
	}
	require.Len(t, s.Orders(t).Items, 1)
	s.Cancel(t, sn)
}

// The deadline comes while somebody looks at the cashier: the page says so by itself.
func TestExpirySeenLive(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	w := as(t, s, chrome.View{})
	w.settle(sku, 1)
	sn := w.place()
	w.tab.See(submit("/payOrder"))
	w.tab.AwaitFor("the cashier says that it is too late", shop.StatusTime, func() (bool, error) {
		return !w.tab.Has(submit("/payOrder")), nil
	})
	require.Equal(t, shop.Closed, s.WaitStatus(t, sn, shop.Closed).Status)
	require.Equal(t, "timeout", s.Order(t, sn).CloseReason)
	w.tab.Says(words(t, "zh-CN").text("cashier.closed.heading"))
}

// An order is given up on its page.
func TestCancel(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}, "phone": chrome.Phone()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			sku := m.NewSKU(t, 10)
			s := m.WithAddress(t)
			o := s.Buy(t, sku, 3)
			w := as(t, s, view)
			w.tab.Open(m.URL("order") + "/detail.html?orderSn=" + o.OrderSn)
			w.cancel()
			require.Equal(t, "cancelled", s.WaitStatus(t, o.OrderSn, shop.Closed).CloseReason)
			w.tab.Open(m.URL("order") + "/detail.html?orderSn=" + o.OrderSn)
			require.Contains(t, w.tab.Text(chrome.CSS("h1")), words(t, "zh-CN").text("status.closed"))
			shop.Await(t, "the goods are back", time.Minute, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 10} })
		})
	}
}

// cancel opens the question and answers it.
func (w *walk) cancel() {
	w.t.Helper()
	w.hand.press(chrome.CSS(`details:has(form[action$="/cancelOrder"]) > summary`))
	w.goes(submit("/cancelOrder"))
}

// Buying at once leaves the cart alone.
func TestBuyNow(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]chrome.View{"scripts": {}, "no scripts": {NoScript: true}, "phone": chrome.Phone()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := shop.Stack(t)
			kept, sku := m.NewSKU(t, 10), m.NewSKU(t, 10)
			s := m.WithAddress(t)
			s.AddToCart(t, kept, 1)
			w := as(t, s, view)
			w.tab.Open(m.URL("item") + "/" + num(sku) + ".html")
			w.goes(chrome.CSS(`button[formaction*="/toTrade"]`))
			w.tab.AwaitPath("/toTrade")
			o := s.Order(t, w.place())
			require.Len(t, o.Items, 1)
			require.Equal(t, sku, o.Items[0].SkuID)
			cart := s.Cart(t)
			require.Len(t, cart.Items, 1)
			require.Equal(t, kept, cart.Items[0].SkuID)
			s.Cancel(t, o.OrderSn)
		})
	}
}
