package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/services/product"
)

var _ product.PublishStore = (*Store)(nil)

// spuOrder is by what a list of products is sorted: an index each, with the number where much is the same.
func spuOrder(sort product.SPUSort, down bool) string {
	down = down || sort == ""
	columns := map[product.SPUSort]string{product.ByName: "s.spu_name", product.ByPrice: "s.lowest_price", product.BySold: "s.sold", product.ByUpdated: "s.update_time"}
	if column, known := columns[sort]; known {
		return mariadb.Order(down, column, "s.id")
	}
	return mariadb.Order(down, "s.id")
}

// SPUs lists products.
func (s *Store) SPUs(ctx context.Context, q product.SPUQuery) ([]product.SPURow, int64, error) {
	type line struct {
		ID, CategoryID, BrandID, Sold int64
		Name, CategoryName, BrandName string
		Status                        product.SPUStatus
		UpdatedAt                     time.Time
	}
	var filter mariadb.Filter
	if q.Keyword != "" {
		prefix := mariadb.Begins(q.Keyword)
		if id, err := strconv.ParseInt(q.Keyword, 10, 64); err == nil {
			filter.And("s.spu_name LIKE ? OR s.id = ?", prefix, id)
		} else {
			filter.And("s.spu_name LIKE ?", prefix)
		}
	}
	if q.CategoryID != 0 {
		filter.And("s.catalog_id IN (SELECT c3.cat_id FROM pms_category c3 LEFT JOIN pms_category c2 ON c2.cat_id = c3.parent_cid WHERE ? IN (c3.cat_id, c2.cat_id, c2.parent_cid))", q.CategoryID)
	}
	if q.BrandID != 0 {
		filter.And("s.brand_id = ?", q.BrandID)
	}
	if q.Status != nil {
		filter.And("s.publish_status = ?", *q.Status)
	}
	db := s.db.WithContext(ctx)
	found, total, err := mariadb.Listed[line](db, `SELECT s.id, s.spu_name AS name, s.catalog_id AS category_id, COALESCE(c.name, '') AS category_name,
		s.brand_id, COALESCE(b.name, '') AS brand_name, s.publish_status AS status, s.sold, s.update_time AS updated_at`,
		"FROM pms_spu_info s LEFT JOIN pms_category c ON c.cat_id = s.catalog_id LEFT JOIN pms_brand b ON b.brand_id = s.brand_id"+filter.Where(),
		spuOrder(q.Sort, q.Down), filter.Args(), q.Page)
	if err != nil || len(found) == 0 {
		return nil, total, err
	}
	ids, rows := make([]int64, len(found)), make([]product.SPURow, len(found))
	for i, f := range found {
		ids[i] = f.ID
		rows[i] = product.SPURow{
			ID: f.ID, Name: f.Name, Category: product.Named{ID: f.CategoryID, Name: f.CategoryName}, Brand: product.Named{ID: f.BrandID, Name: f.BrandName},
			Status: f.Status, Sold: f.Sold, UpdatedAt: f.UpdatedAt,
		}
	}
	return rows, total, s.offers(ctx, ids, rows)
}

// offers fills how many SKUs the products of a page have, for how much.
func (s *Store) offers(ctx context.Context, ids []int64, rows []product.SPURow) error {
	var offers []struct {
		SpuID, Skus     int64
		Lowest, Highest money.Fen
		Image           string
	}
	err := s.db.WithContext(ctx).Raw(`SELECT spu_id, COUNT(*) AS skus, MIN(price) AS lowest, MAX(price) AS highest, MIN(NULLIF(sku_default_img, '')) AS image
		FROM pms_sku_info WHERE spu_id IN ? GROUP BY spu_id`, ids).Scan(&offers).Error
	if err != nil {
		return fmt.Errorf("read offers of %d SPUs: %w", len(ids), err)
	}
	for _, o := range offers {
		for i := range rows {
			if rows[i].ID == o.SpuID {
				rows[i].Skus, rows[i].Lowest, rows[i].Highest, rows[i].Image = o.Skus, o.Lowest, o.Highest, o.Image
			}
		}
	}
	return nil
}

// Brands lists all brands.
func (s *Store) Brands(ctx context.Context) ([]product.Named, error) {
	brands := []product.Named{}
	if err := s.db.WithContext(ctx).Raw("SELECT brand_id AS id, name FROM pms_brand ORDER BY sort, brand_id").Scan(&brands).Error; err != nil {
		return nil, fmt.Errorf("list brands: %w", err)
	}
	return brands, nil
}

// CategoryPath reads the way to a category of level 3, from level 1; none where there is no such category.
func (s *Store) CategoryPath(ctx context.Context, categoryID int64) ([]product.Named, error) {
	var path []product.Named
	err := s.db.WithContext(ctx).Raw(`SELECT c.cat_id AS id, c.name FROM pms_category c3 JOIN pms_category c2 ON c2.cat_id = c3.parent_cid
		JOIN pms_category c ON c.cat_id IN (c2.parent_cid, c2.cat_id, c3.cat_id) WHERE c3.cat_id = ? AND c3.cat_level = 3 ORDER BY c.cat_level`, categoryID).Scan(&path).Error
	if err != nil {
		return nil, fmt.Errorf("read category %d: %w", categoryID, err)
	}
	return path, nil
}
