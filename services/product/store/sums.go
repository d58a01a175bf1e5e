package store

import (
	"fmt"

	"gorm.io/gorm"
)

// sums writes what products keep of their SKUs: the lowest price, and how many pieces were sold.
func sums(tx *gorm.DB, spuIDs []int64) error {
	if len(spuIDs) == 0 {
		return nil
	}
	err := tx.Exec(`UPDATE pms_spu_info s SET s.lowest_price = COALESCE((SELECT MIN(k.price) FROM pms_sku_info k WHERE k.spu_id = s.id), 0),
		s.sold = COALESCE((SELECT SUM(k.sale_count) FROM pms_sku_info k WHERE k.spu_id = s.id), 0) WHERE s.id IN ? ORDER BY s.id`, spuIDs).Error
	if err != nil {
		return fmt.Errorf("sum up %d SPUs: %w", len(spuIDs), err)
	}
	return nil
}

// sumsOf writes what the products of SKUs keep of them.
func sumsOf(tx *gorm.DB, skuIDs []int64) error {
	var spuIDs []int64
	if err := tx.Raw("SELECT DISTINCT spu_id FROM pms_sku_info WHERE sku_id IN ?", skuIDs).Scan(&spuIDs).Error; err != nil {
		return fmt.Errorf("read SPUs of %d SKUs: %w", len(skuIDs), err)
	}
	return sums(tx, spuIDs)
}
