package sample

import (
	"time"

	"gulimall/web/page"
)

func order(status string) page.Order {
	o := page.Order{
		OrderSn: "2026101500000123456", Status: status, CreatedAt: noon(), ExpiresAt: noon().Add(30 * time.Minute), Address: addresses()[0], Amounts: amounts(),
		Items: []page.OrderLine{
			{
				SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"},
				Price: 649900, Count: 1, Amount: 649900, Promotion: 10000, Coupon: 5000, Points: 3318, Payable: 631582, Returnable: 1, Wish: 1,
			},
			{SKUID: 3, Title: "九阳 破壁机", Image: "/media/sample-1.svg", Price: 49900, Count: 10, Amount: 499000, Payable: 499000},
		},
		Payment: page.Payment{Status: "unpaid"},
	}
	switch status {
	case "pending_payment":
		o.CanPay, o.CanCancel = true, true
		o.CancelReasons = []page.Option{{Value: "changed", Label: "改变主意"}, {Value: "address", Label: "地址或电话填错"}}
	case "shipped", "completed", "after_sale":
		o.PaidAt, o.ShippedAt = noon().Add(5*time.Minute), noon().Add(20*time.Hour)
		o.Payment = page.Payment{Channel: "支付宝", TradeNo: "2026101522001400001", Status: "paid"}
		o.Company, o.TrackingNo, o.Note = "顺丰速运", "SF1234567890", "请在工作日送货"
		o.CanReceive, o.CanReturn, o.CanBuyAgain = status == "shipped", status != "after_sale", true
		if status == "shipped" {
			o.ReceiveBy = o.ShippedAt.AddDate(0, 0, 7)
		}
	case "closed":
		o.CloseReason, o.ClosedAt, o.CanBuyAgain = "超过付款期限", noon().Add(30*time.Minute), true
		o.Payment.Status = "closed"
	case "paid":
		o.PaidAt, o.CanBuyAgain = noon().Add(5*time.Minute), true
		o.DispatchBy = o.PaidAt.AddDate(0, 0, 1)
		o.Payment = page.Payment{Channel: "支付宝", TradeNo: "2026101522001400001", Status: "paid"}
	}
	if status == "completed" {
		o.ReceivedAt = noon().AddDate(0, 0, 3)
	}
	return o
}

func moments() []page.Moment {
	return []page.Moment{
		{At: noon().Add(5 * time.Minute), Text: "支付宝已通知付款成功", Note: "交易号 2026101522001400001", Now: true},
		{At: noon().Add(time.Second), Text: "库存已锁定", Note: "由杭州一号仓、北京大兴仓发货"},
		{At: noon(), Text: "订单已提交"},
	}
}

// came makes steps of labels, of which so many are done.
func came(done int, labels ...string) []page.Step {
	steps := make([]page.Step, len(labels))
	for i, label := range labels {
		steps[i] = page.Step{Label: label, State: "todo"}
		if i < done {
			steps[i].State, steps[i].At = "done", noon().Add(time.Duration(i)*time.Hour)
		} else if i == done {
			steps[i].State = "now"
		}
	}
	return steps
}

func detail(status string) page.OrderDetail {
	done := map[string]int{"pending_payment": 1, "paid": 2, "shipped": 3, "completed": 5, "after_sale": 3}[status]
	d := page.OrderDetail{
		Base: signedIn("订单详情"), Order: order(status), Moments: moments(), Now: noon().Add(time.Minute), Version: "1",
		Steps: came(done, "提交订单", "付款成功", "商品出库", "确认收货", "完成"), Wares: []string{"杭州一号仓", "北京大兴仓"},
	}
	d.Explanations = []page.Explanation{{Text: "满 3 件 9.5 折", For: "华为 Mate 80 Pro", Amount: 10000}, {Text: "满 1000 减 50 券", Amount: 5000}}
	if status == "closed" {
		d.Explanations = nil
		d.Steps = came(2, "提交订单", "订单关闭")
	}
	return d
}

func orders() []Sample {
	list := page.OrderList{
		Base: told(signedIn("我的订单"), page.FlashInfo, "订单已取消。"), Status: "pending_payment", Wanted: "华为", Period: "2026", Now: noon(),
		Tabs: []page.Tab{
			{Label: "全部", URL: "?", Selected: true, Count: pieces(60)},
			{Label: "待付款", URL: "?status=pending_payment", Count: pieces(1)},
			{Label: "待发货", URL: "?status=paid", Count: pieces(2)},
			{Label: "待收货", URL: "?status=shipped"},
			{Label: "已完成", URL: "?status=completed"},
			{Label: "已取消", URL: "?status=closed"},
			{Label: "售后", URL: "?status=after_sale"},
		},
		Periods: []page.Option{{Value: "", Label: "全部时间"}, {Value: "3m", Label: "近三个月"}, {Value: "2026", Label: "2026 年", Selected: true}},
	}
	for _, s := range []string{"pending_payment", "paid", "shipped", "completed", "closed", "after_sale", "new_status"} {
		list.Orders = append(list.Orders, order(s))
	}
	waiting, unnamed := order("pending_payment"), order("shipped")
	waiting.CanPay, waiting.Address.Name, unnamed.Company = false, "", ""
	list.Orders = append(list.Orders, waiting, unnamed)
	for i := range list.Orders {
		list.Orders[i].OrderSn = list.Orders[i].OrderSn[:18] + string(rune('1'+i))
	}
	list.Pager = page.NewPager(1, 8, 60, func(int) string { return "?page=2" })
	none := page.OrderList{Base: signedIn("我的订单"), Tabs: list.Tabs, Periods: list.Periods, Now: noon(), Filtered: true, ClearURL: "?"}

	samples := []Sample{
		{"orderlist", "full", 200, list},
		{"orderlist", "no-match", 200, none},
		{"orderlist", "empty", 200, page.OrderList{Base: signedIn("我的订单"), Tabs: list.Tabs, Periods: list.Periods, Now: noon()}},
	}
	for _, s := range []string{"pending_payment", "paid", "shipped", "completed"} {
		samples = append(samples, Sample{"orderdetail", s, 200, detail(s)})
	}
	return append(append(samples, endings()...), afterSales()...)
}

// endings are orders that went another way.
func endings() []Sample {
	asking := detail("pending_payment")
	asking.Order.CanPay, asking.Order.CanCancel = false, false
	closed := detail("closed")
	refunded := detail("closed")
	refunded.Order.CloseReason, refunded.Order.PaidAt = "", noon().Add(time.Hour)
	refunded.Order.Payment.Status, refunded.RecordAway = "refunded", true
	refunded.Refunds = []page.Refund{
		{RefundSn: "BACK_2026101522001400001", Amount: 1118400, Status: "refunded", Reason: "订单已先关闭", At: noon().Add(time.Hour)},
		{RefundSn: "BACK_2026101522001400002", Amount: 1118400, Status: "processing", At: noon().Add(time.Hour)},
	}
	refused := detail("completed")
	refused.Base = wrong(refused.Base, "订单当前状态不能这样操作")
	refused.Invoice = &page.Invoice{Type: "company", Title: "谷粒商贸有限公司", TaxNo: "9144030071526726XG"}
	return []Sample{{"orderdetail", "asking", 200, asking}, {"orderdetail", "closed", 200, closed}, {"orderdetail", "refunded", 200, refunded}, {"orderdetail", "refused", 409, refused}}
}

func afterSales() []Sample {
	returning := detail("after_sale")
	returning.Returns = []page.Return{
		{
			ID: 1, Status: "pending", Reason: "商品有质量问题", Note: "屏幕有划痕", Amount: 631582, At: noon().AddDate(0, 0, 4), CanCancel: true,
			Steps: came(1, "提交申请", "审核通过", "商家收货", "退款完成"), Items: []page.ReturnLine{{Title: "华为 Mate 80 Pro", Count: 1}},
			Pictures: []page.Picture{{N: 1, URL: "/media/sample-0.svg"}, {N: 2, URL: "/media/sample-1.svg"}},
		},
		{ID: 3, Status: "done", Reason: "补偿运费", Amount: 600, At: noon(), Steps: came(3, "提交申请", "审核通过", "退款完成"), Items: []page.ReturnLine{{Title: "华为 Mate 80 Pro"}}},
		{ID: 2, Status: "rejected", Reason: "不想要了", Answer: "商品已拆封使用，不影响二次销售的才可退货。", Amount: 100, At: noon(), Steps: came(2, "提交申请", "未通过")},
	}
	apply := page.AfterSale{
		Base: signedIn("申请售后"), Order: order("completed"), Key: "K", MaxPictures: 5, MaxPicture: 1 << 20,
		Reasons: []page.Option{{Value: "unwanted", Label: "不想要了"}, {Value: "faulty", Label: "商品有质量问题", Selected: true}},
	}
	wrongApply := apply
	wrongApply.Base = wrong(apply.Base, "提交的内容有误", "items", "请至少选择一件商品", "reason", "必填", "pictures", "有一张图片不能识别")
	late := apply
	late.Order = order("after_sale")
	return []Sample{{"orderdetail", "returning", 200, returning}, {"aftersale", "form", 200, apply}, {"aftersale", "refused", 422, wrongApply}, {"aftersale", "late", 200, late}}
}
