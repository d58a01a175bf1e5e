// Package store keeps the schema of admin.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/admin"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered SQL files of gulimall_admin.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store implements admin.Store over MariaDB.
type Store struct {
	outbox *outbox.Outbox
	db     *gorm.DB
	now    func() time.Time
}

var _ admin.Store = (*Store)(nil)

// New makes a store.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time) *Store {
	return &Store{outbox: ob, db: db, now: now}
}

// area is how the audit log names admin's own changes.
const area = "admin"

// write notes a change of admin's own in the log, in its transaction.
func (s *Store) write(tx *gorm.DB, by adminapi.By, action, object string, before, after any) error {
	acted, err := by.Acted(s.now(), area, action, object, before, after)
	if err != nil {
		return err
	}
	return log(tx, acted)
}

// Record writes a line that a message tells of, once.
func (s *Store) Record(ctx context.Context, a adminapi.Acted) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		return log(tx.DB, a)
	})
}

func log(tx *gorm.DB, a adminapi.Acted) error {
	err := tx.Exec(`INSERT INTO sys_audit_log (at, staff_id, account, address, area, action, object, before_value, after_value, trace_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.At, a.StaffID, a.Account, a.Address, a.Area, a.Action, a.Object, raw(a.Before), raw(a.After), a.TraceID).Error
	if err != nil {
		return fmt.Errorf("write audit log: %w", err)
	}
	return nil
}

// Audit reads a page of the log, the newest first.
func (s *Store) Audit(ctx context.Context, q admin.AuditQuery) ([]adminapi.AuditEntry, int64, error) {
	db := s.db.WithContext(ctx).Table("sys_audit_log")
	if q.StaffID != 0 {
		db = db.Where("staff_id = ?", q.StaffID)
	}
	if q.Area != "" {
		db = db.Where("area = ?", q.Area)
	}
	if q.Action != "" {
		db = db.Where("action = ?", q.Action)
	}
	if q.Object != "" {
		db = db.Where("object = ?", q.Object)
	}
	if !q.From.IsZero() {
		db = db.Where("at >= ?", q.From)
	}
	if !q.To.IsZero() {
		db = db.Where("at < ?", q.To)
	}
	var total int64
	if err := db.Session(&gorm.Session{}).Count(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count audit log: %w", err)
	}
	var rows []auditRow
	err := db.Session(&gorm.Session{}).Order("at DESC, id DESC").Offset((q.Page - 1) * q.PageSize).Limit(q.PageSize).Find(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read audit log: %w", err)
	}
	entries := make([]adminapi.AuditEntry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, total, nil
}

// Actions lists the actions that stand in the log, by its index of them.
func (s *Store) Actions(ctx context.Context) ([]string, error) {
	var all []string
	if err := s.db.WithContext(ctx).Raw("SELECT DISTINCT action FROM sys_audit_log ORDER BY action").Scan(&all).Error; err != nil {
		return nil, fmt.Errorf("list actions of the audit log: %w", err)
	}
	return all, nil
}
