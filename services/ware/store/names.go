package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/services/ware"
)

var _ ware.NameStore = (*Store)(nil)

// skuNames reads what the goods of rows are called, in one query for all of them.
func skuNames[T any](db *gorm.DB, rows []T, sku func(*T) int64) (map[int64]string, error) {
	names := map[int64]string{}
	if len(rows) == 0 {
		return names, nil
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i] = sku(&rows[i])
	}
	var found []struct {
		SkuID   int64
		SkuName string
	}
	if err := db.Raw("SELECT sku_id, MAX(sku_name) AS sku_name FROM wms_ware_sku WHERE sku_id IN ? GROUP BY sku_id", ids).Scan(&found).Error; err != nil {
		return nil, fmt.Errorf("read names of goods: %w", err)
	}
	for _, f := range found {
		names[f.SkuID] = f.SkuName
	}
	return names, nil
}

// named fills in what the goods of rows are called.
func named[T any](db *gorm.DB, rows []T, place func(*T) (skuID int64, name *string)) error {
	names, err := skuNames(db, rows, func(row *T) int64 {
		id, _ := place(row)
		return id
	})
	for i := range rows {
		id, name := place(&rows[i])
		*name = names[id]
	}
	return err
}

// Unnamed lists SKUs of which nobody has told the name.
func (s *Store) Unnamed(ctx context.Context, limit int) (skuIDs []int64, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT DISTINCT sku_id FROM wms_ware_sku WHERE sku_name = '' LIMIT ?", limit).Scan(&skuIDs).Error
	return skuIDs, err
}

// SkusAfter lists SKUs by their number.
func (s *Store) SkusAfter(ctx context.Context, after int64, limit int) (skuIDs []int64, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT DISTINCT sku_id FROM wms_ware_sku WHERE sku_id > ? ORDER BY sku_id LIMIT ?", after, limit).Scan(&skuIDs).Error
	return skuIDs, err
}

// Name writes down what goods are called.
func (s *Store) Name(ctx context.Context, names map[int64]string) error {
	db := s.db.WithContext(ctx)
	for skuID, name := range names {
		if err := db.Exec("UPDATE wms_ware_sku SET sku_name = ? WHERE sku_id = ? AND sku_name <> ?", name, skuID, name).Error; err != nil {
			return fmt.Errorf("name sku %d: %w", skuID, err)
		}
	}
	return nil
}
