package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

var _ coupon.OfficeStore = (*Store)(nil)

// keptColumns reads a coupon c with what the back office keeps of it.
const keptColumns = "SELECT " + templateColumns + ", c.version, c.created_at, c.published_at, c.withdrawn_at, c.code_count, c.use_count, c.discount_sum"

type keptRow struct {
	Of          templateRow `gorm:"embedded"`
	Version     int64
	CreatedAt   time.Time
	PublishedAt *time.Time
	WithdrawnAt *time.Time
	CodeCount   int64
	UseCount    int64
	DiscountSum money.Fen
}

func (r keptRow) kept() coupon.Kept {
	return coupon.Kept{
		Template: r.Of.template(), Version: r.Version, CreatedAt: r.CreatedAt, PublishedAt: r.PublishedAt, WithdrawnAt: r.WithdrawnAt, Codes: r.CodeCount,
		Stats: coupon.Stats{Used: r.UseCount, Discount: r.DiscountSum},
	}
}

func keptOf(rows []keptRow) []coupon.Kept {
	all := make([]coupon.Kept, len(rows))
	for i, r := range rows {
		all[i] = r.kept()
	}
	return all
}

// keptOrder is by what a list of coupons is sorted: an index each, with the number where much is the same.
func keptOrder(sort coupon.Sort, down bool) string {
	down = down || sort == ""
	columns := map[coupon.Sort]string{coupon.ByName: "c.coupon_name", coupon.ByClaimUntil: "c.enable_end_time", coupon.ByUsed: "c.use_count"}
	if column, known := columns[sort]; known {
		return mariadb.Order(down, column, "c.id")
	}
	return mariadb.Order(down, "c.id")
}

// List lists coupons.
func (s *Store) List(ctx context.Context, q coupon.KeptQuery) ([]coupon.Kept, int64, error) {
	var filter mariadb.Filter
	switch q.Stage {
	case couponapi.CouponDraft:
		filter.And("c.publish = 0 AND c.withdrawn_at IS NULL")
	case couponapi.CouponPublished:
		filter.And("c.publish = 1 AND c.enable_end_time > ?", s.now())
	case couponapi.CouponEnded:
		filter.And("c.publish = 1 AND c.enable_end_time <= ?", s.now())
	case couponapi.CouponWithdrawn:
		filter.And("c.publish = 0 AND c.withdrawn_at IS NOT NULL")
	}
	if q.Type != nil {
		filter.And("c.coupon_type = ?", *q.Type)
	}
	if q.Name != "" {
		filter.And("c.coupon_name LIKE ?", mariadb.Begins(q.Name))
	}
	rows, total, err := mariadb.Listed[keptRow](s.db.WithContext(ctx), keptColumns, "FROM sms_coupon c"+filter.Where(), keptOrder(q.Sort, q.Down), filter.Args(), q.Page)
	return keptOf(rows), total, err
}

// Kept reads a coupon with what has become of it.
func (s *Store) Kept(ctx context.Context, id int64) (coupon.Kept, error) {
	db := s.db.WithContext(ctx)
	k, err := kept(db, id, "")
	if err != nil {
		return k, err
	}
	var rows []struct {
		State coupon.State
		N     int64
	}
	// What is unused and over counts as expired once the sweep has found it: the index alone answers.
	err = db.Raw("SELECT state, COUNT(*) n FROM sms_coupon_history WHERE coupon_id = ? GROUP BY state", id).Scan(&rows).Error
	if err != nil {
		return k, fmt.Errorf("count coupons of %d: %w", id, err)
	}
	for _, r := range rows {
		switch r.State {
		case coupon.Locked:
			k.Stats.Locked = r.N
		case coupon.Expired:
			k.Stats.Expired = r.N
		case coupon.Voided:
			k.Stats.Voided = r.N
		case coupon.Unused, coupon.Used:
		}
	}
	return k, nil
}

// kept reads a coupon; lock is "" or "FOR UPDATE".
func kept(tx *gorm.DB, id int64, lock string) (coupon.Kept, error) {
	var row keptRow
	if err := tx.Raw(keptColumns+" FROM sms_coupon c WHERE c.id = ? "+lock, id).Scan(&row).Error; err != nil {
		return coupon.Kept{}, fmt.Errorf("read coupon %d: %w", id, err)
	}
	if row.Of.CouponID == 0 {
		return coupon.Kept{}, coupon.ErrNotFound
	}
	return row.kept(), nil
}

// mostLive bounds what Live gives.
const mostLive = 1000

// Live lists what is published and can still be used.
func (s *Store) Live(ctx context.Context) ([]coupon.Template, error) {
	var rows []templateRow
	err := s.db.WithContext(ctx).Raw("SELECT "+templateColumns+" FROM sms_coupon c WHERE c.publish = 1 AND c.end_time > ? ORDER BY c.id DESC LIMIT ?",
		s.now(), mostLive).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list live coupons: %w", err)
	}
	all := make([]coupon.Template, len(rows))
	for i, r := range rows {
		all[i] = r.template()
	}
	return all, nil
}

// MostUsed lists the coupons that were used most.
func (s *Store) MostUsed(ctx context.Context, limit int) ([]coupon.Kept, error) {
	var rows []keptRow
	err := s.db.WithContext(ctx).Raw(keptColumns+" FROM sms_coupon c ORDER BY c.use_count DESC, c.id DESC LIMIT ?", limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list most used coupons: %w", err)
	}
	return keptOf(rows), nil
}

// Add adds a draft.
func (s *Store) Add(ctx context.Context, t coupon.Template, by adminapi.By) (coupon.Kept, error) {
	var added coupon.Kept
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		err := tx.DB.Exec(`INSERT INTO sms_coupon (coupon_type, coupon_name, num, amount, per_limit, min_point, start_time, end_time, use_type, note, publish_count,
			enable_start_time, enable_end_time, member_level, publish, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
			t.Type, t.Name, t.Issued, t.Amount, t.PerLimit, t.MinPoint, t.ValidFrom, t.ValidUntil, t.Scope, t.Note, t.Issued,
			t.ClaimFrom, t.ClaimUntil, t.LevelID, now, now).Error
		if err != nil {
			return fmt.Errorf("add coupon: %w", err)
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&t.ID).Error; err != nil {
			return err
		}
		if err := scopes(tx.DB, t); err != nil {
			return err
		}
		if added, err = kept(tx.DB, t.ID, ""); err != nil {
			return err
		}
		return s.acted(tx, by, "coupon.added", number(t.ID), nil, added.Terms())
	})
	return added, err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// scopes writes what a coupon is good for anew.
func scopes(tx *gorm.DB, t coupon.Template) error {
	for _, table := range []struct {
		name, id, label string
		ids             []int64
	}{
		{"sms_coupon_spu_category_relation", "category_id", "category_name", t.CategoryIDs},
		{"sms_coupon_spu_relation", "spu_id", "spu_name", t.SpuIDs},
	} {
		if err := tx.Exec("DELETE FROM "+table.name+" WHERE coupon_id = ?", t.ID).Error; err != nil {
			return fmt.Errorf("clear scope of coupon %d: %w", t.ID, err)
		}
		for i, id := range table.ids {
			name := ""
			if i < len(t.ScopeNames) {
				name = t.ScopeNames[i]
			}
			if err := tx.Exec("INSERT INTO "+table.name+" (coupon_id, "+table.id+", "+table.label+") VALUES (?, ?, ?)", t.ID, id, name).Error; err != nil {
				return fmt.Errorf("write scope of coupon %d: %w", t.ID, err)
			}
		}
	}
	return nil
}

// Change changes the version that was seen.
func (s *Store) Change(ctx context.Context, t coupon.Template, version int64, by adminapi.By) (coupon.Kept, error) {
	var changed coupon.Kept
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := kept(tx.DB, t.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		if before.Version != version {
			return coupon.ErrEditedMeantime
		}
		if changed, err = before.Change(t); err != nil {
			return err
		}
		err = tx.DB.Exec(`UPDATE sms_coupon SET coupon_type = ?, coupon_name = ?, num = ?, amount = ?, per_limit = ?, min_point = ?, start_time = ?, end_time = ?,
			use_type = ?, note = ?, publish_count = ?, enable_start_time = ?, enable_end_time = ?, member_level = ?, version = ?, updated_at = ? WHERE id = ?`,
			t.Type, t.Name, t.Issued, t.Amount, t.PerLimit, t.MinPoint, t.ValidFrom, t.ValidUntil, t.Scope, t.Note, t.Issued,
			t.ClaimFrom, t.ClaimUntil, t.LevelID, changed.Version, s.now(), t.ID).Error
		if err != nil {
			return fmt.Errorf("change coupon %d: %w", t.ID, err)
		}
		if err := scopes(tx.DB, changed.Template); err != nil {
			return err
		}
		return s.acted(tx, by, "coupon.changed", number(t.ID), before.Terms(), changed.Terms())
	})
	return changed, err
}

// Publish opens a coupon for claiming. The condition on the row makes it happen once.
func (s *Store) Publish(ctx context.Context, id int64, by adminapi.By) (coupon.Kept, error) {
	var now coupon.Kept
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		at := s.now()
		done := tx.DB.Exec(`UPDATE sms_coupon SET publish = 1, withdrawn_at = NULL, published_at = COALESCE(published_at, ?), version = version + 1, updated_at = ?
			WHERE id = ? AND publish = 0 AND enable_end_time > ?`, at, at, id, at)
		if done.Error != nil {
			return fmt.Errorf("publish coupon %d: %w", id, done.Error)
		}
		var err error
		if now, err = kept(tx.DB, id, ""); err != nil {
			return err
		}
		switch {
		case done.RowsAffected == 1:
			return s.acted(tx, by, "coupon.published", number(id), nil, map[string]any{"name": now.Name})
		case !now.Published:
			return coupon.ErrOver
		}
		return nil
	})
	return now, err
}

// Withdraw ends the claiming of a coupon, and with void takes back what nobody has used and no order holds.
func (s *Store) Withdraw(ctx context.Context, id int64, void bool, by adminapi.By) (coupon.Kept, int64, error) {
	var now coupon.Kept
	var voided int64
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		at := s.now()
		done := tx.DB.Exec("UPDATE sms_coupon SET publish = 0, withdrawn_at = ?, version = version + 1, updated_at = ? WHERE id = ? AND publish = 1", at, at, id)
		if done.Error != nil {
			return fmt.Errorf("withdraw coupon %d: %w", id, done.Error)
		}
		var err error
		if now, err = kept(tx.DB, id, ""); err != nil {
			return err
		}
		if now.WithdrawnAt == nil {
			return coupon.ErrDraft
		}
		voided = 0
		if void {
			taken := tx.DB.Exec("UPDATE sms_coupon_history SET state = ? WHERE coupon_id = ? AND state = ? AND end_time > ?", coupon.Voided, id, coupon.Unused, at)
			if taken.Error != nil {
				return fmt.Errorf("void coupons of %d: %w", id, taken.Error)
			}
			voided = taken.RowsAffected
		}
		if done.RowsAffected == 0 && voided == 0 {
			return nil
		}
		return s.acted(tx, by, "coupon.withdrawn", number(id), nil, map[string]any{"name": now.Name, "voided": voided})
	})
	return now, voided, err
}
