package store

import (
	"context"
	"fmt"
	"slices"

	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

var _ ware.ReturnStore = (*Store)(nil)

// PutBack puts goods back on the shelf. The order's task is locked, so that returns of one order wait for each other, and the same return
// finds what it wrote into the ledger before.
func (s *Store) PutBack(ctx context.Context, c ware.Comeback) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		var task taskRow
		if err := tx.DB.Raw("SELECT id, lock_status FROM wms_ware_order_task WHERE order_sn = ? FOR UPDATE", c.OrderSn).Scan(&task).Error; err != nil {
			return err
		}
		switch task.LockStatus {
		case ware.Released:
			return nil // it never left
		case ware.Locked:
			return ware.ErrNotDeducted
		case ware.Deducted:
			return s.putBack(tx, c)
		}
		return ware.ErrNoTask
	})
}

func (s *Store) putBack(tx *outbox.Tx, c ware.Comeback) error {
	var before bool
	err := tx.DB.Raw("SELECT EXISTS (SELECT 1 FROM wms_stock_ledger WHERE business_key LIKE ?)", fmt.Sprintf("return:%d:%%", c.ReturnID)).Scan(&before).Error
	if err != nil || before {
		return err
	}
	var rows []struct{ SkuID, WareID, Count int64 }
	err = tx.DB.Raw("SELECT sku_id, ware_id, -SUM(delta) AS count FROM wms_stock_ledger WHERE order_sn = ? GROUP BY sku_id, ware_id ORDER BY sku_id, ware_id", c.OrderSn).
		Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("what is out of order %s: %w", c.OrderSn, err)
	}
	out := make([]ware.Share, len(rows))
	for i, r := range rows {
		out[i] = ware.Share(r)
	}
	var houses []int64
	if err := tx.DB.Raw("SELECT id FROM wms_ware_info").Scan(&houses).Error; err != nil {
		return err
	}
	shares, ok := ware.Where(c, out, func(id int64) bool { return slices.Contains(houses, id) })
	if !ok {
		return ware.ErrNotSold
	}
	if len(shares) == 0 {
		return nil
	}
	lines := make([]ledgerLine, len(shares))
	for i, sh := range shares {
		lines[i] = ledgerLine{
			key: fmt.Sprintf("return:%d:%d:%d", c.ReturnID, sh.SkuID, sh.WareID), skuID: sh.SkuID, wareID: sh.WareID,
			delta: sh.Count, reason: ware.ReasonReturn, orderSn: c.OrderSn,
		}
	}
	if err := s.write(tx.DB, lines); err != nil {
		return err
	}
	return s.shelve(tx, shares)
}

// shelve adds shares to the stock; a warehouse that never had a SKU gets its row.
func (s *Store) shelve(tx *outbox.Tx, shares []ware.Share) error {
	slices.SortFunc(shares, func(a, b ware.Share) int {
		if a.SkuID != b.SkuID {
			return int(a.SkuID - b.SkuID)
		}
		return int(a.WareID - b.WareID)
	})
	goods := slices.CompactFunc(lines(shares), func(a, b ware.Line) bool { return a.SkuID == b.SkuID })
	before, err := lockRows(tx, goods)
	if err != nil {
		return err
	}
	for _, sh := range shares {
		err := tx.DB.Exec("INSERT INTO wms_ware_sku (sku_id, ware_id, stock) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE stock = stock + VALUES(stock)",
			sh.SkuID, sh.WareID, sh.Count).Error
		if err != nil {
			return fmt.Errorf("restock sku %d in warehouse %d: %w", sh.SkuID, sh.WareID, err)
		}
	}
	return s.announceTurns(tx, goods, before)
}
