package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

var _ ware.PurchaseStore = (*Store)(nil)

const needColumns = "SELECT id, COALESCE(purchase_id, 0) AS purchase_id, sku_id, ware_id, sku_num AS count, status AS state, auto, note, fail_reason, created_at, updated_at "

const purchaseColumns = "SELECT id, status AS state, assignee_name AS assignee, phone, created_at, updated_at "

// buyingOrder sorts needs or purchases, whose pieces are in a column.
func buyingOrder(by ware.BuyingOrder, pieces string) string {
	if by.ByPieces {
		return mariadb.Order(!by.Up, pieces, "id")
	}
	return mariadb.Order(!by.Up, "id")
}

// Needs lists needs.
func (s *Store) Needs(ctx context.Context, q ware.NeedQuery) ([]ware.Need, int64, error) {
	filter := mariadb.Filter{}
	for column, id := range map[string]int64{"sku_id": q.SkuID, "ware_id": q.WareID, "purchase_id": q.PurchaseID} {
		if id != 0 {
			filter.And(column+" = ?", id)
		}
	}
	if q.State != nil {
		filter.And("status = ?", *q.State)
	}
	db := s.db.WithContext(ctx)
	found, total, err := mariadb.Listed[ware.Need](db, needColumns, "FROM wms_purchase_detail"+filter.Where(), buyingOrder(q.Order, "sku_num"), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, err
	}
	return found, total, needNames(db, found)
}

func needNames(db *gorm.DB, needs []ware.Need) error {
	return named(db, needs, func(n *ware.Need) (int64, *string) { return n.SkuID, &n.SkuName })
}

// AddNeed asks for goods.
func (s *Store) AddNeed(ctx context.Context, n ware.Need, by adminapi.By) (ware.Need, error) {
	n.CreatedAt = s.now()
	n.UpdatedAt = n.CreatedAt
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		h, err := house(tx.DB, n.WareID, "LOCK IN SHARE MODE")
		if err != nil {
			return err
		}
		if h.Closed {
			return ware.ErrHouseClosed
		}
		err = tx.DB.Exec("INSERT INTO wms_purchase_detail (sku_id, ware_id, sku_num, note, add_key, created_at, updated_at) VALUES (?, ?, ?, ?, NULLIF(?, ''), ?, ?)",
			n.SkuID, n.WareID, n.Count, n.Note, n.Key, n.CreatedAt, n.UpdatedAt).Error
		if err != nil {
			return fmt.Errorf("add purchase need: %w", err)
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&n.ID).Error; err != nil {
			return err
		}
		return s.acted(tx, by, "need.added", strconv.FormatInt(n.ID, 10), nil, map[string]any{"skuId": n.SkuID, "wareId": n.WareID, "count": n.Count})
	})
	if n.Key != "" && mariadb.IsDuplicate(err) { // it came before
		err = s.db.WithContext(ctx).Raw(needColumns+"FROM wms_purchase_detail WHERE add_key = ?", n.Key).Scan(&n).Error
	}
	return n, err
}

// NeedLow asks for goods wherever fewer are available than the warning line: for as many as bring the stock to twice the line. The key of an
// open need keeps two sweeps from asking twice; what people asked for counts too.
func (s *Store) NeedLow(ctx context.Context) (int64, error) {
	now := s.now()
	made := s.db.WithContext(ctx).Exec(`INSERT IGNORE INTO wms_purchase_detail (sku_id, ware_id, sku_num, auto, open_key, created_at, updated_at)
		SELECT s.sku_id, s.ware_id, 2 * s.warn_line - (s.stock - s.stock_locked), 1, CONCAT(s.sku_id, ':', s.ware_id), ?, ?
		FROM wms_ware_sku s WHERE s.low = 1 AND s.ware_id NOT IN (`+closedHouses+`)
		AND NOT EXISTS (SELECT 1 FROM wms_purchase_detail d WHERE d.sku_id = s.sku_id AND d.ware_id = s.ware_id AND d.status IN (0, 1, 2))`, now, now)
	if made.Error != nil {
		return 0, fmt.Errorf("ask for low stock: %w", made.Error)
	}
	return made.RowsAffected, nil
}

// Purchases lists purchases.
func (s *Store) Purchases(ctx context.Context, q ware.PurchaseQuery) ([]ware.Purchase, int64, error) {
	filter := mariadb.Filter{}
	if q.State != nil {
		filter.And("status = ?", *q.State)
	}
	db := s.db.WithContext(ctx)
	purchases, total, err := mariadb.Listed[ware.Purchase](db, purchaseColumns, "FROM wms_purchase"+filter.Where(), buyingOrder(q.Order, "pieces"), filter.Args(), q.Page)
	if err != nil || len(purchases) == 0 {
		return purchases, total, err
	}
	ids := make([]int64, len(purchases))
	for i := range purchases {
		ids[i], purchases[i].Needs = purchases[i].ID, []ware.Need{}
	}
	all, err := needs(db, "purchase_id IN ?", ids)
	if err != nil {
		return nil, 0, err
	}
	if err := needNames(db, all); err != nil {
		return nil, 0, err
	}
	for _, n := range all {
		p := &purchases[slices.Index(ids, n.PurchaseID)]
		p.Needs = append(p.Needs, n)
	}
	return purchases, total, nil
}

// Purchase reads one purchase.
func (s *Store) Purchase(ctx context.Context, id int64) (ware.Purchase, error) {
	var p ware.Purchase
	db := s.db.WithContext(ctx)
	if err := db.Raw(purchaseColumns+"FROM wms_purchase WHERE id = ?", id).Scan(&p).Error; err != nil {
		return p, fmt.Errorf("read purchase %d: %w", id, err)
	}
	if p.ID == 0 {
		return p, ware.ErrNoPurchase
	}
	var err error
	if p.Needs, err = needs(db, "purchase_id = ?", id); err != nil {
		return p, err
	}
	return p, needNames(db, p.Needs)
}

// needs reads needs in the order in which they are locked.
func needs(tx *gorm.DB, where string, args ...any) ([]ware.Need, error) {
	found := []ware.Need{}
	if err := tx.Raw(needColumns+"FROM wms_purchase_detail WHERE "+where, args...).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("read purchase needs: %w", err)
	}
	slices.SortFunc(found, func(a, b ware.Need) int { return int(a.ID - b.ID) })
	return found, nil
}

// AddPurchase opens a purchase without needs.
func (s *Store) AddPurchase(ctx context.Context, by adminapi.By) (ware.Purchase, error) {
	var p ware.Purchase
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		var err error
		if p, err = s.openPurchase(tx.DB); err != nil {
			return err
		}
		return s.acted(tx, by, "purchase.added", strconv.FormatInt(p.ID, 10), nil, nil)
	})
	return p, err
}

func (s *Store) openPurchase(tx *gorm.DB) (ware.Purchase, error) {
	p := ware.Purchase{State: ware.PurchaseNew, CreatedAt: s.now(), Needs: []ware.Need{}}
	p.UpdatedAt = p.CreatedAt
	if err := tx.Exec("INSERT INTO wms_purchase (created_at, updated_at) VALUES (?, ?)", p.CreatedAt, p.UpdatedAt).Error; err != nil {
		return p, fmt.Errorf("add purchase: %w", err)
	}
	return p, tx.Raw("SELECT LAST_INSERT_ID()").Scan(&p.ID).Error
}

// load reads a purchase and its needs, locked.
func load(tx *gorm.DB, id int64) (ware.Purchase, error) {
	var p ware.Purchase
	if err := tx.Raw(purchaseColumns+"FROM wms_purchase WHERE id = ? FOR UPDATE", id).Scan(&p).Error; err != nil {
		return p, fmt.Errorf("read purchase %d: %w", id, err)
	}
	if p.ID == 0 {
		return p, ware.ErrNoPurchase
	}
	var err error
	p.Needs, err = needs(tx, "purchase_id = ? FOR UPDATE", id)
	return p, err
}

// Merge puts needs into a purchase, a new one for id 0.
func (s *Store) Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (ware.Purchase, error) {
	var p ware.Purchase
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		var err error
		if id == 0 {
			p, err = s.openPurchase(tx.DB)
		} else {
			p, err = load(tx.DB, id)
		}
		if err != nil {
			return err
		}
		chosen, err := needs(tx.DB, "id IN ? ORDER BY id FOR UPDATE", needIDs)
		if err != nil {
			return err
		}
		if len(chosen) != len(needIDs) {
			return ware.ErrNoNeed
		}
		if err := p.TakeNeeds(chosen); err != nil {
			return err
		}
		p.UpdatedAt = s.now()
		for i := range p.Needs {
			if p.Needs[i].State == ware.NeedNew {
				p.Needs[i].State, p.Needs[i].PurchaseID, p.Needs[i].UpdatedAt = ware.NeedAssigned, p.ID, p.UpdatedAt
			}
		}
		err = tx.DB.Exec("UPDATE wms_purchase_detail SET status = ?, purchase_id = ?, updated_at = ? WHERE id IN ?",
			ware.NeedAssigned, p.ID, p.UpdatedAt, needIDs).Error
		if err != nil {
			return fmt.Errorf("put needs into purchase %d: %w", p.ID, err)
		}
		if err := s.save(tx.DB, p); err != nil {
			return err
		}
		return s.acted(tx, by, "purchase.merged", strconv.FormatInt(p.ID, 10), nil, map[string]any{"needIds": needIDs})
	})
	return p, err
}

func (s *Store) save(tx *gorm.DB, p ware.Purchase) error {
	var pieces int64
	for _, n := range p.Needs {
		pieces += n.Count
	}
	err := tx.Exec("UPDATE wms_purchase SET status = ?, assignee_name = ?, phone = ?, pieces = ?, updated_at = ? WHERE id = ?",
		p.State, p.Assignee, p.Phone, pieces, p.UpdatedAt, p.ID).Error
	if err != nil {
		return fmt.Errorf("save purchase %d: %w", p.ID, err)
	}
	return nil
}

// ChangePurchase loads a purchase for a change and saves what f made of it.
func (s *Store) ChangePurchase(ctx context.Context, id int64, action string, by adminapi.By, f func(*ware.Purchase) (bool, error)) (ware.Purchase, error) {
	var p ware.Purchase
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		was, err := load(tx.DB, id)
		if err != nil {
			return err
		}
		p = was
		p.Needs = slices.Clone(was.Needs)
		changed, err := f(&p)
		if err != nil || !changed {
			return err
		}
		p.UpdatedAt = s.now()
		if err := s.save(tx.DB, p); err != nil {
			return err
		}
		if err := s.bring(tx, &p, was.Needs); err != nil {
			return err
		}
		return s.acted(tx, by, action, strconv.FormatInt(id, 10), summary(was), summary(p))
	})
	return p, err
}

// bring saves how the needs of a purchase stand, and puts what was bought into stock. The key of its ledger line is the need's: no need comes
// into stock twice.
func (s *Store) bring(tx *outbox.Tx, p *ware.Purchase, was []ware.Need) error {
	for i := range p.Needs {
		n := &p.Needs[i]
		if n.State == was[i].State {
			continue
		}
		n.UpdatedAt = p.UpdatedAt
		ended := n.State == ware.NeedDone || n.State == ware.NeedFailed
		err := tx.DB.Exec("UPDATE wms_purchase_detail SET status = ?, fail_reason = ?, open_key = IF(?, NULL, open_key), updated_at = ? WHERE id = ?",
			n.State, n.FailReason, ended, n.UpdatedAt, n.ID).Error
		if err != nil {
			return fmt.Errorf("save purchase need %d: %w", n.ID, err)
		}
	}
	bought := slices.DeleteFunc(slices.Clone(p.Needs), func(n ware.Need) bool { return n.State != ware.NeedDone })
	slices.SortFunc(bought, func(a, b ware.Need) int {
		if a.SkuID != b.SkuID {
			return int(a.SkuID - b.SkuID)
		}
		return int(a.WareID - b.WareID)
	})
	for _, n := range bought {
		err := s.adjust(tx, ware.Adjustment{Key: fmt.Sprintf("purchase:%d", n.ID), SkuID: n.SkuID, WareID: n.WareID, Delta: n.Count, Reason: ware.ReasonPurchase})
		if err != nil {
			return fmt.Errorf("bring purchase need %d into stock: %w", n.ID, err)
		}
	}
	return nil
}

// summary is a purchase as the audit log keeps it.
func summary(p ware.Purchase) map[string]any {
	states := map[string]string{}
	for _, n := range p.Needs {
		states[strconv.FormatInt(n.ID, 10)] = [...]string{"new", "assigned", "buying", "done", "failed"}[n.State]
	}
	return map[string]any{"state": [...]string{"new", "assigned", "received", "done", "failed"}[p.State], "assignee": p.Assignee, "needs": states}
}
