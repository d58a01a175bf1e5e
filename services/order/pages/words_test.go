package pages

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/order"
	"gulimall/web/page"
)

func TestTimelineReadsLikeAStory(t *testing.T) {
	now := time.Date(2026, 10, 15, 4, 0, 0, 0, time.UTC)
	event := func(e, by, note string) order.Event { return order.Event{At: now, Event: e, By: by, Note: note} }
	line := func(text, by, note string) page.Event { return page.Event{At: now, Text: text, By: by, Note: note} }
	for name, c := range map[string]struct {
		events []order.Event
		want   []page.Event
	}{
		"paid": {
			[]order.Event{
				event(order.EventCreated, order.ByMember, ""), event(order.EventPlaced, order.ByMember, ""),
				event(order.EventPaid, order.ByPayment, "20261015"), event(order.EventShipped, order.ByStaff, "京东快递 JD1"),
				event(order.EventCompleted, order.ByMember, ""),
			},
			[]page.Event{
				line("订单已提交", "我", ""), line("库存已锁定", "系统", ""), line("支付宝已通知付款成功", "", "交易号 20261015"),
				line("商品已出库", "商家", "京东快递 JD1"), line("已确认收货", "我", ""),
			},
		},
		"taken over": {
			[]order.Event{event(order.EventPlaced, order.ByMember, "提交订单"), event(order.EventPaid, order.BySystem, "支付宝付款成功")},
			[]page.Event{line("订单已提交，库存已锁定", "我", ""), line("付款成功", "系统", "")},
		},
		"closed": {
			[]order.Event{
				event(order.EventClosing, order.BySystem, ""), event(order.EventClosed, order.BySystem, order.ReasonTimeout),
				event(order.EventLatePayment, order.ByPayment, "late 20261015"), event(order.EventRefunded, order.ByPayment, "12.30 order_closed"),
			},
			[]page.Event{
				line("付款期限已到，开始关闭订单", "系统", ""), line("订单已关闭", "系统", "超过付款期限"),
				line("收到一笔不能入账的付款，将原路退回", "", ""), line("退款成功", "", "¥12.30，订单已先关闭"),
			},
		},
		"cancelled": {
			[]order.Event{event(order.EventClosing, order.ByMember, "地址填错了"), event(order.EventClosed, order.BySystem, order.ReasonCancelled)},
			[]page.Event{line("已申请取消订单", "我", "地址填错了"), line("订单已关闭", "系统", "用户取消")},
		},
		"nothing to tell": {[]order.Event{event("unheard", order.BySystem, "")}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.want, timeline(c.events)) })
	}
}
