package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/mariadb"
	"gulimall/services/ware"
)

// TestStockListsAreReadByTheirIndices: with 20,000 SKUs in two warehouses, a page of the stock reads a page of an index, however it is sorted
// and filtered.
func TestStockListsAreReadByTheirIndices(t *testing.T) {
	s := newShop(t, time.Hour)
	for _, statement := range []string{
		`INSERT INTO wms_ware_sku (sku_id, ware_id, sku_name, stock, stock_locked, warn_line)
			SELECT n.seq, w.seq, CONCAT('商品 ', n.seq), 20 + n.seq % 977, n.seq % 17, IF(n.seq % 50 = 0, 1000, 10) FROM seq_1_to_20000 n, seq_1_to_2 w`,
		`INSERT INTO wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, created_at) SELECT seq, seq % 300, 1 + seq % 2, 1, 'initial', NOW(3) FROM seq_1_to_20000`,
		`INSERT INTO wms_ware_order_task (order_sn, lock_status, created_at, updated_at, check_at) SELECT seq, IF(seq % 100 = 0, 1, 3), NOW(3), NOW(3), NOW(3) FROM seq_1_to_20000`,
		`INSERT INTO wms_purchase (status, pieces, created_at, updated_at) SELECT seq % 5, seq % 900, NOW(3), NOW(3) FROM seq_1_to_20000`,
		`INSERT INTO wms_purchase_detail (sku_id, ware_id, sku_num, status, created_at, updated_at) SELECT seq, 1, 1 + seq % 70, seq % 5, NOW(3), NOW(3) FROM seq_1_to_20000`,
		`INSERT INTO wms_stocktaking (ware_id, status, account, created_at, updated_at) SELECT 1, seq % 3, 'keeper', NOW(3), NOW(3) FROM seq_1_to_2000`,
		"ANALYZE TABLE wms_ware_sku, wms_stock_ledger, wms_ware_order_task, wms_purchase, wms_purchase_detail, wms_stocktaking",
	} {
		require.NoError(t, s.db.Exec(statement).Error)
	}
	plain := func(where string) string { return stockColumns + stockFrom + where + " " }
	queries := map[string]string{
		"low":                   plain(" WHERE s.low = 1") + stockOrder(ware.ByPlace, false),
		"a warehouse":           plain(" WHERE s.ware_id = 2") + stockOrder(ware.ByPlace, false),
		"what lacks most":       plain(" WHERE s.lack > 0") + "ORDER BY s.lack DESC",
		"ledger":                "SELECT id FROM wms_stock_ledger ORDER BY id DESC",
		"ledger of a SKU":       "SELECT id, delta FROM wms_stock_ledger WHERE sku_id = 7 ORDER BY id DESC",
		"ledger of a warehouse": "SELECT id, delta FROM wms_stock_ledger WHERE ware_id = 2 ORDER BY id DESC",
		"tasks that live":       "SELECT id, order_sn FROM wms_ware_order_task WHERE lock_status = 1 ORDER BY id DESC",
	}
	for name, by := range map[string]ware.BuyingOrder{"newest": {}, "oldest": {Up: true}, "most": {ByPieces: true}, "fewest": {ByPieces: true, Up: true}} {
		for table, pieces := range map[string]string{"wms_purchase": "pieces", "wms_purchase_detail": "sku_num"} {
			queries[table+" "+name] = "SELECT id, updated_at FROM " + table + " " + buyingOrder(by, pieces)
			queries[table+" of a state "+name] = "SELECT id, updated_at FROM " + table + " WHERE status = 3 " + buyingOrder(by, pieces)
		}
	}
	for _, old := range []bool{false, true} {
		queries[fmt.Sprint("takings ", old)] = "SELECT id, note FROM wms_stocktaking " + mariadb.Order(!old, "id")
		queries[fmt.Sprint("takings of a state ", old)] = "SELECT id, note FROM wms_stocktaking WHERE status = 1 " + mariadb.Order(!old, "id")
		queries[fmt.Sprint("ledger of a place ", old)] = "SELECT id, delta " + ledgerFrom(ware.LedgerQuery{SkuID: 7, WareID: 2}) + " WHERE sku_id = 7 AND ware_id = 2 " + mariadb.Order(!old, "id")
	}
	for name, by := range map[string]ware.StockOrder{
		"place": ware.ByPlace, "stock": ware.ByStock, "locked": ware.ByLocked, "available": ware.ByAvailable, "warning line": ware.ByWarnLine,
	} {
		queries[name] = plain("") + stockOrder(by, false)
		queries[name+" down"] = plain("") + stockOrder(by, true)
	}
	for name, query := range queries {
		var plan []struct {
			Table string
			Key   *string
			Extra string
		}
		require.NoError(t, s.db.Raw("EXPLAIN "+query+" LIMIT 50").Scan(&plan).Error, name)
		require.NotNil(t, plan[0].Key, "%s: %+v", name, plan)
		require.False(t, strings.Contains(plan[0].Extra, "filesort"), "%s: %+v", name, plan)
	}
	begun := time.Now()
	_, _, err := s.Stock(t.Context(), ware.StockQuery{Order: ware.ByAvailable, Down: true, Page: all()})
	require.NoError(t, err)
	require.Less(t, time.Since(begun), time.Second)
}
