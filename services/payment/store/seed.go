package store

import (
	"context"
	"fmt"

	"gulimall/pkg/demodata"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

// Seed writes the money of the demo shop's history. Rows that are there stay as they are.
func (s *Store) Seed(ctx context.Context, history []demodata.Payment) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		for _, p := range history {
			created, paid := now.Add(-p.CreatedAgo), now.Add(-p.PaidAgo)
			err := tx.DB.Exec(`INSERT IGNORE INTO pay_payment
				(order_sn, member_id, amount, status, channel, trade_no, expires_at, offered_at, paid_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				p.OrderSn, p.MemberID, p.Amount, payment.Paid, p.Channel, p.TradeNo, paid, created, paid, created, paid).Error
			if err != nil {
				return fmt.Errorf("seed payment %s: %w", p.OrderSn, err)
			}
			err = tx.DB.Exec("INSERT IGNORE INTO pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES (?, ?, ?, ?, 'notify', ?, ?)",
				p.TradeNo, p.OrderSn, p.Amount, credited, paid, paid).Error
			if err != nil {
				return fmt.Errorf("seed trade %s: %w", p.TradeNo, err)
			}
		}
		return nil
	})
}
