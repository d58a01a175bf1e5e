package pages

import (
	"gulimall/pkg/contract/orderapi"
	"gulimall/services/order"
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
		return "已取消"
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

// eventWord is an event in the shopper's words; empty for those that are none of their business.
func eventWord(event string) string {
	switch event {
	case order.EventPlaced:
		return "提交订单"
	case order.EventClosing:
		return "订单正在关闭"
	case order.EventClosed:
		return "订单已关闭"
	case order.EventPaid:
		return "付款成功"
	case order.EventShipped:
		return "商品已出库"
	case order.EventCompleted:
		return "确认收货"
	case order.EventReturn:
		return "申请售后"
	case order.EventLatePayment:
		return "收到一笔不能入账的付款，将原路退回"
	case order.EventRefunded:
		return "退款成功"
	}
	return ""
}

// noteWord is what an event adds, in the shopper's words.
func noteWord(e order.Event) string {
	switch e.Event {
	case order.EventClosed:
		return closeWord(e.Note)
	case order.EventLatePayment, order.EventPaid:
		return ""
	}
	return e.Note
}

func byWord(by string) string {
	switch by {
	case order.ByMember:
		return "我"
	case order.ByStaff:
		return "商家"
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

func couponReason(reason string) string {
	switch reason {
	case "":
		return ""
	case "below_threshold":
		return "未达到使用门槛"
	case "wrong_goods":
		return "不适用于这些商品"
	case "wrong_level":
		return "不适用于您的会员等级"
	case "not_yet":
		return "尚未到使用时间"
	case "expired":
		return "已过期"
	}
	return "暂不可用"
}
