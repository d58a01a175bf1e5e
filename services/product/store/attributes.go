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

type attrRow struct {
	AttrID, CatalogID, AttrType   int64
	AttrName, ValueSelect         string
	ValueType, SearchType, Enable int
	GroupID                       int64
	Sort                          int
	Version, Goods                int64
}

const (
	attrColumns = `SELECT a.attr_id, a.catalog_id, a.attr_type, a.attr_name, a.value_select, a.value_type, a.search_type, a.enable,
	COALESCE(r.attr_group_id, 0) AS group_id, a.sort, a.version, (SELECT COUNT(*) FROM pms_product_attr_value v WHERE v.attr_id = a.attr_id)
	+ (SELECT COUNT(*) FROM pms_sku_sale_attr_value w WHERE w.attr_id = a.attr_id) AS goods `
	attrFrom = "FROM pms_attr a LEFT JOIN pms_attr_attrgroup_relation r ON r.attr_id = a.attr_id "
)

func (r attrRow) attr() product.Attr {
	return product.Attr{
		ID: r.AttrID, CategoryID: r.CatalogID, Kind: product.AttrKind(r.AttrType), Name: r.AttrName, Values: product.Values(r.ValueSelect),
		Multiple: r.ValueType == 1, Searchable: r.SearchType == 1, Off: r.Enable == 0, GroupID: r.GroupID, Sort: r.Sort, Version: r.Version, Goods: r.Goods,
	}
}

func toldAttr(a product.Attr) productapi.NewAttribute {
	return productapi.NewAttribute{
		CategoryID: a.CategoryID, Kind: a.Kind.String(), Name: a.Name, Values: a.Values, Multiple: a.Multiple, Searchable: a.Searchable, Off: a.Off,
		GroupID: a.GroupID, Version: a.Version,
	}
}

// Attrs lists attributes in the order of their categories.
func (s *Store) Attrs(ctx context.Context, q product.AttrQuery) ([]product.Attr, int64, error) {
	var filter mariadb.Filter
	if q.CategoryID != 0 {
		filter.And("a.catalog_id = ?", q.CategoryID)
	}
	if q.Kind != nil {
		filter.And("a.attr_type = ?", *q.Kind)
	}
	if q.GroupID != 0 {
		filter.And("r.attr_group_id = ?", q.GroupID)
	}
	if q.Searchable != nil {
		filter.And("a.search_type = ?", *q.Searchable)
	}
	if q.Name != "" {
		filter.And("a.attr_name LIKE ?", mariadb.Begins(q.Name))
	}
	rows, total, err := mariadb.Listed[attrRow](s.db.WithContext(ctx), attrColumns, attrFrom+filter.Where(),
		"ORDER BY a.catalog_id, a.attr_type, a.sort, a.attr_id", filter.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("list attributes: %w", err)
	}
	attrs := make([]product.Attr, len(rows))
	for i, r := range rows {
		attrs[i] = r.attr()
	}
	return attrs, total, nil
}

func attr(ctx context.Context, db *gorm.DB, id int64, lock string) (product.Attr, error) {
	row, err := one[attrRow](ctx, db, product.ErrNoAttr, attrColumns+attrFrom+"WHERE a.attr_id = ? "+lock, id)
	if err != nil {
		return product.Attr{}, fmt.Errorf("read attribute %d: %w", id, err)
	}
	return row.attr(), nil
}

// Attr finds one.
func (s *Store) Attr(ctx context.Context, id int64) (product.Attr, error) {
	return attr(ctx, s.db, id, "")
}

// inGroup puts an attribute into its group alone, which is of the same category.
func inGroup(tx *gorm.DB, a product.Attr) error {
	if err := tx.Exec("DELETE FROM pms_attr_attrgroup_relation WHERE attr_id = ?", a.ID).Error; err != nil {
		return fmt.Errorf("change group of attribute %d: %w", a.ID, err)
	}
	if a.GroupID == 0 {
		return nil
	}
	there, err := exists(tx, "SELECT 1 FROM pms_attr_group WHERE attr_group_id = ? AND catalog_id = ?", a.GroupID, a.CategoryID)
	if err != nil {
		return fmt.Errorf("find group %d: %w", a.GroupID, err)
	}
	if !there {
		return product.ErrNoAttrGroup
	}
	err = tx.Exec("INSERT INTO pms_attr_attrgroup_relation (attr_id, attr_group_id, attr_sort) VALUES (?, ?, ?)", a.ID, a.GroupID, a.Sort).Error
	if err != nil {
		return fmt.Errorf("change group of attribute %d: %w", a.ID, err)
	}
	return nil
}

// AddAttr adds one behind the others.
func (s *Store) AddAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := leaf(tx.DB, a.CategoryID); err != nil {
			return err
		}
		a.Version = 1
		err := tx.DB.Raw("SELECT COALESCE(MAX(sort), 0) + 1 FROM pms_attr WHERE catalog_id = ? AND attr_type = ?", a.CategoryID, a.Kind).Scan(&a.Sort).Error
		if err != nil {
			return fmt.Errorf("add attribute: %w", err)
		}
		a.ID, err = insert(tx.DB, `INSERT INTO pms_attr (attr_name, search_type, value_type, value_select, attr_type, enable, catalog_id, show_desc, sort)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, a.Name, a.Searchable, a.Multiple, product.JoinValues(a.Values), a.Kind, !a.Off, a.CategoryID,
			a.Kind == product.SpecAttribute, a.Sort)
		if err != nil {
			return fmt.Errorf("add attribute: %w", err)
		}
		if err := inGroup(tx.DB, a); err != nil {
			return err
		}
		return s.acted(tx, by, "attribute.added", number(a.ID), nil, toldAttr(a))
	})
	return a, err
}

// ChangeAttr changes the version that was seen. Goods carry the name of their attributes, and search filters by them: all that have it are
// told of.
func (s *Store) ChangeAttr(ctx context.Context, a product.Attr, by adminapi.By) (product.Attr, error) {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := attr(ctx, tx.DB, a.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		a.Sort, a.Goods = before.Sort, before.Goods
		err = edit(tx.DB, `UPDATE pms_attr SET attr_name = ?, search_type = ?, value_type = ?, value_select = ?, enable = ?, version = version + 1
			WHERE attr_id = ? AND version = ?`, a.Name, a.Searchable, a.Multiple, product.JoinValues(a.Values), !a.Off, a.ID, a.Version)
		if err != nil {
			return fmt.Errorf("change attribute %d: %w", a.ID, err)
		}
		a.Version++
		if err := inGroup(tx.DB, a); err != nil {
			return err
		}
		if err := s.acted(tx, by, "attribute.changed", number(a.ID), toldAttr(before), toldAttr(a)); err != nil {
			return err
		}
		if before.Name != a.Name {
			for _, table := range []string{"pms_product_attr_value", "pms_sku_sale_attr_value"} {
				if err := tx.DB.Exec("UPDATE "+table+" SET attr_name = ? WHERE attr_id = ?", a.Name, a.ID).Error; err != nil {
					return fmt.Errorf("rename attribute %d in %s: %w", a.ID, table, err)
				}
			}
		}
		return sayHaving(tx, a)
	})
	return a, err
}

// sayHaving tells of the SKUs that have an attribute.
func sayHaving(tx *outbox.Tx, a product.Attr) error {
	if a.Kind == product.SaleAttribute {
		return sayOf(tx, "SELECT sku_id FROM pms_sku_sale_attr_value WHERE attr_id = ?", a.ID)
	}
	return sayOf(tx, "SELECT k.sku_id FROM pms_product_attr_value v JOIN pms_sku_info k ON k.spu_id = v.spu_id WHERE v.attr_id = ?", a.ID)
}

// RemoveAttr removes one that no goods have.
func (s *Store) RemoveAttr(ctx context.Context, id int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := attr(ctx, tx.DB, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		for _, query := range []string{"SELECT 1 FROM pms_product_attr_value WHERE attr_id = ?", "SELECT 1 FROM pms_sku_sale_attr_value WHERE attr_id = ?"} {
			used, err := exists(tx.DB, query, id)
			if err != nil {
				return fmt.Errorf("look for goods with attribute %d: %w", id, err)
			}
			if used {
				return product.ErrAttrUsed
			}
		}
		for _, statement := range []string{"DELETE FROM pms_attr_attrgroup_relation WHERE attr_id = ?", "DELETE FROM pms_attr WHERE attr_id = ?"} {
			if err := tx.DB.Exec(statement, id).Error; err != nil {
				return fmt.Errorf("remove attribute %d: %w", id, err)
			}
		}
		return s.acted(tx, by, "attribute.removed", number(id), toldAttr(before), nil)
	})
}

// ArrangeAttrs orders the attributes of a kind in a category; those of its goods follow.
func (s *Store) ArrangeAttrs(ctx context.Context, categoryID int64, kind product.AttrKind, ids []int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		present := []int64{}
		err := tx.DB.Raw("SELECT attr_id FROM pms_attr WHERE catalog_id = ? AND attr_type = ? ORDER BY sort, attr_id FOR UPDATE", categoryID, kind).Scan(&present).Error
		if err != nil {
			return fmt.Errorf("arrange attributes: %w", err)
		}
		if !same(present, ids) {
			return product.ErrEditedMeantime
		}
		for _, table := range []string{"pms_attr", "pms_attr_attrgroup_relation", "pms_product_attr_value", "pms_sku_sale_attr_value"} {
			sort := "attr_sort"
			if table == "pms_attr" {
				sort = "sort"
			}
			if err := arrange(tx.DB, table, "attr_id", sort, ids); err != nil {
				return err
			}
		}
		err = s.acted(tx, by, "attribute.arranged", number(categoryID), productapi.Order{IDs: present}, productapi.Order{IDs: ids})
		if err != nil {
			return err
		}
		return sayCategory(tx, categoryID)
	})
}

// sayCategory tells of the SKUs of a category.
func sayCategory(tx *outbox.Tx, id int64) error {
	return sayOf(tx, "SELECT sku_id FROM pms_sku_info WHERE catalog_id = ?", id)
}
