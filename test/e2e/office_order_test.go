package e2e

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
	"gulimall/test/shop"
)

// A price is changed before the buyer pays: the new one is paid. Once a link was handed out, it stays.
func TestOfficeChangesAPrice(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	clerk := m.Clerk(t, "support")
	s := m.WithAddress(t)
	o := s.Buy(t, m.NewSKU(t, 2), 1)
	at := orderapi.PathOfficeOrders + "/" + o.OrderSn
	change := func(pay int64) *shop.Answer {
		amount := money.Fen(pay)
		return clerk.Call(t, http.MethodPost, at+orderapi.PartPrice, orderapi.PriceChange{PayAmount: &amount, Reason: "老顾客"})
	}
	var after orderapi.OfficeOrder
	change(o.Amounts.Pay-100).Into(t, http.StatusOK, &after)
	a := after.Amounts
	require.Equal(t, o.Amounts.Pay-100, int64(a.Pay))
	require.Equal(t, a.Pay, a.Goods-a.Promotion-a.Coupon-a.Points+a.Freight)
	link := s.PayURL(t, o.OrderSn)
	change(o.Amounts.Pay-200).Refused(t, http.StatusConflict, "payment_started")
	m.PayTrade(t, o.OrderSn, link, nil)
	paid := s.WaitStatus(t, o.OrderSn, shop.Paid)
	require.Equal(t, o.Amounts.Pay-100, paid.Amounts.Pay)

	clerk.Read(t, at, &after)
	require.Equal(t, orderapi.StatusPaid, after.Technical.Status)
	require.Empty(t, after.Technical.Away)
	require.NotNil(t, after.Technical.Payment)
	require.Equal(t, a.Pay, after.Technical.Payment.Amount)
	require.NotEmpty(t, after.Technical.Reservations)
	clerk.Call(t, http.MethodPost, at+orderapi.PartClose, orderapi.CloseRequest{Reason: "x"}).Refused(t, http.StatusConflict, "order_state")
}
