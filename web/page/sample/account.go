package sample

import (
	"fmt"
	"time"

	"gulimall/web/page"
)

func account() []Sample {
	return append(append(overviews(), standings()...), belongings()...)
}

func levels() []page.Level {
	return []page.Level{
		{Name: "普通会员", Growth: 0},
		{Name: "铜牌会员", Growth: 3000, FreeFreightFrom: 27900, MemberPrice: true, Current: true},
		{Name: "银牌会员", Growth: 8000, FreeFreightFrom: 22900, MemberPrice: true},
	}
}

func midway() page.Standing {
	next := levels()[2]
	return page.Standing{Level: levels()[1], Next: &next, Missing: 4400, Done: 600, Span: 5000}
}

func overviews() []Sample {
	standing := page.PointsSummary{Balance: 1280, Frozen: 500, Growth: 3600}
	states := []page.OrderState{
		{Key: "pending_payment", Icon: "card", URL: "http://order.gulimall.localhost:8080/list.html?status=pending_payment", Count: 1},
		{Key: "paid", Icon: "box", URL: "http://order.gulimall.localhost:8080/list.html?status=paid"},
		{Key: "shipped", Icon: "truck", URL: "http://order.gulimall.localhost:8080/list.html?status=shipped", Count: 12},
		{Key: "after_sale", Icon: "back", URL: "http://order.gulimall.localhost:8080/list.html?status=after_sale"},
	}
	plain := levels()[0]
	return []Sample{
		{"memberhome", "full", 200, page.MemberHome{
			Base: signedIn("会员中心"), Name: "小麦", Points: standing, Standing: midway(), Coupons: pieces(2), FavouriteCount: pieces(3), Orders: states,
			Recent: []page.RecentOrder{
				{OrderSn: "2026101500000123456", Status: "shipped", At: noon(), Pay: 649900, Pieces: 2, Title: "山海 X70 Pro 5G 手机 曜石黑 12GB+256GB 全网通", Images: []string{"/media/sample-1.svg", ""}},
				{OrderSn: "2026101400000123457", Status: "completed", At: noon().Add(-30 * time.Hour), Pay: 3900, Pieces: 1, Title: "红茶"},
			},
			Favourites: favourites()[:2],
		}},
		{"memberhome", "new", 200, page.MemberHome{
			Base: signedIn("会员中心"), Name: "demo", Standing: page.Standing{Level: plain, Next: &plain, Missing: 3000, Span: 3000}, Orders: states, NoAddress: true, Coupons: pieces(0), FavouriteCount: pieces(0),
		}},
		{"memberhome", "alone", 200, page.MemberHome{Base: signedIn("会员中心"), Name: "demo", Standing: page.Standing{Level: levels()[2]}, Orders: states, OrdersAway: true}},
	}
}

func standings() []Sample {
	standing := page.PointsSummary{Balance: 1280, Frozen: 500, Growth: 3600}
	tabs := []page.Tab{{Label: "积分", URL: "/points.html", Selected: true}, {Label: "成长值", URL: "/points.html?of=growth"}}
	seen := time.Date(2026, 10, 15, 3, 58, 0, 0, time.UTC)
	security := page.Security{Base: signedIn("账户安全"), Username: "demo", Code: page.CodeForm{Phone: "138****1234"}, Others: true, Sessions: []page.Session{
		{ID: "a", Device: "Chrome · Windows", Address: "192.0.2.7", Since: noon(), Seen: noon(), Current: true},
		{ID: "b", Device: "Safari · iPhone", Address: "2001:db8:85a3::8a2e:370:7334", Since: noon().Add(-time.Hour), Seen: seen},
		{ID: "c", Address: "198.51.100.20", Since: noon().Add(-2 * time.Hour), Seen: seen},
	}}
	refused := page.Security{
		Base:     wrong(signedIn("账户安全"), "", "oldPassword", "原密码不对", "newPassword", "密码至少 8 个字符"),
		Username: "demo", Code: page.CodeForm{Phone: "138****1234"}, Sessions: security.Sessions[:1],
	}
	forgotten, sent := security, security
	forgotten.ByCode, forgotten.More = true, security.Sessions[1:]
	sent.ByCode, sent.Code = true, page.CodeForm{Phone: "138****1234", Sent: true, Wait: 60, DevCode: "482913"}
	return []Sample{
		{"points", "full", 200, page.Points{Base: signedIn("我的积分"), Summary: standing, Standing: midway(), Levels: levels(), Of: "points", Tabs: tabs, History: []page.PointsEntry{
			{At: noon(), Change: 649, Reason: "确认收货赠送", OrderSn: "2026101500000123456"}, {At: noon().Add(-time.Hour), Change: -500, Reason: "订单抵扣"},
		}, Pager: page.NewPager(2, 2, 6, func(n int) string { return fmt.Sprintf("?page=%d", n) })}},
		{"points", "none", 200, page.Points{Base: signedIn("我的积分"), Standing: midway(), Levels: levels(), Of: "growth", Tabs: tabs}},
		{"profile", "edit", 422, page.Profile{Base: wrong(signedIn("个人资料"), "", "nickname", "昵称太长"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "铜牌会员", Joined: noon()}},
		{"profile", "full", 200, page.Profile{Base: signedIn("个人资料"), Username: "demo", Nickname: "小麦", Phone: "138****1234", Level: "铜牌会员", Joined: noon()}},
		{"security", "full", 200, security},
		{"security", "wrong", 422, refused},
		{"security", "forgotten", 200, forgotten},
		{"security", "sent", 200, sent},
	}
}

func favourites() []page.Favourite {
	return []page.Favourite{
		{SKUID: 1, Title: "山海 X70 Pro 5G 手机 曜石黑 12GB+256GB 全网通", Image: "/media/sample-1.svg", Attrs: []string{"颜色: 黑", "版本: 12GB+256GB"}, Price: 559900, OnShelf: true, InStock: true, At: noon()},
		{SKUID: 2, Title: "红茶", Price: 3900, OnShelf: true, At: noon()},
		{SKUID: 3, Title: "旧款耳机", Price: 9900, InStock: true, At: noon()},
		{SKUID: 4, At: noon()},
	}
}

func belongings() []Sample {
	many := page.NewPager(1, 20, 61, func(n int) string { return fmt.Sprintf("/favourites.html?page=%d", n) })
	return []Sample{
		{"addresses", "full", 200, page.Addresses{
			Base: told(signedIn("收货地址"), page.FlashSuccess, "地址已删除。"), Addresses: addresses(), Limit: 20, OriginURL: "http://order.gulimall.localhost:8080/toTrade",
		}},
		{"addresses", "edit", 422, page.Addresses{
			Base: wrong(signedIn("收货地址"), "", "phone", "请填写 11 位手机号"), Addresses: addresses(), Limit: 20, Form: addresses()[0], Full: true,
		}},
		{"addresses", "none", 200, page.Addresses{Base: signedIn("收货地址"), Limit: 20}},
		{"addresses", "many", 200, page.Addresses{Base: signedIn("收货地址"), Addresses: addresses(), Limit: len(addresses()), Full: true}},
		{"favourites", "full", 200, page.Favourites{Base: signedIn("我的收藏"), Items: favourites(), Total: 61, Limit: 200, Pager: many}},
		{"favourites", "none", 200, page.Favourites{Base: signedIn("我的收藏"), Limit: 200}},
		{"favourites", "away", 200, page.Favourites{Base: signedIn("我的收藏"), Total: 4, Limit: 200, Away: true}},
	}
}
