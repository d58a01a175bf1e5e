package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/services/payment"
)

var _ payment.CallLog = (*Store)(nil)

const (
	// forgottenAtOnce is how many calls one statement forgets.
	forgottenAtOnce = 1000
	// callsShown is how many calls about an order are read, the newest.
	callsShown = 100
)

// Called keeps a call to Alipay.
func (s *Store) Called(ctx context.Context, c payment.Call) error {
	err := s.db.WithContext(ctx).Exec("INSERT INTO pay_call (order_sn, trade_no, method, called_at, took_ms, outcome, fault) VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.OrderSn, c.TradeNo, c.Method, c.At, c.Took.Milliseconds(), c.Outcome, fitting(c.Fault)).Error
	if err != nil {
		return fmt.Errorf("keep call: %w", err)
	}
	return nil
}

// ForgetCalls forgets the calls before a moment, some at once.
func (s *Store) ForgetCalls(ctx context.Context, before time.Time) error {
	for {
		done := s.db.WithContext(ctx).Exec("DELETE FROM pay_call WHERE called_at < ? ORDER BY called_at LIMIT ?", before, forgottenAtOnce)
		if done.Error != nil {
			return fmt.Errorf("forget calls: %w", done.Error)
		}
		if done.RowsAffected < forgottenAtOnce {
			return nil
		}
	}
}

// calls reads what Alipay was asked about an order, the newest first.
func calls(db *gorm.DB, orderSn string) ([]payment.Call, error) {
	var rows []struct {
		OrderSn, TradeNo, Method, Outcome, Fault string
		CalledAt                                 time.Time
		TookMs                                   int64
	}
	err := db.Raw("SELECT order_sn, trade_no, method, called_at, took_ms, outcome, fault FROM pay_call WHERE order_sn = ? ORDER BY id DESC LIMIT ?",
		orderSn, callsShown).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read calls about order %s: %w", orderSn, err)
	}
	all := make([]payment.Call, len(rows))
	for i, r := range rows {
		all[i] = payment.Call{
			OrderSn: r.OrderSn, TradeNo: r.TradeNo, Method: r.Method, At: r.CalledAt, Took: time.Duration(r.TookMs) * time.Millisecond,
			Outcome: r.Outcome, Fault: r.Fault,
		}
	}
	return all, nil
}
