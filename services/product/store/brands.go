package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

type brandRow struct {
	BrandID                      int64
	Name, NameEn, Descript, Logo string
	FirstLetter                  string
	ShowStatus, Sort             int
	Version, Goods               int64
}

const brandColumns = `SELECT b.brand_id, b.name, b.name_en, b.descript, b.logo, b.first_letter, b.show_status, b.sort, b.version,
	(SELECT COUNT(*) FROM pms_spu_info s WHERE s.brand_id = b.brand_id) AS goods `

func (r brandRow) brand() product.Brand {
	return product.Brand{
		ID: r.BrandID, Name: r.Name, NameEN: r.NameEn, Story: r.Descript, Letter: r.FirstLetter, Logo: r.Logo, Sort: r.Sort, Hidden: r.ShowStatus == 0,
		Version: r.Version, Goods: r.Goods, Categories: []product.Named{},
	}
}

func toldBrand(b product.Brand) productapi.NewBrand {
	ids := make([]int64, len(b.Categories))
	for i, c := range b.Categories {
		ids[i] = c.ID
	}
	return productapi.NewBrand{
		Name: b.Name, NameEN: b.NameEN, Story: b.Story, Letter: b.Letter, Logo: b.Logo, Sort: b.Sort, Hidden: b.Hidden, CategoryIDs: ids, Version: b.Version,
	}
}

// BrandList lists brands with their categories.
func (s *Store) BrandList(ctx context.Context, q product.BrandQuery) ([]product.Brand, int64, error) {
	var filter mariadb.Filter
	if q.Name != "" {
		name := mariadb.Begins(q.Name)
		filter.And("b.name LIKE ? OR b.name_en LIKE ?", name, name)
	}
	if q.CategoryID != 0 {
		filter.And("EXISTS (SELECT 1 FROM pms_category_brand_relation r WHERE r.brand_id = b.brand_id AND r.catalog_id = ?)", q.CategoryID)
	}
	if q.Hidden != nil {
		filter.And("b.show_status = ?", !*q.Hidden)
	}
	db := s.db.WithContext(ctx)
	rows, total, err := mariadb.Listed[brandRow](db, brandColumns, "FROM pms_brand b"+filter.Where(), brandOrder(q.Order, q.Down), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("list brands: %w", err)
	}
	brands := make([]product.Brand, len(rows))
	for i, r := range rows {
		brands[i] = r.brand()
	}
	return brands, total, withCategories(db, brands)
}

func brandOrder(by product.BrandOrder, down bool) string {
	column := ""
	switch by {
	case product.BrandsBySort:
		column = "b.sort"
	case product.BrandsByName:
		column = "b.name"
	case product.BrandsByGoods:
		column = "goods"
	}
	return mariadb.Order(down, column, "b.brand_id")
}

// withCategories reads the categories of brands.
func withCategories(db *gorm.DB, brands []product.Brand) error {
	at := make(map[int64]int, len(brands))
	ids := make([]int64, len(brands))
	for i, b := range brands {
		at[b.ID], ids[i] = i, b.ID
	}
	if len(ids) == 0 {
		return nil
	}
	rows := []struct {
		BrandID, CatID int64
		Name           string
	}{}
	err := db.Raw(`SELECT r.brand_id, c.cat_id, c.name FROM pms_category_brand_relation r JOIN pms_category c ON c.cat_id = r.catalog_id
		WHERE r.brand_id IN ? ORDER BY r.brand_id, c.cat_id`, ids).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("read categories of brands: %w", err)
	}
	for _, r := range rows {
		b := &brands[at[r.BrandID]]
		b.Categories = append(b.Categories, product.Named{ID: r.CatID, Name: r.Name})
	}
	return nil
}

// brand reads one; lock is "" or "FOR UPDATE".
func brand(ctx context.Context, db *gorm.DB, id int64, lock string) (product.Brand, error) {
	row, err := one[brandRow](ctx, db, product.ErrNoBrand, brandColumns+"FROM pms_brand b WHERE b.brand_id = ? "+lock, id)
	if err != nil {
		return product.Brand{}, fmt.Errorf("read brand %d: %w", id, err)
	}
	found := []product.Brand{row.brand()}
	err = withCategories(db.WithContext(ctx), found)
	return found[0], err
}

// Brand finds one.
func (s *Store) Brand(ctx context.Context, id int64) (product.Brand, error) {
	return brand(ctx, s.db, id, "")
}

// belongs makes a brand one of its categories alone.
func belongs(tx *gorm.DB, b product.Brand) error {
	if err := tx.Exec("DELETE FROM pms_category_brand_relation WHERE brand_id = ?", b.ID).Error; err != nil {
		return fmt.Errorf("change categories of brand %d: %w", b.ID, err)
	}
	if len(b.Categories) == 0 {
		return nil
	}
	if err := leaf(tx, toldBrand(b).CategoryIDs...); err != nil {
		return err
	}
	for _, c := range b.Categories {
		if err := tx.Exec("INSERT INTO pms_category_brand_relation (catalog_id, brand_id) VALUES (?, ?)", c.ID, b.ID).Error; err != nil {
			return fmt.Errorf("change categories of brand %d: %w", b.ID, err)
		}
	}
	return nil
}

// AddBrand adds one.
func (s *Store) AddBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		var err error
		b.Version = 1
		b.ID, err = insert(tx.DB, "INSERT INTO pms_brand (name, name_en, descript, logo, first_letter, show_status, sort) VALUES (?, ?, ?, ?, ?, ?, ?)",
			b.Name, b.NameEN, b.Story, b.Logo, b.Letter, !b.Hidden, b.Sort)
		if err != nil {
			return fmt.Errorf("add brand: %w", err)
		}
		if err := belongs(tx.DB, b); err != nil {
			return err
		}
		return s.acted(tx, by, "brand.added", number(b.ID), nil, toldBrand(b))
	})
	return b, err
}

// ChangeBrand changes the version that was seen. Goods go by the name of their brand, so that all of them are told of when it is another.
func (s *Store) ChangeBrand(ctx context.Context, b product.Brand, by adminapi.By) (product.Brand, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := brand(ctx, tx.DB, b.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		err = edit(tx.DB, `UPDATE pms_brand SET name = ?, name_en = ?, descript = ?, logo = ?, first_letter = ?, show_status = ?, sort = ?, version = version + 1
			WHERE brand_id = ? AND version = ?`, b.Name, b.NameEN, b.Story, b.Logo, b.Letter, !b.Hidden, b.Sort, b.ID, b.Version)
		if err != nil {
			return fmt.Errorf("change brand %d: %w", b.ID, err)
		}
		b.Version++
		b.Goods = before.Goods
		if err := belongs(tx.DB, b); err != nil {
			return err
		}
		if err := s.acted(tx, by, "brand.changed", number(b.ID), toldBrand(before), toldBrand(b)); err != nil {
			return err
		}
		if before.Name == b.Name && before.NameEN == b.NameEN {
			return nil
		}
		return sayOf(tx, "SELECT sku_id FROM pms_sku_info WHERE brand_id = ?", b.ID)
	})
	return b, err
}
