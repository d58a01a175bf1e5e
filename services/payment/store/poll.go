package store

import (
	"context"
	"time"

	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

// Due claims payments that Alipay should be asked about, and puts the next question off by the schedule.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]payment.Payment, error) {
	var rows []paymentRow
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		rows = nil
		err := tx.DB.Raw("SELECT "+paymentColumns+" FROM pay_payment WHERE next_query_at <= ? ORDER BY next_query_at LIMIT ? FOR UPDATE SKIP LOCKED",
			now, limit).Scan(&rows).Error
		if err != nil {
			return err
		}
		for _, r := range rows {
			var next *time.Time
			if pause := payment.QueryPause(age(now, r.OfferedAt)); pause > 0 && r.Status != payment.Paid {
				at := now.Add(pause)
				next = &at
			}
			if err := tx.DB.Exec("UPDATE pay_payment SET next_query_at = ? WHERE order_sn = ?", next, r.OrderSn).Error; err != nil {
				return err
			}
		}
		return nil
	})
	due := make([]payment.Payment, len(rows))
	for i, r := range rows {
		due[i] = r.payment()
	}
	return due, err
}

var _ payment.Marks = (*Store)(nil)

// Marks implements payment.Marks.
func (s *Store) Marks(ctx context.Context, orderSns []string) (map[string]string, error) {
	var rows []struct{ OrderSn, Mark string }
	err := s.db.WithContext(ctx).Raw(`SELECT order_sn, CONCAT_WS(' ', status, trade_no,
		(SELECT GROUP_CONCAT(refund_sn, ':', status ORDER BY refund_sn) FROM pay_refund r WHERE r.order_sn = p.order_sn)) AS mark
		FROM pay_payment p WHERE order_sn IN ?`, orderSns).Scan(&rows).Error
	marks := make(map[string]string, len(rows))
	for _, r := range rows {
		marks[r.OrderSn] = r.Mark
	}
	return marks, err
}

func age(now time.Time, offered *time.Time) time.Duration {
	if offered == nil {
		return 0
	}
	return now.Sub(*offered)
}

// AskSoon brings the next question about a payment that is not paid yet forward.
func (s *Store) AskSoon(ctx context.Context, orderSn string, at time.Time) error {
	return s.db.WithContext(ctx).Exec("UPDATE pay_payment SET next_query_at = ? WHERE order_sn = ? AND status <> ?", at, orderSn, payment.Paid).Error
}
