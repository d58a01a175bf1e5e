package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/failpoint"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

type reservationRow struct {
	OrderSn   string
	HistoryID int64
	MemberID  int64
	Status    coupon.Reservation
	Amount    int64
}

// Lock keeps a coupon for an order: its reservation is written, and the coupon moves from unused to locked. The same order again gets
// the same answer; a refused lock leaves nothing behind.
func (s *Store) Lock(ctx context.Context, l coupon.Lock) error {
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		now := s.now()
		err := tx.Exec("INSERT INTO sms_coupon_reservation (order_sn, history_id, member_id, status, amount, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			l.OrderSn, l.CouponID, l.MemberID, coupon.ReservationLocked, l.Amount, now, now).Error
		if mariadb.IsDuplicate(err) {
			return again(tx, l)
		}
		if err != nil {
			return fmt.Errorf("insert reservation: %w", err)
		}
		done := tx.Exec(`UPDATE sms_coupon_history SET state = ?, order_sn = ?
			WHERE id = ? AND member_id = ? AND state = ? AND start_time <= ? AND end_time > ?`,
			coupon.Locked, l.OrderSn, l.CouponID, l.MemberID, coupon.Unused, now, now)
		if done.Error != nil {
			return fmt.Errorf("lock coupon: %w", done.Error)
		}
		if done.RowsAffected == 0 {
			return refusal(tx, l, now)
		}
		return nil
	})
	if err == nil {
		failpoint.Hit("coupon.lock.after_commit")
	}
	return err
}

// again answers a lock for an order that has a reservation.
func again(tx *gorm.DB, l coupon.Lock) error {
	row, err := reservation(tx, l.OrderSn)
	switch {
	case err != nil:
		return err
	case row.Status == coupon.ReservationReleased:
		return coupon.ErrReleased
	case row.HistoryID != l.CouponID || row.MemberID != l.MemberID:
		return coupon.Unusable(couponapi.Rule{Code: couponapi.ReasonLocked})
	}
	return nil
}

func reservation(db *gorm.DB, orderSn string) (reservationRow, error) {
	var row reservationRow
	err := db.Raw("SELECT order_sn, history_id, member_id, status, amount FROM sms_coupon_reservation WHERE order_sn = ?", orderSn).Scan(&row).Error
	if err != nil {
		return row, fmt.Errorf("read reservation: %w", err)
	}
	return row, nil
}

// refusal tells why a coupon did not move.
func refusal(tx *gorm.DB, l coupon.Lock, now time.Time) error {
	var row couponRow
	err := tx.Raw("SELECT h.id, h.state, h.start_time valid_from, h.end_time valid_until FROM sms_coupon_history h WHERE h.id = ? AND h.member_id = ?",
		l.CouponID, l.MemberID).Scan(&row).Error
	if err != nil {
		return fmt.Errorf("read coupon: %w", err)
	}
	if row.ID == 0 {
		return coupon.Unusable(couponapi.Rule{Code: couponapi.ReasonUnknown})
	}
	reason := row.coupon().Reason(now)
	if reason.Code == "" {
		reason.Code = couponapi.ReasonLocked // it came back in this instant
	}
	return coupon.Unusable(reason)
}

// Release gives the coupon of an order back. The move of the reservation from locked to released is what makes it happen once.
func (s *Store) Release(ctx context.Context, orderSn string) (was coupon.Reservation, err error) {
	err = s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		was = coupon.NoReservation
		if err := tx.Once(); err != nil {
			return err
		}
		now := s.now()
		// The tombstone: a lock that comes late finds it and is refused.
		done := tx.DB.Exec("INSERT IGNORE INTO sms_coupon_reservation (order_sn, status, created_at, updated_at) VALUES (?, ?, ?, ?)",
			orderSn, coupon.ReservationReleased, now, now)
		if done.Error != nil || done.RowsAffected == 1 {
			return done.Error
		}
		moved, row, err := s.move(tx.DB, orderSn, coupon.ReservationReleased)
		if err != nil {
			return err
		}
		if !moved {
			was = row.Status
			return nil
		}
		was = coupon.ReservationLocked
		return mariadb.ExactlyOne(tx.DB.Exec("UPDATE sms_coupon_history SET state = IF(end_time > ?, ?, ?), order_sn = '' WHERE id = ? AND state = ? AND order_sn = ?",
			now, coupon.Unused, coupon.Expired, row.HistoryID, coupon.Locked, orderSn))
	})
	return was, err
}

// Use spends the coupon of an order and counts the use, once.
func (s *Store) Use(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		moved, row, err := s.move(tx.DB, orderSn, coupon.ReservationUsed)
		switch {
		case err != nil:
			return err
		case moved:
		case row.Status == coupon.ReservationUsed:
			return nil
		case row.Status == coupon.ReservationReleased:
			return coupon.ErrReleased
		default:
			return coupon.ErrNoReservation
		}
		err = mariadb.ExactlyOne(tx.DB.Exec("UPDATE sms_coupon_history SET state = ?, use_time = ? WHERE id = ? AND state = ? AND order_sn = ?",
			coupon.Used, s.now(), row.HistoryID, coupon.Locked, orderSn))
		if err != nil {
			return err
		}
		return mariadb.ExactlyOne(tx.DB.Exec(`UPDATE sms_coupon SET use_count = use_count + 1, discount_sum = discount_sum + IF(? > 0, ?, amount)
			WHERE id = (SELECT coupon_id FROM sms_coupon_history WHERE id = ?)`, row.Amount, row.Amount, row.HistoryID))
	})
}

// move ends a reservation that is still locked. It says whether this call did, and gives the reservation as it is now.
func (s *Store) move(db *gorm.DB, orderSn string, to coupon.Reservation) (bool, reservationRow, error) {
	done := db.Exec("UPDATE sms_coupon_reservation SET status = ?, updated_at = ? WHERE order_sn = ? AND status = ?",
		to, s.now(), orderSn, coupon.ReservationLocked)
	if done.Error != nil {
		return false, reservationRow{}, fmt.Errorf("move reservation: %w", done.Error)
	}
	row, err := reservation(db, orderSn)
	return done.RowsAffected == 1, row, err
}

// Expire marks unused coupons whose time is over.
func (s *Store) Expire(ctx context.Context, limit int) (int64, error) {
	done := s.db.WithContext(ctx).Exec("UPDATE sms_coupon_history SET state = ? WHERE state = ? AND end_time <= ? LIMIT ?",
		coupon.Expired, coupon.Unused, s.now(), limit)
	return done.RowsAffected, done.Error
}
