package browser

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// A member wants to send one of two pieces back, with a picture. Staff look at it, agree, take the piece in and put it back on the shelf, and
// refund it; the money arrives, and the member sees so.
func TestOfficeApprovesAnAfterSale(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 2)
	s.Pay(t, o.OrderSn)
	m.Clerk(t, "keeper").Call(t, http.MethodPost, "/api/admin/order/orders/"+o.OrderSn+"/ship", orderapi.Ship{Company: "顺丰速运", TrackingNo: "SF" + o.OrderSn}).Want(t, http.StatusOK)
	s.API(t, http.MethodPost, "/api/order/orders/"+o.OrderSn+"/receive", nil).Want(t, http.StatusOK)

	buyer := as(t, s, chrome.View{})
	buyer.tab.Open(m.URL("order") + "/aftersale.html?orderSn=" + o.OrderSn)
	apply := func(selector string) chrome.Where { return chrome.Form("/applyReturn", selector) }
	buyer.hand.fill(apply(`[name=count]`), "1")
	buyer.hand.fill(apply(`textarea[name=note]`), "屏幕有一道划痕")
	buyer.tab.Attach(apply(`input[type=file]`).Hidden(), photo(t))
	buyer.tab.Idle()
	buyer.goes(submit("/applyReturn"))
	buyer.tab.Says("等待商家审核")

	w := atOffice(t, chrome.View{}, "support")
	w.office("/order/returns.html?state=pending&orderSn=" + o.OrderSn)
	w.goes(chrome.CSS(`.office-table a[href*="/order/return.html"]`))
	w.tab.Says("屏幕有一道划痕")
	w.tab.See(chrome.CSS(`.aftersale-pictures img`))
	act := func(selector string) chrome.Where {
		return chrome.CSS(fmt.Sprintf(`form[action*="/order/return.html"] %s`, selector))
	}
	step := func(says string) {
		t.Helper()
		w.tab.Says(says)
		require.Empty(t, w.tab.Layout())
		w.goes(act(`button[value=do]`))
	}
	w.hand.fill(act(`[name=note]`), "请寄回，收到后当天退款")
	w.goes(act(`button[value=ask]`))
	step("同意这个售后申请？")
	w.tab.Says("待收货或退款")
	w.goes(act(`button[value=ask]`))
	step("放回仓库")
	w.goes(act(`button[value=ask]`))
	step("发起后不能撤回")
	shop.Await(t, "the money is back", 60*time.Second, func() bool { return s.Order(t, o.OrderSn).Status == shop.Completed })
	w.office("/order/returns.html?state=done&orderSn=" + o.OrderSn)
	w.tab.Says("已退款")
	require.Empty(t, w.tab.Layout())

	buyer.tab.Open(m.URL("order") + "/detail.html?orderSn=" + o.OrderSn)
	buyer.tab.Says("请寄回，收到后当天退款")
	buyer.tab.Says("退款完成")
	require.Empty(t, buyer.tab.Layout())
	require.Len(t, s.Payment(t, o.OrderSn).Refunds, 1)
	shop.Await(t, "the piece is on the shelf", 20*time.Second, func() bool {
		return m.Count(t, "SELECT -COALESCE(SUM(delta),0) FROM gulimall_wms.wms_stock_ledger WHERE order_sn=?", o.OrderSn) == 1
	})
}
