package store

import (
	"fmt"

	"gorm.io/gorm"

	"gulimall/services/ware"
)

type stockRow struct {
	ID        int64
	SkuID     int64
	WareID    int64
	Available int64
	Closed    bool // the warehouse sends nothing
}

// availableColumns read a stock row. A warehouse that is gone sends nothing either way: it never had goods.
const availableColumns = `SELECT id, sku_id, ware_id, stock - stock_locked AS available,
	EXISTS (SELECT 1 FROM wms_ware_info w WHERE w.id = wms_ware_sku.ware_id AND w.closed = 1) AS closed FROM wms_ware_sku `

type taskRow struct {
	ID         int64
	LockStatus ware.LockStatus
}

type detailRow struct {
	SkuID  int64
	WareID int64
	SkuNum int64
}

// places are the rows from which something can be sent.
func places(rows []stockRow) []ware.Place {
	all := make([]ware.Place, 0, len(rows))
	for _, r := range rows {
		if !r.Closed {
			all = append(all, ware.Place{SkuID: r.SkuID, WareID: r.WareID, Available: r.Available})
		}
	}
	return all
}

// details reads what a task holds, in the order in which stock rows are locked.
func details(db *gorm.DB, taskID int64) ([]ware.Share, error) {
	var rows []detailRow
	err := db.Raw("SELECT sku_id, ware_id, sku_num FROM wms_ware_order_task_detail WHERE task_id = ? ORDER BY sku_id, ware_id", taskID).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read details of task %d: %w", taskID, err)
	}
	shares := make([]ware.Share, len(rows))
	for i, r := range rows {
		shares[i] = ware.Share{SkuID: r.SkuID, WareID: r.WareID, Count: r.SkuNum}
	}
	return shares, nil
}
