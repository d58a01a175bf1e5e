package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/test/shop"
)

func TestConfirmQuoteSubmit(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	s.API(t, "GET", "/api/order/confirm", nil).Refused(t, 409, "cart_empty")
	s.AddToCart(t, sku, 2)
	s.API(t, "PATCH", "/api/cart/checked", map[string]bool{"checked": false}).Want(t, 200)
	s.API(t, "GET", "/api/order/confirm", nil).Refused(t, 409, "nothing_checked")
	s.API(t, "PATCH", "/api/cart/checked", map[string]bool{"checked": true}).Want(t, 200)

	a := s.API(t, "GET", "/api/order/confirm", nil)
	fits(t, a, 200, confirmShape())
	var c shop.Confirm
	a.Into(t, 200, &c)
	require.True(t, c.Amounts.Add(), "%+v", c.Amounts)
	require.Equal(t, int64(2*shop.Price), c.Amounts.Goods)
	require.WithinDuration(t, time.Now().Add(30*time.Minute), c.TokenExpiresAt, 2*time.Minute)
	require.True(t, c.Items[0].HasStock)

	q := s.API(t, "POST", "/api/order/quote", map[string]int64{"addressId": c.Default()})
	fits(t, q, 200, quoteShape())
	var quote shop.Quote
	q.Into(t, 200, &quote)
	require.Equal(t, c.Amounts, quote.Amounts)

	want := c.Submission()
	want.Note = "请放在门口"
	placed := s.TrySubmit(t, want)
	fits(t, placed, 201, orderShape(false))
	var o shop.Order
	placed.Into(t, 201, &o)
	require.Equal(t, shop.PendingPayment, o.Status)
	require.Equal(t, c.Amounts, o.Amounts)
	require.Equal(t, "请放在门口", o.Note)
	require.WithinDuration(t, o.CreatedAt.Add(shop.OrderTTL), o.ExpiresAt, 2*time.Second)
	lines := int64(0)
	for _, i := range o.Items {
		lines += i.Payable
	}
	require.Equal(t, o.Amounts.Pay, lines+o.Amounts.Freight, "the total is the sum of the lines and the freight")

	fits(t, s.API(t, "GET", "/api/order/orders/"+o.OrderSn, nil), 200, orderShape(true))
	fits(t, s.API(t, "GET", "/api/order/orders?page=1&pageSize=5&status=pending_payment", nil), 200, object(shape{
		"items": some(orderShape(false)), "total": identity, "page": identity, "pageSize": identity,
	}))
	var none shop.OrderPage
	s.Get(t, "/api/order/orders?status=completed", &none)
	require.Empty(t, none.Items)
	for _, bad := range []string{"status=nonsense", "page=0", "page=x", "pageSize=0", "pageSize=100000"} {
		s.API(t, "GET", "/api/order/orders?"+bad, nil).Refused(t, 422, "invalid")
	}
	fits(t, s.API(t, "GET", "/api/payment/orders/"+o.OrderSn, nil), 200, paymentShape())
	fits(t, s.Cancel(t, o.OrderSn), 200, orderShape(true))
	after := s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, "cancelled", after.CloseReason)
	s.Cancel(t, o.OrderSn).Refused(t, 409, "order_state")
	s.API(t, "POST", "/api/payment/orders/"+o.OrderSn+"/pay", map[string]string{"channel": "alipay"}).Refused(t, 409, "order_state")
}

func TestSubmitRefusals(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 1)
	good := s.Confirm(t).Submission()
	with := func(change func(*shop.Submission)) *shop.Answer {
		b := good
		change(&b)
		return s.TrySubmit(t, b)
	}
	with(func(b *shop.Submission) { b.Token = "ot_" + strings.Repeat("0", 32) }).Refused(t, 410, "token_expired")
	with(func(b *shop.Submission) { b.Token = "nonsense" }).Refused(t, 410, "token_expired")
	with(func(b *shop.Submission) { b.Token = "" }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.AddressID = 0 }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.AddressID = 1 << 60 }).Refused(t, 404, "address_not_found")
	with(func(b *shop.Submission) { b.PayAmount = -1 }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.Points = -1 }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.CouponID = -1 }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.Note = strings.Repeat("长", 501) }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.Points = 100_000 }).Refused(t, 409, "points_short")
	with(func(b *shop.Submission) { b.Points = 1 << 62 }).Refused(t, 422, "invalid")
	with(func(b *shop.Submission) { b.CouponID = 1 << 50 }).Refused(t, 409, "coupon_unusable")
	p := with(func(b *shop.Submission) { b.PayAmount-- }).Refused(t, 409, "price_changed")
	require.NotNil(t, p.Amounts)
	require.Equal(t, good.PayAmount, p.Amounts.Pay)
	require.NotNil(t, p.Changes)
	for _, body := range []string{`{"token":1}`, `{"addressId":"1"}`, `{"payAmount":1.5}`, `{"points":"1"}`, `{"payType":"alipay"}`, `{"payType":99}`} {
		s.Do(t, shop.Request{Method: "POST", Path: "/api/order/orders", Body: []byte(body)}).Refused(t, 422, "invalid")
	}
	require.Empty(t, s.Orders(t).Items)
	require.Zero(t, m.StockOf(t, sku).Locked)

	// Somebody else's token is none.
	other := m.WithAddress(t)
	other.AddToCart(t, sku, 1)
	foreign := other.Confirm(t).Submission()
	foreign.Token = good.Token
	other.TrySubmit(t, foreign).Refused(t, 410, "token_expired")

	// After all these refusals the page is still good.
	o := s.Submit(t, good)
	with(func(b *shop.Submission) { b.Note = "anders" }).Refused(t, 422, "token_body_mismatch")
	giveUp(t, s, o.OrderSn)
}

func TestStockShortNamesTheSKUs(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 3)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 3)
	b := s.Confirm(t).Submission()
	m.SetStock(t, sku, shop.Wares()[0], 2)
	p := s.TrySubmit(t, b).Refused(t, 409, "stock_short")
	require.Equal(t, []int64{sku}, p.SkuIDs)
	require.Zero(t, m.StockOf(t, sku).Locked)
	m.SetStock(t, sku, shop.Wares()[0], 3)
	giveUp(t, s, s.Submit(t, b).OrderSn)
}

func TestShipReceiveReturn(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 2)
	receive := func() *shop.Answer { return s.API(t, "POST", "/api/order/orders/"+o.OrderSn+"/receive", nil) }
	apply := func(n int64) *shop.Answer {
		return s.API(t, "POST", "/api/order/orders/"+o.OrderSn+"/returns", map[string]any{
			"items": []map[string]int64{{"skuId": sku, "count": n}}, "reason": "七天无理由", "note": "没拆封",
		})
	}
	receive().Refused(t, 409, "order_state")
	apply(1).Refused(t, 409, "order_state")
	paid := s.Pay(t, o.OrderSn)
	require.NotNil(t, paid.PaidAt)
	require.Equal(t, "alipay", paid.Payment.Channel)
	require.NotEmpty(t, paid.Payment.TradeNo)
	receive().Refused(t, 409, "order_state")
	s.Cancel(t, o.OrderSn).Refused(t, 409, "order_state")

	a, err := m.Internal(t.Context(), "POST", "order", orderapi.PathState+o.OrderSn+orderapi.PathShip, map[string]string{"company": "顺丰速运", "trackingNo": "SF1234567890"})
	require.NoError(t, err)
	a.Want(t, 200)
	shipped := s.API(t, "GET", "/api/order/orders/"+o.OrderSn, nil)
	fits(t, shipped, 200, orderShape(true))
	require.Contains(t, string(shipped.Body), `"delivery":{"company":"顺丰速运","trackingNo":"SF1234567890"}`)
	before := s.Points(t)
	fits(t, receive(), 200, orderShape(false))
	require.Equal(t, shop.Completed, s.Order(t, o.OrderSn).Status)
	again := receive()
	require.Contains(t, []int{200, 409}, again.Status, "receiving twice is harmless")
	var detail struct {
		Gifts struct{ Points, Growth int64 }
	}
	s.Get(t, "/api/product/skus/"+num(sku), &detail)
	shop.Await(t, "points and growth are credited", 30*time.Second, func() bool {
		now := s.Points(t)
		return now.Balance == before.Balance+2*detail.Gifts.Points && now.Growth == before.Growth+2*detail.Gifts.Growth
	})

	for _, n := range []int64{0, -1, 3, 1 << 40} {
		apply(n).Want(t, 422)
	}
	fits(t, apply(1), 201, object(shape{
		"id": identity, "orderSn": orderSn, "items": some(object(shape{"skuId": identity, "count": identity, "amount": fen})), "reason": filled,
		"note?": text, "amount": fen, "status": filled, "createdAt": moment,
	}))
	require.Contains(t, []int{409, 422}, apply(2).Status, "no more than was bought comes back")
}
