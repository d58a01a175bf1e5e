package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// RemoveNeeds removes needs that are in no purchase yet.
func (s *Store) RemoveNeeds(ctx context.Context, ids []int64, by adminapi.By) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		chosen, err := needs(tx.DB, "id IN ? ORDER BY id FOR UPDATE", ids)
		if err != nil {
			return err
		}
		if len(chosen) != len(ids) {
			return ware.ErrNoNeed
		}
		if slices.ContainsFunc(chosen, func(n ware.Need) bool { return n.State != ware.NeedNew }) {
			return ware.ErrNeedState
		}
		if err := tx.DB.Exec("DELETE FROM wms_purchase_detail WHERE id IN ?", ids).Error; err != nil {
			return fmt.Errorf("remove purchase needs: %w", err)
		}
		for _, n := range chosen {
			was := map[string]any{"skuId": n.SkuID, "wareId": n.WareID, "count": n.Count, "note": n.Note}
			if err := s.acted(tx, by, "need.removed", strconv.FormatInt(n.ID, 10), was, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemovePurchase removes a purchase that nobody has received; its needs are new again.
func (s *Store) RemovePurchase(ctx context.Context, id int64, by adminapi.By) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		was, err := load(tx.DB, id)
		if err != nil {
			return err
		}
		if was.State != ware.PurchaseNew && was.State != ware.PurchaseAssigned {
			return ware.ErrPurchaseState
		}
		err = tx.DB.Exec("UPDATE wms_purchase_detail SET status = ?, purchase_id = NULL, updated_at = ? WHERE purchase_id = ?", ware.NeedNew, s.now(), id).Error
		if err != nil {
			return fmt.Errorf("take needs out of purchase %d: %w", id, err)
		}
		if err := tx.DB.Exec("DELETE FROM wms_purchase WHERE id = ?", id).Error; err != nil {
			return fmt.Errorf("remove purchase %d: %w", id, err)
		}
		return s.acted(tx, by, "purchase.removed", strconv.FormatInt(id, 10), summary(was), nil)
	})
}
