package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// Load reads what a warehouse has to do with.
func (s *Store) Load(ctx context.Context, houseID int64) (ware.HouseLoad, error) {
	var load ware.HouseLoad
	db := s.db.WithContext(ctx)
	err := db.Raw("SELECT COALESCE(SUM(stock > 0), 0) AS skus, COALESCE(SUM(stock), 0) AS pieces, COALESCE(SUM(stock_locked), 0) AS locked FROM wms_ware_sku WHERE ware_id = ?", houseID).
		Scan(&load).Error
	if err != nil {
		return load, fmt.Errorf("count goods of warehouse %d: %w", houseID, err)
	}
	err = db.Raw("SELECT COUNT(*) FROM wms_purchase_detail WHERE ware_id = ? AND status IN (0, 1, 2)", houseID).Scan(&load.OpenNeeds).Error
	if err != nil {
		return load, fmt.Errorf("count needs of warehouse %d: %w", houseID, err)
	}
	return load, nil
}

// CloseHouse closes or opens a warehouse. All warehouses are held meanwhile: of two that are closed at the same time, one is the last.
func (s *Store) CloseHouse(ctx context.Context, id, version int64, closed bool, by adminapi.By) (ware.House, error) {
	var now ware.House
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		var houses []ware.House
		if err := tx.DB.Raw(houseColumns + "ORDER BY id FOR UPDATE").Scan(&houses).Error; err != nil {
			return fmt.Errorf("hold warehouses: %w", err)
		}
		at := slices.IndexFunc(houses, func(h ware.House) bool { return h.ID == id })
		if at < 0 {
			return ware.ErrNoWarehouse
		}
		before := houses[at]
		if now = before; before.Closed == closed {
			return nil
		}
		if before.Version != version {
			return ware.ErrEditedMeantime
		}
		others := slices.DeleteFunc(houses, func(h ware.House) bool { return h.ID == id || h.Closed })
		if closed && len(others) == 0 {
			return ware.ErrLastHouse
		}
		now.Closed, now.Version = closed, before.Version+1
		if err := tx.DB.Exec("UPDATE wms_ware_info SET closed = ?, version = ? WHERE id = ?", closed, now.Version, id).Error; err != nil {
			return fmt.Errorf("close warehouse %d: %w", id, err)
		}
		if err := s.announceHouse(tx, id, closed); err != nil {
			return err
		}
		action := "warehouse.opened"
		if closed {
			action = "warehouse.closed"
		}
		return s.acted(tx, by, action, strconv.FormatInt(id, 10), wareapi.Warehouse(before), wareapi.Warehouse(now))
	})
	s.geography.Store(nil)
	return now, err
}

// announced bounds the SKUs of one message about a warehouse.
const announced = 500

// announceHouse tells the catalogue of SKUs that can be bought from this warehouse alone: with it they sell out, or come back.
func (s *Store) announceHouse(tx *outbox.Tx, id int64, closed bool) error {
	var alone []wareapi.Available
	err := tx.DB.Raw(`SELECT s.sku_id, s.available FROM wms_ware_sku s WHERE s.ware_id = ? AND s.available > 0 AND NOT EXISTS (
		SELECT 1 FROM wms_ware_sku o WHERE o.sku_id = s.sku_id AND o.ware_id <> s.ware_id AND o.available > 0 AND o.ware_id NOT IN (`+closedHouses+`))`, id).
		Scan(&alone).Error
	if err != nil {
		return fmt.Errorf("goods of warehouse %d alone: %w", id, err)
	}
	for i := range alone {
		if closed {
			alone[i].Available = 0
		}
	}
	for some := range slices.Chunk(alone, announced) {
		if err := s.announce(tx, some); err != nil {
			return err
		}
	}
	return nil
}
