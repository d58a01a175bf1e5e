package sample

import (
	"time"

	"gulimall/pkg/money"
	"gulimall/web/page"
)

func moneyStep(i int) money.Fen { return money.Fen(i) }

func lines() []page.CartLine {
	return []page.CartLine{
		{SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"}, Price: 649900, Count: 1, Checked: true, Subtotal: 649900},
		{SKUID: 2, Title: "索尼 WH-1000XM6 头戴式降噪耳机", Image: "/media/sample-1.svg", Attrs: []string{"颜色：铂金银"}, Price: 239900, Count: 3, Subtotal: 719700, Problems: []string{"price_changed", "stock_short"}, OldPrice: 259900, Stock: 2},
		{SKUID: 3, Title: "九阳 破壁机", Price: 49900, Count: 200, Checked: true, Subtotal: 9980000},
		{SKUID: 4, Title: "下架的电饭煲", Image: "/media/sample-2.svg", Price: 29900, Count: 1, Subtotal: 29900, Problems: []string{"off_shelf"}},
		{SKUID: 5, Title: "卖完的无人机", Image: "/media/sample-3.svg", Price: 529900, Count: 1, Subtotal: 529900, Problems: []string{"sold_out", "something_new"}},
		{SKUID: 6, Title: "涨了价的", Image: "/media/sample-3.svg", Price: 529900, Count: 1, Checked: true, Subtotal: 529900, Problems: []string{"price_changed", "stock_short"}},
	}
}

func addresses() []page.Address {
	return []page.Address{
		{ID: 1, Name: "陈小麦", Phone: "13800001234", Province: "浙江省", City: "杭州市", Region: "西湖区", Detail: "文三路 90 号东部软件园 1 号楼 501 室", PostCode: "310012", IsDefault: true, Selected: true},
		{ID: 2, Name: "李稻", Phone: "13900005678", Province: "四川省", City: "成都市", Region: "武侯区", Detail: "天府大道中段 1 号"},
	}
}

func amounts() page.Amounts {
	return page.Amounts{Goods: 1149700, Promotion: 30000, Coupon: 2000, Points: 500, Freight: 1200, Pay: 1118400}
}

func settle() page.Settle {
	return page.Settle{
		Base: signedIn("核对订单"), Token: "sample-token", TokenExpiresAt: noon().Add(30 * time.Minute), Addresses: addresses(),
		Items: []page.SettleLine{
			{SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"}, Price: 649900, Count: 1, Subtotal: 649900, HasStock: true},
			{SKUID: 3, Title: "九阳 破壁机", Image: "/media/sample-1.svg", Price: 49900, Count: 10, Subtotal: 499000, HasStock: true},
		},
		Coupons: []page.SettleCoupon{
			{ID: 31, Name: "全场满减券", Amount: 2000, Usable: true, Selected: true}, {ID: 32, Name: "手机专享券", Amount: 20000, Reason: "还差 ¥300.00 才到使用门槛"},
		},
		Points: page.PointsOffer{Balance: 1280, Usable: 1000, Worth: 1000, Used: 500}, Amounts: amounts(),
		Explanations: []page.Explanation{{Text: "满 5000 元减 300 元", Amount: 30000}, {Text: "全场满减券", Amount: 2000}},
		Note:         "请在工作日送货", PayType: "alipay",
	}
}

func buying() []Sample {
	moved := settle()
	moved.Items[0].Changed, moved.Items[0].OldPrice = true, 619900
	moved.Items[1].HasStock = false
	moved.Base = wrong(moved.Base, "有内容需要修改。", "points", "最多可用 1000 积分", "note", "留言太长了")
	moved.Notice = &page.SettleNotice{Code: "price_changed", Text: "有商品的价格变了，请核对。", OldPay: 1088400}
	short := settle()
	short.Notice = &page.SettleNotice{Code: "stock_short", Text: "有商品库存不足。"}
	short.Addresses[0].Selected = false
	homeless := settle()
	homeless.Addresses = nil
	return []Sample{
		{"cart", "full", 200, page.Cart{Base: signedIn("购物车"), Items: lines(), TotalCount: 207, CheckedCount: 202, CheckedAmount: 11159800}},
		{"cart", "visitor", 200, page.Cart{Base: wrong(visitor("购物车"), "购物车放不下了：最多 120 种商品。"), Items: lines()[1:2], TotalCount: 3}},
		{"cart", "all", 200, page.Cart{Base: visitor("购物车"), Items: lines()[:1], TotalCount: 1, CheckedCount: 1, CheckedAmount: 649900}},
		{"cart", "empty", 200, page.Cart{Base: signedIn("购物车")}},
		{"cartadded", "full", 200, page.CartAdded{Base: visitor("已加入购物车"), Item: lines()[0]}},
		{"cartadded", "bare", 200, page.CartAdded{Base: visitor("已加入购物车"), Item: lines()[2]}},
		{"settle", "full", 200, settle()},
		{"settle", "moved", 409, moved},
		{"settle", "short", 409, short},
		{"settle", "homeless", 200, homeless},
		{"settle", "bare", 200, page.Settle{Base: signedIn("核对订单"), Points: page.PointsOffer{Balance: 10}}},
		{"settle", "nocoupon", 200, page.Settle{Base: signedIn("核对订单"), Points: page.PointsOffer{Balance: 10, Usable: 5, Worth: 5}, Coupons: []page.SettleCoupon{{ID: 1, Name: "券", Amount: 5, Usable: true}}}},
	}
}
