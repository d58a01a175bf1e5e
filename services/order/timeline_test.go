package order_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
	"gulimall/web"
)

// TestEventsAreWorded goes through every event in both languages.
func TestEventsAreWorded(t *testing.T) {
	catalogue, err := web.Catalogue()
	require.NoError(t, err)
	parcels := []wareapi.Parcel{{WareName: "A"}, {WareName: "B"}, {WareName: "A"}}
	for i, c := range []struct {
		event    order.Event
		zh, en   string
		zhN, enN string
	}{
		{order.Event{Event: order.EventCreated}, "订单已提交", "Order submitted", "", ""},
		{order.Event{Event: order.EventPlaced}, "订单已确认", "Order confirmed", "", ""},
		{order.Event{Event: order.EventStockLocked, Facts: order.Facts{Parcels: parcels}}, "库存已锁定", "Stock reserved", "由A、B发货", "from A, B"},
		{order.Event{Event: order.EventStockLocked}, "库存已锁定", "Stock reserved", "", ""},
		{order.Event{Event: order.EventPointsFrozen, Facts: order.Facts{Points: 1}}, "积分已冻结", "Points reserved", "1 积分", "1 point"},
		{order.Event{Event: order.EventPaid, By: order.ByPayment, Facts: order.Facts{TradeNo: "T1"}}, "支付宝已通知付款成功", "Alipay has reported the payment", "交易号 T1", "trade no. T1"},
		{order.Event{Event: order.EventPaid, By: order.BySystem}, "付款成功", "Paid", "", ""},
		{order.Event{Event: order.EventClosing, By: order.ByMember, Facts: order.Facts{Text: "x"}}, "已申请取消订单", "You asked to cancel the order", "x", "x"},
		{order.Event{Event: order.EventClosing}, "付款期限已到，开始关闭订单", "The time to pay is up; the order is being closed", "", ""},
		{order.Event{Event: order.EventClosed, Facts: order.Facts{Reason: order.ReasonTimeout}}, "订单已关闭", "Order closed", "超过付款期限", "not paid in time"},
		{order.Event{Event: order.EventShipped, Facts: order.Facts{Company: "SF", TrackingNo: "1"}}, "商品已出库", "Dispatched", "SF 1", "SF 1"},
		{order.Event{Event: order.EventPointsGiven, Facts: order.Facts{Points: 3, Growth: 4}}, "积分和成长值已到账", "Points and growth credited", "积分 +3，成长值 +4", "points +3, growth +4"},
		{order.Event{Event: order.EventReturn, Facts: order.Facts{Reason: "faulty"}}, "已申请售后", "After-sale service requested", "商品有质量问题", "Faulty"},
		{order.Event{Event: order.EventReturn, Facts: order.Facts{Reason: "太大"}}, "已申请售后", "After-sale service requested", "太大", "太大"},
		{order.Event{Event: order.EventRefunded, Facts: order.Facts{Reason: "paid_twice", Amount: 1230}}, "退款成功", "Refunded", "¥12.30、重复付款", "¥12.30, paid twice"},
		{order.Event{Event: "unheard"}, "", "", "", ""},
	} {
		t.Run(fmt.Sprint(i, c.event.Event), func(t *testing.T) {
			text, note := c.event.Say(catalogue.Words("zh-CN"), false)
			require.Equal(t, []string{c.zh, c.zhN}, []string{text, note})
			text, note = c.event.Say(catalogue.Words("en"), false)
			require.Equal(t, []string{c.en, c.enN}, []string{text, note})
		})
	}
	text, _ := order.Event{Event: order.EventPlaced}.Say(catalogue.Words("en"), true)
	require.Equal(t, "Order submitted", text, "taken over from elsewhere")
}

func TestWhatServicesTellIsToldOnceAndInOrder(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	require.NoError(t, s.Pay(t.Context(), paid(o, "T1")))
	soon := s.now().Add(time.Second)
	deducted := order.Event{At: soon, Event: order.EventStockDeducted, By: order.ByWare}
	require.NoError(t, s.Tell(t.Context(), o.Sn, deducted))
	require.NoError(t, s.Tell(t.Context(), o.Sn, deducted))
	started := order.Event{At: o.PlacedAt.Add(time.Microsecond), Event: order.EventPayStarted, By: order.ByPayment}
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "m1"}, "q")
	require.NoError(t, s.Tell(ctx, o.Sn, started))
	require.ErrorIs(t, s.Tell(ctx, o.Sn, started), rabbit.ErrDuplicate)
	require.Equal(t, []string{
		order.EventCreated, order.EventStockLocked, order.EventPlaced, order.EventPayStarted, order.EventPaid, order.EventStockDeducted,
	}, events(s.find(t, o.Sn)), "what came late stands where it happened")
	require.Equal(t, order.Paid, s.find(t, o.Sn).Status)
	require.ErrorIs(t, s.Tell(t.Context(), "42", deducted), order.ErrNotFound)
	require.ErrorIs(t, s.Tell(t.Context(), "x", deducted), order.ErrNotFound)
}

func TestOlderLinesOfTheTimelineStayReadable(t *testing.T) {
	s := open(t)
	for i, c := range []struct {
		event, by, note string
		want            order.Facts
	}{
		{order.EventPaid, order.ByPayment, "T1", order.Facts{TradeNo: "T1"}},
		{order.EventPaid, order.BySystem, "支付宝付款成功", order.Facts{}},
		{order.EventClosing, order.ByMember, "地址 填错了", order.Facts{Text: "地址 填错了"}},
		{order.EventClosed, order.BySystem, "timeout", order.Facts{Reason: "timeout"}},
		{order.EventShipped, order.ByStaff, "顺丰速运 SF1", order.Facts{Company: "顺丰速运", TrackingNo: "SF1"}},
		{order.EventLatePayment, order.ByPayment, "order_closed T9", order.Facts{Reason: "order_closed", TradeNo: "T9"}},
		{order.EventRefunded, order.ByPayment, "12.30 after_sale", order.Facts{Reason: "after_sale", Amount: 1230}},
		{order.EventRefunded, order.ByPayment, "?", order.Facts{}},
		{order.EventPlaced, order.ByMember, "提交订单", order.Facts{}},
	} {
		o := s.place(t, alice(), ordertest.Phone, 1)
		s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 10 })
		require.NoError(t, s.db.Exec("INSERT INTO oms_order_operate_history (order_sn, event, order_status, operate_man, note, create_time) VALUES (?, ?, 0, ?, ?, ?)",
			o.Sn, c.event, c.by, c.note, s.now().Add(time.Minute)).Error)
		timeline := s.find(t, o.Sn).Timeline
		require.Equal(t, c.want, timeline[len(timeline)-1].Facts, i)
	}
}
