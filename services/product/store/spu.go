package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"gulimall/services/product"
)

// SPU answers what the SKUs of a product share.
func (s *Store) SPU(ctx context.Context, id int64) (product.SPU, error) {
	spu := product.SPU{ID: id, Specs: []product.SpecGroup{}, Gallery: map[int64][]string{}}
	db := s.db.WithContext(ctx)
	// SKUs come in the order in which they were made, which is that of their attributes' values.
	if err := db.Raw("SELECT sku_id FROM pms_sku_info WHERE spu_id = ? ORDER BY sku_id", id).Scan(&spu.SkuIDs).Error; err != nil {
		return spu, fmt.Errorf("read SPU %d: %w", id, err)
	}
	if len(spu.SkuIDs) == 0 {
		return spu, product.ErrSkuNotFound
	}
	if err := db.Raw("SELECT description FROM pms_spu_info_desc WHERE spu_id = ?", id).Scan(&spu.Description).Error; err != nil {
		return spu, fmt.Errorf("read description of SPU %d: %w", id, err)
	}
	err := db.Raw("SELECT img_url FROM pms_spu_images WHERE spu_id = ? AND img_use = ? ORDER BY img_sort, id", id, aboutUse).Scan(&spu.About).Error
	if err != nil {
		return spu, fmt.Errorf("read pictures of SPU %d: %w", id, err)
	}
	if err := gallery(db, &spu); err != nil {
		return spu, fmt.Errorf("read pictures of SPU %d: %w", id, err)
	}
	if err := specs(db, &spu); err != nil {
		return spu, fmt.Errorf("read specifications of SPU %d: %w", id, err)
	}
	return spu, nil
}

func gallery(db *gorm.DB, spu *product.SPU) error {
	rows, err := db.Raw("SELECT sku_id, img_url FROM pms_sku_images WHERE sku_id IN ? ORDER BY sku_id, default_img DESC, img_sort, id",
		spu.SkuIDs).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var sku int64
		var url string
		if err := rows.Scan(&sku, &url); err != nil {
			return err
		}
		spu.Gallery[sku] = append(spu.Gallery[sku], url)
	}
	return rows.Err()
}

// specs reads the specification table; what belongs to no group comes last, under a heading of its own.
func specs(db *gorm.DB, spu *product.SPU) error {
	rows, err := db.Raw(`SELECT COALESCE(g.attr_group_name, ''), v.attr_id, v.attr_name, v.attr_value, COALESCE(a.value_type, 0)
		FROM pms_product_attr_value v
		LEFT JOIN pms_attr a ON a.attr_id = v.attr_id
		LEFT JOIN pms_attr_attrgroup_relation r ON r.attr_id = v.attr_id
		LEFT JOIN pms_attr_group g ON g.attr_group_id = r.attr_group_id
		WHERE v.spu_id = ?
		ORDER BY g.attr_group_id IS NULL, g.sort, g.attr_group_id, r.attr_sort, v.attr_sort, v.attr_id`, spu.ID).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var group string
		var a product.AttrValue
		var several int
		if err := rows.Scan(&group, &a.AttrID, &a.Name, &a.Value, &several); err != nil {
			return err
		}
		if several == 1 {
			a.Value = strings.Join(product.Values(a.Value), " / ")
		}
		if n := len(spu.Specs); n == 0 || spu.Specs[n-1].Name != group {
			spu.Specs = append(spu.Specs, product.SpecGroup{Name: group})
		}
		last := &spu.Specs[len(spu.Specs)-1]
		last.Attrs = append(last.Attrs, a)
	}
	return rows.Err()
}
