package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

const (
	credited = "credited"
	refused  = "refused"
)

// Credit records a trade and says payment.succeeded. The trade's number makes it happen once, however often it is told. It also marks a
// payment that was closed: whether an order still stands behind it is not known here, and Refuse takes it back.
func (s *Store) Credit(ctx context.Context, t payment.Trade, heard *payment.Notice) error {
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if heard != nil {
			if err := s.notified(tx.DB, *heard); err != nil {
				return err
			}
		}
		now := s.now()
		err := tx.DB.Exec("INSERT INTO pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			t.TradeNo, t.OrderSn, t.Amount, credited, t.Source, t.PaidAt, now).Error
		if mariadb.IsDuplicate(err) {
			return nil
		}
		if err != nil {
			return err
		}
		err = tx.DB.Exec(`UPDATE pay_payment SET status = ?, trade_no = ?, paid_at = ?, next_query_at = NULL, updated_at = ?
			WHERE order_sn = ? AND trade_no = ''`, payment.Paid, t.TradeNo, t.PaidAt, now, t.OrderSn).Error
		if err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: paymentapi.Exchange, Key: paymentapi.KeySucceeded, Type: paymentapi.TypeSucceeded, Subject: t.OrderSn,
			Data: paymentapi.Succeeded{OrderSn: t.OrderSn, TradeNo: t.TradeNo, Channel: payment.ChannelAlipay, Amount: t.Amount, PaidAt: t.PaidAt},
		})
	})
	if err != nil {
		return fmt.Errorf("credit trade %s: %w", t.TradeNo, err)
	}
	return nil
}

// refundSn is the number under which a trade that no order can keep goes back: one for the trade, whatever the reason.
func refundSn(tradeNo string) string { return "BACK_" + tradeNo }

// Refuse records a trade that no order can keep, with the exception and the refund of all that the trade brought.
func (s *Store) Refuse(ctx context.Context, t payment.Trade, reason string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		now, sn := s.now(), refundSn(t.TradeNo)
		paidAt := t.PaidAt
		if paidAt.IsZero() {
			paidAt = now
		}
		err := tx.DB.Exec(`INSERT INTO pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON DUPLICATE KEY UPDATE verdict = VALUES(verdict)`, t.TradeNo, t.OrderSn, t.Amount, refused, t.Source, paidAt, now).Error
		if err != nil {
			return err
		}
		err = tx.DB.Exec(`INSERT INTO pay_exception (trade_no, order_sn, kind, amount, refund_sn, created_at)
			SELECT trade_no, order_sn, ?, amount, ?, ? FROM pay_trade WHERE trade_no = ?
			ON DUPLICATE KEY UPDATE trade_no = VALUES(trade_no)`, reason, sn, now, t.TradeNo).Error
		if err != nil {
			return err
		}
		refund := tx.DB.Exec(`INSERT INTO pay_refund (refund_sn, order_sn, trade_no, amount, reason, next_at, created_at)
			SELECT ?, order_sn, trade_no, amount, ?, ?, ? FROM pay_trade WHERE trade_no = ?
			AND NOT EXISTS (SELECT 1 FROM pay_refund WHERE refund_sn = ?)`, sn, reason, now, now, t.TradeNo, sn)
		if refund.Error != nil {
			return refund.Error
		}
		if refund.RowsAffected > 0 {
			err := tx.Put(outbox.Event{
				Exchange: paymentapi.Exchange, Key: paymentapi.KeyRefunding, Type: paymentapi.TypeRefunding, Subject: t.OrderSn,
				Data: paymentapi.Refunding{OrderSn: t.OrderSn, TradeNo: t.TradeNo, RefundSn: sn, Amount: t.Amount, Reason: reason},
			})
			if err != nil {
				return err
			}
		}
		return disown(tx, t, now)
	})
}

// disown takes a payment away from a trade that is refused: another credited trade of the order has paid it, or it is closed.
func disown(tx *outbox.Tx, t payment.Trade, now time.Time) error {
	other := tx.DB.Exec(`UPDATE pay_payment p JOIN pay_trade o ON o.order_sn = p.order_sn AND o.verdict = ? AND o.amount = p.amount
		SET p.trade_no = o.trade_no, p.paid_at = o.paid_at, p.updated_at = ? WHERE p.order_sn = ? AND p.trade_no = ?`,
		credited, now, t.OrderSn, t.TradeNo)
	if other.Error != nil || other.RowsAffected > 0 {
		return other.Error
	}
	return tx.DB.Exec("UPDATE pay_payment SET status = ?, trade_no = '', paid_at = NULL, updated_at = ? WHERE order_sn = ? AND trade_no = ?",
		payment.Closed, now, t.OrderSn, t.TradeNo).Error
}
