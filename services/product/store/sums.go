package store

import (
	"fmt"
	"maps"
	"slices"

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

// soldMore adds pieces of SKUs to what their products have sold. It adds, and does not sum up anew, which would lock all SKUs of a product
// against the sales of the others.
func soldMore(tx *gorm.DB, counts map[int64]int64, skuIDs []int64) error {
	var skus []struct{ SkuID, SpuID int64 }
	if err := tx.Raw("SELECT sku_id, spu_id FROM pms_sku_info WHERE sku_id IN ?", skuIDs).Scan(&skus).Error; err != nil {
		return fmt.Errorf("read SPUs of %d SKUs: %w", len(skuIDs), err)
	}
	pieces := map[int64]int64{}
	for _, sku := range skus {
		pieces[sku.SpuID] += counts[sku.SkuID]
	}
	for _, id := range slices.Sorted(maps.Keys(pieces)) {
		if err := tx.Exec("UPDATE pms_spu_info SET sold = sold + ? WHERE id = ?", pieces[id], id).Error; err != nil {
			return fmt.Errorf("count sales of SPU %d: %w", id, err)
		}
	}
	return nil
}

// sumsOf writes what the product of a SKU keeps of its SKUs.
func sumsOf(tx *gorm.DB, skuID int64) error {
	var spuIDs []int64
	if err := tx.Raw("SELECT spu_id FROM pms_sku_info WHERE sku_id = ?", skuID).Scan(&spuIDs).Error; err != nil {
		return fmt.Errorf("read SPU of SKU %d: %w", skuID, err)
	}
	return sums(tx, spuIDs)
}
