package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/services/order"
)

var _ order.PaidReading = (*Store)(nil)

// PaidBetween implements order.PaidReading, by the index of the times of payment.
func (s *Store) PaidBetween(ctx context.Context, from, to time.Time, after order.PaidMark, limit int) ([]order.PaidRow, error) {
	var rows []order.PaidRow
	err := s.read(ctx).Raw(`SELECT id, order_sn, trade_no, pay_amount AS amount, payment_time AS paid_at FROM oms_order
		WHERE payment_time >= ? AND payment_time < ? AND pay_amount > 0 AND (payment_time > ? OR payment_time = ? AND id > ?) ORDER BY payment_time, id LIMIT ?`,
		from, to, after.At, after.At, after.ID, limit).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("orders paid since %s: %w", from, err)
	}
	return rows, nil
}
