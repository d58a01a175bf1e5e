package sample

import (
	"fmt"

	"gulimall/web/page"
)

func memberDesk() []Sample {
	many := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/member/members.html?page=%d", n) })
	mai := page.AdminMember{
		ID: 1, Username: "demo", Nickname: "谷粒小主", Phone: "138****0001", Level: "铜牌会员", Active: true, Points: 7433, Kept: 200, Growth: 7233, JoinedAt: noon(), LoginAt: noon(),
	}
	frozen := page.AdminMember{ID: 2, Username: "zhang_wei", Nickname: "zhang_wei", Phone: "13800000002", Level: "普通会员", Points: 0, JoinedAt: noon()}
	list := page.AdminMembers{
		AdminBase: keeper("会员"), Keyword: "de", From: "2026-10-01", To: "2026-10-31", Levels: []page.Option{{Value: "1", Label: "普通会员", Selected: true}},
		States: []page.Option{{Value: "active", Label: "正常"}, {Value: "frozen", Label: "已冻结"}}, Filtered: true, Members: []page.AdminMember{mai, frozen}, Pager: many,
		Heads: []page.AdminHead{{Key: "username"}, {Key: "phone"}, {Key: "level"}, {Key: "state"}, {Key: "points", URL: "/member/members.html?sort=points", Number: true}, {Key: "growth", URL: "/member/members.html?sort=growth", Number: true}, {Key: "joined", URL: "/member/members.html?sort=joined", Sorted: "descending"}, {Key: "login", URL: "/member/members.html?sort=login"}},
		CSV:   "/member/members.csv",
	}
	none := list
	none.Members = nil
	tabs := []page.Tab{{Label: "积分", URL: "/member/member.html?id=1&kind=points", Selected: true}, {Label: "成长值", URL: "/member/member.html?id=1&kind=growth"}}
	entries := []page.PointsEntry{{At: noon(), Change: -200, Reason: "订单抵扣", OrderSn: "2026101500000123456"}, {At: noon(), Change: 50, Reason: "配送延误补偿"}}
	orders := &page.AdminMemberOrders{Total: 32, Newest: []page.AdminMemberOrder{
		{Sn: "2026101500000123456", State: "paid", Title: "山海 X70 Pro 5G 手机 曜石黑 12GB+256GB", Pieces: 3, Pay: 123456789, At: noon()},
		{Sn: "2026101400000123451", State: "closed", Title: "清晨绿茶 250g 罐装", Pieces: 1, Pay: 8900, At: noon()},
	}}
	coupons := &page.AdminMemberCoupons{Total: 4, States: []page.AdminMemberCount{{State: "unused", Count: 2}, {State: "locked"}, {State: "used", Count: 1}, {State: "expired", Count: 1}}, Newest: []page.AdminMemberCoupon{
		{Name: "满 1000 减 100", State: "unused", Amount: 10000, From: 100000, Until: noon()},
		{Name: "无门槛 5 元", State: "locked", Amount: 500, Until: noon(), OrderSn: "2026101500000123456"},
		{Name: "开业礼券", State: "used", Amount: 2000, From: 10000, Until: noon(), OrderSn: "2026101400000123451"},
	}}
	way := &page.AdminMemberUnderWay{Total: 3, States: []page.AdminMemberCount{{State: "pending_payment", Count: 1}, {State: "paid", Count: 2}, {State: "shipped"}, {State: "after_sale"}}}
	return []Sample{
		{"adminmembers", "full", 200, list},
		{"adminmembers", "none", 200, none},
		{"adminmembers", "empty", 200, page.AdminMembers{AdminBase: keeper("会员")}},
		{"adminmember", "full", 200, page.AdminMemberDesk{
			AdminBase: keeper("demo"), AdminMember: mai, Favourites: 6, Tabs: tabs, Entries: entries, Pager: many, CSV: "/member/member.csv?id=1", MayWrite: true, Orders: orders, Coupons: coupons,
			Addresses: []page.AdminMemberAddress{{Name: "小麦", Phone: "138****0001", Line: "上海市 上海市 浦东新区 世纪大道 1 号", IsDefault: true}, {Name: "小麦", Phone: "138****0001", Line: "广东省 深圳市 南山区 科苑路 2 号"}},
		}},
		{"adminmember", "frozen", 200, page.AdminMemberDesk{AdminBase: keeper("zhang_wei"), AdminMember: frozen, FrozenAt: noon(), FrozenReason: "盗号", Tabs: tabs, MayWrite: true, Orders: &page.AdminMemberOrders{}, Coupons: &page.AdminMemberCoupons{}}},
		{"adminmember", "read", 200, page.AdminMemberDesk{AdminBase: keeper("demo"), AdminMember: mai, Tabs: tabs, Entries: entries, Pager: many}},
		{"adminmember", "away", 200, page.AdminMemberDesk{AdminBase: keeper("demo"), AdminMember: mai, Tabs: tabs, Pager: many, Orders: &page.AdminMemberOrders{Away: true}, Coupons: &page.AdminMemberCoupons{Away: true}}},
		{"adminmember", "coupons alone", 200, page.AdminMemberDesk{AdminBase: keeper("demo"), AdminMember: mai, Tabs: tabs, Pager: many, Coupons: coupons}},
		{"adminmemberpoints", "new", 422, page.AdminMemberPoints{
			AdminBase: refused(keeper("调整积分或成长值"), "", "change", "增减数量：超出允许的范围"), Member: mai, Kinds: []page.Option{{Value: "points", Label: "积分", Selected: true}}, Kind: "points", Change: "0", Key: "key-1",
		}},
		{"adminmemberpoints", "asking", 200, page.AdminMemberPoints{
			AdminBase: keeper("调整积分或成长值"), Member: frozen, Kind: "points", Change: "-50", Reason: "重复赠送", Key: "key-1", Asking: true, Delta: -50, Now: 7433, Becomes: 7383,
		}},
		{"adminmemberfreeze", "freeze", 422, page.AdminMemberFreeze{AdminBase: refused(keeper("冻结会员"), "", "reason", "原因：请填写这一项"), Member: mai, UnderWay: way}},
		{"adminmemberfreeze", "no orders", 200, page.AdminMemberFreeze{AdminBase: keeper("冻结会员"), Member: mai, UnderWay: &page.AdminMemberUnderWay{}}},
		{"adminmemberfreeze", "away", 200, page.AdminMemberFreeze{AdminBase: keeper("冻结会员"), Member: mai, UnderWay: &page.AdminMemberUnderWay{Away: true}}},
		{"adminmemberfreeze", "unfreeze", 200, page.AdminMemberFreeze{AdminBase: keeper("解除冻结"), Member: frozen, Reason: "本人已核实"}},
	}
}

func memberLevels() []Sample {
	levels := []page.AdminLevel{
		{ID: 1, Version: 1, Name: "普通会员", Note: "注册即是", FreeFreightFrom: 29900, CommentGrowth: 10, Default: true, Members: 184},
		{ID: 2, Version: 3, Name: "铜牌会员", GrowthFrom: 3000, MemberPrice: true, Birthday: true, Members: 2},
	}
	return []Sample{
		{"adminmemberlevels", "full", 200, page.AdminMemberLevels{AdminBase: keeper("会员等级"), Levels: levels, CSV: "/member/levels.csv", MayWrite: true}},
		{"adminmemberlevels", "read", 200, page.AdminMemberLevels{AdminBase: keeper("会员等级"), Levels: levels}},
		{"adminmemberleveledit", "new", 422, page.AdminMemberLevelEdit{
			AdminBase: refused(keeper("添加等级"), "", "growthFrom", "成长值门槛必须逐级递增"), Name: "银牌会员", Growth: "3000", Freight: "229.00", Comment: "30", MemberPrice: true, Birthday: true,
		}},
		{"adminmemberleveledit", "lowest", 200, page.AdminMemberLevelEdit{AdminBase: keeper("编辑等级"), ID: 1, Version: 1, Name: "普通会员", Growth: "0", Freight: "299.00", Comment: "10", Default: true}},
		{"adminmemberleveledit", "meanwhile", 409, page.AdminMemberLevelEdit{
			AdminBase: refused(keeper("编辑等级"), "别人刚刚改过"), ID: 2, Version: 3, Name: "铜牌", Growth: "3000", Freight: "279.00", Present: &levels[1],
		}},
		{"adminmemberleveledit", "meanwhile plain", 409, page.AdminMemberLevelEdit{AdminBase: keeper("编辑等级"), ID: 1, Version: 2, Name: "普通", Growth: "0", Freight: "0", Present: &levels[0]}},
	}
}
