// Package store keeps orders in MariaDB and the messages about them in its outbox, and the tokens and deadlines of orders in Redis.
// Every move of an order is one conditional UPDATE, in one transaction with its line of the timeline and its messages; whether the
// order moved is the number of rows that the UPDATE found.
package store

import (
	"context"
	"embed"
	"io/fs"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/topology"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the schema.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store is the schema gulimall_oms.
type Store struct {
	db        *gorm.DB
	ob        *outbox.Outbox
	keyCreate string // routing key of order.created for the lifetime of unpaid orders
}

var _ order.Store = (*Store)(nil)

// New makes a store whose messages leave through ob. ttl is the lifetime of unpaid orders: it decides which delay queue hears of them.
func New(db *gorm.DB, ob *outbox.Outbox, ttl time.Duration) *Store {
	return &Store{db: db, ob: ob, keyCreate: topology.OrderCreateKey(ttl)}
}

// read is a connection for reading, outside of any transaction.
func (s *Store) read(ctx context.Context) *gorm.DB { return s.db.WithContext(ctx) }

// moved runs one conditional UPDATE and says whether it found its row.
func moved(tx *outbox.Tx, query string, args ...any) (bool, error) {
	result := tx.DB.Exec(query, args...)
	return result.RowsAffected > 0, result.Error
}

// values writes the placeholders of a multi-row INSERT.
func values(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", columns), ",") + "),"
	return strings.TrimSuffix(strings.Repeat(row, rows), ",")
}
