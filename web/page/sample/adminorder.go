package sample

import (
	"fmt"
	"time"

	"gulimall/web/page"
)

func salesRows() []page.SalesRow {
	phone := page.SalesGoods{SkuID: 1001, Title: "山海 X70 Pro 5G 手机", Attrs: []string{"颜色: 曜石黑", "内存: 12GB"}, Count: 1}
	rows := []page.SalesRow{
		{Sn: "2026101500000123456", State: "paid", MemberID: 1, Username: "demo", Receiver: "小麦", Phone: "13800000001", Address: "上海市浦东新区世纪大道 1 号", Goods: []page.SalesGoods{phone, {SkuID: 1002, Title: "茶", Count: 2}}, Pay: 399900, CreatedAt: noon().Add(-time.Hour), PaidAt: noon(), Note: "周末送"},
		{Sn: "2026101500000123457", State: "pending_payment", MemberID: 2, Username: "lin", Receiver: "林", Phone: "13800000002", Goods: []page.SalesGoods{phone}, Pay: 100, CreatedAt: noon()},
	}
	for _, state := range []string{"shipped", "completed", "closed", "after_sale", "creating", "closing"} {
		row := rows[1]
		row.State = state
		rows = append(rows, row)
	}
	return rows
}

func salesDesk() []Sample {
	heads := []page.AdminHead{
		{Key: "created", URL: "/order/orders.html?sort=created", Sorted: "descending"},
		{Key: "order_sn"},
		{Key: "order_state"},
		{Key: "buyer"},
		{Key: "goods"},
		{Key: "amount", URL: "/order/orders.html?sort=amount", Number: true},
		{Key: "paid", URL: "/order/orders.html?sort=paid"},
	}
	many := page.NewPager(1, 50, 104120, func(n int) string { return fmt.Sprintf("/order/orders.html?page=%d", n) })
	list := page.SalesOrders{
		AdminBase: keeper("订单"), Statuses: []page.Option{{Value: "paid", Label: "待发货", Selected: true}}, Filtered: true, More: true, Heads: heads, Rows: salesRows(), Pager: many,
		CSV: "/order/orders.csv", Form: page.SalesSearch{OrderSn: "2026", Member: "demo", AmountFrom: "10"},
	}
	none := list
	none.Rows, none.More = nil, false
	wrong := none
	wrong.AdminBase = refused(keeper("订单"), "", "amountFrom", "格式不对")
	return append([]Sample{
		{"adminorders", "full", 200, list},
		{"adminorders", "none", 200, none},
		{"adminorders", "wrong", 422, wrong},
		{"adminorders", "empty", 200, page.SalesOrders{AdminBase: keeper("订单"), Heads: heads}},
		{"adminordership", "full", 200, page.SalesShip{AdminBase: keeper("发货"), Rows: salesRows()[:2], Pager: many, CSV: "/order/ship.csv", Most: 2000, Sorts: []page.Option{{Value: "paid", Label: "等待最久的在前", Selected: true}}}},
		{"adminordership", "filtered", 200, page.SalesShip{AdminBase: keeper("发货"), Form: page.SalesSearch{SkuID: "1"}, Filtered: true, CSV: "/order/ship.csv?skuId=1", Most: 2000, Query: "skuId=1"}},
		{"adminordership", "none", 422, page.SalesShip{AdminBase: refused(keeper("发货"), "", "file", "这不是 CSV 文件"), CSV: "/order/ship.csv", Most: 2000}},
	}, append(salesParcels(), append(salesOrder(), salesPrice()...)...)...)
}

func salesParcels() []Sample {
	lines := []page.SalesParcel{
		{Line: 2, Sn: "2026101500000123456", Company: "顺丰速运", TrackingNo: "SF1"},
		{Line: 3, Sn: "2026101500000123457", Company: "顺丰速运", TrackingNo: "SF2", Again: true},
		{Line: 5, Sn: "20261015", Company: "顺丰速运", Fault: "没有这个订单"},
	}
	return []Sample{
		{"adminorderparcels", "try", 200, page.SalesParcels{AdminBase: keeper("按文件发货"), Lines: lines, OK: 1, Again: 1, Failed: 1, Sent: "line,orderSn,company,trackingNo\n2,2026101500000123456,顺丰速运,SF1\n"}},
		{"adminorderparcels", "nothing", 200, page.SalesParcels{AdminBase: keeper("按文件发货"), Lines: lines[2:], Failed: 1}},
		{"adminorderparcels", "done", 200, page.SalesParcels{AdminBase: keeper("按文件发货"), Done: true, Lines: lines[:2], OK: 1, Again: 1}},
	}
}

func salesOrder() []Sample {
	steps := []page.Step{{Label: "提交订单", At: noon(), State: "done"}, {Label: "付款成功", State: "now"}, {Label: "商品出库", State: "todo"}}
	full := page.SalesOrder{
		AdminBase: keeper("订单 2026101500000123456"), SalesRow: salesRows()[0], Steps: steps, Delivery: page.Address{Name: "小麦", Phone: "13800000001"},
		Invoice: &page.Invoice{Type: "company", Title: "小麦公司", TaxNo: "91310000MA1FL0000X"},
		Items:   []page.OrderLine{{SKUID: 1001, Title: "山海 X70 Pro", Attrs: []string{"颜色: 曜石黑"}, Price: 400000, Count: 1, Amount: 400000, Promotion: 100, Coupon: 50, Points: 50, Payable: 399800}, {SKUID: 1002, Title: "茶", Price: 100, Count: 1, Amount: 100, Payable: 100}},
		Amounts: page.Amounts{Goods: 400100, Promotion: 100, Coupon: 50, Points: 50, Pay: 399900}, Adjusted: 100, Refunded: 100, ExpiresAt: noon(), Channel: "支付宝", TradeNo: "2026101522001", PayState: "paid", CouponID: 7,
		Company: "顺丰速运", TrackingNo: "SF1",
		Moments: []page.SalesMoment{
			{Moment: page.Moment{At: noon(), Text: "内部备注", Note: "买家要周末送", Now: true}, By: "staff", Staff: "support", Private: true, TraceID: "4bf92f3577b34da6a3ce929d0e0e4736"},
			{Moment: page.Moment{At: noon(), Text: "支付宝已通知付款成功", Note: "交易号 1"}, By: "payment"},
			{Moment: page.Moment{At: noon(), Text: "订单已提交"}, By: "member"},
		},
		Messages: []page.SalesMessage{{Type: "order.created", At: noon(), Sent: true, TraceID: "4bf92f3577b34da6a3ce929d0e0e4736"}, {Type: "stock.deducted", At: noon(), Heard: true}, {Type: "order.paid", At: noon(), Attempts: 3, Error: "connection refused"}, {Type: "order.closed", At: noon()}},
		Tasks: []page.SalesTask{
			{State: "locked", UpdatedAt: noon(), Shares: []page.SalesShare{{SkuID: 1001, WareID: 1, Count: 2, Title: "山海 X70 Pro", House: "上海仓"}}},
			{State: "deducted", UpdatedAt: noon(), Shares: []page.SalesShare{{SkuID: 1001, WareID: 1, Count: 2}}},
			{State: "released", UpdatedAt: noon()},
		},
		Payment: &page.SalesPayment{State: "paid", Offered: true, Entries: []page.SalesEntry{
			{Kind: "call", Number: "alipay.trade.query", State: "paid · 31 ms", At: noon()},
			{Kind: "trade", Number: "2026101522001", State: "credited", Source: "notify", Amount: 399900, At: noon(), DoneAt: noon()},
			{Kind: "notice", Number: "ab12", State: "TRADE_SUCCESS → paid", Times: 2, At: noon()},
			{Kind: "refund", Number: "R2026101500000123456_7", State: "sent", Amount: 100, Times: 3, Fault: "alipay: timeout", At: noon(), NextAt: noon()},
		}},
		MayRefund: true, MayShip: true, MayNote: true, SeeMember: true, SeePayment: true, SeeStock: true, SeeReturns: true, Form: page.SalesForm{Key: "key-1"},
	}
	refusal := full
	refusal.AdminBase = refused(keeper("订单"), "订单当前状态不允许这样做", "note", "必填", "reason", "必填", "company", "必填")
	refusal.SalesRow, refusal.MayShip, refusal.MayClose, refusal.MayPrice = salesRows()[1], false, true, true
	refusal.Form = page.SalesForm{Reason: "缺货", Note: "电话打不通", Key: "key-1"}
	refusal.Payment = &page.SalesPayment{State: "open"}
	bare := page.SalesOrder{
		AdminBase: keeper("订单"), SalesRow: salesRows()[4], Steps: steps, PayState: "closed", CloseReason: "超时未付款", Away: []string{"ware"}, Denied: []string{"payment"},
		Items: []page.OrderLine{{SKUID: 1001, Title: "茶", Price: 100, Count: 1, Amount: 100, Payable: 100}}, Amounts: page.Amounts{Goods: 100, Pay: 100},
		Moments: []page.SalesMoment{{Moment: page.Moment{At: noon(), Text: "订单已提交", Now: true}, By: "member"}}, Form: page.SalesForm{Key: "key-1"},
	}
	bare.Note = ""
	closing := bare
	closing.SalesRow = salesRows()[1]
	closing.TasksKnown, closing.PaymentKnown = true, true
	closing.Away, closing.Denied = nil, nil
	closing.MayNote, closing.MayClose, closing.Invoice = true, true, &page.Invoice{Type: "personal"}
	return []Sample{
		{"adminorder", "paid", 200, full},
		{"adminorder", "refused", 409, refusal},
		{"adminorder", "closed", 200, bare},
		{"adminorder", "pending", 200, closing},
	}
}

func salesPrice() []Sample {
	form := page.SalesPrice{AdminBase: keeper("改价"), Sn: "2026101500000123457", Now: 10600, Was: 10600, Least: 600, Most: 10600}
	wrong := form
	wrong.AdminBase = refused(keeper("改价"), "", "payAmount", "超出允许的范围")
	wrong.Pay, wrong.Reason = "999", "老顾客"
	asking := form
	asking.Asking, asking.Pay, asking.Reason, asking.After = true, "99.50", "老顾客", 9950
	asking.Lines = []page.SalesPriceLine{{Title: "茶", Count: 2, Before: 10000, After: 9350}}
	return []Sample{
		{"adminorderprice", "new", 200, form},
		{"adminorderprice", "wrong", 422, wrong},
		{"adminorderprice", "asking", 200, asking},
	}
}
