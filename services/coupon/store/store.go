// Package store keeps coupon's schema. A claim writes its own row first and the template's counter last, so that the one row that all
// claimants share is locked for the shortest time.
package store

import (
	"embed"
	"io/fs"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the numbered SQL files of gulimall_sms.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store implements coupon.Store over MariaDB.
type Store struct {
	outbox *outbox.Outbox
	db     *gorm.DB
	now    func() time.Time
	rules  shelf
}

var _ coupon.Store = (*Store)(nil)

// New makes a store.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time) *Store {
	return &Store{outbox: ob, db: db, now: now}
}
