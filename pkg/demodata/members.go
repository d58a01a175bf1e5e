package demodata

import (
	"fmt"
	"time"

	"gulimall/pkg/money"
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
	// openedAgo is when the demo shop opened: before everything else that happened in it.
	openedAgo = 400 * day
)

// Demo is the shopper whom the documentation names.
const Demo int64 = 1

// The member levels.
const (
	LevelRegular int64 = 1
	LevelBronze  int64 = 2
	LevelSilver  int64 = 3
	LevelGold    int64 = 4
)

// Level is a member level and what it brings.
type Level struct {
	ID              int64
	Name, NameEN    string
	GrowthPoint     int64     // growth from which a member has the level
	FreeFreightFrom money.Fen // goods from this amount travel free
	MemberPrice     bool      // member prices apply
	Birthday        bool      // a birthday gift
	CommentGrowth   int64     // growth for a review
	Default         bool      // what new members get
	Note            string
}

// Levels returns the member levels, lowest first.
func Levels() []Level {
	return []Level{
		{ID: LevelRegular, Name: "普通会员", NameEN: "Regular", GrowthPoint: 0, FreeFreightFrom: 29900, CommentGrowth: 10, Default: true, Note: "注册即是"},
		{ID: LevelBronze, Name: "铜牌会员", NameEN: "Bronze", GrowthPoint: 3000, FreeFreightFrom: 27900, MemberPrice: true, CommentGrowth: 20, Note: "成长值满 3000"},
		{ID: LevelSilver, Name: "银牌会员", NameEN: "Silver", GrowthPoint: 8000, FreeFreightFrom: 22900, MemberPrice: true, Birthday: true, CommentGrowth: 30, Note: "成长值满 8000"},
		{ID: LevelGold, Name: "金牌会员", NameEN: "Gold", GrowthPoint: 20000, FreeFreightFrom: 19900, MemberPrice: true, Birthday: true, CommentGrowth: 50, Note: "成长值满 20000"},
	}
}

// Member is somebody who has an account. The password is in the clear: the member service hashes it.
type Member struct {
	ID                 int64
	Username, Nickname string
	Password           string
	Phone              string
	LevelID            int64
	Points, Growth     int64 // the sums of the member's ledgers
	CreatedAgo         time.Duration
}

// people are the members without what their ledgers say.
func people() []Member {
	const password = "Demo-2026!"
	return []Member{
		{ID: Demo, Username: "demo", Nickname: "谷粒小主", Password: password, Phone: "13800000001", CreatedAgo: 90 * day},
		{ID: 2, Username: "linxi", Nickname: "林溪", Password: password, Phone: "13800000002", CreatedAgo: 85 * day},
		{ID: 3, Username: "laozhou", Nickname: "老周", Password: password, Phone: "13800000003", CreatedAgo: 80 * day},
		{ID: 4, Username: "xiaoman", Nickname: "小满", Password: password, Phone: "13800000004", CreatedAgo: 70 * day},
		{ID: 5, Username: "heguang", Nickname: "和光", Password: password, Phone: "13800000005", CreatedAgo: 64 * day},
		{ID: 6, Username: "atang", Nickname: "阿棠", Password: password, Phone: "13800000006", CreatedAgo: 58 * day},
	}
}

// Members returns the demo shopper first, then those who took the last of the exhausted coupon.
func Members() []Member {
	all := people()
	for i := range all {
		m := &all[i]
		for _, e := range PointsEntries() {
			if e.MemberID == m.ID {
				m.Points += e.Change
			}
		}
		for _, e := range GrowthEntries() {
			if e.MemberID == m.ID {
				m.Growth += e.Change
			}
		}
		for _, l := range Levels() {
			if m.Growth >= l.GrowthPoint {
				m.LevelID = l.ID
			}
		}
	}
	return all
}

// Address is where a member has goods sent.
type Address struct {
	ID, MemberID           int64
	Name, Phone            string
	Province, City, Region string
	Detail, PostCode       string
	Default                bool
}

// Addresses returns the demo shopper's three addresses, and one for each of the others.
func Addresses() []Address {
	return []Address{
		{ID: 1, MemberID: Demo, Name: "谷小粒", Phone: "13800000001", Province: "浙江省", City: "杭州市", Region: "西湖区", Detail: "文三路 478 号华星时代广场 A 座 1203 室", PostCode: "310012", Default: true},
		{ID: 2, MemberID: Demo, Name: "谷小粒", Phone: "13800000001", Province: "广东省", City: "深圳市", Region: "南山区", Detail: "科技园科苑路 15 号科兴科学园 B 栋 3 单元 906", PostCode: "518057"},
		{ID: 3, MemberID: Demo, Name: "谷爸爸", Phone: "13900000009", Province: "四川省", City: "成都市", Region: "武侯区", Detail: "桐梓林北路 9 号中华园二期 6 栋 2 单元 401", PostCode: "610041"},
		{ID: 4, MemberID: 2, Name: "林溪", Phone: "13800000002", Province: "上海市", City: "上海市", Region: "徐汇区", Detail: "宜山路 700 号普天信息产业园 C2 幢", PostCode: "200233", Default: true},
		{ID: 5, MemberID: 3, Name: "周建国", Phone: "13800000003", Province: "北京市", City: "北京市", Region: "海淀区", Detail: "中关村大街 27 号 1505", PostCode: "100080", Default: true},
		{ID: 6, MemberID: 4, Name: "陈小满", Phone: "13800000004", Province: "湖北省", City: "武汉市", Region: "洪山区", Detail: "珞喻路 1037 号", PostCode: "430074", Default: true},
		{ID: 7, MemberID: 5, Name: "许和光", Phone: "13800000005", Province: "陕西省", City: "西安市", Region: "雁塔区", Detail: "科技路 37 号海星城市广场 8 层", PostCode: "710075", Default: true},
		{ID: 8, MemberID: 6, Name: "唐棠", Phone: "13800000006", Province: "新疆维吾尔自治区", City: "乌鲁木齐市", Region: "天山区", Detail: "解放北路 90 号", PostCode: "830002", Default: true},
	}
}

// Where a change of points or growth comes from; the values are those of ums_integration_change_history.
const (
	SourceShopping = 0
	SourceStaff    = 1
	SourceActivity = 2
)

// Entry is one line of a member's points or growth ledger.
type Entry struct {
	Key      string // unique within its ledger
	MemberID int64
	Change   int64
	Note     string
	Source   int
	OrderSn  string // of entries that an order made
	Ago      time.Duration
}

// PointsEntries returns the points ledger, oldest first per member.
func PointsEntries() []Entry {
	var all []Entry
	for _, m := range people() {
		all = append(all, Entry{Key: fmt.Sprintf("register-%d", m.ID), MemberID: m.ID, Change: 200, Note: "注册赠送积分", Source: SourceActivity, Ago: m.CreatedAgo})
	}
	all = append(all, Entry{Key: fmt.Sprintf("activity-autumn-%d", Demo), MemberID: Demo, Change: 3000, Note: "秋日签到活动", Source: SourceActivity, Ago: 70 * day})
	for _, o := range Orders() {
		if o.Deducted() && o.PointsUsed() > 0 {
			all = append(all, Entry{Key: "order-spent-" + o.OrderSn, MemberID: o.MemberID, Change: -o.PointsUsed(), Note: "订单抵扣", Source: SourceShopping, OrderSn: o.OrderSn, Ago: o.PaidAgo})
		}
		if o.Status == OrderCompleted {
			all = append(all, Entry{Key: "order-gift-" + o.OrderSn, MemberID: o.MemberID, Change: o.Gift(), Note: "订单完成赠送", Source: SourceShopping, OrderSn: o.OrderSn, Ago: o.ReceivedAgo})
		}
	}
	return all
}

// GrowthEntries returns the growth ledger.
func GrowthEntries() []Entry {
	var all []Entry
	for _, o := range Orders() {
		if o.Status == OrderCompleted {
			all = append(all, Entry{Key: "order-gift-" + o.OrderSn, MemberID: o.MemberID, Change: o.Gift(), Note: "订单完成赠送", Source: SourceShopping, OrderSn: o.OrderSn, Ago: o.ReceivedAgo})
		}
	}
	return all
}
