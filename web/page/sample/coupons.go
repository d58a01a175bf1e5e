package sample

import "gulimall/web/page"

func coupons() []page.CouponCard {
	from, until := noon().AddDate(0, 0, -3), noon().AddDate(0, 1, 0)
	all := []page.Crumb{{Label: "全部商品", URL: "http://search.gulimall.localhost:8080/list.html"}}
	return []page.CouponCard{
		{ID: 1, Name: "全场满减券", Amount: 2000, MinPoint: 19900, Scope: "全场商品可用", ValidFrom: from, ValidUntil: until, Left: 88, Issued: 100, PerLimit: 2, Claimed: 1, Goods: all},
		{ID: 2, Name: "新人无门槛券", Amount: 500, Scope: "全场商品可用", Note: "银牌会员专享", ForLevel: true, ValidFrom: from, ValidUntil: until, Left: 1000, PerLimit: 1, Goods: all},
		{ID: 3, Name: "手机专享券", Amount: 20000, MinPoint: 399900, Scope: "限手机类商品", ValidFrom: from, ValidUntil: until, Left: 0, Issued: 5, PerLimit: 1},
		{ID: 4, Name: "家电券", Amount: 10000, MinPoint: 99900, Scope: "限家用电器类商品", ValidFrom: from, ValidUntil: until, Left: 5, Issued: 100, PerLimit: 1, Claimed: 1, Goods: all},
		{ID: 5, Name: "双十一券", Amount: 3000, MinPoint: 29900, Scope: "全场商品可用", ValidFrom: until, ValidUntil: until, Left: 5, Issued: 5, PerLimit: 1, NotOpen: true, OpensAt: until},
		{ID: 7, Name: "图书满 100 减 20", Amount: 2000, MinPoint: 10000, Scope: "限图书类商品", ValidFrom: from, ValidUntil: until, Left: 12, Issued: 100, PerLimit: 1, Goods: all},
		{ID: 6, Name: "随时领", Amount: 100, Scope: "全场商品可用", ValidFrom: until, ValidUntil: until, Left: 5, NotOpen: true},
	}
}

func wallets() []Sample {
	until := noon().AddDate(0, 1, 0)
	goods := []page.Crumb{{Label: "图书", URL: "http://search.gulimall.localhost:8080/list.html?catalog3Id=1"}, {Label: "手机", URL: "http://search.gulimall.localhost:8080/list.html?catalog3Id=225"}}
	states := []page.Tab{
		{Label: "未使用", URL: "?state=unused", Selected: true, Count: pieces(3)},
		{Label: "占用中", URL: "?state=locked", Count: pieces(1)},
		{Label: "已使用", URL: "?state=used", Count: pieces(0)},
		{Label: "已过期", URL: "?state=expired"},
	}
	claimed := coupons()[0]
	claimed.Goods = goods
	bare := claimed
	bare.Goods = nil
	return []Sample{
		{"coupons", "full", 200, page.Coupons{Base: signedIn("我的优惠券"), Tabs: states, State: "unused", Coupons: []page.MyCoupon{
			{ID: 1, Name: "全场满减券", Amount: 2000, MinPoint: 19900, Scope: "全场商品可用", State: "unused", ValidFrom: noon(), ValidUntil: until, Goods: goods, Soon: true, Days: 3},
			{ID: 2, Name: "新人无门槛券", Amount: 500, Scope: "全场商品可用", Note: "注册即送", State: "unused", ValidUntil: until, Goods: goods[:1], Soon: true},
			{ID: 6, Name: "年终券", Amount: 8000, MinPoint: 50000, Scope: "全场商品可用", State: "unused", ValidFrom: until, ValidUntil: until, NotYet: true, Goods: goods[:1]},
			{ID: 3, Name: "手机专享券", Amount: 20000, MinPoint: 399900, Scope: "限手机类商品", State: "locked", ValidUntil: until, OrderSn: "2026101500000123456"},
			{ID: 4, Name: "家电券", Amount: 10000, MinPoint: 99900, Scope: "限家电类商品", State: "used", ValidUntil: until, OrderSn: "2026101500000123457"},
			{ID: 5, Name: "旧券", Amount: 1, Scope: "全场商品可用", State: "expired", ValidUntil: noon()},
		}}},
		{"coupons", "none", 200, page.Coupons{Base: signedIn("我的优惠券"), Tabs: states, State: "unused"}},
		{"coupons", "away", 200, page.Coupons{Base: signedIn("我的优惠券"), Tabs: states, State: "unused", Away: true}},
		{"couponcentre", "full", 200, page.CouponCentre{Base: wrong(signedIn("领券中心"), "这张券刚刚被领完了。"), Coupons: coupons()}},
		{"couponcentre", "claimed", 200, page.CouponCentre{Base: signedIn("领券中心"), Coupons: []page.CouponCard{claimed}, Claimed: &claimed}},
		{"couponcentre", "bare", 200, page.CouponCentre{Base: signedIn("领券中心"), Claimed: &bare}},
		{"couponcentre", "code", 404, page.CouponCentre{Base: wrong(signedIn("领券中心"), "", "code", "没有这个兑换码"), Coupons: coupons(), Code: "7K2M-9QXA"}},
		{"couponcentre", "none", 200, page.CouponCentre{Base: visitor("领券中心")}},
	}
}
