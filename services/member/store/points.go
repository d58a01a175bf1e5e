package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/failpoint"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/member"
)

// sourceShopping is ums_…_change_history.source_type for what orders do.
const sourceShopping = 0

// Freeze keeps points for an order: the freeze's row first, then the member's, as everywhere here.
func (s *Store) Freeze(ctx context.Context, f member.Freeze) error {
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		now := s.now()
		err := tx.Exec("INSERT INTO ums_integration_freeze (order_sn, member_id, points, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
			f.OrderSn, f.MemberID, f.Points, member.Frozen, now, now).Error
		if mariadb.IsDuplicate(err) {
			return same(tx, f)
		}
		if err != nil {
			return fmt.Errorf("insert freeze: %w", err)
		}
		done := tx.Exec("UPDATE ums_member SET integration_frozen = integration_frozen + ? WHERE id = ? AND integration - integration_frozen >= ?",
			f.Points, f.MemberID, f.Points)
		if done.Error == nil && done.RowsAffected == 0 {
			return member.ErrPointsShort
		}
		failpoint.Hit("member.freeze.before_commit")
		return done.Error
	})
	if err == nil {
		failpoint.Hit("member.freeze.after_commit")
	}
	return err
}

// same tells what a second freeze for an order meets: nil when it is the same one.
func same(tx *gorm.DB, f member.Freeze) error {
	row, err := freezeOf(tx, f.OrderSn)
	switch {
	case err != nil:
		return err
	case row.Status == member.Released:
		return member.ErrReleased
	case row.MemberID != f.MemberID || row.Points != f.Points:
		return member.ErrOtherFreeze
	}
	return nil
}

func freezeOf(tx *gorm.DB, orderSn string) (freezeRow, error) {
	var row freezeRow
	err := tx.Raw("SELECT member_id, points, status FROM ums_integration_freeze WHERE order_sn = ?", orderSn).Scan(&row).Error
	return row, err
}

// move ends a freeze that still holds. It says whether this call did.
func (s *Store) move(tx *gorm.DB, orderSn string, to member.FreezeStatus) (row freezeRow, moved bool, err error) {
	done := tx.Exec("UPDATE ums_integration_freeze SET status = ?, updated_at = ? WHERE order_sn = ? AND status = ?", to, s.now(), orderSn, member.Frozen)
	if done.Error != nil {
		return row, false, done.Error
	}
	row, err = freezeOf(tx, orderSn)
	return row, done.RowsAffected == 1, err
}

// Spend turns a freeze into an expense. The move of the freeze from frozen to spent is what makes it happen once.
func (s *Store) Spend(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		row, moved, err := s.move(tx.DB, orderSn, member.Spent)
		switch {
		case err != nil:
			return err
		case moved:
		case row.Status == member.Spent:
			return nil
		case row.Status == member.Released:
			return member.ErrReleased
		default:
			return member.ErrNoFreeze
		}
		err = mariadb.ExactlyOne(tx.DB.Exec(`UPDATE ums_member SET integration_frozen = integration_frozen - ?, integration = integration - ?
			WHERE id = ? AND integration_frozen >= ?`, row.Points, row.Points, row.MemberID, row.Points))
		if err != nil {
			return fmt.Errorf("spend points of member %d: %w", row.MemberID, err)
		}
		spent, err := s.write(tx.DB, pointsLedger, line{key: keySpent + orderSn, memberID: row.MemberID, change: -row.Points, orderSn: orderSn})
		if err == nil && spent != -row.Points {
			err = fmt.Errorf("points of order %s were spent before", orderSn)
		}
		return err
	})
}

// Release gives frozen points back.
func (s *Store) Release(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		now := s.now()
		// The tombstone: a freeze that comes late finds it and is refused.
		done := tx.DB.Exec("INSERT IGNORE INTO ums_integration_freeze (order_sn, member_id, points, status, created_at, updated_at) VALUES (?, 0, 0, ?, ?, ?)",
			orderSn, member.Released, now, now)
		if done.Error != nil || done.RowsAffected == 1 {
			return done.Error
		}
		row, moved, err := s.move(tx.DB, orderSn, member.Released)
		if err != nil || !moved {
			return err
		}
		err = mariadb.ExactlyOne(tx.DB.Exec("UPDATE ums_member SET integration_frozen = integration_frozen - ? WHERE id = ? AND integration_frozen >= ?",
			row.Points, row.MemberID, row.Points))
		if err != nil {
			return fmt.Errorf("release points of member %d: %w", row.MemberID, err)
		}
		return nil
	})
}

// Credit gives points and growth. The keys of the two ledgers make it happen once.
func (s *Store) Credit(ctx context.Context, g member.Gift) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		gift := line{key: keyGift + g.OrderSn, memberID: g.MemberID, orderSn: g.OrderSn}
		points, err := s.write(tx.DB, pointsLedger, gift.of(g.Points))
		if err != nil {
			return err
		}
		growth, err := s.write(tx.DB, growthLedger, gift.of(g.Growth))
		if err != nil || points == 0 && growth == 0 {
			return err
		}
		done := tx.DB.Exec(`UPDATE ums_member m SET
			m.level_id = COALESCE((SELECT l.id FROM ums_member_level l WHERE l.growth_point <= m.growth + ? ORDER BY l.growth_point DESC LIMIT 1), m.level_id),
			m.integration = m.integration + ?, m.growth = m.growth + ? WHERE m.id = ?`, growth, points, growth, g.MemberID)
		if done.Error == nil && done.RowsAffected == 0 {
			return member.ErrNoMember
		}
		if done.Error != nil {
			return done.Error
		}
		return tx.Put(outbox.Event{
			Exchange: memberapi.Exchange, Key: memberapi.KeyPointsGiven, Type: memberapi.TypePointsGiven, Subject: g.OrderSn,
			Data: memberapi.PointsGiven{OrderSn: g.OrderSn, MemberID: g.MemberID, Points: points, Growth: growth},
		})
	})
}

// The two ledgers; they have the same columns.
const (
	pointsLedger = "ums_integration_change_history"
	growthLedger = "ums_growth_change_history"
)

// What the keys of ledger lines begin with. It says why the line is there.
const (
	keySpent      = "order-spent-"
	keyGift       = "order-gift-"
	keyRegistered = "register-"
)

// line is a line to be written into a ledger. Its key says why, so that its words may be in any language.
type line struct {
	key      string
	memberID int64
	change   int64
	orderSn  string
}

func (l line) of(change int64) line {
	l.change = change
	return l
}

// write appends a line and answers what it changes: nothing when its key is there already, or when it changes nothing.
func (s *Store) write(tx *gorm.DB, ledger string, l line) (int64, error) {
	if l.change == 0 {
		return 0, nil
	}
	err := tx.Exec("INSERT INTO "+ledger+" (business_key, member_id, change_count, note, source_type, order_sn, create_time) VALUES (?, ?, ?, '', ?, ?, ?)",
		l.key, l.memberID, l.change, sourceShopping, l.orderSn, s.now()).Error
	if mariadb.IsDuplicate(err) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", ledger, err)
	}
	return l.change, nil
}

// History reads a ledger, newest first.
func (s *Store) History(ctx context.Context, memberID int64, of member.Ledger, offset, limit int) ([]member.Entry, int, error) {
	table := pointsLedger
	if of == member.LedgerGrowth {
		table = growthLedger
	}
	var total int
	db := s.db.WithContext(ctx)
	if err := db.Raw("SELECT COUNT(*) FROM "+table+" WHERE member_id = ?", memberID).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count ledger of member %d: %w", memberID, err)
	}
	var rows []entryRow
	err := db.Raw("SELECT business_key, create_time, change_count, note, order_sn FROM "+table+
		" WHERE member_id = ? ORDER BY create_time DESC, id DESC LIMIT ? OFFSET ?", memberID, limit, offset).Scan(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read ledger of member %d: %w", memberID, err)
	}
	entries := make([]member.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, total, nil
}
