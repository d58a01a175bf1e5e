package store

import (
	"context"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

var _ coupon.GiveBackStore = (*Store)(nil)

// GiveBack takes a use back. The move of the reservation from used to released is what makes it happen once.
func (s *Store) GiveBack(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		now := s.now()
		done := tx.DB.Exec("UPDATE sms_coupon_reservation SET status = ?, updated_at = ? WHERE order_sn = ? AND status = ?",
			coupon.ReservationReleased, now, orderSn, coupon.ReservationUsed)
		if done.Error != nil {
			return done.Error
		}
		row, err := reservation(tx.DB, orderSn)
		switch {
		case err != nil:
			return err
		case done.RowsAffected == 1:
		case row.Status == coupon.ReservationReleased:
			return nil
		case row.Status == coupon.ReservationLocked:
			return coupon.ErrNotUsed
		default:
			return coupon.ErrNoReservation
		}
		err = mariadb.ExactlyOne(tx.DB.Exec("UPDATE sms_coupon_history SET state = IF(end_time > ?, ?, ?), order_sn = '', use_time = NULL WHERE id = ? AND state = ? AND order_sn = ?",
			now, coupon.Unused, coupon.Expired, row.HistoryID, coupon.Used, orderSn))
		if err != nil {
			return err
		}
		return mariadb.ExactlyOne(tx.DB.Exec(`UPDATE sms_coupon SET use_count = use_count - 1, discount_sum = discount_sum - IF(? > 0, ?, amount)
			WHERE id = (SELECT coupon_id FROM sms_coupon_history WHERE id = ?)`, row.Amount, row.Amount, row.HistoryID))
	})
}
