package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
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

const houseColumns = "SELECT id, name, province, address, areacode AS area_code, version, closed FROM wms_ware_info "

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
	s.geography.Store(nil)
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
		h.Closed = before.Closed
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
	s.geography.Store(nil)
	return h, err
}

// RemoveHouse removes a warehouse that never had anything to do with goods.
func (s *Store) RemoveHouse(ctx context.Context, id int64, by adminapi.By) error {
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
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
	s.geography.Store(nil)
	return err
}

const stockColumns = `SELECT s.sku_id, s.sku_name, s.ware_id, COALESCE(w.name, '') AS ware_name, s.stock, s.stock_locked AS locked, s.warn_line `

// closedHouses are warehouses for which nothing is bought: stock cannot be low there.
const closedHouses = "SELECT id FROM wms_ware_info WHERE closed = 1"

const stockFrom = "FROM wms_ware_sku s LEFT JOIN wms_ware_info w ON w.id = s.ware_id"

// Stock lists what lies where. Each order has an index with the place behind it, read from either end.
func (s *Store) Stock(ctx context.Context, q ware.StockQuery) ([]ware.Stock, int64, error) {
	filter := mariadb.Filter{}
	if q.SkuID != 0 {
		filter.And("s.sku_id = ?", q.SkuID)
	}
	if q.WareID != 0 {
		filter.And("s.ware_id = ?", q.WareID)
	}
	if q.Name != "" {
		filter.And("s.sku_name LIKE ?", mariadb.Begins(q.Name))
	}
	if q.Low {
		filter.And("s.low = 1 AND s.ware_id NOT IN (" + closedHouses + ")")
	}
	return mariadb.Listed[ware.Stock](s.db.WithContext(ctx), stockColumns, stockFrom+filter.Where(), stockOrder(q.Order, q.Down), filter.Args(), q.Page)
}

// stockOrder sorts stock rows; equals stay in the order of their places, which turns round with the whole.
func stockOrder(by ware.StockOrder, down bool) string {
	columns := []string{"s.sku_id", "s.ware_id"}
	switch by {
	case ware.ByPlace:
	case ware.ByStock:
		columns = append([]string{"s.stock"}, columns...)
	case ware.ByLocked:
		columns = append([]string{"s.stock_locked"}, columns...)
	case ware.ByAvailable:
		columns = append([]string{"s.available"}, columns...)
	case ware.ByWarnLine:
		columns = append([]string{"s.warn_line"}, columns...)
	}
	return mariadb.Order(down, columns...)
}

// StockOf lists what there is of SKUs in all warehouses.
func (s *Store) StockOf(ctx context.Context, skuIDs []int64) ([]ware.Stock, error) {
	rows := []ware.Stock{}
	if len(skuIDs) == 0 {
		return rows, nil
	}
	if err := s.db.WithContext(ctx).Raw(stockColumns+stockFrom+" WHERE s.sku_id IN ?", skuIDs).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read stock: %w", err)
	}
	return rows, nil
}

// Low reads what is running out.
func (s *Store) Low(ctx context.Context, limit int) (ware.Low, error) {
	var low ware.Low
	db := s.db.WithContext(ctx)
	if err := db.Raw("SELECT COUNT(*) FROM wms_ware_sku WHERE low = 1 AND ware_id NOT IN (" + closedHouses + ")").Scan(&low.Count).Error; err != nil {
		return low, fmt.Errorf("count low stock: %w", err)
	}
	if err := db.Raw("SELECT COUNT(*) FROM wms_purchase_detail WHERE status IN (0, 1, 2)").Scan(&low.OpenNeeds).Error; err != nil {
		return low, fmt.Errorf("count open needs: %w", err)
	}
	err := db.Raw(stockColumns+stockFrom+" WHERE s.lack > 0 AND s.ware_id NOT IN ("+closedHouses+") ORDER BY s.lack DESC LIMIT ?", limit).Scan(&low.Lowest).Error
	return low, err
}

// stock reads one stock row.
func stock(tx *gorm.DB, skuID, wareID int64) (ware.Stock, error) {
	var row ware.Stock
	err := tx.Raw(stockColumns+stockFrom+" WHERE s.sku_id = ? AND s.ware_id = ?", skuID, wareID).Scan(&row).Error
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
		if now = before; line == before.WarnLine {
			return nil
		}
		if err := tx.DB.Exec("UPDATE wms_ware_sku SET warn_line = ? WHERE sku_id = ? AND ware_id = ?", line, skuID, wareID).Error; err != nil {
			return fmt.Errorf("set warning line of sku %d: %w", skuID, err)
		}
		now.WarnLine = line
		return s.acted(tx, by, "stock.warn_line", place(skuID, wareID), map[string]any{"warnLine": before.WarnLine}, map[string]any{"warnLine": line})
	})
	return now, err
}
