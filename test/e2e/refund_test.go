package e2e

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/test/shop"
)

// desk is the after-sale desk as its calls show it.
type desk struct {
	*shop.Clerk
	t *testing.T
}

func (d desk) act(id int64, part string, body any) *shop.Answer {
	d.t.Helper()
	return d.Call(d.t, http.MethodPost, orderapi.PathOfficeReturns+"/"+num(id)+part, body)
}

// does takes a step that has to succeed.
func (d desk) does(id int64, part string, body any) (r orderapi.OfficeReturn) {
	d.t.Helper()
	d.act(id, part, body).Into(d.t, 200, &r)
	return r
}

func (d desk) find(id int64) (r orderapi.OfficeReturn) {
	d.t.Helper()
	d.Read(d.t, orderapi.PathOfficeReturns+"/"+num(id), &r)
	return r
}

func (d desk) refundOrder(sn string, body orderapi.NewRefund) *shop.Answer {
	d.t.Helper()
	return d.Call(d.t, http.MethodPost, strings.Replace(orderapi.PathOfficeRefunds, ":sn", sn, 1), body)
}

// done waits until the money of a return is back.
func (d desk) done(id int64) {
	d.t.Helper()
	shop.Await(d.t, "the money of the return is back", 60*time.Second, func() bool { return d.find(id).Status == "done" })
}

func ship(t *testing.T, m *shop.Mall, sn string) *shop.Answer {
	t.Helper()
	return m.Clerk(t, "keeper").Call(t, http.MethodPost, "/api/admin/order/orders/"+sn+"/ship", orderapi.Ship{Company: "顺丰速运", TrackingNo: "SF" + sn})
}

// out is how many pieces of an order are out of the warehouses, by their ledger.
func out(t *testing.T, m *shop.Mall, sn string) int64 {
	t.Helper()
	return m.Count(t, "SELECT -COALESCE(SUM(delta),0) FROM gulimall_wms.wms_stock_ledger WHERE order_sn=?", sn)
}

// delivered buys three pieces with a coupon and points, and has them sent and received.
func delivered(t *testing.T, m *shop.Mall, sku int64) (s *shop.Shopper, o shop.Order, coupon int64, before shop.Points) {
	t.Helper()
	s = m.WithAddress(t)
	coupon = s.Claim(t, couponTwice).ID
	m.GivePoints(t, s, 1000)
	before = s.Points(t)
	s.AddToCart(t, sku, 3)
	wish := s.Confirm(t).Submission()
	wish.CouponID, wish.Points = coupon, 1000
	wish.PayAmount = s.Quote(t, shop.QuoteRequest{AddressID: wish.AddressID, CouponID: coupon, Points: 1000}).Amounts.Pay
	o = s.Pay(t, s.Submit(t, wish).OrderSn)
	ship(t, m, o.OrderSn).Want(t, 200)
	s.API(t, http.MethodPost, "/api/order/orders/"+o.OrderSn+"/receive", nil).Want(t, 200)
	shop.Await(t, "the gifts are there", 20*time.Second, func() bool { return s.Points(t).Growth > before.Growth })
	return s, o, coupon, before
}

func apply(t *testing.T, s *shop.Shopper, sn string, sku, count int64) (r orderapi.Return) {
	t.Helper()
	body := orderapi.ReturnRequest{Items: []orderapi.ReturnLine{{SkuID: sku, Count: count}}, Reason: "faulty"}
	s.API(t, http.MethodPost, "/api/order/orders/"+sn+"/returns", body).Into(t, 201, &r)
	return r
}

// Three pieces come back one by one, in three ways; together they bring back everything to the fen.
func TestThreeReturnsBringEverythingBack(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	d := desk{m.Clerk(t, "support"), t}
	sku := m.NewSKU(t, 10)
	s, o, coupon, before := delivered(t, m, sku)

	first := apply(t, s, o.OrderSn, sku, 1)
	d.act(first.ID, orderapi.PartRefund, nil).Refused(t, 409, "return_state")
	d.does(first.ID, orderapi.PartApprove, orderapi.ApproveReturn{Note: "请寄回"})
	d.act(first.ID, orderapi.PartApprove, nil).Refused(t, 409, "return_state")
	d.does(first.ID, orderapi.PartReceive, map[string]bool{"restock": true})
	var clicks sync.WaitGroup
	for range 20 {
		clicks.Go(func() { d.does(first.ID, orderapi.PartRefund, nil) })
	}
	clicks.Wait()
	d.done(first.ID)
	s.WaitStatus(t, o.OrderSn, shop.Completed)
	require.Len(t, s.Payment(t, o.OrderSn).Refunds, 1, "twenty clicks are one refund")
	shop.Await(t, "the piece is on the shelf", 20*time.Second, func() bool { return out(t, m, o.OrderSn) == 2 })

	second := apply(t, s, o.OrderSn, sku, 1)
	d.does(second.ID, orderapi.PartApprove, orderapi.ApproveReturn{})
	d.does(second.ID, orderapi.PartReceive, map[string]any{"restock": []any{}})
	d.does(second.ID, orderapi.PartRefund, nil)
	d.done(second.ID)

	third := apply(t, s, o.OrderSn, sku, 1)
	require.Equal(t, money.Fen(o.Amounts.Pay), first.Amount+second.Amount+third.Amount, "to the fen")
	tooMuch := third.Amount + 1
	d.act(third.ID, orderapi.PartApprove, orderapi.ApproveReturn{Amount: &tooMuch}).Refused(t, 409, "refund_too_much")
	d.does(third.ID, orderapi.PartApprove, orderapi.ApproveReturn{OnlyRefund: true})
	d.act(third.ID, orderapi.PartReceive, map[string]bool{"restock": true}).Refused(t, 409, "return_state")
	d.does(third.ID, orderapi.PartRefund, nil)
	d.done(third.ID)

	after := s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, "refunded", after.CloseReason)
	require.Equal(t, "refunded", after.Payment.Status)
	pay := s.Payment(t, o.OrderSn)
	require.Equal(t, "refunded", pay.Status)
	require.Len(t, pay.Refunds, 3)
	amount := money.Fen(1)
	d.refundOrder(o.OrderSn, orderapi.NewRefund{Amount: &amount, Reason: "再来一分"}).Refused(t, 409, "order_state")
	shop.Await(t, "the coupon is back", 20*time.Second, func() bool { return s.Coupon(t, coupon).State == "unused" })
	shop.Await(t, "points and growth are as before", 20*time.Second, func() bool {
		now := s.Points(t)
		return now.Balance == before.Balance && now.Growth == before.Growth
	})
	require.Equal(t, int64(2), out(t, m, o.OrderSn), "two pieces were not put back")

	detail := s.Open(t, "order", "/detail.html?orderSn="+o.OrderSn)
	for _, words := range []string{"已全部退款", "商家已同意售后申请", "商家已收到退回的商品", "退款成功"} {
		require.True(t, detail.Says(words), words)
	}
}

// Shipping, closing and refunding an order at the same instant ends in exactly one of them.
func TestShipCloseAndRefundAtTheSameInstant(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	d := desk{m.Clerk(t, "support"), t}
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	for range 4 {
		o := s.Pay(t, s.Buy(t, sku, 1).OrderSn)
		answers := map[string]*shop.Answer{}
		var at sync.WaitGroup
		var mu sync.Mutex
		for what, do := range map[string]func() *shop.Answer{
			"ship": func() *shop.Answer { return ship(t, m, o.OrderSn) },
			"refund": func() *shop.Answer {
				return d.refundOrder(o.OrderSn, orderapi.NewRefund{Reason: "缺货", Status: "paid"})
			},
			"close": func() *shop.Answer {
				return m.Clerk(t, "support").Call(t, http.MethodPost, "/api/admin/order/orders/"+o.OrderSn+"/close", map[string]string{"reason": "买家要求"})
			},
			"cancel": func() *shop.Answer { return s.Cancel(t, o.OrderSn) },
		} {
			at.Go(func() {
				a := do()
				mu.Lock()
				defer mu.Unlock()
				answers[what] = a
			})
		}
		at.Wait()
		require.Equal(t, 409, answers["close"].Status)
		require.Equal(t, 409, answers["cancel"].Status)
		shipped := answers["ship"].Status == 200
		require.NotEqual(t, shipped, answers["refund"].Status == 201, "ship %d, refund %d", answers["ship"].Status, answers["refund"].Status)
		if shipped {
			require.Equal(t, shop.Shipped, s.Order(t, o.OrderSn).Status)
			require.Empty(t, s.Payment(t, o.OrderSn).Refunds)
			shop.Await(t, "the piece is sold", 20*time.Second, func() bool { return out(t, m, o.OrderSn) == 1 })
			continue
		}
		var r orderapi.OfficeReturn
		answers["refund"].Into(t, 201, &r)
		require.Equal(t, money.Fen(o.Amounts.Pay), r.Amount)
		require.Equal(t, shop.Closed, s.Order(t, o.OrderSn).Status)
		d.done(r.ID)
		require.Equal(t, "refunded", s.Payment(t, o.OrderSn).Status)
		shop.Await(t, "the piece has left and come back", 20*time.Second, func() bool {
			return out(t, m, o.OrderSn) == 0 && m.Count(t, "SELECT COUNT(*) FROM gulimall_wms.wms_stock_ledger WHERE order_sn=?", o.OrderSn) == 2
		})
	}
}

func TestWhoMayRefund(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	d := desk{m.Clerk(t, "support"), t}
	s := m.WithAddress(t)
	o := s.Pay(t, s.Buy(t, m.NewSKU(t, 3), 2).OrderSn)
	body := orderapi.NewRefund{Reason: "缺货"}
	desk{m.Clerk(t, "keeper"), t}.refundOrder(o.OrderSn, body).Want(t, 403)
	desk{m.Clerk(t, "finance"), t}.refundOrder(o.OrderSn, body).Want(t, 403)
	desk{&shop.Clerk{Shopper: s}, t}.refundOrder(o.OrderSn, body).Want(t, 401)
	require.Contains(t, []int{401, 404}, s.API(t, http.MethodPost, "/api/admin/order/orders/"+o.OrderSn+"/refunds", body).Status, "no back office on a shop host")
	d.refundOrder(o.OrderSn, orderapi.NewRefund{}).Refused(t, 422, "invalid")
	much := money.Fen(o.Amounts.Pay + 1)
	d.refundOrder(o.OrderSn, orderapi.NewRefund{Reason: "x", Amount: &much}).Refused(t, 409, "refund_too_much")
	d.refundOrder(o.OrderSn, orderapi.NewRefund{Reason: "x", Status: "shipped"}).Refused(t, 409, "order_state")

	part := money.Fen(101)
	var r, again orderapi.OfficeReturn
	d.refundOrder(o.OrderSn, orderapi.NewRefund{Reason: "补偿", Amount: &part, Key: "key-" + o.OrderSn}).Into(t, 201, &r)
	d.refundOrder(o.OrderSn, orderapi.NewRefund{Reason: "补偿", Amount: &part, Key: "key-" + o.OrderSn}).Into(t, 201, &again)
	require.Equal(t, r.ID, again.ID)
	d.done(r.ID)
	require.Equal(t, shop.Paid, s.Order(t, o.OrderSn).Status, "it will be sent all the same")
	var found paging.Rows[orderapi.OfficeReturn]
	desk{m.Clerk(t, "finance"), t}.Read(t, orderapi.PathOfficeReturns+"?state=done&orderSn="+o.OrderSn, &found)
	require.Equal(t, int64(1), found.Total)
	d.Call(t, http.MethodGet, orderapi.PathOfficeReturns+"?state=unheard", nil).Refused(t, 422, "invalid")
	d.Call(t, http.MethodGet, orderapi.PathOfficeReturns+"/999999999", nil).Refused(t, 404, "return_not_found")
	d.refundOrder(o.OrderSn, body).Want(t, 201)
	shop.Await(t, "all of it is back", 60*time.Second, func() bool { return s.Payment(t, o.OrderSn).Status == "refunded" })
}
