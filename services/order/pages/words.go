package pages

import (
	"strings"

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

func closeWord(reason string) string {
	switch reason {
	case "":
		return ""
	case order.ReasonTimeout:
		return "超过付款期限"
	case order.ReasonCancelled:
		return "用户取消"
	}
	return "未能完成下单"
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

// timeline is what happened to an order, in the shopper's words: what is none of their business is left out, and an order that was
// taken over from elsewhere, with nothing before its placing, says in one line what the others say in two.
func timeline(events []order.Event) []page.Event {
	var out []page.Event
	for i, e := range events {
		text, note := eventWords(e, i == 0)
		by := byWord(e.By)
		if e.Event == order.EventPlaced && i > 0 {
			by = byWord(order.BySystem) // the shopper asked for it, the shop did it
		}
		if text != "" {
			out = append(out, page.Event{At: e.At, Text: text, By: by, Note: note})
		}
	}
	return out
}

// eventWords is an event and what it adds.
func eventWords(e order.Event, first bool) (text, note string) {
	switch e.Event {
	case order.EventCreated:
		return "订单已提交", ""
	case order.EventPlaced:
		if first {
			return "订单已提交，库存已锁定", ""
		}
		return "库存已锁定", ""
	case order.EventClosing:
		return closingWord(e.By), e.Note
	case order.EventClosed:
		return "订单已关闭", closeWord(e.Note)
	case order.EventPaid:
		return paidWords(e)
	case order.EventShipped:
		return "商品已出库", e.Note
	case order.EventCompleted:
		return "已确认收货", ""
	case order.EventReturn:
		return "已申请售后", e.Note
	case order.EventLatePayment:
		return "收到一笔不能入账的付款，将原路退回", ""
	case order.EventRefunded:
		return "退款成功", refundWords(e.Note)
	}
	return "", ""
}

func closingWord(by string) string {
	switch by {
	case order.ByMember:
		return "已申请取消订单"
	case order.ByStaff:
		return "商家申请关闭订单"
	}
	return "付款期限已到，开始关闭订单"
}

// paidWords tells who said that an order is paid; the payment room notes the number of the trade.
func paidWords(e order.Event) (text, note string) {
	if e.By != order.ByPayment {
		return "付款成功", ""
	}
	if e.Note == "" {
		return "支付宝已通知付款成功", ""
	}
	return "支付宝已通知付款成功", "交易号 " + e.Note
}

// refundWords is a refund's amount in yuan and, where the shop sent money back that it could not keep, why.
func refundWords(note string) string {
	amount, code, _ := strings.Cut(note, " ")
	why := map[string]string{
		"order_closed": "订单已先关闭", "paid_twice": "重复付款", "wrong_amount": "付款金额不符", "unknown_order": "没有对应的订单",
	}[code]
	if why == "" {
		return "¥" + amount
	}
	return "¥" + amount + "，" + why
}

func byWord(by string) string {
	switch by {
	case order.ByMember:
		return "我"
	case order.ByStaff:
		return "商家"
	case order.ByPayment:
		return "" // the event says that it was Alipay
	}
	return "系统"
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
