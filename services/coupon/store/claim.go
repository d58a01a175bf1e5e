package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

// claimTries bounds how often a claim starts again because the same member claimed at the same moment.
const claimTries = 5

// errSeqTaken says that the member's next number is taken: a claim of the same member was faster.
var errSeqTaken = errors.New("the number of this claim is taken")

// How a coupon came to its member (sms_coupon_history.get_type).
const (
	given   = 0
	claimed = 1
)

// Claim gives the member one more of a template. What is refused is mostly refused by the read, without a lock; the unique key of
// (template, member, number) and the condition on the counter decide the rest.
func (s *Store) Claim(ctx context.Context, couponID, memberID int64, refuse func(coupon.Template, int64) error) (coupon.MemberCoupon, error) {
	return s.claim(ctx, couponID, memberID, refuse, func(*gorm.DB) error { return nil })
}

// claim is Claim with something else that has to happen in the same transaction.
func (s *Store) claim(
	ctx context.Context, couponID, memberID int64, refuse func(coupon.Template, int64) error, also func(tx *gorm.DB) error,
) (coupon.MemberCoupon, error) {
	var err error
	for range claimTries {
		var t coupon.Template
		var mine int64
		if t, mine, err = s.standing(ctx, couponID, memberID); err != nil {
			return coupon.MemberCoupon{}, err
		}
		if err = refuse(t, mine); err != nil {
			return coupon.MemberCoupon{}, err
		}
		var m coupon.MemberCoupon
		if m, err = s.take(ctx, t, memberID, mine+1, also); err == nil {
			return m, nil
		}
		if errors.Is(err, coupon.ErrExhausted) {
			// The counter did not move: the read of the next round says whether the quota is gone, or the template was withdrawn.
			continue
		}
		if !errors.Is(err, errSeqTaken) {
			return coupon.MemberCoupon{}, err
		}
	}
	if errors.Is(err, errSeqTaken) {
		return coupon.MemberCoupon{}, coupon.ErrLimit.Wrap(err)
	}
	return coupon.MemberCoupon{}, err
}

// standing reads a template and how many the member has of it; coupon.ErrNotFound where there is no such template.
func (s *Store) standing(ctx context.Context, couponID, memberID int64) (coupon.Template, int64, error) {
	var row struct {
		Of   templateRow `gorm:"embedded"`
		Mine int64
	}
	err := s.db.WithContext(ctx).Raw("SELECT "+templateColumns+`, (SELECT COALESCE(MAX(h.seq), 0) FROM sms_coupon_history h
		WHERE h.coupon_id = c.id AND h.member_id = ?) mine FROM sms_coupon c WHERE c.id = ?`, memberID, couponID).Scan(&row).Error
	if err != nil {
		return coupon.Template{}, 0, fmt.Errorf("read template: %w", err)
	}
	if row.Of.CouponID == 0 {
		return coupon.Template{}, 0, coupon.ErrNotFound
	}
	return row.Of.template(), row.Mine, nil
}

// take writes the member's coupon and then counts it, on the condition that the template can still be claimed.
func (s *Store) take(ctx context.Context, t coupon.Template, memberID, seq int64, also func(tx *gorm.DB) error) (coupon.MemberCoupon, error) {
	now := s.now()
	m := coupon.MemberCoupon{Template: t, MemberID: memberID, ClaimedAt: now}
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		err := also(tx)
		if err != nil {
			return err
		}
		if m.ID, err = hand(tx, t, memberID, seq, claimed, now); err != nil {
			return err
		}
		done := tx.Exec(`UPDATE sms_coupon SET receive_count = receive_count + 1 WHERE id = ? AND receive_count < publish_count
			AND publish = 1 AND enable_start_time <= ? AND enable_end_time > ?`, t.ID, now, now)
		if done.Error != nil {
			return fmt.Errorf("count claim: %w", done.Error)
		}
		if done.RowsAffected == 0 {
			return coupon.ErrExhausted
		}
		return nil
	})
	return m, err
}

// hand writes a coupon into a member's hands and gives its id; errSeqTaken where the number is taken.
func hand(tx *gorm.DB, t coupon.Template, memberID, seq int64, how int, now time.Time) (id int64, err error) {
	err = tx.Exec(`INSERT INTO sms_coupon_history (coupon_id, member_id, seq, get_type, start_time, end_time, create_time)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, t.ID, memberID, seq, how, t.ValidFrom, t.ValidUntil, now).Error
	if mariadb.IsDuplicate(err) {
		return 0, errSeqTaken
	}
	if err != nil {
		return 0, fmt.Errorf("insert coupon: %w", err)
	}
	err = tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error
	return id, err
}

// Welcome gives a new member every published coupon for registration that is open and not gone. A second time finds the first one's
// coupons and does nothing.
func (s *Store) Welcome(ctx context.Context, memberID int64) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		now := s.now()
		var rows []templateRow
		err := tx.DB.Raw("SELECT "+templateColumns+` FROM sms_coupon c WHERE c.publish = 1 AND c.coupon_type = ?
			AND c.enable_start_time <= ? AND c.enable_end_time > ? AND c.end_time > ?
			AND NOT EXISTS (SELECT 1 FROM sms_coupon_history h WHERE h.coupon_id = c.id AND h.member_id = ?) ORDER BY c.id`,
			coupon.ForRegistration, now, now, now, memberID).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("read coupons for registration: %w", err)
		}
		for _, r := range rows {
			done := tx.DB.Exec("UPDATE sms_coupon SET receive_count = receive_count + 1 WHERE id = ? AND receive_count < publish_count AND publish = 1", r.CouponID)
			if done.Error != nil {
				return fmt.Errorf("count coupon %d: %w", r.CouponID, done.Error)
			}
			if done.RowsAffected == 0 {
				continue
			}
			if _, err := hand(tx.DB, r.template(), memberID, 1, given, now); err != nil {
				return fmt.Errorf("give coupon %d: %w", r.CouponID, err) // taken: another welcome was faster; its retry finds nothing to do
			}
		}
		return nil
	})
}
