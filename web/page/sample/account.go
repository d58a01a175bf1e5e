package sample

import (
	"fmt"
	"time"

	"gulimall/pkg/money"
	"gulimall/web/page"
)

func account() []Sample {
	standing := page.PointsSummary{Balance: 1280, Frozen: 500, Growth: 3600}
	states := []page.Tab{{Label: "未使用", URL: "?state=unused", Selected: true, Count: pieces(2)}, {Label: "已使用", URL: "?state=used"}, {Label: "已过期", URL: "?state=expired"}}
	until := noon().AddDate(0, 1, 0)
	bare := signedIn("会员中心")
	bare.Member = &page.Member{Username: "demo"}
	return []Sample{
		{"memberhome", "full", 200, page.MemberHome{
			Base: signedIn("会员中心"), Points: standing, NextLevel: "铂金会员", NextGrowth: 8000, UnusedCoupons: pieces(2),
			OrderTabs: []page.Tab{{Label: "待付款", URL: "/list.html?status=pending_payment", Count: pieces(1)}, {Label: "待收货", URL: "/list.html"}}, Recent: []page.Order{order("shipped")},
		}},
		{"memberhome", "bare", 200, page.MemberHome{Base: bare}},
		{"memberhome", "nobody", 200, page.MemberHome{Base: visitor("会员中心")}},
		{"addresses", "full", 200, page.Addresses{Base: told(signedIn("收货地址"), page.FlashWarning, "地址已删除。"), Addresses: addresses(), OriginURL: "http://order.gulimall.localhost:8080/toTrade"}},
		{"addresses", "edit", 422, page.Addresses{Base: wrong(signedIn("收货地址"), "", "phone", "请填写 11 位手机号"), Addresses: addresses(), Form: addresses()[0]}},
		{"addresses", "none", 200, page.Addresses{Base: signedIn("收货地址")}},
		{"points", "full", 200, page.Points{Base: signedIn("我的积分"), Summary: standing, History: []page.PointsEntry{
			{At: noon(), Change: 649, Reason: "确认收货", OrderSn: "2026101500000123456"}, {At: noon().Add(-time.Hour), Change: -500, Reason: "下单抵扣"},
		}, Pager: page.NewPager(2, 2, 6, func(n int) string { return fmt.Sprintf("?page=%d", n) })}},
		{"points", "none", 200, page.Points{Base: signedIn("我的积分")}},
		{"coupons", "full", 200, page.Coupons{Base: signedIn("我的优惠券"), Tabs: states, Coupons: []page.MyCoupon{
			{ID: 1, Name: "全场满减券", Amount: 2000, MinPoint: 19900, Scope: "全部商品", State: "unused", ValidUntil: until, UseURL: "http://search.gulimall.localhost:8080/list.html"},
			{ID: 2, Name: "新人无门槛券", Amount: 500, State: "unused", ValidUntil: until},
			{ID: 3, Name: "手机专享券", Amount: 20000, MinPoint: 399900, State: "locked", ValidUntil: until, OrderSn: "2026101500000123456"},
			{ID: 4, Name: "家电券", Amount: 10000, MinPoint: 99900, State: "used", ValidUntil: until},
			{ID: 5, Name: "旧券", Amount: 1, State: "expired", ValidUntil: noon()},
		}}},
		{"coupons", "none", 200, page.Coupons{Base: signedIn("我的优惠券")}},
		{"couponcentre", "full", 200, page.CouponCentre{Base: wrong(signedIn("领券中心"), "这张券刚刚被领完了。"), Coupons: coupons()}},
		{"couponcentre", "none", 200, page.CouponCentre{Base: visitor("领券中心")}},
		{"profile", "edit", 422, page.Profile{Base: wrong(signedIn("个人资料"), "", "nickname", "昵称太长"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "黄金会员", Points: standing, Editable: true}},
		{"profile", "read", 200, page.Profile{Base: signedIn("个人资料"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "黄金会员", Points: standing}},
	}
}

func words() []Sample {
	freight := []page.FreightRule{{Region: "江浙沪皖", First: 600, More: 100, Days: "次日达"}, {Region: "其他地区", First: money.Fen(1000), More: 300, Days: "2 – 4 天"}}
	samples := []Sample{
		{"help", "guide", 200, page.Help{Base: visitor("购物指南"), Topic: "guide", PayWithin: 30 * time.Minute}},
		{"help", "delivery", 200, page.Help{Base: visitor("配送方式"), Topic: "delivery", Freight: freight}},
		{"help", "delivery-words", 200, page.Help{Base: visitor("配送方式"), Topic: "delivery"}},
		{"help", "after-sale", 200, page.Help{Base: visitor("售后服务"), Topic: "after-sale"}},
		{"help", "contact", 200, page.Help{Base: visitor("联系方式"), Topic: "contact"}},
	}
	for _, status := range []int{400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503} {
		samples = append(samples, Sample{"error", fmt.Sprint(status), status, page.Error{
			Base: visitor("出了点问题"), Status: status, Code: "some_code", Heading: "出了点问题", Detail: "没有找到这张订单。", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736",
		}})
	}
	return append(samples, Sample{"error", "bare", 500, page.Error{Base: page.Base{Unknown: true}, Status: 500, Heading: "出了点问题"}})
}
