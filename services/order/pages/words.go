package pages

import (
	"gulimall/pkg/contract/orderapi"
	"gulimall/services/order"
	"gulimall/web/page"
)

func statusWord(s orderapi.Status) string {
	switch s {
	case orderapi.StatusPending:
		return "待付款"
	case orderapi.StatusPaid:
		return "待发货"
	case orderapi.StatusShipped:
		return "待收货"
	case orderapi.StatusCompleted:
		return "已完成"
	case orderapi.StatusClosed:
		return "已关闭"
	case orderapi.StatusAfterSale:
		return "售后"
	case orderapi.StatusCreating, orderapi.StatusClosing:
		return ""
	}
	return "全部订单"
}

func channelWord(channel string) string {
	switch channel {
	case "alipay":
		return "支付宝"
	case order.ChannelNone:
		return "无需付款"
	}
	return channel
}

// timeline is what happened to an order, in the shopper's words: what is none of their business is left out.
func timeline(w order.Words, events []order.Event) []page.Event {
	var out []page.Event
	for i, e := range events {
		text, note := e.Say(w, i == 0)
		if text != "" {
			out = append(out, page.Event{At: e.At, Event: e.Event, Text: text, By: byWord(w, e, i == 0), Note: note})
		}
	}
	return out
}

// byWord names who made an event happen; of the payment the event itself says that it was Alipay.
func byWord(w order.Words, e order.Event, first bool) string {
	switch e.By {
	case order.ByMember:
		if e.Event == order.EventPlaced && !first {
			return w.T("order.by.system") // the shopper asked for it, the shop did it
		}
		return w.T("order.by.member")
	case order.ByStaff, order.ByWare:
		return w.T("order.by." + e.By)
	case order.ByPayment:
		return ""
	}
	return w.T("order.by.system")
}

func returnWord(s order.ReturnStatus) string {
	switch s {
	case order.ReturnPending:
		return "等待商家处理"
	case order.ReturnApproved:
		return "已同意，请寄回商品"
	case order.ReturnDone:
		return "已完成"
	case order.ReturnRejected:
		return "未通过"
	}
	return ""
}

func returnReasons() []string {
	return []string{"不想要了", "商品与描述不符", "商品有质量问题", "收到的商品有破损", "发错商品", "其他"}
}
