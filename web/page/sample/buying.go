package sample

import (
	"time"

	"gulimall/pkg/money"
	"gulimall/web/page"
)

func moneyStep(i int) money.Fen { return money.Fen(i) }

func addresses() []page.Address {
	return []page.Address{
		{ID: 1, Name: "陈小麦", Phone: "13800001234", Province: "浙江省", City: "杭州市", Region: "西湖区", Detail: "文三路 90 号东部软件园 1 号楼 501 室", PostCode: "310012", IsDefault: true, Selected: true},
		{ID: 2, Name: "李稻", Phone: "13900005678", Province: "四川省", City: "成都市", Region: "武侯区", Detail: "天府大道中段 1 号"},
	}
}

func amounts() page.Amounts {
	return page.Amounts{Goods: 1149700, Promotion: 30000, Coupon: 2000, Points: 500, Freight: 1200, Pay: 1118400}
}

func settleLines() []page.SettleLine {
	return []page.SettleLine{
		{SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"}, Price: 649900, Count: 1, Subtotal: 649900, HasStock: true},
		{SKUID: 3, Title: "九阳 破壁机", Image: "/media/sample-1.svg", Price: 49900, Count: 10, Subtotal: 499000, HasStock: true},
	}
}

func settle() page.Settle {
	lines := settleLines()
	until := noon().AddDate(0, 1, 0)
	return page.Settle{
		Base: signedIn("核对订单"), Token: "sample-token", TokenExpiresAt: noon().Add(30 * time.Minute), Addresses: addresses(), Steps: settleSteps(),
		Parcels: []page.SettleParcel{{Number: 1, Of: 2, From: "上海一仓", Lines: lines[:1]}, {Number: 2, Of: 2, From: "广州仓", Lines: lines[1:]}},
		LeftOut: []page.SettleLeft{
			{SKUID: 5, Title: "卖完的无人机", Image: "/media/sample-3.svg", Attrs: []string{"标准版"}, Count: 1, Reason: "sold_out"},
			{SKUID: 6, Title: "下架的电饭煲", Count: 2, Reason: "off_shelf"},
		},
		Coupons: []page.SettleCoupon{
			{ID: 31, Name: "全场满减券", Amount: 2000, Scope: "全场通用", ValidUntil: until, Usable: true, Selected: true, Best: true},
			{ID: 33, Name: "新人券", Amount: 500, Scope: "全场通用", ValidUntil: until, Usable: true},
			{ID: 32, Name: "手机专享券", Amount: 20000, Scope: "限手机", ValidUntil: until, Reason: "还差 ¥300.00 才到使用门槛"},
		},
		Points: page.PointsOffer{Balance: 1280, Usable: 1000, Worth: 1000, Used: 500}, Amounts: amounts(),
		Explanations: []page.Explanation{{Text: "满 5000 元减 300 元", For: lines[0].Title, Amount: 30000}, {Text: "优惠券：全场满减券", Amount: 2000}, {Text: "使用 500 积分", Amount: 500}},
		Freight:      "华东：首重 1000 克 ¥6.00，续重每 1000 克 ¥1.00；本单 5200 克",
		Note:         "请在工作日送货", NoteMost: 500, PayType: "alipay",
	}
}

func settleSteps() []page.Step {
	return []page.Step{{Label: "购物车", State: "done"}, {Label: "核对订单", State: "now"}, {Label: "付款", State: "todo"}, {Label: "完成", State: "todo"}}
}

func buying() []Sample {
	moved := settle()
	price := &moved.Parcels[0].Lines[0]
	price.Changed, price.OldPrice, price.OldCount, price.NowCount = true, 619900, 2, 1
	moved.Parcels[1].Lines[0].HasStock = false
	moved.Base = wrong(moved.Base, "有内容需要修改。", "points", "最多可用 1000 积分", "note", "留言太长了", "invoiceTitle", "必填", "invoiceTaxNo", "请填写 18 位统一社会信用代码")
	moved.Notice = &page.SettleNotice{Code: "price_changed", Text: "有商品的价格变了，请核对。", OldPay: 1088400}
	moved.Invoice = page.SettleInvoice{Type: "company", Title: "谷粒公司", TaxNo: "123"}
	short := settle()
	short.Notice = &page.SettleNotice{Code: "stock_short", Text: "有商品库存不足。"}
	short.Addresses[0].Selected = false
	short.Parcels = []page.SettleParcel{{Number: 1, Of: 1, From: "上海一仓", Lines: settleLines()}}
	short.Parcels[0].Lines[0].OldCount, short.Parcels[0].Lines[1].HasStock, short.Parcels[0].Lines[1].Left = -1, false, 3
	short.Amounts.Freight, short.Invoice = 0, page.SettleInvoice{Type: "personal"}
	edited := settle()
	edited.Editing = &page.SettleAddress{Form: edited.Addresses[0], Errors: wrong(page.Base{}, "有内容需要修改。", "phone", "请填写 11 位手机号").Errors}
	edited.Amounts.Freight, edited.LeftOut, edited.FreeMissing, edited.FreeFrom = 0, nil, 2000, 9900
	many := settle()
	for i := range 5 {
		many.Addresses = append(many.Addresses, page.Address{ID: int64(10 + i), Name: "李稻", Phone: "13900005678", Province: "北京市", City: "北京市", Region: "海淀区", Detail: "中关村大街 1 号"})
	}
	homeless := settle()
	homeless.Addresses, homeless.Editing, homeless.Freight = nil, &page.SettleAddress{}, ""
	homeless.Amounts.Freight, homeless.Explanations, homeless.Amounts.Promotion, homeless.Amounts.Coupon, homeless.Amounts.Points = 0, nil, 0, 0, 0
	homeless.Parcels = []page.SettleParcel{{Number: 1, Of: 1, Lines: settleLines()}}
	now := settle()
	now.BuySKU, now.BuyCount, now.LeftOut, now.Points = 3, 10, nil, page.PointsOffer{Balance: 10}
	now.Parcels = []page.SettleParcel{{Number: 1, Of: 1, Lines: settleLines()[1:]}}
	now.Parcels[0].Lines[0].HasStock, now.Parcels[0].Lines[0].Left = false, 3
	gone := settle()
	gone.BuySKU, gone.BuyCount, gone.LeftOut = 3, 10, nil
	gone.Parcels = []page.SettleParcel{{Number: 1, Of: 1, Lines: settleLines()[1:]}}
	gone.Parcels[0].Lines[0].HasStock = false
	return []Sample{
		{"settle", "full", 200, settle()},
		{"settle", "moved", 200, moved},
		{"settle", "short", 200, short},
		{"settle", "edited", 200, edited},
		{"settle", "many", 200, many},
		{"settle", "homeless", 200, homeless},
		{"settle", "now", 200, now},
		{"settle", "gone", 200, gone},
		{"settle", "bare", 200, page.Settle{Base: signedIn("核对订单")}},
		{"settle", "nocoupon", 200, page.Settle{Base: signedIn("核对订单"), Points: page.PointsOffer{Balance: 10, Usable: 5, Worth: 5}, Coupons: []page.SettleCoupon{{ID: 1, Name: "券", Amount: 5, Usable: true}}}},
		{"submitted", "pending", 200, page.Submitted{Base: signedIn("本页已提交过订单"), OrderSn: "2026101500000123456", Status: "pending_payment", Pay: 1118400, CanPay: true, ExpiresAt: noon().Add(time.Hour)}},
		{"submitted", "paid", 200, page.Submitted{Base: signedIn("本页已提交过订单"), OrderSn: "2026101500000123456", Status: "paid", Pay: 1118400}},
	}
}
