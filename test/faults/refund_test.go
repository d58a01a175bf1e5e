package faults

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/test/shop"
)

// TestARefundWhileAlipayIsDown: what staff agree to while nobody answers at Alipay is kept, and happens once when Alipay is back, also where
// the payment service itself is killed in between.
func TestARefundWhileAlipayIsDown(t *testing.T) {
	m := shop.Stack(t)
	support := m.Clerk(t, "support")
	sku := m.NewSKU(t, 3)
	s := m.WithAddress(t)
	o := s.Pay(t, s.Buy(t, sku, 2).OrderSn)
	shop.Await(t, "the goods have left the stock", patience, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 1} })

	m.StopPart(t, "alipaysim")
	up := false
	t.Cleanup(func() {
		if !up {
			m.StartPart(t, "alipaysim")
		}
	})
	var agreed orderapi.OfficeReturn
	path := strings.Replace(orderapi.PathOfficeRefunds, ":sn", o.OrderSn, 1)
	support.Call(t, http.MethodPost, path, orderapi.NewRefund{Reason: "缺货", Key: o.OrderSn}).Into(t, http.StatusCreated, &agreed)
	shop.Await(t, "payment has tried", patience, func() bool {
		return m.Count(t, "SELECT COALESCE(SUM(attempts), 0) FROM gulimall_pay.pay_refund WHERE order_sn = ?", o.OrderSn) > 0
	})
	require.Equal(t, "refunding", s.Payment(t, o.OrderSn).Status)
	m.StopPart(t, "payment")
	m.StartPart(t, "payment")

	m.StartPart(t, "alipaysim")
	up = true
	shop.Await(t, "the money is back", 2*time.Minute, func() bool { return s.Payment(t, o.OrderSn).Status == "refunded" })
	s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, int64(1), m.Count(t, "SELECT COUNT(*) FROM gulimall_pay.pay_refund WHERE order_sn = ? AND status = 2 AND amount = ?", o.OrderSn, o.Amounts.Pay))
	shop.Await(t, "the goods are on the shelf again", patience, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 3} })
	m.Audit(t)
}
