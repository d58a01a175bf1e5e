package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

// booked reads trades.
func booked(db *gorm.DB, where string, args ...any) ([]payment.Booked, error) {
	var rows []struct {
		TradeNo, OrderSn, Source string
		Amount                   money.Fen
		Credited                 bool
		PaidAt, CreatedAt        time.Time
	}
	err := db.Raw("SELECT trade_no, order_sn, source, amount, verdict = 'credited' AS credited, paid_at, created_at FROM pay_trade "+where, args...).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read trades: %w", err)
	}
	all := make([]payment.Booked, len(rows))
	for i, r := range rows {
		all[i] = payment.Booked{
			Trade:    payment.Trade{TradeNo: r.TradeNo, OrderSn: r.OrderSn, Amount: r.Amount, PaidAt: r.PaidAt, Source: r.Source},
			Credited: r.Credited, CreatedAt: r.CreatedAt,
		}
	}
	return all, nil
}

func refundsWhere(db *gorm.DB, where string, args ...any) ([]payment.Refund, error) {
	var rows []refundRow
	if err := db.Raw("SELECT "+refundColumns+" FROM pay_refund "+where, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read refunds: %w", err)
	}
	return refunds(rows), nil
}

// TradesOn reads our trades of a time.
func (s *Store) TradesOn(ctx context.Context, from, to time.Time) ([]payment.Booked, error) {
	return booked(s.db.WithContext(ctx), "WHERE paid_at >= ? AND paid_at < ? ORDER BY paid_at", from, to)
}

// TradesBy reads trades by their numbers.
func (s *Store) TradesBy(ctx context.Context, tradeNos []string) ([]payment.Booked, error) {
	return booked(s.db.WithContext(ctx), "WHERE trade_no IN ?", tradeNos)
}

// RefundsOn reads our refunds that were confirmed in a time.
func (s *Store) RefundsOn(ctx context.Context, from, to time.Time) ([]payment.Refund, error) {
	return refundsWhere(s.db.WithContext(ctx), "WHERE confirmed_at >= ? AND confirmed_at < ? ORDER BY confirmed_at", from, to)
}

// RefundsBy reads refunds by their numbers.
func (s *Store) RefundsBy(ctx context.Context, refundSns []string) ([]payment.Refund, error) {
	return refundsWhere(s.db.WithContext(ctx), "WHERE refund_sn IN ?", refundSns)
}

// Correct puts right what our books say a trade brought.
func (s *Store) Correct(ctx context.Context, tradeNo string, was, is money.Fen, by adminapi.By) (bool, error) {
	changed := false
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		done := tx.DB.Exec("UPDATE pay_trade SET amount = ? WHERE trade_no = ? AND amount = ?", is, tradeNo, was)
		if done.Error != nil {
			return fmt.Errorf("correct trade %s: %w", tradeNo, done.Error)
		}
		if changed = done.RowsAffected > 0; !changed {
			return nil
		}
		return s.acted(tx, by, "trade.corrected", tradeNo, map[string]any{"amount": was}, map[string]any{"amount": is})
	})
	return changed, err
}

type sumRow struct {
	Day                string
	Payments, Refunds  int64
	Received, Refunded money.Fen
}

// Fold adds up the days from one to another by the times of money, and keeps the sums.
func (s *Store) Fold(ctx context.Context, from, to payment.Day) error {
	db := s.db.WithContext(ctx)
	for day := from; day <= to; day = day.Later(1) {
		var sum sumRow
		err := errors.Join(
			db.Raw("SELECT COUNT(*) AS payments, COALESCE(SUM(amount), 0) AS received FROM pay_trade WHERE paid_at >= ? AND paid_at < ?", day.From(), day.To()).
				Row().Scan(&sum.Payments, &sum.Received),
			db.Raw("SELECT COUNT(*) AS refunds, COALESCE(SUM(amount), 0) AS refunded FROM pay_refund WHERE confirmed_at >= ? AND confirmed_at < ?", day.From(), day.To()).
				Row().Scan(&sum.Refunds, &sum.Refunded),
		)
		if err != nil {
			return fmt.Errorf("add up %s: %w", day, err)
		}
		err = db.Exec(`INSERT INTO pay_day (day, payments, received, refunds, refunded, folded_at) VALUES (?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE
			payments = VALUES(payments), received = VALUES(received), refunds = VALUES(refunds), refunded = VALUES(refunded), folded_at = VALUES(folded_at)`,
			string(day), sum.Payments, sum.Received, sum.Refunds, sum.Refunded, s.now()).Error
		if err != nil {
			return fmt.Errorf("keep the sum of %s: %w", day, err)
		}
	}
	return nil
}

// Folded is the last day that sums are kept of.
func (s *Store) Folded(ctx context.Context) (payment.Day, error) {
	var day string
	if err := s.db.WithContext(ctx).Raw("SELECT COALESCE(DATE_FORMAT(MAX(day), '%Y-%m-%d'), '') FROM pay_day").Scan(&day).Error; err != nil {
		return "", fmt.Errorf("read last kept day: %w", err)
	}
	return payment.Day(day), nil
}

// Sums reads the kept sums of the days from one to another.
func (s *Store) Sums(ctx context.Context, from, to payment.Day) ([]payment.Sum, error) {
	var rows []sumRow
	err := s.db.WithContext(ctx).Raw(`SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day, payments, received, refunds, refunded FROM pay_day
		WHERE day BETWEEN ? AND ? ORDER BY pay_day.day`, string(from), string(to)).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read kept days: %w", err)
	}
	sums := make([]payment.Sum, len(rows))
	for i, r := range rows {
		sums[i] = payment.Sum{Day: payment.Day(r.Day), Payments: r.Payments, Received: r.Received, Refunds: r.Refunds, Refunded: r.Refunded}
	}
	return sums, nil
}

// Unfinished counts refunds that are not confirmed and exceptions that are open.
func (s *Store) Unfinished(ctx context.Context) (refunds, exceptions int64, err error) {
	err = s.db.WithContext(ctx).Raw(`SELECT (SELECT COUNT(*) FROM pay_refund WHERE status IN (0, 1)),
		(SELECT COUNT(*) FROM pay_refund r JOIN pay_exception e ON e.trade_no = r.trade_no AND e.refund_sn = r.refund_sn WHERE r.status IN (0, 1) AND e.resolved_at IS NULL)`).
		Row().Scan(&refunds, &exceptions)
	if err != nil {
		return 0, 0, fmt.Errorf("count what is unfinished: %w", err)
	}
	return refunds, exceptions, nil
}
