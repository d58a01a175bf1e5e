package store

import (
	"context"
	"fmt"
	"strings"

	"gulimall/pkg/failpoint"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// Lock reserves all lines of an order, or none. The stock rows of the SKUs are locked before they are read, so that choose sees what
// will still be true when its choice is written; the condition of the update and the table's CHECK would refuse anything else.
func (s *Store) Lock(ctx context.Context, r ware.Reservation, choose func([]ware.Place) ([]ware.Share, []int64)) ([]ware.Share, error) {
	var shares []ware.Share
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		taskID, found, err := s.openTask(tx, r)
		if err != nil {
			return err
		}
		if taskID == 0 {
			shares = found
			return nil
		}
		rows, err := lockRows(tx, r.Lines)
		if err != nil {
			return err
		}
		var short []int64
		shares, short = choose(places(rows))
		if len(short) > 0 {
			return ware.ErrStockShort.With("skuIds", short)
		}
		if err := take(tx, taskID, rows, shares); err != nil {
			return err
		}
		if err := s.announce(tx, soldOut(rows, shares)); err != nil {
			return err
		}
		failpoint.Hit("ware.lock.before_commit")
		return tx.Put(s.locked(r.OrderSn))
	})
	if err != nil {
		return nil, err
	}
	failpoint.Hit("ware.lock.after_commit")
	return shares, nil
}

// openTask inserts the order's task. Where there is one already it answers 0 and what that one holds, or ErrReleased.
func (s *Store) openTask(tx *outbox.Tx, r ware.Reservation) (taskID int64, found []ware.Share, err error) {
	now := s.now()
	address := strings.Join([]string{r.To.Province, r.To.City, r.To.Address}, " ")
	err = tx.DB.Exec(`INSERT INTO wms_ware_order_task
		(order_sn, lock_status, consignee, consignee_tel, delivery_address, order_comment, created_at, updated_at, check_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.OrderSn, ware.Locked, r.To.Consignee, r.To.Phone, address, r.To.Note, now, now, now.Add(s.checkAfter())).Error
	if err == nil {
		err = tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&taskID).Error
		return taskID, nil, err
	}
	if !mariadb.IsDuplicate(err) {
		return 0, nil, fmt.Errorf("insert task: %w", err)
	}
	var task taskRow
	if err := tx.DB.Raw("SELECT id, lock_status FROM wms_ware_order_task WHERE order_sn = ?", r.OrderSn).Scan(&task).Error; err != nil {
		return 0, nil, err
	}
	if task.LockStatus == ware.Released {
		return 0, nil, ware.ErrReleased
	}
	found, err = details(tx.DB, task.ID)
	return 0, found, err
}

// lockRows locks and reads the stock rows of the lines' SKUs in the order of the index.
func lockRows(tx *outbox.Tx, lines []ware.Line) ([]stockRow, error) {
	skuIDs := make([]int64, len(lines))
	for i, l := range lines {
		skuIDs[i] = l.SkuID
	}
	var rows []stockRow
	err := tx.DB.Raw(availableColumns+"FORCE INDEX (uk_sku_ware) WHERE sku_id IN ? ORDER BY sku_id, ware_id FOR UPDATE", skuIDs).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("lock stock rows: %w", err)
	}
	return rows, nil
}

// take locks the shares and writes them down as the task's details.
func take(tx *outbox.Tx, taskID int64, rows []stockRow, shares []ware.Share) error {
	rowID := map[[2]int64]int64{}
	for _, r := range rows {
		rowID[[2]int64{r.SkuID, r.WareID}] = r.ID
	}
	values := make([]any, 0, 5*len(shares))
	for _, sh := range shares {
		done := tx.DB.Exec("UPDATE wms_ware_sku SET stock_locked = stock_locked + ? WHERE id = ? AND stock - stock_locked >= ?",
			sh.Count, rowID[[2]int64{sh.SkuID, sh.WareID}], sh.Count)
		if done.Error != nil {
			return fmt.Errorf("lock sku %d: %w", sh.SkuID, done.Error)
		}
		if done.RowsAffected != 1 {
			return ware.ErrStockShort.With("skuIds", []int64{sh.SkuID})
		}
		values = append(values, taskID, sh.SkuID, sh.WareID, sh.Count, ware.Locked)
	}
	insert := "INSERT INTO wms_ware_order_task_detail (task_id, sku_id, ware_id, sku_num, lock_status) VALUES (?, ?, ?, ?, ?)" +
		strings.Repeat(", (?, ?, ?, ?, ?)", len(shares)-1)
	if err := tx.DB.Exec(insert, values...).Error; err != nil {
		return fmt.Errorf("insert details: %w", err)
	}
	return nil
}

// lines names the SKUs of shares.
func lines(shares []ware.Share) []ware.Line {
	all := make([]ware.Line, len(shares))
	for i, sh := range shares {
		all[i] = ware.Line{SkuID: sh.SkuID, Count: sh.Count}
	}
	return all
}
