package sample

import (
	"time"

	"gulimall/web/page"
)

func order(status string) page.Order {
	o := page.Order{
		OrderSn: "2026101500000123456", Status: status, CreatedAt: noon(), ExpiresAt: noon().Add(30 * time.Minute), Address: addresses()[0], Amounts: amounts(),
		Items: []page.OrderLine{
			{SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"}, Price: 649900, Count: 1, Amount: 649900, Payable: 631582, Returnable: 1},
			{SKUID: 3, Title: "九阳 破壁机", Image: "/media/sample-1.svg", Price: 49900, Count: 10, Amount: 499000, Payable: 499000},
		},
		Payment: page.Payment{Status: "unpaid"},
	}
	switch status {
	case "pending_payment":
		o.CanPay, o.CanCancel = true, true
	case "shipped", "completed", "after_sale":
		o.PaidAt, o.ShippedAt = noon().Add(5*time.Minute), noon().Add(20*time.Hour)
		o.Payment = page.Payment{Channel: "支付宝", TradeNo: "2026101522001400001", Status: "paid"}
		o.Company, o.TrackingNo, o.Note = "顺丰速运", "SF1234567890", "请在工作日送货"
		o.CanReceive, o.CanReturn = status == "shipped", status == "completed"
	case "closed":
		o.CloseReason, o.ClosedAt = "超时未付款", noon().Add(30*time.Minute)
		o.Payment.Status = "closed"
	case "paid":
		o.PaidAt = noon().Add(5 * time.Minute)
		o.Payment = page.Payment{Channel: "支付宝", TradeNo: "2026101522001400001", Status: "refunding"}
	}
	if status == "completed" {
		o.ReceivedAt = noon().AddDate(0, 0, 3)
	}
	return o
}

func timeline() []page.Event {
	return []page.Event{
		{At: noon(), Text: "订单已提交", By: "小麦"},
		{At: noon().Add(time.Second), Text: "库存已锁定", By: "仓库", Note: "杭州一号仓"},
		{At: noon().Add(5 * time.Minute), Text: "支付宝已通知付款成功"},
	}
}

func detail(status string) page.OrderDetail {
	return page.OrderDetail{Base: signedIn("订单详情"), Order: order(status), Timeline: timeline(), Now: noon().Add(time.Minute), ReturnReasons: []string{"不想要了", "质量问题", "发错货"}}
}

func orders() []Sample {
	list := page.OrderList{
		Base: told(signedIn("我的订单"), page.FlashInfo, "订单已取消。"),
		Tabs: []page.Tab{{Label: "全部", URL: "?", Selected: true}, {Label: "待付款", URL: "?status=pending_payment", Count: pieces(1)}, {Label: "待收货", URL: "?status=shipped"}},
	}
	for _, s := range []string{"pending_payment", "paid", "shipped", "completed", "closed", "after_sale", "new_status"} {
		list.Orders = append(list.Orders, order(s))
	}
	waiting := order("pending_payment")
	waiting.CanPay, waiting.Address.Name = false, ""
	list.Orders = append(list.Orders, waiting)
	list.Pager = page.NewPager(1, 8, 60, func(int) string { return "?page=2" })

	samples := []Sample{
		{"orderlist", "full", 200, list},
		{"orderlist", "empty", 200, page.OrderList{Base: signedIn("我的订单")}},
	}
	for _, s := range []string{"pending_payment", "paid", "shipped", "completed"} {
		samples = append(samples, Sample{"orderdetail", s, 200, detail(s)})
	}
	asking := detail("pending_payment")
	asking.Order.CanPay, asking.Order.CanCancel = false, false
	closed := detail("closed")
	refunded := detail("closed")
	refunded.Order.CloseReason, refunded.Order.PaidAt, refunded.Order.ClosedAt = "", noon().Add(time.Hour), time.Time{}
	refunded.Order.Payment.Status = "refunded"
	refunded.Refunds = []page.Refund{{RefundSn: "R2026101500000123456", Amount: 1118400, Status: "已到账", Reason: "订单关闭后才付款", At: noon().Add(time.Hour)}}
	refused := detail("completed")
	refused.Base = wrong(refused.Base, "申请没有成功。", "reason", "请选择原因")
	returning := detail("after_sale")
	returning.Timeline = nil
	returning.Returns = []page.Return{
		{ID: 1, Status: "等待审核", Reason: "质量问题", Note: "屏幕有划痕", Amount: 631582, At: noon().AddDate(0, 0, 4), Items: []page.ReturnLine{{Title: "华为 Mate 80 Pro", Count: 1}}},
		{ID: 2, Status: "已拒绝", Reason: "不想要了", Amount: 100, At: noon()},
	}
	return append(samples,
		Sample{"orderdetail", "asking", 200, asking}, Sample{"orderdetail", "closed", 200, closed}, Sample{"orderdetail", "refunded", 200, refunded},
		Sample{"orderdetail", "returning", 200, returning}, Sample{"orderdetail", "refused", 422, refused})
}
