package order_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/pkg/rabbit"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func TestPay(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 2)
	form.CouponID, form.Points, form.PayAmount = 11, 100, form.PayAmount-1100
	o, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	p := paid(o, "T1")

	wrong := p
	wrong.Amount++
	require.ErrorIs(t, s.Pay(t.Context(), wrong), order.ErrAmount)
	require.Equal(t, order.Pending, s.find(t, o.Sn).Status)

	require.NoError(t, s.Pay(t.Context(), p))
	stored := s.find(t, o.Sn)
	require.Equal(t, order.Paid, stored.Status)
	require.Equal(t, p.PaidAt, stored.PaidAt)
	require.Equal(t, "T1", stored.TradeNo)
	var said orderapi.Paid
	require.NoError(t, json.Unmarshal(s.said(t, orderapi.TypePaid, o.Sn)[0], &said))
	require.Equal(t, orderapi.Paid{
		OrderSn: o.Sn, MemberID: 1, Amount: o.Amounts.Pay, TradeNo: "T1", CouponID: 11, Points: 100,
		Lines: []orderapi.Line{{SkuID: ordertest.Phone, SpuID: 11, Count: 2}}, PaidAt: p.PaidAt,
	}, said)

	require.NoError(t, s.Pay(t.Context(), p), "the same trade again")
	require.Len(t, s.said(t, orderapi.TypePaid, o.Sn), 1)
	require.Empty(t, s.said(t, orderapi.TypePaymentRefused, o.Sn))
	require.NoError(t, s.Pay(t.Context(), paid(o, "T2")))
	require.Equal(t, order.PayTwice, refusal(t, s, o.Sn))
	require.Equal(t, "T1", s.find(t, o.Sn).TradeNo)
}

func refusal(t *testing.T, s *shop, sn string) order.PayOutcome {
	t.Helper()
	all := s.said(t, orderapi.TypePaymentRefused, sn)
	require.Len(t, all, 1)
	var refused orderapi.PaymentRefused
	require.NoError(t, json.Unmarshal(all[0], &refused))
	return order.PayOutcome(refused.Reason)
}

func TestMoneyThatNoOrderCanKeepGoesBack(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	_, err := s.Cancel(s.ctx(t, alice()), alice(), o.Sn, "")
	require.NoError(t, err)
	require.NoError(t, s.Pay(t.Context(), paid(o, "T1")))
	require.Equal(t, order.PayClosed, refusal(t, s, o.Sn))
	require.Equal(t, order.Closed, s.find(t, o.Sn).Status)

	require.NoError(t, s.Pay(t.Context(), paymentapi.Succeeded{OrderSn: "42", TradeNo: "T9", Amount: 1, PaidAt: time.Now()}))
	require.Equal(t, order.PayUnknown, refusal(t, s, "42"))
}

func TestAPaymentThatOvertakesItsOrderComesAgain(t *testing.T) {
	s := open(t)
	_, sn := s.leave(t)
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "m1"}, orderapi.QueuePaymentSucceeded)
	p := paymentapi.Succeeded{OrderSn: sn, TradeNo: "T1", Amount: 10600, PaidAt: time.Now()}
	require.ErrorIs(t, s.Orders.Pay(ctx, p), order.ErrNotYet)
	require.Zero(t, s.count(t, "SELECT COUNT(*) FROM mq_inbox"), "it may be handled again")
}

func TestAMessageHasItsEffectOnce(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "m1"}, orderapi.QueuePaymentSucceeded)
	require.NoError(t, s.Orders.Pay(ctx, paid(o, "T1")))
	require.ErrorIs(t, s.Orders.Pay(ctx, paid(o, "T1")), rabbit.ErrDuplicate)

	refund := paymentapi.Refunded{OrderSn: o.Sn, TradeNo: "T1", RefundSn: "R1", Amount: o.Amounts.Pay, Reason: "after_sale", At: time.Now()}
	require.NoError(t, s.Refund(t.Context(), refund))
	require.NoError(t, s.Refund(t.Context(), refund))
	late := paymentapi.Refunded{OrderSn: o.Sn, TradeNo: "T2", RefundSn: "R2", Amount: 7, Reason: "paid_twice", At: time.Now()}
	require.NoError(t, s.Refund(t.Context(), late))
	stored := s.find(t, o.Sn)
	require.Equal(t, []string{order.EventCreated, order.EventStockLocked, order.EventPlaced, order.EventPaid, order.EventRefunded, order.EventRefunded}, events(stored))
	require.Equal(t, o.Amounts.Pay, stored.Refunded)
	require.Equal(t, "refunded", stored.PaymentStatus())
	require.ErrorIs(t, s.Refund(t.Context(), paymentapi.Refunded{OrderSn: "42"}), order.ErrNotFound)
}

// deliver brings an order as far as the parcel.
func (s *shop) deliver(t *testing.T, pairs ...int64) *order.Order {
	t.Helper()
	o := s.place(t, alice(), pairs...)
	_, err := s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF1"})
	require.ErrorIs(t, err, order.ErrState, "not paid")
	require.NoError(t, s.Pay(t.Context(), paid(o, "T"+o.Sn)))
	_, err = s.Receive(t.Context(), alice(), o.Sn)
	require.ErrorIs(t, err, order.ErrState, "not shipped")
	shipped, err := s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF1"})
	require.NoError(t, err)
	require.Equal(t, order.Shipped, shipped.Status)
	_, err = s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF2"})
	require.ErrorIs(t, err, order.ErrState)
	return shipped
}

func TestReceive(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 2)
	_, err := s.Receive(t.Context(), bob(), o.Sn)
	require.ErrorIs(t, err, order.ErrNotFound)
	after, err := s.Receive(t.Context(), alice(), o.Sn)
	require.NoError(t, err)
	require.Equal(t, order.Completed, after.Status)
	var done orderapi.Completed
	require.NoError(t, json.Unmarshal(s.said(t, orderapi.TypeCompleted, o.Sn)[0], &done))
	require.Equal(t, orderapi.Completed{OrderSn: o.Sn, MemberID: 1, GiftPoints: 2, GiftGrowth: 2}, done)
	_, err = s.Receive(t.Context(), alice(), o.Sn)
	require.ErrorIs(t, err, order.ErrState)
	require.Len(t, s.said(t, orderapi.TypeCompleted, o.Sn), 1)
}

func TestParcelsThatNobodyConfirmsCompleteByThemselves(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 1)
	s.later(6 * 24 * time.Hour)
	require.NoError(t, s.Sweep(t.Context()))
	require.Equal(t, order.Shipped, s.find(t, o.Sn).Status)
	s.later(25 * time.Hour)
	require.NoError(t, s.Sweep(t.Context()))
	require.Equal(t, order.Completed, s.find(t, o.Sn).Status)
}

func TestApplyReturn(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 3, ordertest.Book, 1)
	apply := func(w order.ReturnWish) (order.Return, error) { return s.ApplyReturn(t.Context(), alice(), o.Sn, w) }

	for name, w := range map[string]order.ReturnWish{
		"nothing": wish(), "zero": wish(ordertest.Phone, 0), "negative": wish(ordertest.Phone, -1), "too many": wish(ordertest.Phone, 4),
		"not bought": wish(ordertest.Rare, 1), "twice": wish(ordertest.Phone, 1, ordertest.Phone, 1),
		"no reason": {Items: []order.ReturnItem{{SkuID: ordertest.Phone, Count: 1}}},
	} {
		_, err := apply(w)
		require.ErrorIs(t, err, apperr.ErrInvalid, name)
	}
	require.Equal(t, order.Shipped, s.find(t, o.Sn).Status)
	_, err := s.ApplyReturn(t.Context(), bob(), o.Sn, wish(ordertest.Phone, 1))
	require.ErrorIs(t, err, order.ErrNotFound)

	first, err := apply(wish(ordertest.Phone, 2, ordertest.Book, 1))
	require.NoError(t, err)
	require.Equal(t, money.Fen(23000), first.Amount)
	require.Positive(t, first.ID)
	require.Equal(t, order.AfterSale, s.find(t, o.Sn).Status)
	_, err = apply(wish(ordertest.Phone, 2))
	require.ErrorIs(t, err, apperr.ErrInvalid, "one is left")
	_, err = apply(wish(ordertest.Phone, 1))
	require.NoError(t, err)
	all, err := s.Returns(t.Context(), alice(), o.Sn)
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Equal(t, first, all[0])
}

func TestList(t *testing.T) {
	s := open(t)
	var sns []string
	for range 5 {
		s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 10 })
		sns = append(sns, s.place(t, alice(), ordertest.Phone, 1, ordertest.Book, 1).Sn)
	}
	_, err := s.Cancel(s.ctx(t, alice()), alice(), sns[4], "")
	require.NoError(t, err)
	s.peers.Look(func(p *ordertest.Peers) { p.Payment = func(string) string { return paymentapi.ResultUnknown } })
	_, err = s.Cancel(s.ctx(t, alice()), alice(), sns[3], "")
	require.NoError(t, err)

	page, total, err := s.List(t.Context(), alice(), order.Filter{Page: 1, PageSize: 2})
	require.NoError(t, err)
	require.Equal(t, int64(5), total)
	require.Equal(t, []string{sns[4], sns[3]}, []string{page[0].Sn, page[1].Sn})
	require.Len(t, page[0].Lines, 2)
	page, _, err = s.List(t.Context(), alice(), order.Filter{Page: 3, PageSize: 2})
	require.NoError(t, err)
	require.Len(t, page, 1)
	page, total, err = s.List(t.Context(), alice(), order.Filter{Status: "pending_payment", Page: 1, PageSize: 10})
	require.NoError(t, err)
	require.Equal(t, int64(4), total, "one that is closing shows as waiting")
	require.Len(t, page, 4)
	_, total, err = s.List(t.Context(), bob(), order.Filter{Page: 1, PageSize: 10})
	require.NoError(t, err)
	require.Zero(t, total)
	_, _, err = s.List(t.Context(), alice(), order.Filter{Status: "creating", Page: 1, PageSize: 10})
	require.ErrorIs(t, err, apperr.ErrInvalid)
}

func TestOrdersOfOthersDoNotExist(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	for _, sn := range []string{o.Sn, "42", "x", ""} {
		_, err := s.Detail(t.Context(), bob(), sn)
		require.ErrorIs(t, err, order.ErrNotFound, sn)
	}
}
