package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

const groupColumns = "SELECT attr_group_id AS id, catalog_id AS category_id, attr_group_name AS name, sort, version FROM pms_attr_group "

func toldGroup(g product.AttrGroup) productapi.NewAttrGroup {
	return productapi.NewAttrGroup{CategoryID: g.CategoryID, Name: g.Name, Version: g.Version}
}

// AttrGroups lists the groups of a category in their order.
func (s *Store) AttrGroups(ctx context.Context, categoryID int64) ([]product.AttrGroup, error) {
	groups := []product.AttrGroup{}
	err := s.db.WithContext(ctx).Raw(groupColumns+"WHERE catalog_id = ? ORDER BY sort, attr_group_id", categoryID).Scan(&groups).Error
	if err != nil {
		return nil, fmt.Errorf("list attribute groups: %w", err)
	}
	return groups, nil
}

func lockedGroup(ctx context.Context, tx *gorm.DB, id int64) (product.AttrGroup, error) {
	g, err := one[product.AttrGroup](ctx, tx, product.ErrNoAttrGroup, groupColumns+"WHERE attr_group_id = ? FOR UPDATE", id)
	if err != nil {
		return g, fmt.Errorf("read attribute group %d: %w", id, err)
	}
	return g, nil
}

// AddAttrGroup adds a group behind the others.
func (s *Store) AddAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := leaf(tx.DB, g.CategoryID); err != nil {
			return err
		}
		g.Version = 1
		err := tx.DB.Raw("SELECT COALESCE(MAX(sort), 0) + 1 FROM pms_attr_group WHERE catalog_id = ?", g.CategoryID).Scan(&g.Sort).Error
		if err != nil {
			return fmt.Errorf("add attribute group: %w", err)
		}
		g.ID, err = insert(tx.DB, "INSERT INTO pms_attr_group (attr_group_name, sort, catalog_id) VALUES (?, ?, ?)", g.Name, g.Sort, g.CategoryID)
		if err != nil {
			return fmt.Errorf("add attribute group: %w", err)
		}
		return s.acted(tx, by, "attrgroup.added", number(g.ID), nil, toldGroup(g))
	})
	return g, err
}

// ChangeAttrGroup renames the version that was seen.
func (s *Store) ChangeAttrGroup(ctx context.Context, g product.AttrGroup, by adminapi.By) (product.AttrGroup, error) {
	var after product.AttrGroup
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := lockedGroup(ctx, tx.DB, g.ID)
		if err != nil {
			return err
		}
		after = before
		after.Name, after.Version = g.Name, g.Version+1
		err = edit(tx.DB, "UPDATE pms_attr_group SET attr_group_name = ?, version = version + 1 WHERE attr_group_id = ? AND version = ?", g.Name, g.ID, g.Version)
		if err != nil {
			return fmt.Errorf("change attribute group %d: %w", g.ID, err)
		}
		if err := s.acted(tx, by, "attrgroup.changed", number(g.ID), toldGroup(before), toldGroup(after)); err != nil {
			return err
		}
		return sayCategory(tx, before.CategoryID)
	})
	return after, err
}

// RemoveAttrGroup removes an empty group.
func (s *Store) RemoveAttrGroup(ctx context.Context, id int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := lockedGroup(ctx, tx.DB, id)
		if err != nil {
			return err
		}
		used, err := exists(tx.DB, "SELECT 1 FROM pms_attr_attrgroup_relation WHERE attr_group_id = ?", id)
		if err != nil {
			return fmt.Errorf("look into attribute group %d: %w", id, err)
		}
		if used {
			return product.ErrGroupUsed
		}
		if err := tx.DB.Exec("DELETE FROM pms_attr_group WHERE attr_group_id = ?", id).Error; err != nil {
			return fmt.Errorf("remove attribute group %d: %w", id, err)
		}
		return s.acted(tx, by, "attrgroup.removed", number(id), toldGroup(before), nil)
	})
}

// ArrangeAttrGroups orders the groups of a category.
func (s *Store) ArrangeAttrGroups(ctx context.Context, categoryID int64, ids []int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		present := []int64{}
		err := tx.DB.Raw("SELECT attr_group_id FROM pms_attr_group WHERE catalog_id = ? ORDER BY sort, attr_group_id FOR UPDATE", categoryID).Scan(&present).Error
		if err != nil {
			return fmt.Errorf("arrange attribute groups: %w", err)
		}
		if !same(present, ids) {
			return product.ErrEditedMeantime
		}
		if err := arrange(tx.DB, "pms_attr_group", "attr_group_id", "sort", ids); err != nil {
			return err
		}
		err = s.acted(tx, by, "attrgroup.arranged", number(categoryID), productapi.Order{IDs: present}, productapi.Order{IDs: ids})
		if err != nil {
			return err
		}
		return sayCategory(tx, categoryID)
	})
}
