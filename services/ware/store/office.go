package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

var _ ware.OfficeStore = (*Store)(nil)

// acted tells the audit log of a write, in its transaction.
func (s *Store) acted(tx *outbox.Tx, by adminapi.By, action, object string, before, after any) error {
	return staff.Record(tx, by, s.now(), wareapi.Service, action, object, before, after)
}

// place names a stock for the audit log.
func place(skuID, wareID int64) string { return fmt.Sprintf("%d@%d", skuID, wareID) }

const houseColumns = "SELECT id, name, province, address, areacode AS area_code, version FROM wms_ware_info "

// Houses lists the warehouses.
func (s *Store) Houses(ctx context.Context) ([]ware.House, error) {
	var houses []ware.House
	if err := s.db.WithContext(ctx).Raw(houseColumns + "ORDER BY id").Scan(&houses).Error; err != nil {
		return nil, fmt.Errorf("list warehouses: %w", err)
	}
	return houses, nil
}

// house reads a warehouse; lock is "" or "FOR UPDATE".
func house(tx *gorm.DB, id int64, lock string) (ware.House, error) {
	var h ware.House
	if err := tx.Raw(houseColumns+"WHERE id = ? "+lock, id).Scan(&h).Error; err != nil {
		return h, fmt.Errorf("read warehouse %d: %w", id, err)
	}
	if h.ID == 0 {
		return h, ware.ErrNoWarehouse
	}
	return h, nil
}

// AddHouse adds a warehouse.
func (s *Store) AddHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error) {
	h.Version = 1
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		err := tx.DB.Exec("INSERT INTO wms_ware_info (name, province, address, areacode) VALUES (?, ?, ?, ?)", h.Name, h.Province, h.Address, h.AreaCode).Error
		if err != nil {
			return fmt.Errorf("add warehouse: %w", err)
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&h.ID).Error; err != nil {
			return err
		}
		return s.acted(tx, by, "warehouse.added", strconv.FormatInt(h.ID, 10), nil, wareapi.Warehouse(h))
	})
	return h, err
}

// ChangeHouse changes the version that was seen.
func (s *Store) ChangeHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error) {
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := house(tx.DB, h.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		if before.Version != h.Version {
			return ware.ErrEditedMeantime
		}
		after := h
		after.Version++
		err = tx.DB.Exec("UPDATE wms_ware_info SET name = ?, province = ?, address = ?, areacode = ?, version = ? WHERE id = ?",
			h.Name, h.Province, h.Address, h.AreaCode, after.Version, h.ID).Error
		if err != nil {
			return fmt.Errorf("change warehouse %d: %w", h.ID, err)
		}
		return s.acted(tx, by, "warehouse.changed", strconv.FormatInt(h.ID, 10), wareapi.Warehouse(before), wareapi.Warehouse(after))
	})
	h.Version++
	return h, err
}

// RemoveHouse removes a warehouse that never had anything to do with goods.
func (s *Store) RemoveHouse(ctx context.Context, id int64, by adminapi.By) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := house(tx.DB, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		var used bool
		err = tx.DB.Raw(`SELECT EXISTS (SELECT 1 FROM wms_ware_sku WHERE ware_id = ?) OR EXISTS (SELECT 1 FROM wms_stock_ledger WHERE ware_id = ?)
			OR EXISTS (SELECT 1 FROM wms_purchase_detail WHERE ware_id = ?)`, id, id, id).Scan(&used).Error
		if err != nil {
			return fmt.Errorf("look for goods of warehouse %d: %w", id, err)
		}
		if used {
			return ware.ErrInUse
		}
		for _, statement := range []string{"DELETE FROM wms_ware_reach WHERE ware_id = ?", "DELETE FROM wms_ware_info WHERE id = ?"} {
			if err := tx.DB.Exec(statement, id).Error; err != nil {
				return fmt.Errorf("remove warehouse %d: %w", id, err)
			}
		}
		return s.acted(tx, by, "warehouse.removed", strconv.FormatInt(id, 10), wareapi.Warehouse(before), nil)
	})
}

const stockColumns = `SELECT s.sku_id, s.sku_name, s.ware_id, COALESCE(w.name, '') AS ware_name, s.stock, s.stock_locked AS locked, s.warn_line `

// Stock lists what lies where.
func (s *Store) Stock(ctx context.Context, q ware.StockQuery) ([]ware.Stock, int64, error) {
	from := "FROM wms_ware_sku s LEFT JOIN wms_ware_info w ON w.id = s.ware_id WHERE (? = 0 OR s.sku_id = ?) AND (? = 0 OR s.ware_id = ?) AND (? = FALSE OR s.stock - s.stock_locked < s.warn_line)"
	args := []any{q.SkuID, q.SkuID, q.WareID, q.WareID, q.Low}
	return mariadb.Listed[ware.Stock](s.db.WithContext(ctx), stockColumns, from, stockOrder(q.Order, q.Down), args, q.Page)
}

// stockOrder sorts stock rows; equals stay in the order of their places.
func stockOrder(by ware.StockOrder, down bool) string {
	way := ""
	if down {
		way = " DESC"
	}
	column := ""
	switch by {
	case ware.ByPlace:
		return "ORDER BY s.sku_id" + way + ", s.ware_id" + way
	case ware.ByStock:
		column = "s.stock"
	case ware.ByLocked:
		column = "s.stock_locked"
	case ware.ByAvailable:
		column = "s.stock - s.stock_locked"
	case ware.ByWarnLine:
		column = "s.warn_line"
	}
	return "ORDER BY " + column + way + ", s.sku_id, s.ware_id"
}

// stock reads one stock row.
func stock(tx *gorm.DB, skuID, wareID int64) (ware.Stock, error) {
	var row ware.Stock
	err := tx.Raw(stockColumns+"FROM wms_ware_sku s LEFT JOIN wms_ware_info w ON w.id = s.ware_id WHERE s.sku_id = ? AND s.ware_id = ?", skuID, wareID).Scan(&row).Error
	if err != nil {
		return row, fmt.Errorf("read stock of sku %d: %w", skuID, err)
	}
	if row.SkuID == 0 {
		return row, ware.ErrNoStock
	}
	return row, nil
}

// AdjustBy is Adjust by a member of staff.
func (s *Store) AdjustBy(ctx context.Context, a ware.Adjustment, by adminapi.By) (ware.Stock, error) {
	a.Key = "adjust:" + a.Key
	var now ware.Stock
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if _, err := house(tx.DB, a.WareID, "LOCK IN SHARE MODE"); err != nil {
			return err
		}
		if err := s.adjust(tx, a); err != nil {
			return err
		}
		var err error
		if now, err = stock(tx.DB, a.SkuID, a.WareID); err != nil {
			return err
		}
		change := map[string]any{"delta": a.Delta, "reason": a.Reason, "stock": now.Stock}
		return s.acted(tx, by, "stock.adjusted", place(a.SkuID, a.WareID), map[string]any{"stock": now.Stock - a.Delta}, change)
	})
	if mariadb.IsDuplicate(err) {
		return stock(s.db.WithContext(ctx), a.SkuID, a.WareID)
	}
	return now, err
}

// SetWarnLine sets from where a stock counts as low.
func (s *Store) SetWarnLine(ctx context.Context, skuID, wareID, line int64, by adminapi.By) (ware.Stock, error) {
	var now ware.Stock
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := stock(tx.DB, skuID, wareID)
		if err != nil {
			return err
		}
		if err := tx.DB.Exec("UPDATE wms_ware_sku SET warn_line = ? WHERE sku_id = ? AND ware_id = ?", line, skuID, wareID).Error; err != nil {
			return fmt.Errorf("set warning line of sku %d: %w", skuID, err)
		}
		now = before
		now.WarnLine = line
		return s.acted(tx, by, "stock.warn_line", place(skuID, wareID), map[string]any{"warnLine": before.WarnLine}, map[string]any{"warnLine": line})
	})
	return now, err
}

// Ledger lists changes of stock, the newest first.
func (s *Store) Ledger(ctx context.Context, skuID, wareID int64, page paging.Page) ([]ware.Entry, int64, error) {
	return mariadb.Listed[ware.Entry](s.db.WithContext(ctx), "SELECT id, created_at AS at, sku_id, ware_id, delta, reason, order_sn, business_key AS `key` ",
		"FROM wms_stock_ledger WHERE (? = 0 OR sku_id = ?) AND (? = 0 OR ware_id = ?)", "ORDER BY id DESC", []any{skuID, skuID, wareID, wareID}, page)
}

// Tasks lists what orders hold, the newest first.
func (s *Store) Tasks(ctx context.Context, orderSn string, state ware.LockStatus, page paging.Page) ([]ware.Held, int64, error) {
	type row struct {
		ID                 int64
		OrderSn            string
		LockStatus         ware.LockStatus
		Consignee, Address string
		CreatedAt          time.Time
		UpdatedAt          time.Time
	}
	db := s.db.WithContext(ctx)
	rows, total, err := mariadb.Listed[row](db, "SELECT id, order_sn, lock_status, consignee, delivery_address AS address, created_at, updated_at ",
		"FROM wms_ware_order_task WHERE (? = '' OR order_sn = ?) AND (? = 0 OR lock_status = ?)", "ORDER BY id DESC", []any{orderSn, orderSn, state, state}, page)
	if err != nil {
		return nil, 0, err
	}
	held := make([]ware.Held, len(rows))
	for i, r := range rows {
		shares, err := details(db, r.ID)
		if err != nil {
			return nil, 0, err
		}
		held[i] = ware.Held{
			OrderSn: r.OrderSn, Status: r.LockStatus, Consignee: r.Consignee, Address: r.Address, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Shares: shares,
		}
	}
	return held, total, nil
}
