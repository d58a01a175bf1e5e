package browser

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// button is the button of a form of the page.
func button(action string) chrome.Where {
	return chrome.CSS(`main form[action^="` + action + `"] button[type=submit]`)
}

// Somebody makes a coupon that is doubtful, thinks twice, tries it on a cart and publishes it; a shopper finds it in the coupon centre, claims it
// and uses it at checkout. Withdrawn, it is gone from the shop, and the shopper keeps his.
func TestOfficePublishesACoupon(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	var detail productapi.Detail
	m.Guest().Get(t, productapi.PathSku+num(sku), &detail)
	name := fmt.Sprintf("开卷 %d", time.Now().UnixNano()%1_000_000)

	w := atOffice(t, chrome.View{}, "marketing")
	w.office("/coupon/coupons.html")
	w.goes(chrome.CSS(`main a[href="/coupon/edit.html"]`))
	for f, value := range map[string]string{"name": name, "amount": "12", "minPoint": "10", "issued": "5", "scopeIds": num(detail.SpuID) + " 试读"} {
		w.hand.fill(field(f), value)
	}
	w.tab.Choose(field("scope"), couponapi.ScopeProducts)
	w.goes(button("/coupon/edit.html"))
	w.tab.Says("可以一分钱不付")
	require.Empty(t, w.tab.Layout())
	w.goes(button("/coupon/edit.html"))
	at := w.tab.AwaitPath("/coupon/coupon.html")
	w.tab.Says("草稿")
	require.Empty(t, w.tab.Layout())
	withdraw(t, m, at.Query().Get("id"))

	w.hand.fill(field("lines"), num(sku)+" 1")
	w.goes(button("/coupon/coupon.html"))
	w.tab.Says("这张券可以减 ¥12.00。")
	w.goes(button("/coupon/publish"))
	w.tab.Says("优惠券已发布。")

	s := m.WithAddress(t)
	buyer := as(t, s, chrome.View{})
	buyer.tab.Open(m.URL("coupon") + "/")
	buyer.hand.press(chrome.CSS(`form[action$="/claim"]:has([name=couponId][value="` + at.Query().Get("id") + `"]) button`))
	var mine shop.MemberCoupon
	buyer.tab.Await("the coupon is claimed", func() (bool, error) {
		for _, c := range s.Coupons(t) {
			if num(c.CouponID) == at.Query().Get("id") {
				mine = c
			}
		}
		return mine.ID > 0, nil
	})
	buyer.tab.Idle()
	buyer.settle(sku, 1)
	buyer.hand.pick(chrome.CSS(`[name=couponId][value="` + num(mine.ID) + `"]`))
	want := s.Quote(t, shop.QuoteRequest{AddressID: s.Confirm(t).Default(), CouponID: mine.ID}).Amounts
	require.EqualValues(t, 1200, want.Coupon)
	buyer.tab.Await("the sum shows the coupon", func() (bool, error) { return buyer.due() == yuan(want.Pay), nil })

	w.goes(chrome.CSS(`main a[href^="/coupon/withdraw.html"]`))
	w.tab.Says("继续有效")
	w.goes(chrome.CSS(`main form[action^="/coupon/withdraw.html"]:not(details *) button[type=submit]`))
	w.tab.Says("优惠券已撤回。")
	require.Equal(t, "unused", s.Coupon(t, mine.ID).State)
	require.Empty(t, w.tab.Layout())
}

// withdraw takes a coupon from the shop when the test is over, whether it came to that or not.
func withdraw(t *testing.T, m *shop.Mall, id string) {
	t.Helper()
	clerk, ctx := m.Clerk(t, "marketing"), context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		path := couponapi.PathOfficeCoupons + "/" + id + couponapi.PartWithdraw
		answer, err := clerk.Send(ctx, shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: path, JSON: couponapi.Withdrawal{}})
		require.NoError(t, err)
		require.Contains(t, []int{http.StatusOK, http.StatusConflict}, answer.Status)
	})
}
