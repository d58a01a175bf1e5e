package demodata

import (
	"time"

	"gulimall/pkg/money"
)

// CouponType says who can have a coupon; the values are those of sms_coupon.coupon_type.
type CouponType int

// The types of coupons.
const (
	CouponEverybody    CouponType = 0
	CouponMember       CouponType = 1 // from a member level
	CouponPurchase     CouponType = 2 // given with a purchase, not to be claimed
	CouponRegistration CouponType = 3 // given on registration, not to be claimed
)

// CouponScope says what a coupon is good for; the values are those of sms_coupon.use_type.
type CouponScope int

// The scopes of coupons.
const (
	ScopeAll        CouponScope = 0
	ScopeCategories CouponScope = 1
	ScopeProducts   CouponScope = 2
)

// Coupon is a template. Its times are told from the moment of seeding: negative ones lie in the past.
type Coupon struct {
	ID                    int64
	Type                  CouponType
	Scope                 CouponScope
	Name, Note            string
	Amount                money.Fen
	MinPoint              money.Fen // amount of goods from which it can be used; 0 = any
	Num                   int64     // how many there are
	PerLimit              int64     // how many one member may claim
	LevelID               int64     // the level that it is for; 0 = any
	Published             bool
	CategoryIDs, SPUIDs   []int64
	ClaimFrom, ClaimUntil time.Duration
	ValidFrom, ValidUntil time.Duration
	Claimed, Used         int64 // counted from MemberCoupons
}

// Coupons returns the templates.
func Coupons() []Coupon {
	all := []Coupon{
		{
			ID: 1, Name: "全场满 299 减 30", Note: "全场商品可用", Amount: 3000, MinPoint: 29900, Num: 10000, PerLimit: 1, Published: true,
			ClaimFrom: -60 * day, ClaimUntil: 300 * day, ValidFrom: -60 * day, ValidUntil: 330 * day,
		},
		{
			ID: 2, Name: "5 元无门槛红包", Note: "全场商品可用，不设门槛", Amount: 500, Num: 5000, PerLimit: 2, Published: true,
			ClaimFrom: -30 * day, ClaimUntil: 300 * day, ValidFrom: -30 * day, ValidUntil: 330 * day,
		},
		{
			ID: 3, Scope: ScopeCategories, Name: "手机满 3000 减 200", Note: "限手机类商品", Amount: 20000, MinPoint: 300000, Num: 800, PerLimit: 1, Published: true,
			CategoryIDs: []int64{225}, ClaimFrom: -10 * day, ClaimUntil: 200 * day, ValidFrom: -10 * day, ValidUntil: 220 * day,
		},
		{
			ID: 4, Scope: ScopeCategories, Name: "图书满 100 减 20", Note: "限图书类商品", Amount: 2000, MinPoint: 10000, Num: 3000, PerLimit: 3, Published: true,
			CategoryIDs: []int64{1}, ClaimFrom: -50 * day, ClaimUntil: 200 * day, ValidFrom: -50 * day, ValidUntil: 230 * day,
		},
		{
			ID: 5, Scope: ScopeCategories, Name: "食品茶酒满 300 减 40", Note: "限坚果、茗茶与葡萄酒", Amount: 4000, MinPoint: 30000, Num: 2000, PerLimit: 2, Published: true,
			CategoryIDs: []int64{102, 106, 107}, ClaimFrom: -40 * day, ClaimUntil: 200 * day, ValidFrom: -40 * day, ValidUntil: 230 * day,
		},
		{
			ID: 6, Scope: ScopeProducts, Name: "驰野跑鞋满 500 减 60", Note: "限驰野指定跑鞋", Amount: 6000, MinPoint: 50000, Num: 500, PerLimit: 1, Published: true,
			SPUIDs: []int64{111, 112, 113}, ClaimFrom: -5 * day, ClaimUntil: 120 * day, ValidFrom: -5 * day, ValidUntil: 150 * day,
		},
		{
			ID: 7, Type: CouponMember, Name: "银牌会员满 1000 减 100", Note: "银牌会员专享", Amount: 10000, MinPoint: 100000, Num: 1000, PerLimit: 1, LevelID: LevelSilver, Published: true,
			ClaimFrom: -30 * day, ClaimUntil: 200 * day, ValidFrom: -30 * day, ValidUntil: 230 * day,
		},
		{
			ID: 8, Type: CouponRegistration, Name: "新人礼 满 100 减 50", Note: "注册即送", Amount: 5000, MinPoint: 10000, Num: 100000, PerLimit: 1, Published: true,
			ClaimFrom: -openedAgo, ClaimUntil: 3650 * day, ValidFrom: -openedAgo, ValidUntil: 3650 * day,
		},
		{
			ID: 9, Name: "年终盛典满 500 减 80", Note: "领取尚未开始", Amount: 8000, MinPoint: 50000, Num: 2000, PerLimit: 1, Published: true,
			ClaimFrom: 14 * day, ClaimUntil: 21 * day, ValidFrom: 14 * day, ValidUntil: 30 * day,
		},
		{
			ID: 10, Name: "金秋满 200 减 20", Note: "活动已结束", Amount: 2000, MinPoint: 20000, Num: 2000, PerLimit: 1, Published: true,
			ClaimFrom: -80 * day, ClaimUntil: -30 * day, ValidFrom: -80 * day, ValidUntil: -20 * day,
		},
		{
			ID: 11, Name: "限量 50 元无门槛", Note: "限量五张，先到先得", Amount: 5000, Num: 5, PerLimit: 1, Published: true,
			ClaimFrom: -20 * day, ClaimUntil: 100 * day, ValidFrom: -20 * day, ValidUntil: 120 * day,
		},
		{
			ID: 12, Type: CouponPurchase, Name: "购物返券 满 199 减 15", Note: "下单后赠送", Amount: 1500, MinPoint: 19900, Num: 10000, PerLimit: 5, Published: true,
			ClaimFrom: -30 * day, ClaimUntil: 300 * day, ValidFrom: -30 * day, ValidUntil: 330 * day,
		},
		{
			ID: 13, Type: CouponMember, Name: "铜牌会员满 200 减 20", Note: "铜牌会员专享", Amount: 2000, MinPoint: 20000, Num: 3000, PerLimit: 1, LevelID: LevelBronze, Published: true,
			ClaimFrom: -30 * day, ClaimUntil: 200 * day, ValidFrom: -30 * day, ValidUntil: 230 * day,
		},
		{
			ID: 14, Scope: ScopeProducts, Name: "积木满 199 减 25(草稿)", Note: "尚未发布", Amount: 2500, MinPoint: 19900, Num: 300, PerLimit: 1,
			SPUIDs: []int64{136, 137, 138}, ClaimFrom: -1 * day, ClaimUntil: 60 * day, ValidFrom: -1 * day, ValidUntil: 90 * day,
		},
	}
	for i := range all {
		for _, m := range MemberCoupons() {
			if m.CouponID != all[i].ID {
				continue
			}
			all[i].Claimed++
			if m.OrderSn != "" {
				all[i].Used++
			}
		}
	}
	return all
}

// MemberCoupon is a coupon in somebody's wallet. With an order it is used; without, it is unused, or expired where the
// template's validity is over.
type MemberCoupon struct {
	ID, CouponID, MemberID int64
	Seq                    int64 // the n-th of its template that the member has, from 1
	Claimed                bool  // claimed by the member; otherwise given
	OrderSn                string
	ClaimedAgo, UsedAgo    time.Duration
}

// MemberCoupons returns the wallets. The fifth of the five coupons 11 is gone, so nobody can claim it any more.
func MemberCoupons() []MemberCoupon {
	return []MemberCoupon{
		{ID: 1, CouponID: 8, MemberID: Demo, Seq: 1, OrderSn: orderCompletedFirst, ClaimedAgo: 90 * day, UsedAgo: 60*day - hour},
		{ID: 2, CouponID: 4, MemberID: Demo, Seq: 1, Claimed: true, OrderSn: orderCompletedBooks, ClaimedAgo: 26 * day, UsedAgo: 25*day - hour},
		{ID: 3, CouponID: 5, MemberID: Demo, Seq: 1, Claimed: true, OrderSn: orderPaid, ClaimedAgo: 3 * day, UsedAgo: 5 * hour},
		{ID: 4, CouponID: 1, MemberID: Demo, Seq: 1, Claimed: true, ClaimedAgo: 20 * day},
		{ID: 5, CouponID: 2, MemberID: Demo, Seq: 1, Claimed: true, ClaimedAgo: 4 * day},
		{ID: 6, CouponID: 10, MemberID: Demo, Seq: 1, Claimed: true, ClaimedAgo: 45 * day},
		{ID: 7, CouponID: 13, MemberID: Demo, Seq: 1, Claimed: true, ClaimedAgo: 2 * day},
		{ID: 8, CouponID: 11, MemberID: 2, Seq: 1, Claimed: true, ClaimedAgo: 19 * day},
		{ID: 9, CouponID: 11, MemberID: 3, Seq: 1, Claimed: true, ClaimedAgo: 19 * day},
		{ID: 10, CouponID: 11, MemberID: 4, Seq: 1, Claimed: true, ClaimedAgo: 18 * day},
		{ID: 11, CouponID: 11, MemberID: 5, Seq: 1, Claimed: true, ClaimedAgo: 18 * day},
		{ID: 12, CouponID: 11, MemberID: 6, Seq: 1, Claimed: true, ClaimedAgo: 17 * day},
	}
}
