package sample

import (
	"fmt"
	"time"

	"gulimall/web/page"
)

func account() []Sample {
	standing := page.PointsSummary{Balance: 1280, Frozen: 500, Growth: 3600}
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
		{"profile", "edit", 422, page.Profile{Base: wrong(signedIn("个人资料"), "", "nickname", "昵称太长"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "黄金会员", Points: standing, Editable: true}},
		{"profile", "read", 200, page.Profile{Base: signedIn("个人资料"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "黄金会员", Points: standing}},
	}
}
