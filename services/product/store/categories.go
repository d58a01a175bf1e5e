package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

// classRow is a category as a query answers it.
type classRow struct {
	CatID, ParentCid, CatLevel int64
	Name, NameEn               string
	ShowStatus, Sort           int
	Version, Goods             int64
}

const classColumns = "SELECT cat_id, parent_cid, cat_level, name, name_en, show_status, sort, version FROM pms_category "

func (r classRow) class() product.Class {
	return product.Class{
		Category: product.Category{ID: r.CatID, ParentID: r.ParentCid, Level: int(r.CatLevel), Name: r.Name, Sort: r.Sort},
		NameEN:   r.NameEn, Hidden: r.ShowStatus == 0, Version: r.Version, Goods: r.Goods,
	}
}

func classesOf(rows []classRow) []product.Class {
	all := make([]product.Class, len(rows))
	for i, r := range rows {
		all[i] = r.class()
	}
	return all
}

// told is a category in the words of the audit log.
func told(c product.Class) productapi.NewCategory {
	return productapi.NewCategory{ParentID: c.ParentID, Name: c.Name, NameEN: c.NameEN, Hidden: c.Hidden, Version: c.Version}
}

// Classes lists all categories, hidden ones too, with their products counted.
func (s *Store) Classes(ctx context.Context) ([]product.Class, error) {
	rows := []classRow{}
	err := s.db.WithContext(ctx).Raw(`SELECT c.cat_id, c.parent_cid, c.cat_level, c.name, c.name_en, c.show_status, c.sort, c.version, COALESCE(g.goods, 0) AS goods
		FROM pms_category c LEFT JOIN (SELECT catalog_id, COUNT(*) AS goods FROM pms_spu_info GROUP BY catalog_id) g ON g.catalog_id = c.cat_id`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("list categories: %w", err)
	}
	return classesOf(rows), nil
}

// lockedClass reads a category for a change.
func lockedClass(ctx context.Context, tx *gorm.DB, id int64) (product.Class, error) {
	row, err := one[classRow](ctx, tx, product.ErrNoCategory, classColumns+"WHERE cat_id = ? FOR UPDATE", id)
	return row.class(), err
}

// AddClass adds a category behind its siblings.
func (s *Store) AddClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		c.Level, c.Version = 1, 1
		if c.ParentID != 0 {
			parent, err := lockedClass(ctx, tx.DB, c.ParentID)
			if err != nil {
				return err
			}
			if c.Level = parent.Level + 1; c.Level > 3 {
				return product.ErrNoCategory
			}
		}
		if err := tx.DB.Raw("SELECT COALESCE(MAX(sort), 0) + 1 FROM pms_category WHERE parent_cid = ?", c.ParentID).Scan(&c.Sort).Error; err != nil {
			return fmt.Errorf("add category: %w", err)
		}
		var err error
		c.ID, err = insert(tx.DB, "INSERT INTO pms_category (name, name_en, parent_cid, cat_level, show_status, sort) VALUES (?, ?, ?, ?, ?, ?)",
			c.Name, c.NameEN, c.ParentID, c.Level, !c.Hidden, c.Sort)
		if err != nil {
			return fmt.Errorf("add category: %w", err)
		}
		if err := s.acted(tx, by, "category.added", number(c.ID), nil, told(c)); err != nil {
			return err
		}
		return sayMenu(tx)
	})
	return c, err
}

// ChangeClass renames, hides or shows the version that was seen.
func (s *Store) ChangeClass(ctx context.Context, c product.Class, by adminapi.By) (product.Class, error) {
	var after product.Class
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := lockedClass(ctx, tx.DB, c.ID)
		if err != nil {
			return err
		}
		after = before
		after.Name, after.NameEN, after.Hidden, after.Version = c.Name, c.NameEN, c.Hidden, c.Version+1
		err = edit(tx.DB, "UPDATE pms_category SET name = ?, name_en = ?, show_status = ?, version = version + 1 WHERE cat_id = ? AND version = ?",
			c.Name, c.NameEN, !c.Hidden, c.ID, c.Version)
		if err != nil {
			return fmt.Errorf("change category %d: %w", c.ID, err)
		}
		if err := s.acted(tx, by, "category.changed", number(c.ID), told(before), told(after)); err != nil {
			return err
		}
		if before.Name == c.Name {
			return sayMenu(tx)
		}
		return say(tx, productapi.SkuChanged{SkuIDs: []int64{}})
	})
	return after, err
}

// RemoveClass removes a category that nothing belongs to.
func (s *Store) RemoveClass(ctx context.Context, id int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := lockedClass(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		for _, query := range []string{
			"SELECT 1 FROM pms_category WHERE parent_cid = ?", "SELECT 1 FROM pms_spu_info WHERE catalog_id = ?",
			"SELECT 1 FROM pms_attr WHERE catalog_id = ?", "SELECT 1 FROM pms_attr_group WHERE catalog_id = ?",
		} {
			used, err := exists(tx.DB, query, id)
			if err != nil {
				return fmt.Errorf("look for what is in category %d: %w", id, err)
			}
			if used {
				return product.ErrCategoryUsed
			}
		}
		for _, statement := range []string{"DELETE FROM pms_category_brand_relation WHERE catalog_id = ?", "DELETE FROM pms_category WHERE cat_id = ?"} {
			if err := tx.DB.Exec(statement, id).Error; err != nil {
				return fmt.Errorf("remove category %d: %w", id, err)
			}
		}
		if err := s.acted(tx, by, "category.removed", number(id), told(before), nil); err != nil {
			return err
		}
		return sayMenu(tx)
	})
}

// ArrangeClasses makes these the children of a parent, in this order.
func (s *Store) ArrangeClasses(
	ctx context.Context, parentID int64, ids []int64, judge func(parent *product.Class, present, wanted []product.Class) error, by adminapi.By,
) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		var parent *product.Class
		if parentID != 0 {
			found, err := lockedClass(ctx, tx.DB, parentID)
			if err != nil {
				return err
			}
			parent = &found
		}
		rows := []classRow{}
		err := tx.DB.Raw(classColumns+"WHERE parent_cid = ? OR cat_id IN ? ORDER BY sort, cat_id FOR UPDATE", parentID, ids).Scan(&rows).Error
		if err != nil {
			return fmt.Errorf("arrange categories: %w", err)
		}
		present, wanted := []product.Class{}, []product.Class{}
		for _, c := range classesOf(rows) {
			if c.ParentID == parentID {
				present = append(present, c)
			}
			if slices.Contains(ids, c.ID) {
				wanted = append(wanted, c)
			}
		}
		if err := judge(parent, present, wanted); err != nil {
			return err
		}
		if slices.Equal(idsOf(present), ids) {
			return nil
		}
		if err := arrange(tx.DB, "pms_category", "cat_id", "sort", ids); err != nil {
			return err
		}
		if err := s.acted(tx, by, "category.arranged", number(parentID), names(present), names(inOrder(wanted, ids))); err != nil {
			return err
		}
		if len(present) == len(wanted) {
			return sayMenu(tx)
		}
		if err := tx.DB.Exec("UPDATE pms_category SET parent_cid = ?, version = version + 1 WHERE cat_id IN ? AND parent_cid <> ?", parentID, ids, parentID).Error; err != nil {
			return taken(err)
		}
		return say(tx, productapi.SkuChanged{SkuIDs: []int64{}})
	})
}

func idsOf(classes []product.Class) []int64 {
	ids := make([]int64, len(classes))
	for i, c := range classes {
		ids[i] = c.ID
	}
	return ids
}

func inOrder(classes []product.Class, ids []int64) []product.Class {
	slices.SortFunc(classes, func(a, b product.Class) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return classes
}

// names is an order in the words of the audit log.
func names(classes []product.Class) productapi.Arranged {
	order := productapi.Arranged{Names: make([]string, len(classes))}
	for i, c := range classes {
		order.Names[i] = c.Name
	}
	return order
}
