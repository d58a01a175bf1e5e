// Package store keeps ware's schema. Locks are always taken in one order, the task first and then its stock rows by (sku_id, ware_id), so
// that orders for the same goods wait for each other instead of deadlocking.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered SQL files of gulimall_wms.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store implements ware.Store over MariaDB.
type Store struct {
	outbox    *outbox.Outbox
	db        *gorm.DB
	now       func() time.Time
	ttl       func() time.Duration // lifetime of unpaid orders, as it is set now
	lockedKey string               // routing key of stock.locked
	geography atomic.Pointer[snapshot]
}

var _ ware.Store = (*Store)(nil)

// New makes a store. ttl is the lifetime of unpaid orders, asked for every lock; lockedKey is the routing key of stock.locked.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time, ttl func() time.Duration, lockedKey string) *Store {
	return &Store{outbox: ob, db: db, now: now, ttl: ttl, lockedKey: lockedKey}
}

// Places reads what is available, without locks.
func (s *Store) Places(ctx context.Context, skuIDs []int64) ([]ware.Place, error) {
	if len(skuIDs) == 0 {
		return nil, nil
	}
	var rows []stockRow
	err := s.db.WithContext(ctx).Raw(availableColumns+"WHERE sku_id IN ?", skuIDs).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	return places(rows), nil
}

// Wait sends stock.locked round once more.
func (s *Store) Wait(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		return tx.Put(s.locked(orderSn))
	})
}

// Settled notes that a message needed nothing.
func (s *Store) Settled(ctx context.Context) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error { return tx.Once() })
}

// Due claims locks whose check is overdue.
func (s *Store) Due(ctx context.Context, now, next time.Time, limit int) ([]string, error) {
	var due []string
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		due = nil
		err := tx.DB.Raw("SELECT order_sn FROM wms_ware_order_task WHERE lock_status = ? AND check_at <= ? ORDER BY check_at LIMIT ? FOR UPDATE SKIP LOCKED",
			ware.Locked, now, limit).Scan(&due).Error
		if err != nil || len(due) == 0 {
			return err
		}
		return tx.DB.Exec("UPDATE wms_ware_order_task SET check_at = ? WHERE order_sn IN ?", next, due).Error
	})
	return due, err
}

// Task reads a reservation; ware.ErrNoTask where there is none.
func (s *Store) Task(ctx context.Context, orderSn string) (ware.Task, error) {
	var row taskRow
	err := s.db.WithContext(ctx).Raw("SELECT id, lock_status FROM wms_ware_order_task WHERE order_sn = ?", orderSn).Scan(&row).Error
	if err != nil {
		return ware.Task{}, fmt.Errorf("read task %s: %w", orderSn, err)
	}
	if row.ID == 0 {
		return ware.Task{}, ware.ErrNoTask
	}
	shares, err := details(s.db.WithContext(ctx), row.ID)
	return ware.Task{OrderSn: orderSn, Status: row.LockStatus, Shares: shares}, err
}

// locked is the message that comes back when the order should have ended.
func (s *Store) locked(orderSn string) outbox.Event {
	return outbox.Event{
		Exchange: wareapi.Exchange, Key: s.lockedKey, Type: wareapi.TypeLocked, Subject: orderSn,
		Data: wareapi.StockLocked{OrderSn: orderSn},
	}
}

// checkAfter is when a lock is overdue. The delay queue counts the lifetime of the environment: where staff have set a longer one, the message
// comes too early and goes round again; where they have set a shorter one, the sweep comes before it.
func (s *Store) checkAfter() time.Duration { return s.ttl() + ware.CheckGrace }
