package e2e

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

func TestPay(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	p := s.Payment(t, o.OrderSn)
	require.Equal(t, "unpaid", p.Status)
	require.Equal(t, o.Amounts.Pay, p.Amount)
	require.Equal(t, "alipay", p.Channels[0].ID)
	require.True(t, p.Channels[0].Enabled)
	pay := func(body any) *shop.Answer { return s.API(t, "POST", "/api/payment/orders/"+o.OrderSn+"/pay", body) }
	pay(map[string]string{"channel": "cash"}).Want(t, 422)
	pay(map[string]string{}).Refused(t, 422, "invalid")
	link := pay(map[string]string{"channel": "alipay"})
	fits(t, link, 200, object(shape{"url": filled}))
	address := s.PayURL(t, o.OrderSn)
	u, err := url.Parse(address)
	require.NoError(t, err)
	require.Equal(t, "alipay.trade.page.pay", u.Query().Get("method"))
	require.Contains(t, u.Query().Get("biz_content"), "time_expire")

	trade := m.PayTrade(t, o.OrderSn, address, nil)
	// The return page tells the truth at once, whether or not the notification has come.
	back := s.Visit(t, trade.ReturnURL)
	require.Contains(t, back.H1(), "付款成功")
	paid := s.WaitStatus(t, o.OrderSn, shop.Paid)
	require.Equal(t, trade.TradeNo, paid.Payment.TradeNo)
	fits(t, s.API(t, "GET", "/api/payment/orders/"+o.OrderSn, nil), 200, paymentShape())
	require.Equal(t, "paid", s.Payment(t, o.OrderSn).Status)
	pay(map[string]string{"channel": "alipay"}).Refused(t, 409, "order_state")
	shop.Await(t, "the stock is deducted", 20*time.Second, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 9} })
	shop.Await(t, "the notification is answered with success", 30*time.Second, func() bool {
		n := m.Trade(t, o.OrderSn).Notifications
		return len(n) == 1 && n[0].Delivered && n[0].Attempts[len(n[0].Attempts)-1].Answer == "success"
	})
}

func TestForgedReturns(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.WithAddress(t)
	o := s.Buy(t, m.NewSKU(t, 3), 1)
	form := m.Notice(t, o.OrderSn, "1.00")
	form.Set("sign", "AAAA")
	s.Do(t, shop.Request{Host: "pay", Path: "/payed/return?" + form.Encode()}).Want(t, 404)
	// Even a signed one is believed in nothing: Alipay knows of no trade.
	form = m.Notice(t, o.OrderSn, "400.00")
	form.Set("method", "alipay.trade.page.pay.return")
	got := s.Do(t, shop.Request{Host: "pay", Path: "/payed/return?" + m.Sign(t, form).Encode()})
	got.Want(t, 200)
	require.Contains(t, got.Page(t).H1(), "还没有收到付款结果")
	untouched(t, s, o.OrderSn)
	giveUp(t, s, o.OrderSn)
}

// The notify address answers also on the bare domain, and nothing but a signed form makes it say success.
func TestNotifyAddress(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	for _, host := range []string{"pay", ""} {
		a := m.Guest().Do(t, shop.Request{Method: "POST", Host: host, Path: "/payed/notify", Form: url.Values{"out_trade_no": {"1"}}})
		require.Equal(t, "fail", string(a.Body), host)
		require.NotEqual(t, 500, a.Status)
		a = m.Guest().Do(t, shop.Request{Host: host, Path: "/payed/notify"})
		require.Contains(t, []int{404, 405}, a.Status)
	}
}
