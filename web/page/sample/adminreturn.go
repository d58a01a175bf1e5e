package sample

import (
	"fmt"

	"gulimall/web/page"
)

func returnLines() []page.AfterSaleLine {
	return []page.AfterSaleLine{
		{SkuID: 1101, Title: "华为 Mate 80 Pro 12GB+256GB 曜金黑", Count: 1, Amount: 631582, Points: 500, GiftPoints: 631, GiftGrowth: 631, Typed: "1", Most: 1},
		{SkuID: 2201, Title: "三体（全三册）", Count: 2, Amount: 9800, GiftPoints: 98, GiftGrowth: 98, Typed: "2", Most: 2},
		{SkuID: 2202, Title: "已全部退回的商品"},
	}
}

func returnRows() []page.AfterSaleRow {
	rows := make([]page.AfterSaleRow, 0, 7)
	for i, state := range []string{"pending", "approved", "received", "refunding", "done", "rejected", "cancelled"} {
		row := page.AfterSaleRow{
			ID: int64(17 - i), OrderSn: fmt.Sprintf("20261121000000000%02d", i), State: state, MemberID: 1, Username: "demo", Goods: returnLines()[:i%2+1],
			Amount: 641382, Reason: "商品有质量问题", CreatedAt: noon(),
		}
		if i == 4 {
			row.By, row.OnlyRefund = "support", true
			row.Goods = []page.AfterSaleLine{{SkuID: 2201, Title: "三体（全三册）", Amount: 500}}
		}
		rows = append(rows, row)
	}
	return rows
}

func returnDesk() []Sample {
	one := 1
	list := page.AfterSales{
		AdminBase: keeper("售后"), OrderSn: "", From: "2026-11-01", Rows: returnRows(), CSV: "/order/returns.csv", Filtered: true,
		Tabs:  []page.Tab{{Label: "全部", URL: "/order/returns.html", Selected: true, Count: &one}, {Label: "待审核", URL: "/order/returns.html?state=pending", Count: &one}},
		Heads: []page.AdminHead{{Key: "applied", URL: "/order/returns.html?sort=applied", Sorted: "descending"}, {Key: "return"}, {Key: "order_sn"}, {Key: "buyer"}, {Key: "goods"}, {Key: "refund_amount", Number: true}, {Key: "return_state"}},
		Pager: page.NewPager(1, 20, 41, func(n int) string { return fmt.Sprintf("/order/returns.html?page=%d", n) }),
	}
	none, nothing := list, list
	none.Rows, none.State = nil, "pending"
	nothing.Rows, nothing.Filtered, nothing.AdminBase = nil, false, refused(keeper("售后"), "", "from", "不是日期")
	return append([]Sample{
		{"adminreturns", "full", 200, list},
		{"adminreturns", "filtered", 200, none},
		{"adminreturns", "none", 200, nothing},
	}, append(returnPages(), refundPages()...)...)
}

func returnPages() []Sample {
	rows := returnRows()
	pending := page.AfterSaleOne{
		AdminBase: keeper("售后单 17"), AfterSaleRow: rows[0], Steps: came(1, "提交申请", "审核通过", "商家收货", "退款完成"), Note: "屏幕有划痕", OrderState: "after_sale", Paid: 651382,
		Pictures: []page.Picture{{N: 1, URL: "/media/sample-0.svg"}}, MayApprove: true, Most: 642382,
	}
	pending.Goods = returnLines()
	wrong := pending
	wrong.AdminBase = refused(keeper("售后单 17"), "", "items", "至少选一件", "restock", "超出范围", "count-1101", "超出范围", "amount", "超过了还能退的金额", "note", "太长", "reason", "必填")
	wrong.Form = page.AfterSaleForm{Amount: "99999", Note: "请寄回", Reason: "已拆封", OnlyRefund: true}
	places := []page.Option{{Value: "0", Label: "发货的仓库", Selected: true}, {Value: "2", Label: "上海仓"}}
	asking := pending
	asking.Asking = &page.AfterSaleAsk{
		Act:    "approve",
		Facts:  []page.AfterSaleFact{{Key: "amount", Text: "¥6,413.82"}, {Key: "pieces", Text: "华为 Mate 80 Pro × 1"}, {Key: "freight", Text: "¥6.00"}, {Key: "points", Text: "500"}, {Key: "goods", Text: "仅退款"}},
		Hidden: []page.Field{{Name: "amount", Value: "6413.82"}},
	}
	approved := pending
	approved.AfterSaleRow, approved.MayApprove, approved.MayReceive, approved.HandledBy, approved.HandleNote = rows[1], false, true, "support", "请寄回"
	approved.Goods = returnLines()
	for i := range approved.Goods {
		approved.Goods[i].Places = places
	}
	misplaced := approved
	misplaced.AdminBase = refused(keeper("售后单 16"), "", "ware-1101", "无效")
	received := approved
	received.AfterSaleRow, received.MayReceive, received.MayRefund, received.Shelved = rows[2], false, true, returnLines()[:1]
	received.Shelved[0].House = "上海仓"
	done := page.AfterSaleOne{
		AdminBase: keeper("售后单 13"), AfterSaleRow: rows[4], Steps: came(3, "提交申请", "审核通过", "退款完成"), Freight: 600, RefundSn: "R2026112100000000004_13", OrderState: "closed",
		Paid: 1100, Asked: 1100, HandledBy: "support",
	}
	return []Sample{
		{"adminreturn", "full", 200, pending},
		{"adminreturn", "wrong", 422, wrong},
		{"adminreturn", "asking", 200, asking},
		{"adminreturn", "approved", 200, approved},
		{"adminreturn", "misplaced", 422, misplaced},
		{"adminreturn", "received", 200, received},
		{"adminreturn", "done", 200, done},
	}
}

func refundPages() []Sample {
	whole := page.AfterSaleRefund{
		AdminBase: keeper("订单退款"), Sn: "2026112100000000001", OrderState: "paid", Username: "demo", Unshipped: true, Lines: returnLines(), Freight: 600, Left: 641982, Kind: "whole", Key: "K",
	}
	later := whole
	later.AdminBase = refused(keeper("订单退款"), "", "items", "至少选一件", "amount", "超过了还能退的金额", "reason", "必填")
	later.OrderState, later.Unshipped, later.Kind, later.Amount, later.Reason, later.Freight = "shipped", false, "pieces", "9", "缺货", 0
	amount := later
	amount.AdminBase, amount.Kind = keeper("订单退款"), "amount"
	asking := whole
	asking.Asking = &page.AfterSaleAsk{
		Act: "refund_order",
		Facts: []page.AfterSaleFact{
			{Key: "amount", Text: "¥6,419.82"},
			{Key: "shelf", Text: "华为 Mate 80 Pro × 1"},
			{Key: "gifts", Text: "积分 1"},
			{Key: "order", Text: "将关闭"},
			{Key: "coupon", Text: "退回"},
			{Key: "left", Text: "¥0.00"},
			{Key: "reason", Text: "缺货"},
		},
	}
	return []Sample{
		{"adminrefund", "full", 200, whole},
		{"adminrefund", "pieces", 422, later},
		{"adminrefund", "amount", 200, amount},
		{"adminrefund", "asking", 200, asking},
	}
}
