package store

import (
	"context"
	"fmt"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// Adjust changes a stock by a delta. The ledger's unique key makes it happen once: the same key again changes nothing.
func (s *Store) Adjust(ctx context.Context, a ware.Adjustment) error {
	a.Key = "adjust:" + a.Key
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error { return s.adjust(tx, a) })
	if mariadb.IsDuplicate(err) {
		return nil
	}
	return err
}

// adjust changes a stock and writes it down under the adjustment's key.
func (s *Store) adjust(tx *outbox.Tx, a ware.Adjustment) error {
	line := ledgerLine{key: a.Key, skuID: a.SkuID, wareID: a.WareID, delta: a.Delta, reason: a.Reason}
	if err := s.write(tx.DB, []ledgerLine{line}); err != nil {
		return err
	}
	goods := []ware.Line{{SkuID: a.SkuID}}
	rows, err := lockRows(tx, goods)
	if err != nil {
		return err
	}
	done := tx.DB.Exec("UPDATE wms_ware_sku SET stock = stock + ? WHERE sku_id = ? AND ware_id = ? AND stock + ? >= stock_locked",
		a.Delta, a.SkuID, a.WareID, a.Delta)
	if done.Error != nil {
		return fmt.Errorf("adjust sku %d: %w", a.SkuID, done.Error)
	}
	if done.RowsAffected == 0 {
		if err := s.firstStock(tx, a, rows); err != nil {
			return err
		}
	}
	return s.announceTurns(tx, goods, rows)
}

// firstStock makes the row of a SKU that a warehouse has never had; for a row that exists, the adjustment was refused.
func (s *Store) firstStock(tx *outbox.Tx, a ware.Adjustment, rows []stockRow) error {
	for _, r := range rows {
		if r.WareID == a.WareID {
			return ware.ErrBelowLocks
		}
	}
	if a.Delta < 0 {
		return ware.ErrBelowLocks
	}
	return tx.DB.Exec("INSERT INTO wms_ware_sku (sku_id, ware_id, stock) VALUES (?, ?, ?)", a.SkuID, a.WareID, a.Delta).Error
}
