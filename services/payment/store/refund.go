package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

type refundRow struct {
	RefundSn  string
	OrderSn   string
	TradeNo   string
	Amount    money.Fen
	Reason    string
	Status    payment.RefundStatus
	Attempts  int
	CreatedAt time.Time
}

const refundColumns = "refund_sn, order_sn, trade_no, amount, reason, status, attempts, created_at"

func refunds(rows []refundRow) []payment.Refund {
	all := make([]payment.Refund, len(rows))
	for i, r := range rows {
		all[i] = payment.Refund(r)
	}
	return all
}

// Refunds lists an order's refunds, oldest first.
func (s *Store) Refunds(ctx context.Context, orderSn string) ([]payment.Refund, error) {
	var rows []refundRow
	err := s.db.WithContext(ctx).Raw("SELECT "+refundColumns+" FROM pay_refund WHERE order_sn = ? ORDER BY created_at, refund_sn", orderSn).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read refunds of order %s: %w", orderSn, err)
	}
	return refunds(rows), nil
}

// RequestRefund writes a refund down that order has agreed to. The trade's row is locked, so that refunds of one trade wait for each other.
func (s *Store) RequestRefund(ctx context.Context, r payment.Refund) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		var brought money.Fen
		err := tx.DB.Raw("SELECT amount FROM pay_trade WHERE trade_no = ? AND order_sn = ? AND verdict = ? FOR UPDATE", r.TradeNo, r.OrderSn, credited).Scan(&brought).Error
		if err != nil {
			return err
		}
		if brought == 0 {
			return payment.ErrNoTrade
		}
		var rows []refundRow
		if err := tx.DB.Raw("SELECT "+refundColumns+" FROM pay_refund WHERE trade_no = ?", r.TradeNo).Scan(&rows).Error; err != nil {
			return err
		}
		back := r.Amount
		for _, known := range rows {
			if known.RefundSn == r.RefundSn {
				if known.Amount != r.Amount {
					return payment.ErrRefund
				}
				return nil
			}
			back += known.Amount
		}
		if back > brought {
			return payment.ErrRefund
		}
		err = tx.DB.Exec("INSERT INTO pay_refund (refund_sn, order_sn, trade_no, amount, reason, next_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			r.RefundSn, r.OrderSn, r.TradeNo, r.Amount, r.Reason, r.CreatedAt, r.CreatedAt).Error
		if err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunding, Type: paymentapi.TypeRefunding, Subject: r.OrderSn,
			Data: paymentapi.Refunding{OrderSn: r.OrderSn, TradeNo: r.TradeNo, RefundSn: r.RefundSn, Amount: r.Amount, Reason: r.Reason},
		})
	})
}

// DueRefunds claims refunds that are not confirmed and whose time has come.
func (s *Store) DueRefunds(ctx context.Context, now, next time.Time, limit int) ([]payment.Refund, error) {
	var rows []refundRow
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		rows = nil
		err := tx.DB.Raw("SELECT "+refundColumns+" FROM pay_refund WHERE status IN (?, ?) AND next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED",
			payment.Requested, payment.Sent, now, limit).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		sns := make([]string, len(rows))
		for i, r := range rows {
			sns[i] = r.RefundSn
		}
		return tx.DB.Exec("UPDATE pay_refund SET next_at = ?, attempts = attempts + 1 WHERE refund_sn IN ?", next, sns).Error
	})
	return refunds(rows), err
}

// RefundSent notes that Alipay took a refund; it is asked about at confirmAt.
func (s *Store) RefundSent(ctx context.Context, refundSn string, confirmAt time.Time) error {
	return s.db.WithContext(ctx).Exec("UPDATE pay_refund SET status = ?, next_at = ?, last_fault = '' WHERE refund_sn = ? AND status IN (?, ?)",
		payment.Sent, confirmAt, refundSn, payment.Requested, payment.Sent).Error
}

// maxFault is how many characters of a fault are kept.
const maxFault = 500

// fitting is as much of a fault as is kept.
func fitting(fault string) string {
	fault = strings.ToValidUTF8(fault, "?")
	if text := []rune(fault); len(text) > maxFault {
		return string(text[:maxFault])
	}
	return fault
}

// RefundFailed notes why a refund did not get further, and when it is tried again. It may have happened all the same, so it counts as
// sent: it is asked about before it is sent again.
func (s *Store) RefundFailed(ctx context.Context, refundSn, fault string, again time.Time) error {
	return s.db.WithContext(ctx).Exec("UPDATE pay_refund SET status = ?, last_fault = ?, next_at = ? WHERE refund_sn = ? AND status IN (?, ?)",
		payment.Sent, fitting(fault), again, refundSn, payment.Requested, payment.Sent).Error
}

// RefundConfirmed ends a refund and says payment.refunded.
func (s *Store) RefundConfirmed(ctx context.Context, r payment.Refund) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		done := tx.DB.Exec("UPDATE pay_refund SET status = ?, confirmed_at = ?, last_fault = '' WHERE refund_sn = ? AND status = ?",
			payment.Confirmed, now, r.RefundSn, payment.Sent)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return tx.Put(outbox.Event{
			Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunded, Type: paymentapi.TypeRefunded, Subject: r.OrderSn,
			Data: paymentapi.Refunded{OrderSn: r.OrderSn, TradeNo: r.TradeNo, RefundSn: r.RefundSn, Amount: r.Amount, Reason: r.Reason, At: now},
		})
	})
}
