package store

import (
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/money"
	"gulimall/services/coupon"
)

// templateColumns reads a template c with its scope in one row: the lists are short, and a second question would cost more.
const templateColumns = `c.id coupon_id, c.coupon_type, c.use_type, c.coupon_name, c.note, c.amount, c.min_point, c.member_level, c.per_limit,
	c.publish_count, c.receive_count, c.publish, c.enable_start_time, c.enable_end_time, c.start_time, c.end_time,
	(SELECT GROUP_CONCAT(r.category_id, ':', r.category_name ORDER BY r.category_id SEPARATOR '\n')
		FROM sms_coupon_spu_category_relation r WHERE r.coupon_id = c.id AND c.use_type = 1) categories,
	(SELECT GROUP_CONCAT(r.spu_id, ':', r.spu_name ORDER BY r.spu_id SEPARATOR '\n')
		FROM sms_coupon_spu_relation r WHERE r.coupon_id = c.id AND c.use_type = 2) spus`

// couponColumns reads a member's coupon h with its template. The validity is that of the coupon.
const couponColumns = templateColumns + `, h.id, h.member_id, h.state, h.order_sn, h.create_time, h.start_time valid_from, h.end_time valid_until`

type templateRow struct {
	CouponID        int64
	CouponType      coupon.Type
	UseType         coupon.Scope
	CouponName      string
	Note            string
	Amount          money.Fen
	MinPoint        money.Fen
	MemberLevel     int64
	PerLimit        int64
	PublishCount    int64
	ReceiveCount    int64
	Publish         bool
	EnableStartTime time.Time
	EnableEndTime   time.Time
	StartTime       time.Time
	EndTime         time.Time
	Categories      string
	Spus            string
}

func (r templateRow) template() coupon.Template {
	t := coupon.Template{
		ID: r.CouponID, Type: r.CouponType, Scope: r.UseType, Name: r.CouponName, Note: r.Note, Amount: r.Amount, MinPoint: r.MinPoint,
		LevelID: r.MemberLevel, PerLimit: r.PerLimit, Issued: r.PublishCount, Claimed: r.ReceiveCount, Published: r.Publish,
		ClaimFrom: r.EnableStartTime, ClaimUntil: r.EnableEndTime, ValidFrom: r.StartTime, ValidUntil: r.EndTime,
	}
	switch r.UseType {
	case coupon.OnCategories:
		t.CategoryIDs, t.ScopeNames = named(r.Categories)
	case coupon.OnProducts:
		t.SpuIDs, t.ScopeNames = named(r.Spus)
	case coupon.OnAll:
	}
	return t
}

// named reads what GROUP_CONCAT made of ids and names, one a line. An id without a name has "".
func named(list string) (ids []int64, names []string) {
	for line := range strings.SplitSeq(list, "\n") {
		number, name, _ := strings.Cut(line, ":")
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			ids, names = append(ids, id), append(names, name)
		}
	}
	return ids, names
}

type couponRow struct {
	Of         templateRow `gorm:"embedded"`
	ID         int64
	MemberID   int64
	State      coupon.State
	OrderSn    string
	CreateTime time.Time
	ValidFrom  time.Time
	ValidUntil time.Time
}

func (r couponRow) coupon() coupon.MemberCoupon {
	m := coupon.MemberCoupon{
		Template: r.Of.template(), ID: r.ID, MemberID: r.MemberID, State: r.State, OrderSn: r.OrderSn, ClaimedAt: r.CreateTime,
	}
	m.ValidFrom, m.ValidUntil = r.ValidFrom, r.ValidUntil
	return m
}

func coupons(rows []couponRow) []coupon.MemberCoupon {
	all := make([]coupon.MemberCoupon, len(rows))
	for i, r := range rows {
		all[i] = r.coupon()
	}
	return all
}
