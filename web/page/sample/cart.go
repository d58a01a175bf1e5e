package sample

import "gulimall/web/page"

func lines() []page.CartLine {
	return []page.CartLine{
		{SKUID: 1, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Image: "/media/sample-0.svg", Attrs: []string{"颜色：雅川青", "版本：12GB+512GB"}, Price: 649900, Count: 1, Checked: true, Subtotal: 649900, Most: 200, Cheaper: 20000, Saved: 30000},
		{SKUID: 2, Title: "索尼 WH-1000XM6 头戴式降噪耳机", Image: "/media/sample-1.svg", Attrs: []string{"颜色：铂金银"}, Price: 239900, Count: 3, Subtotal: 719700, Problems: []string{"price_changed", "stock_short"}, Dearer: 2000, Stock: 2, Most: 2},
		{SKUID: 3, Title: "九阳 破壁机", Price: 49900, Count: 2, Checked: true, Subtotal: 99800, Most: 200, HintText: "再买 1 件享 9 折，多省 ¥149.70", HintCount: 3},
		{SKUID: 6, Title: "只剩几件的", Image: "/media/sample-3.svg", Price: 529900, Count: 1, Checked: true, Subtotal: 529900, Most: 4, Stock: 4},
	}
}

func invalid() []page.CartLine {
	return []page.CartLine{
		{SKUID: 4, Title: "下架的电饭煲", Image: "/media/sample-2.svg", Attrs: []string{"容量：4 L"}, Price: 29900, Count: 1, Subtotal: 29900, Problems: []string{"off_shelf"}},
		{SKUID: 5, Title: "卖完的无人机", Image: "/media/sample-3.svg", Price: 529900, Count: 1, Subtotal: 529900, Problems: []string{"sold_out"}},
		{SKUID: 7, Title: "已失效的商品", Price: 100, Count: 1, Subtotal: 100, Problems: []string{"off_shelf"}, Gone: true},
	}
}

func carts() []Sample {
	full := page.Cart{
		Base: signedIn("购物车"), Items: lines(), Invalid: invalid(), TotalCount: 10, CheckedCount: 4, CheckedAmount: 1279600, Undo: "SAMPLE", Offers: coupons()[:2],
		Deal: &page.CartDeal{
			Goods: 1279600, Promotion: 30000, Payable: 1249600, Rules: []page.Explanation{{Text: "满 ¥5,000.00 减 ¥300.00", Amount: 30000}},
			Hints:  []page.CartHint{{Text: "再买 ¥38.00 可用“图书满 100 减 20”，减 ¥20.00", URL: "http://search.gulimall.localhost:8080/list.html?catalog3Id=1"}},
			Coupon: "全场满 299 减 30", CouponAmount: 3000,
		},
	}
	plain := page.Cart{Base: visitor("购物车"), Items: lines()[:1], TotalCount: 1, CheckedCount: 1, CheckedAmount: 649900, Deal: &page.CartDeal{Goods: 649900, Payable: 649900, Coupon: "全场满 299 减 30", CouponAmount: 3000}}
	return []Sample{
		{"cart", "full", 200, full},
		{"cart", "visitor", 200, page.Cart{Base: wrong(visitor("购物车"), "购物车放不下了。"), Items: lines()[1:2], TotalCount: 3, Undo: "SAMPLE", Moved: true}},
		{"cart", "plain", 200, plain},
		{"cart", "all", 200, page.Cart{Base: visitor("购物车"), Items: lines()[:1], TotalCount: 1, CheckedCount: 1, CheckedAmount: 649900, Deal: &page.CartDeal{Goods: 649900, Payable: 649900}}},
		{"cart", "invalid", 200, page.Cart{Base: signedIn("购物车"), Invalid: invalid(), TotalCount: 3}},
		{"cart", "empty", 200, page.Cart{Base: signedIn("购物车"), Recent: cards(3), Popular: cards(5)}},
		{"cart", "nobody", 200, page.Cart{Base: visitor("购物车")}},
		{"cartadded", "full", 200, page.CartAdded{Base: visitor("已加入购物车"), Item: lines()[0], Popular: cards(5), Hint: &full.Deal.Hints[0]}},
		{"cartadded", "bare", 200, page.CartAdded{Base: signedIn("已加入购物车"), Item: lines()[2]}},
	}
}
