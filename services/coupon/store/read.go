package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/services/coupon"
)

// Coupon gives one of the member's coupons; coupon.ErrNotFound also for somebody else's.
func (s *Store) Coupon(ctx context.Context, memberID, id int64) (coupon.MemberCoupon, error) {
	found, err := s.coupons(ctx, "h.id = ? AND h.member_id = ?", id, memberID)
	if err != nil {
		return coupon.MemberCoupon{}, err
	}
	if len(found) == 0 {
		return coupon.MemberCoupon{}, coupon.ErrNotFound
	}
	return found[0], nil
}

// Unused gives the member's coupons in state Unused.
func (s *Store) Unused(ctx context.Context, memberID int64) ([]coupon.MemberCoupon, error) {
	return s.coupons(ctx, "h.member_id = ? AND h.state = 0", memberID)
}

// walletSize bounds what Wallet gives.
const walletSize = 500

// Wallet gives the member's coupons, the newest first.
func (s *Store) Wallet(ctx context.Context, memberID int64) ([]coupon.MemberCoupon, error) {
	return s.coupons(ctx, "h.member_id = ? ORDER BY h.create_time DESC, h.id DESC LIMIT ?", memberID, walletSize)
}

func (s *Store) coupons(ctx context.Context, where string, args ...any) ([]coupon.MemberCoupon, error) {
	var rows []couponRow
	err := s.db.WithContext(ctx).Raw("SELECT "+couponColumns+" FROM sms_coupon_history h JOIN sms_coupon c ON c.id = h.coupon_id WHERE "+where,
		args...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read coupons: %w", err)
	}
	return coupons(rows), nil
}

// Offered gives the published templates that are claimed by members and whose claiming has not ended.
func (s *Store) Offered(ctx context.Context, now time.Time) ([]coupon.Template, error) {
	var rows []templateRow
	err := s.db.WithContext(ctx).Raw("SELECT "+templateColumns+" FROM sms_coupon c WHERE c.publish = 1 AND c.coupon_type IN (0, 1) AND c.enable_end_time > ?",
		now).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	all := make([]coupon.Template, len(rows))
	for i, r := range rows {
		all[i] = r.template()
	}
	return all, nil
}

// Claimed counts what a member has of each template.
func (s *Store) Claimed(ctx context.Context, memberID int64) (map[int64]int64, error) {
	if memberID == 0 {
		return nil, nil
	}
	var rows []struct{ CouponID, N int64 }
	err := s.db.WithContext(ctx).Raw("SELECT coupon_id, COUNT(*) n FROM sms_coupon_history WHERE member_id = ? GROUP BY coupon_id", memberID).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count coupons: %w", err)
	}
	mine := make(map[int64]int64, len(rows))
	for _, r := range rows {
		mine[r.CouponID] = r.N
	}
	return mine, nil
}
