package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/services/ware"
)

// ledgerFrom is the ledger, and for a SKU of a warehouse by the index of both: left to itself the server may put two others together and sort.
func ledgerFrom(q ware.LedgerQuery) string {
	if q.SkuID != 0 && q.WareID != 0 {
		return "FROM wms_stock_ledger FORCE INDEX (idx_sku_ware)"
	}
	return "FROM wms_stock_ledger"
}

// Ledger lists changes of stock.
func (s *Store) Ledger(ctx context.Context, q ware.LedgerQuery) ([]ware.Entry, int64, error) {
	filter := mariadb.Filter{}
	if q.SkuID != 0 {
		filter.And("sku_id = ?", q.SkuID)
	}
	if q.WareID != 0 {
		filter.And("ware_id = ?", q.WareID)
	}
	db := s.db.WithContext(ctx)
	entries, total, err := mariadb.Listed[ware.Entry](db, "SELECT id, created_at AS at, sku_id, ware_id, delta, reason, order_sn, business_key AS `key` ",
		ledgerFrom(q)+filter.Where(), mariadb.Order(!q.Oldest, "id"), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, err
	}
	err = named(db, entries, func(e *ware.Entry) (int64, *string) { return e.SkuID, &e.SkuName })
	return entries, total, err
}

type heldRow struct {
	ID                 int64
	OrderSn            string
	LockStatus         ware.LockStatus
	Consignee, Address string
	CreatedAt          time.Time
	UpdatedAt          time.Time
}

// plain tells whether a text is ASCII; the server refuses to compare another one with an order's number.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// Tasks lists what orders hold, the newest first.
func (s *Store) Tasks(ctx context.Context, q ware.TaskQuery) ([]ware.Held, int64, error) {
	if !plain(q.OrderSn) {
		return []ware.Held{}, 0, nil
	}
	filter := mariadb.Filter{}
	if q.OrderSn != "" {
		filter.And("order_sn = ?", q.OrderSn)
	}
	if q.State != 0 {
		filter.And("lock_status = ?", q.State)
	}
	if q.SkuID != 0 {
		states := []ware.LockStatus{ware.Locked, ware.Released, ware.Deducted} // the index begins with them
		if q.State != 0 {
			states = []ware.LockStatus{q.State}
		}
		inner := mariadb.Filter{}
		inner.And("d.lock_status IN ? AND d.sku_id = ?", states, q.SkuID)
		if q.WareID != 0 {
			inner.And("d.ware_id = ?", q.WareID)
		}
		filter.And("id IN (SELECT d.task_id FROM wms_ware_order_task_detail d"+inner.Where()+")", inner.Args()...)
	}
	db := s.db.WithContext(ctx)
	rows, total, err := mariadb.Listed[heldRow](db, "SELECT id, order_sn, lock_status, consignee, delivery_address AS address, created_at, updated_at ",
		"FROM wms_ware_order_task"+filter.Where(), mariadb.Order(true, "id"), filter.Args(), q.Page)
	if err != nil || len(rows) == 0 {
		return []ware.Held{}, total, err
	}
	shares, err := heldShares(db, rows)
	if err != nil {
		return nil, 0, err
	}
	held := make([]ware.Held, len(rows))
	for i, r := range rows {
		held[i] = ware.Held{
			OrderSn: r.OrderSn, Status: r.LockStatus, Consignee: r.Consignee, Address: r.Address, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, Shares: shares[r.ID],
		}
	}
	return held, total, nil
}

// heldShares reads what tasks hold, by task.
func heldShares(db *gorm.DB, tasks []heldRow) (map[int64][]ware.HeldShare, error) {
	ids := make([]int64, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
	}
	var rows []struct {
		TaskID, SkuID, WareID, SkuNum int64
	}
	err := db.Raw("SELECT task_id, sku_id, ware_id, sku_num FROM wms_ware_order_task_detail WHERE task_id IN ? ORDER BY task_id, sku_id, ware_id", ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what tasks hold: %w", err)
	}
	shares := map[int64][]ware.HeldShare{}
	for _, r := range rows {
		shares[r.TaskID] = append(shares[r.TaskID], ware.HeldShare{Share: ware.Share{SkuID: r.SkuID, WareID: r.WareID, Count: r.SkuNum}})
	}
	all := slices.Concat(slices.Collect(maps.Values(shares))...)
	names, err := skuNames(db, all, func(h *ware.HeldShare) int64 { return h.SkuID })
	for _, of := range shares {
		for i := range of {
			of[i].SkuName = names[of[i].SkuID]
		}
	}
	return shares, err
}
