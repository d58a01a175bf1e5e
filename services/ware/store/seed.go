package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
	"gulimall/services/ware"
)

// seedBatch is how many rows one INSERT of the seed carries.
const seedBatch = 200

// Seed fills an empty schema with the demo shop's warehouses, freight and stock. A schema that has a warehouse is left as it is.
func (s *Store) Seed(ctx context.Context, wares []demodata.Warehouse, provinces []demodata.Province, rules []demodata.FreightRule,
	stocks []demodata.Stock, moves []demodata.Move, history []demodata.StockTask,
) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var there int64
		if err := tx.Raw("SELECT COUNT(*) FROM wms_ware_info").Scan(&there).Error; err != nil || there > 0 {
			return err
		}
		info := seedTable{name: "wms_ware_info", columns: []string{"id", "name", "province", "address", "areacode"}}
		for _, w := range wares {
			info.add(w.ID, w.Name, w.Province, w.Address, w.AreaCode)
		}
		province := seedTable{name: "wms_province", columns: []string{"name", "region"}}
		reach := seedTable{name: "wms_ware_reach", columns: []string{"province", "place", "ware_id"}}
		for _, p := range provinces {
			province.add(p.Name, p.Region)
			for place, wareID := range p.Wares {
				reach.add(p.Name, place, wareID)
			}
		}
		freight := seedTable{name: "wms_freight_template", columns: []string{"id", "region", "first_grams", "first_fee", "extra_grams", "extra_fee"}}
		for _, r := range rules {
			freight.add(r.ID, r.Region, r.FirstGrams, r.FirstFee, r.ExtraGrams, r.ExtraFee)
		}
		stock := seedTable{name: "wms_ware_sku", columns: []string{"sku_id", "ware_id", "sku_name", "stock"}}
		for _, k := range stocks {
			stock.add(k.SKUID, k.WareID, k.SKUName, k.Count)
		}
		ledger := seedTable{name: "wms_stock_ledger", columns: []string{"business_key", "sku_id", "ware_id", "delta", "reason", "order_sn", "created_at"}}
		now := s.now()
		for _, m := range moves {
			ledger.add(m.Key, m.SKUID, m.WareID, m.Delta, string(m.Reason), m.OrderSn, now.Add(-m.Ago))
		}
		task := seedTable{name: "wms_ware_order_task", columns: []string{"id", "order_sn", "lock_status", "consignee", "consignee_tel", "delivery_address", "created_at", "updated_at", "check_at"}}
		detail := seedTable{name: "wms_ware_order_task_detail", columns: []string{"task_id", "sku_id", "ware_id", "sku_num", "lock_status"}}
		for i, h := range history {
			status := ware.Released
			if h.Deducted {
				status = ware.Deducted
			}
			done := now.Add(-h.DoneAgo)
			task.add(i+1, h.OrderSn, status, h.Consignee, h.Phone, h.Delivery, now.Add(-h.CreatedAgo), done, done)
			for _, l := range h.Lines {
				detail.add(i+1, l.SKUID, l.WareID, l.Count, status)
			}
		}
		for _, t := range []seedTable{info, province, reach, freight, stock, ledger, task, detail} {
			if err := t.insert(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// seedTable collects the rows of one table.
type seedTable struct {
	name    string
	columns []string
	rows    []map[string]any
}

func (t *seedTable) add(values ...any) {
	row := map[string]any{}
	for i, column := range t.columns {
		row[column] = values[i]
	}
	t.rows = append(t.rows, row)
}

func (t *seedTable) insert(tx *gorm.DB) error {
	if len(t.rows) == 0 {
		return nil
	}
	if err := tx.Table(t.name).CreateInBatches(t.rows, seedBatch).Error; err != nil {
		return fmt.Errorf("seed %s: %w", t.name, err)
	}
	return nil
}
