package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
	"gulimall/services/coupon"
)

// seedBatch is how many rows one INSERT of the seed carries.
const seedBatch = 200

// Seed fills an empty schema with the demo shop's coupons, promotions and wallets. A schema that has a coupon is left as it is.
func (s *Store) Seed(ctx context.Context) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var there int64
		if err := tx.Raw("SELECT COUNT(*) FROM sms_coupon").Scan(&there).Error; err != nil || there > 0 {
			return err
		}
		for _, t := range append(s.seedCoupons(), seedPromotions()...) {
			if len(t.rows) == 0 {
				continue
			}
			if err := tx.Table(t.name).CreateInBatches(t.rows, seedBatch).Error; err != nil {
				return fmt.Errorf("seed %s: %w", t.name, err)
			}
		}
		return nil
	})
}

func (s *Store) seedCoupons() []*seedTable {
	now := s.now()
	templates := newTable("sms_coupon", "id", "coupon_type", "coupon_name", "num", "amount", "per_limit", "min_point", "start_time", "end_time", "use_type",
		"note", "publish_count", "use_count", "discount_sum", "receive_count", "enable_start_time", "enable_end_time", "member_level", "publish", "published_at",
		"created_at", "updated_at")
	categories := newTable("sms_coupon_spu_category_relation", "coupon_id", "category_id", "category_name")
	products := newTable("sms_coupon_spu_relation", "coupon_id", "spu_id", "spu_name")
	categoryNames, spuNames := map[int64]string{}, map[int64]string{}
	for _, c := range demodata.Categories() {
		categoryNames[c.ID] = c.Name
	}
	for _, p := range demodata.SPUs() {
		spuNames[p.ID] = p.Name
	}
	byID := map[int64]demodata.Coupon{}
	for _, c := range demodata.Coupons() {
		byID[c.ID] = c
		var published any
		if c.Published || c.Claimed > 0 {
			published = now.Add(c.ClaimFrom)
		}
		templates.add(c.ID, c.Type, c.Name, c.Num, c.Amount, c.PerLimit, c.MinPoint, now.Add(c.ValidFrom), now.Add(c.ValidUntil), c.Scope,
			c.Note, c.Num, c.Used, int64(c.Amount)*c.Used, c.Claimed, now.Add(c.ClaimFrom), now.Add(c.ClaimUntil), c.LevelID, c.Published, published,
			now.Add(c.ClaimFrom), now)
		for _, id := range c.CategoryIDs {
			categories.add(c.ID, id, categoryNames[id])
		}
		for _, id := range c.SPUIDs {
			products.add(c.ID, id, spuNames[id])
		}
	}
	wallets := newTable("sms_coupon_history", "id", "coupon_id", "member_id", "seq", "get_type", "state", "order_sn", "start_time", "end_time", "create_time", "use_time")
	reservations := newTable("sms_coupon_reservation", "order_sn", "history_id", "member_id", "status", "created_at", "updated_at")
	for _, m := range demodata.MemberCoupons() {
		c := byID[m.CouponID]
		state, used := coupon.Unused, any(nil)
		switch {
		case m.OrderSn != "":
			at := now.Add(-m.UsedAgo)
			state, used = coupon.Used, at
			reservations.add(m.OrderSn, m.ID, m.MemberID, coupon.ReservationUsed, at, at)
		case c.ValidUntil <= 0:
			state = coupon.Expired
		}
		how := given
		if m.Claimed {
			how = claimed
		}
		wallets.add(m.ID, m.CouponID, m.MemberID, m.Seq, how, state, m.OrderSn, now.Add(c.ValidFrom), now.Add(c.ValidUntil), now.Add(-m.ClaimedAgo), used)
	}
	return []*seedTable{templates, categories, products, wallets, reservations}
}

func seedPromotions() []*seedTable {
	product := map[int64]int64{}
	for _, k := range demodata.SKUs() {
		product[k.ID] = k.SPUID
	}
	ladders := newTable("sms_sku_ladder", "sku_id", "spu_id", "full_count", "discount", "add_other")
	for _, l := range demodata.Ladders() {
		ladders.add(l.SKUID, product[l.SKUID], l.Count, l.PerMille, l.AddOther)
	}
	reductions := newTable("sms_sku_full_reduction", "sku_id", "spu_id", "full_price", "reduce_price", "add_other")
	for _, r := range demodata.FullReductions() {
		reductions.add(r.SKUID, product[r.SKUID], r.Full, r.Reduce, r.AddOther)
	}
	prices := newTable("sms_member_price", "sku_id", "spu_id", "member_level_id", "member_level_name", "member_price", "add_other")
	for _, p := range demodata.MemberPrices() {
		prices.add(p.SKUID, product[p.SKUID], p.LevelID, p.LevelName, p.Price, p.AddOther)
	}
	bounds := newTable("sms_spu_bounds", "spu_id", "grow_bounds", "buy_bounds", "work")
	for _, b := range demodata.Bounds() {
		bounds.add(b.SPUID, b.Growth, b.Points, b.Work)
	}
	return []*seedTable{ladders, reductions, prices, bounds}
}

// seedTable collects the rows of one table.
type seedTable struct {
	name    string
	columns []string
	rows    []map[string]any
}

func newTable(name string, columns ...string) *seedTable {
	return &seedTable{name: name, columns: columns}
}

func (t *seedTable) add(values ...any) {
	row := make(map[string]any, len(values))
	for i, column := range t.columns {
		row[column] = values[i]
	}
	t.rows = append(t.rows, row)
}
