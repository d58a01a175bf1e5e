package browser

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/paging"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// A buyer pays twice in two windows, and nobody hears of the second payment. Whoever is in charge of the money compares the day, finds it
// at Alipay alone, asks Alipay with one click, and sees the money go back; the next comparison fits.
func TestOfficeReconciles(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	o := s.Buy(t, m.NewSKU(t, 2), 1)
	trade := m.PayTrade(t, o.OrderSn, s.PayURL(t, o.OrderSn), shop.Faults{"drop": true, "payTwice": true})
	s.WaitStatus(t, o.OrderSn, shop.Paid) // payment has asked by the order's number, which means the first of the two

	w := atOffice(t, chrome.View{}, "finance")
	w.office("/payment/reconciliations.html")
	w.compare()
	row := `tr:has(a[href="/payment/payment.html?orderSn=` + o.OrderSn + `"])`
	require.Contains(t, w.tab.Text(chrome.CSS(row)), "本店账目缺少")
	require.Contains(t, w.tab.Text(chrome.CSS(row)), trade.SecondTradeNo)
	require.Empty(t, w.tab.Layout())

	w.goes(chrome.CSS(row + ` a[href$="action=ask"]`))
	w.tab.AwaitPath("/payment/followup.html")
	w.tab.Says("将向支付宝查询这笔交易")
	require.Empty(t, w.tab.Layout())
	w.goes(chrome.CSS(`form[action^="/payment/followup.html"] button`))
	w.tab.AwaitPath("/payment/reconciliation.html")
	w.tab.Says("款项已入账")
	back := "BACK_" + trade.SecondTradeNo
	refund := func() (state string) {
		var found paging.Rows[paymentapi.OfficeRefund]
		m.Clerk(t, "finance").Read(t, paymentapi.PathRefunds+"?orderSn="+o.OrderSn, &found)
		for _, r := range found.Items {
			if r.RefundSn == back {
				state = r.State
			}
		}
		return state
	}
	w.tab.Await("the second payment goes back", func() (bool, error) { return refund() != "", nil })

	w.office("/payment/exceptions.html?orderSn=" + o.OrderSn)
	w.tab.Says("重复支付")
	w.goes(chrome.CSS(`.office-table a[href^="/payment/exception.html"]`))
	w.hand.fill(field("note"), "已联系买家")
	w.goes(submit(w.tab.URL().RequestURI()))
	w.office("/payment/payment.html?orderSn=" + o.OrderSn)
	w.tab.Says("已联系买家")
	w.tab.Says(back)
	require.Empty(t, w.tab.Layout())

	if refund() != "confirmed" {
		w.goes(first(`form[action="/payment/refund/retry"] button`))
	}
	w.tab.AwaitFor("Alipay confirms it", shop.StatusTime, func() (bool, error) { return refund() == "confirmed", nil })
	w.office("/payment/reconciliations.html")
	w.compare()
	require.Zero(t, w.tab.Count(row), "the day fits")
}

// compare compares the day that the form proposes, and waits until the comparison is over.
func (w *walk) compare() {
	w.t.Helper()
	w.goes(submit("/payment/reconciliations.html"))
	w.tab.AwaitPath("/payment/reconciliation.html")
	id := w.tab.URL().Query().Get("id")
	w.tab.Await("the comparison is over", func() (bool, error) {
		var run paymentapi.Reconciliation
		w.mall.Clerk(w.t, "finance").Call(w.t, http.MethodGet, paymentapi.PathReconciliations+"/"+id, nil).Into(w.t, http.StatusOK, &run)
		return run.State == "done", nil
	})
	w.tab.See(chrome.CSS(`.office-sides`)) // the page has noticed by itself
}
