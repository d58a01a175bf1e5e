// Package store keeps the catalogue in MariaDB. Writes put their event into the outbox of the same transaction.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of the catalogue.
func Migrations() fs.FS { return mariadb.Migrations(migrations) }

// Store is the catalogue in the database.
type Store struct {
	db  *gorm.DB
	ob  *outbox.Outbox
	now func() time.Time
}

var _ product.Store = (*Store)(nil)

// New makes a store over a migrated schema.
func New(db *gorm.DB, ob *outbox.Outbox, now func() time.Time) *Store { return &Store{db, ob, now} }

// Categories lists the categories that are shown.
func (s *Store) Categories(ctx context.Context) ([]product.Category, error) {
	rows, err := s.db.WithContext(ctx).Raw(
		"SELECT cat_id, parent_cid, cat_level, name, sort FROM pms_category WHERE show_status = 1").Rows()
	if err != nil {
		return nil, fmt.Errorf("list categories: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []product.Category
	for rows.Next() {
		var c product.Category
		if err := rows.Scan(&c.ID, &c.ParentID, &c.Level, &c.Name, &c.Sort); err != nil {
			return nil, fmt.Errorf("list categories: %w", err)
		}
		all = append(all, c)
	}
	return all, rows.Err()
}

// Change changes a SKU. It says so even where nothing is different, so that whoever asked twice is told twice.
func (s *Store) Change(ctx context.Context, id int64, change product.Change) error {
	now := s.now()
	sets, args := []string{"k.version = k.version + 1", "s.version = s.version + 1", "k.update_time = ?", "s.update_time = ?"}, []any{now, now}
	if change.Price != nil {
		sets, args = append(sets, "k.price = ?"), append(args, int64(*change.Price))
	}
	if change.OnShelf != nil {
		status := 2
		if *change.OnShelf {
			status = 1
		}
		sets, args = append(sets, "k.publish_status = ?"), append(args, status)
	}
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		done := tx.DB.Exec("UPDATE pms_sku_info k JOIN pms_spu_info s ON s.id = k.spu_id SET "+strings.Join(sets, ", ")+" WHERE k.sku_id = ?", append(args, id)...)
		if done.Error != nil {
			return fmt.Errorf("change SKU %d: %w", id, done.Error)
		}
		if done.RowsAffected == 0 {
			return product.ErrSkuNotFound
		}
		if change.Price != nil {
			if err := sumsOf(tx.DB, id); err != nil {
				return err
			}
		}
		return say(tx, productapi.SkuChanged{SkuIDs: []int64{id}})
	})
}

// Sold adds to sale counts with one statement, in the order of ids, so that two orders of the same goods never lock each other out. SKUs
// that do not exist are passed over. The message in ctx counts once.
func (s *Store) Sold(ctx context.Context, counts map[int64]int64) error {
	ids := make([]int64, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	cases, args := strings.Builder{}, make([]any, 0, 2*len(ids)+1)
	for _, id := range ids {
		cases.WriteString(" WHEN ? THEN ?")
		args = append(args, id, counts[id])
	}
	args = append(args, ids)
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		err := tx.DB.Exec("UPDATE pms_sku_info SET sale_count = sale_count + CASE sku_id"+cases.String()+
			" ELSE 0 END WHERE sku_id IN ? ORDER BY sku_id", args...).Error
		if err != nil {
			return fmt.Errorf("count sales of %d SKUs: %w", len(ids), err)
		}
		if err := soldMore(tx.DB, counts, ids); err != nil {
			return err
		}
		return say(tx, productapi.SkuChanged{SkuIDs: ids, OnlySales: true})
	})
}

// Announce tells every instance to build its index anew.
func (s *Store) Announce(ctx context.Context) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error { return say(tx, productapi.SkuChanged{SkuIDs: []int64{}}) })
}

// say puts the event of a change into the outbox. Nobody needs to listen: an instance that is away reads everything when it is back.
func say(tx *outbox.Tx, what productapi.SkuChanged) error {
	subject := "all"
	if len(what.SkuIDs) > 0 {
		subject = strconv.FormatInt(what.SkuIDs[0], 10)
	}
	return tx.Put(outbox.Event{
		Exchange: productapi.Exchange, Key: productapi.KeySkuChanged, Type: productapi.TypeSkuChanged, Version: 1,
		Subject: subject, Data: what, Optional: true,
	})
}
