package sample

import (
	"fmt"
	"time"

	"gulimall/web/page"
)

// marketer is the back office's frame for somebody who looks after coupons.
func marketer(title string) page.AdminBase {
	return page.AdminBase{Title: title, Here: "/coupon/coupons.html", Staff: "运营", Menu: []page.AdminDesk{{Key: "coupon", Links: []page.AdminLink{
		{Key: "coupons", Path: "/coupon/coupons.html", Icon: "ticket", Now: true},
		{Key: "claims", Path: "/coupon/claims.html", Icon: "list"},
		{Key: "rules", Path: "/coupon/rules.html", Icon: "gift"},
	}}}}
}

func couponDesk() []Sample {
	rows := []page.AdminCouponRow{
		{ID: 1, Name: "全场满 299 减 30", State: "published", Kind: "everybody", Scope: "全场商品可用", Amount: 3000, MinPoint: 29900, Issued: 10000, Claimed: 431, Used: 88, Discount: 264000, ClaimUntil: noon()},
		{ID: 2, Name: "新人券", State: "draft", Kind: "registration", Scope: "限手机类商品", Amount: 500, Issued: 100, ClaimUntil: noon()},
		{ID: 3, Name: "盛典券", State: "ended", Kind: "code", Scope: "限指定商品", Amount: 8000, MinPoint: 100000, Issued: 50, Claimed: 50, ClaimUntil: noon()},
	}
	tabs := []page.Tab{{Label: "全部", URL: "/coupon/coupons.html", Selected: true}, {Label: "草稿", URL: "/coupon/coupons.html?state=draft"}}
	kinds := []page.Option{{Value: "everybody", Label: "所有人", Selected: true}, {Value: "code", Label: "凭码兑换"}}
	pager := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/coupon/coupons.html?page=%d", n) })
	list := page.AdminCoupons{AdminBase: marketer("优惠券"), Tabs: tabs, State: "published", Name: "全场", Kinds: kinds, Filtered: true, Sort: "-used", Rows: rows, Pager: pager, CSV: "/coupon/coupons.csv", MayWrite: true}
	list.Heads = []page.AdminHead{{Key: "name", URL: "/coupon/coupons.html?sort=name"}, {Key: "used", Number: true, Sorted: "descending", URL: "/coupon/coupons.html?sort=used"}}
	read, none, nothing := list, list, list
	read.MayWrite, read.State, read.Filtered = false, "", false
	none.Rows, nothing.Rows, nothing.Filtered = nil, nil, false
	held := page.AdminCouponWithdraw{AdminBase: marketer("撤回"), AdminCouponRow: rows[0], Unused: 300, Locked: 2}
	gone, refusedGone := held, held
	gone.Done = true
	refusedGone.AdminBase, refusedGone.Unused = refused(marketer("撤回"), "草稿还没有发布"), 0
	return append([]Sample{
		{"admincoupons", "full", 200, list},
		{"admincoupons", "read", 200, read},
		{"admincoupons", "none", 200, none},
		{"admincoupons", "nothing", 200, nothing},
		{"admincouponwithdraw", "ask", 200, held},
		{"admincouponwithdraw", "void", 200, gone},
		{"admincouponwithdraw", "refused", 409, refusedGone},
	}, append(append(couponPages(rows), couponForms()...), append(claimDesk(), ruleDesk()...)...)...)
}

func couponPages(rows []page.AdminCouponRow) []Sample {
	levels := []page.Option{{Value: "1", Label: "普通会员", Selected: true}, {Value: "2", Label: "铜牌会员"}}
	card := page.CouponCard{ID: 1, Name: rows[0].Name, Amount: 3000, MinPoint: 29900, Scope: "全场商品可用", ValidFrom: noon(), ValidUntil: noon(), Left: 9000, Issued: 10000, PerLimit: 1}
	cart := page.AdminCart{
		Lines: "1001 2", Levels: levels, Priced: true, Goods: 999800, Promotion: 100000, Off: 3000, Left: 896800,
		Rows:         []page.AdminCartRow{{SkuID: 1001, Title: "山海 X70 Pro 5G 手机", Price: 499900, Count: 2, Amount: 999800, Promotion: 100000, Coupon: 3000, Costs: 896800}},
		Explanations: []page.AdminCartReason{{Text: "1001 满 2 件 9 折", Amount: 100000}, {Text: "优惠券：全场满 299 减 30", Amount: 3000}},
	}
	one := page.AdminCoupon{
		AdminBase: marketer(rows[0].Name), AdminCouponRow: rows[0], Note: "每单一张", Level: "铜牌会员", PerLimit: 1, ClaimFrom: noon(), ValidFrom: noon(), ValidUntil: noon(),
		Locked: 2, Expired: 3, Voided: 4, Left: 9569, Doubts: []string{"每人不限张数"}, Card: card, Cart: cart, MayWrite: true, Withdraw: true, Grant: true, Key: "k",
		Members: "7, 8",
	}
	draft := one
	draft.AdminCouponRow, draft.Withdraw, draft.Grant, draft.Publish, draft.PerLimit, draft.Level, draft.Note, draft.Doubts = rows[1], false, false, true, 0, "", "", nil
	draft.Cart.Reason, draft.Cart.Explanations = "不适用于这些商品", nil
	code := one
	code.AdminBase = refused(marketer(rows[2].Name), "", "count", "超出允许的范围")
	code.AdminCouponRow, code.Withdraw, code.Void, code.Grant, code.Code, code.Cart = rows[2], false, true, false, true, page.AdminCart{Levels: levels}
	code.Mine = &page.MyCoupon{Name: rows[2].Name, Amount: 8000, MinPoint: 100000, Scope: "限指定商品", State: "unused", ValidFrom: noon(), ValidUntil: noon(), NotYet: true}
	code.Codes = []page.AdminCode{{Code: "7K2M-9QXA-3F5T-W8BC", MemberID: 7, CreatedAt: noon(), RedeemedAt: noon()}, {Code: "1A2B-3C4D-5E6F-7G8H", CreatedAt: noon()}}
	code.CodesTabs = []page.Tab{{Label: "全部", URL: "/coupon/coupon.html?id=3#codes", Selected: true}, {Label: "未兑换", URL: "/coupon/coupon.html?id=3&redeemed=no#codes"}}
	code.CodesMade, code.CodesCSV, code.Count = 2, "/coupon/codes.csv?id=3", "x"
	bad := one
	bad.AdminBase = refused(marketer(rows[0].Name), "", "memberIds", "超出允许的范围", "lines", "格式不正确")
	read := one
	read.MayWrite, read.Withdraw, read.Grant = false, false, false
	noCodes := code
	noCodes.AdminBase, noCodes.Codes, noCodes.Void = marketer(rows[2].Name), nil, false
	asking := page.AdminCouponGrant{
		AdminBase: marketer("发放「" + rows[0].Name + "」"), AdminCouponRow: rows[0], Key: "k", Sent: "7", OK: 1, Refused: 1,
		Results: []page.AdminGrant{{MemberID: 7, Result: "ok"}, {MemberID: 8, Result: "limit"}},
	}
	done := asking
	done.Sent, done.Done = "", true
	return []Sample{
		{"admincoupon", "full", 200, one},
		{"admincoupon", "draft", 200, draft},
		{"admincoupon", "codes", 422, code},
		{"admincoupon", "no codes", 200, noCodes},
		{"admincoupon", "wrong", 422, bad},
		{"admincoupon", "read", 200, read},
		{"admincoupongrant", "asking", 200, asking},
		{"admincoupongrant", "done", 200, done},
		{"admincoupongrant", "nobody", 200, page.AdminCouponGrant{AdminBase: asking.AdminBase, AdminCouponRow: rows[0], Refused: 1, Results: asking.Results[1:]}},
	}
}

func couponForms() []Sample {
	kinds := []page.Option{{Value: "everybody", Label: "所有人", Selected: true}, {Value: "code", Label: "凭码兑换"}}
	scopes := []page.Option{{Value: "all", Label: "全场"}, {Value: "categories", Label: "分类", Selected: true}}
	levels := []page.Option{{Value: "1", Label: "普通会员"}, {Value: "2", Label: "铜牌会员", Selected: true}}
	form := page.AdminCouponForm{
		Name: "手机满 3000 减 200", Note: "限手机类商品", Kind: "everybody", Scope: "categories", ScopeIDs: "225 手机", Amount: "200.00", MinPoint: "3000.00", LevelID: "2", PerLimit: "1", Issued: "800",
		ClaimFrom: "2026-11-01T00:00", ClaimUntil: "2026-12-01T00:00", ValidFrom: "2026-11-01T00:00", ValidUntil: "2026-12-31T00:00",
	}
	edit := page.AdminCouponEdit{AdminBase: marketer("编辑优惠券"), ID: 3, Version: 4, Form: form, Kinds: kinds, Scopes: scopes, Levels: levels, Fixed: true}
	fresh, doubtful, meanwhile := edit, edit, edit
	fresh.AdminBase, fresh.ID, fresh.Fixed = refused(marketer("新建优惠券"), "", "amount", "超出允许的范围", "scopeIds", "请填写这一项"), 0, false
	doubtful.Doubts, doubtful.Sure = []string{"满 ¥300.00 减 ¥200.00：优惠超过一半"}, "half_threshold"
	meanwhile.AdminBase, meanwhile.Present = refused(marketer("编辑优惠券"), "别人刚刚改过"), &form
	return []Sample{
		{"admincouponedit", "edit", 200, edit},
		{"admincouponedit", "new", 422, fresh},
		{"admincouponedit", "doubtful", 200, doubtful},
		{"admincouponedit", "meanwhile", 409, meanwhile},
	}
}

func claimDesk() []Sample {
	claims := []page.AdminClaim{
		{CouponID: 1, MemberID: 7, Name: "全场满 299 减 30", State: "used", OrderSn: "2611220001", ClaimedAt: noon(), ValidUntil: noon(), UsedAt: noon()},
		{CouponID: 1, MemberID: 8, Name: "全场满 299 减 30", State: "locked", OrderSn: "2611220002", ClaimedAt: noon(), ValidUntil: noon()},
		{CouponID: 2, MemberID: 8, Name: "新人券", State: "voided", Given: true, ClaimedAt: noon().Add(-time.Hour), ValidUntil: noon()},
		{CouponID: 2, MemberID: 9, Name: "新人券", State: "unused", Given: true, ClaimedAt: noon(), ValidUntil: noon()},
	}
	list := page.AdminClaims{
		Sort: "claimed_at", Heads: []page.AdminHead{{Key: "coupon"}, {Key: "claimed_at", Sorted: "ascending", URL: "/coupon/claims.html?sort=-claimed_at"}},
		AdminBase: marketer("领取记录"), CouponID: "1", MemberID: "8", OrderSn: "2611220002", Filtered: true, Rows: claims, CSV: "/coupon/claims.csv",
		States: []page.Option{{Value: "unused", Label: "未使用", Selected: true}, {Value: "used", Label: "已使用"}},
		Pager:  page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/coupon/claims.html?page=%d", n) }), MayOrders: true,
	}
	none, nothing, orderless := list, list, list
	orderless.MayOrders = false
	none.Rows, nothing.Rows, nothing.Filtered = nil, nil, false
	return []Sample{{"admincouponclaims", "full", 200, list}, {"admincouponclaims", "none", 200, none}, {"admincouponclaims", "nothing", 200, nothing}, {"admincouponclaims", "no orders", 200, orderless}}
}

func ruleDesk() []Sample {
	rows := []page.AdminRuleRow{
		{ID: 1, SkuID: 1001, SpuID: 7, Title: "山海 X70 Pro 5G 手机", Price: 499900, Rule: "满 2 件 9 折", AddOther: true, Doubts: []string{"多条优惠会先后叠加"}},
		{ID: 2, SkuID: 1002, SpuID: 7, Rule: "满 3 件 8 折"},
	}
	tabs := []page.Tab{{Label: "阶梯价", URL: "/coupon/rules.html?kind=ladders", Selected: true}, {Label: "满减", URL: "/coupon/rules.html?kind=reductions"}}
	list := page.AdminRules{
		AdminBase: marketer("优惠规则"), Tabs: tabs, Kind: "ladders", SKU: "1001", SPU: "7", Filtered: true, Rows: rows, CSV: "/coupon/rules.csv?kind=ladders", MayWrite: true,
		Pager: page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/coupon/rules.html?page=%d", n) }),
	}
	read, none, nothing, bounds, doubtful, sound := list, list, list, list, list, list
	read.MayWrite, read.Filtered = false, false
	none.Rows, nothing.Rows, nothing.Filtered = nil, nil, false
	bounds.Kind, bounds.Rows = "bounds", []page.AdminRuleRow{{ID: 5, SpuID: 7, Rule: "每件送 10 积分、20 成长值"}}
	doubtful.Kind, doubtful.CSV, doubtful.Filtered = "warnings", "", false
	sound.Kind, sound.Rows, sound.Filtered = "warnings", nil, false
	samples := []Sample{
		{"admincouponrules", "full", 200, list},
		{"admincouponrules", "read", 200, read},
		{"admincouponrules", "none", 200, none},
		{"admincouponrules", "nothing", 200, nothing},
		{"admincouponrules", "bounds", 200, bounds},
		{"admincouponrules", "warnings", 200, doubtful},
		{"admincouponrules", "sound", 200, sound},
	}
	levels := []page.Option{{Value: "2", Label: "铜牌会员", Selected: true}}
	form := page.AdminRuleForm{SKU: "1001", SPU: "7", Count: "2", Discount: "90", Full: "100.00", Reduce: "10.00", LevelID: "2", Price: "9.00", Points: "10", Growth: "20"}
	ticked := form
	ticked.AddOther, ticked.GrowthPlain, ticked.PointsPlain, ticked.GrowthDiscounted, ticked.PointsDiscounted = true, true, true, true, true
	for i, kind := range []string{"ladders", "reductions", "prices", "bounds"} {
		edit := page.AdminRuleEdit{AdminBase: marketer("编辑规则"), Kind: kind, ID: int64(i) + 1, Version: 2, Form: ticked, Levels: levels, Good: &rows[0]}
		meanwhile, fresh := edit, edit
		meanwhile.AdminBase, meanwhile.Present = refused(marketer("编辑规则"), "别人刚刚改过"), &form
		fresh.AdminBase, fresh.ID, fresh.Form, fresh.Good = refused(marketer("添加规则"), "", "skuId", "没有这个 SKU"), 0, form, nil
		fresh.Doubts, fresh.Sure = []string{"优惠超过一半"}, "over_half"
		samples = append(samples, Sample{"admincouponrule", kind, 200, edit}, Sample{"admincouponrule", kind + " meanwhile", 409, meanwhile}, Sample{"admincouponrule", kind + " new", 422, fresh})
	}
	return samples
}
