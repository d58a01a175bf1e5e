// Package store keeps payment's schema.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered SQL files of gulimall_pay.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store implements payment.Store over MariaDB.
type Store struct {
	db     *gorm.DB
	outbox *outbox.Outbox
	now    func() time.Time
}

var _ payment.Store = (*Store)(nil)

// New makes a store.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time) *Store {
	return &Store{db: db, outbox: ob, now: now}
}

type paymentRow struct {
	OrderSn   string
	MemberID  int64
	Amount    money.Fen
	Status    payment.Status
	Channel   string
	TradeNo   string
	ExpiresAt *time.Time
	OfferedAt *time.Time
	PaidAt    *time.Time
}

const paymentColumns = "order_sn, member_id, amount, status, channel, trade_no, expires_at, offered_at, paid_at"

func (r paymentRow) payment() payment.Payment {
	p := payment.Payment{
		OrderSn: r.OrderSn, MemberID: r.MemberID, Amount: r.Amount, Status: r.Status, Channel: r.Channel, TradeNo: r.TradeNo,
		Offered: r.OfferedAt != nil,
	}
	if r.ExpiresAt != nil {
		p.ExpiresAt = *r.ExpiresAt
	}
	if r.PaidAt != nil {
		p.PaidAt = *r.PaidAt
	}
	return p
}

// Find reads the payment of an order.
func (s *Store) Find(ctx context.Context, orderSn string) (payment.Payment, error) {
	return find(s.db.WithContext(ctx), orderSn)
}

func find(db *gorm.DB, orderSn string) (payment.Payment, error) {
	var rows []paymentRow
	if err := db.Raw("SELECT "+paymentColumns+" FROM pay_payment WHERE order_sn = ?", orderSn).Scan(&rows).Error; err != nil {
		return payment.Payment{}, fmt.Errorf("read payment %s: %w", orderSn, err)
	}
	if len(rows) == 0 {
		return payment.Payment{}, payment.ErrNoRow
	}
	return rows[0].payment(), nil
}

// Offer notes that a pay URL is about to be handed out.
func (s *Store) Offer(ctx context.Context, p payment.Payment, nextQuery time.Time) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		err := tx.DB.Exec(`INSERT INTO pay_payment (order_sn, member_id, amount, status, channel, expires_at, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE order_sn = VALUES(order_sn)`, p.OrderSn, p.MemberID, p.Amount, payment.Open, p.Channel, p.ExpiresAt, now, now).Error
		if err != nil {
			return err
		}
		done := tx.DB.Exec(`UPDATE pay_payment SET amount = ?, channel = ?, next_query_at = ?, updated_at = ?
			WHERE order_sn = ? AND status = ?`, p.Amount, p.Channel, nextQuery, now, p.OrderSn, payment.Open)
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return payment.ErrOrderState
		}
		return s.started(tx, p, now)
	})
}

// started says that a pay URL is handed out, the first time that one is.
func (s *Store) started(tx *outbox.Tx, p payment.Payment, now time.Time) error {
	first := tx.DB.Exec("UPDATE pay_payment SET offered_at = ? WHERE order_sn = ? AND offered_at IS NULL", now, p.OrderSn)
	if first.Error != nil || first.RowsAffected == 0 {
		return first.Error
	}
	return tx.Put(outbox.Event{
		Exchange: paymentapi.Exchange, Key: paymentapi.KeyStarted, Type: paymentapi.TypeStarted, Subject: p.OrderSn,
		Data: paymentapi.Started{OrderSn: p.OrderSn, Channel: p.Channel},
	})
}

// BeginClose moves open → closing, or straight to closed where no pay URL was ever handed out.
func (s *Store) BeginClose(ctx context.Context, orderSn string) (payment.Payment, error) {
	var p payment.Payment
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		err := tx.DB.Exec("INSERT INTO pay_payment (order_sn, status, created_at, updated_at) VALUES (?, ?, ?, ?) "+
			"ON DUPLICATE KEY UPDATE order_sn = VALUES(order_sn)",
			orderSn, payment.Closed, now, now).Error
		if err != nil {
			return err
		}
		err = tx.DB.Exec("UPDATE pay_payment SET status = IF(offered_at IS NULL, ?, ?), updated_at = ? WHERE order_sn = ? AND status = ?",
			payment.Closed, payment.Closing, now, orderSn, payment.Open).Error
		if err != nil {
			return err
		}
		p, err = find(tx.DB, orderSn)
		return err
	})
	return p, err
}

// FinishClose moves closing → closed; a payment that was paid meanwhile stays so.
func (s *Store) FinishClose(ctx context.Context, orderSn string) (payment.Status, error) {
	var p payment.Payment
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		err := tx.DB.Exec("UPDATE pay_payment SET status = ?, updated_at = ? WHERE order_sn = ? AND status = ?",
			payment.Closed, s.now(), orderSn, payment.Closing).Error
		if err != nil {
			return err
		}
		p, err = find(tx.DB, orderSn)
		return err
	})
	return p.Status, err
}

// Notified keeps a notification; the same one again counts up.
func (s *Store) Notified(ctx context.Context, n payment.Notice) error {
	return s.notified(s.db.WithContext(ctx), n)
}

func (s *Store) notified(db *gorm.DB, n payment.Notice) error {
	return db.Exec(`INSERT INTO pay_notify (notify_id, verdict, order_sn, trade_no, trade_status, raw, received_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE times = times + 1`,
		n.NotifyID, n.Verdict, n.OrderSn, n.TradeNo, n.Status, n.Raw, s.now()).Error
}
