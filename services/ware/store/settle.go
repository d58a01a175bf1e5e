package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// Release gives an order's locks back. The move of the task from locked to released is what makes it happen once.
func (s *Store) Release(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		now := s.now()
		// The tombstone: a lock that comes late finds it and is refused.
		done := tx.DB.Exec(`INSERT IGNORE INTO wms_ware_order_task (order_sn, lock_status, created_at, updated_at, check_at) VALUES (?, ?, ?, ?, ?)`,
			orderSn, ware.Released, now, now, now)
		if done.Error != nil || done.RowsAffected == 1 {
			return done.Error
		}
		taskID, moved, err := s.move(tx.DB, orderSn, ware.Released)
		if err != nil || !moved {
			return err
		}
		shares, err := details(tx.DB, taskID)
		if err != nil {
			return err
		}
		before, err := lockRows(tx, lines(shares))
		if err != nil {
			return err
		}
		for _, sh := range shares {
			err := mariadb.ExactlyOne(tx.DB.Exec("UPDATE wms_ware_sku SET stock_locked = stock_locked - ? WHERE sku_id = ? AND ware_id = ? AND stock_locked >= ?",
				sh.Count, sh.SkuID, sh.WareID, sh.Count))
			if err != nil {
				return fmt.Errorf("release sku %d in warehouse %d: %w", sh.SkuID, sh.WareID, err)
			}
		}
		if err := s.announce(tx, returned(before, shares)); err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: wareapi.Exchange, Key: wareapi.KeyUnlocked, Type: wareapi.TypeUnlocked, Subject: orderSn,
			Data: wareapi.StockUnlocked{OrderSn: orderSn},
		})
	})
}

// Deduct takes an order's locks off the stock and writes the sale into the ledger.
func (s *Store) Deduct(ctx context.Context, orderSn string) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		taskID, moved, err := s.move(tx.DB, orderSn, ware.Deducted)
		if err != nil {
			return err
		}
		if !moved {
			return unmoved(tx.DB, orderSn)
		}
		shares, err := details(tx.DB, taskID)
		if err != nil {
			return err
		}
		lines := make([]ledgerLine, len(shares))
		for i, sh := range shares {
			err := mariadb.ExactlyOne(tx.DB.Exec(`UPDATE wms_ware_sku SET stock = stock - ?, stock_locked = stock_locked - ?
				WHERE sku_id = ? AND ware_id = ? AND stock_locked >= ?`, sh.Count, sh.Count, sh.SkuID, sh.WareID, sh.Count))
			if err != nil {
				return fmt.Errorf("deduct sku %d in warehouse %d: %w", sh.SkuID, sh.WareID, err)
			}
			lines[i] = ledgerLine{
				key: fmt.Sprintf("sale:%s:%d:%d", orderSn, sh.SkuID, sh.WareID), skuID: sh.SkuID, wareID: sh.WareID,
				delta: -sh.Count, reason: ware.ReasonSale, orderSn: orderSn,
			}
		}
		if err := s.write(tx.DB, lines); err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: wareapi.Exchange, Key: wareapi.KeyDeducted, Type: wareapi.TypeDeducted, Subject: orderSn,
			Data: wareapi.StockDeducted{OrderSn: orderSn},
		})
	})
}

// move ends a task that is still locked, and its details with it. It says whether this call did.
func (s *Store) move(db *gorm.DB, orderSn string, to ware.LockStatus) (taskID int64, moved bool, err error) {
	done := db.Exec("UPDATE wms_ware_order_task SET lock_status = ?, updated_at = ?, id = LAST_INSERT_ID(id) WHERE order_sn = ? AND lock_status = ?",
		to, s.now(), orderSn, ware.Locked)
	if done.Error != nil || done.RowsAffected == 0 {
		return 0, false, done.Error
	}
	if err := db.Raw("SELECT LAST_INSERT_ID()").Scan(&taskID).Error; err != nil {
		return 0, false, err
	}
	err = db.Exec("UPDATE wms_ware_order_task_detail SET lock_status = ? WHERE task_id = ? AND lock_status = ?", to, taskID, ware.Locked).Error
	return taskID, true, err
}

// unmoved tells why a deduction found nothing locked: nil when it was deducted before.
func unmoved(db *gorm.DB, orderSn string) error {
	var task taskRow
	if err := db.Raw("SELECT id, lock_status FROM wms_ware_order_task WHERE order_sn = ?", orderSn).Scan(&task).Error; err != nil {
		return err
	}
	switch task.LockStatus {
	case ware.Deducted:
		return nil
	case ware.Released:
		return ware.ErrReleased
	case ware.Locked:
		return fmt.Errorf("task %d is locked and did not move", task.ID)
	}
	return ware.ErrNoTask
}

// ledgerLine is a change of stock to be written down.
type ledgerLine struct {
	key           string
	skuID, wareID int64
	delta         int64
	reason        string
	orderSn       string
}

// write appends lines to the ledger; a line whose key is there already is a duplicate and fails.
func (s *Store) write(db *gorm.DB, lines []ledgerLine) error {
	if len(lines) == 0 {
		return nil
	}
	now := s.now()
	values := make([]any, 0, 7*len(lines))
	for _, l := range lines {
		values = append(values, l.key, l.skuID, l.wareID, l.delta, l.reason, l.orderSn, now)
	}
	insert := "INSERT INTO wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, order_sn, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)" +
		strings.Repeat(", (?, ?, ?, ?, ?, ?, ?)", len(lines)-1)
	return db.Exec(insert, values...).Error
}
