// Package seed fills an empty catalogue with the demo shop's goods and draws their pictures. It may run again at any time: rows that are
// there already stay as they are, prices and sale counts included.
package seed

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
)

// Rows fills the tables in one transaction and says how many SKUs were new.
func Rows(ctx context.Context, db *gorm.DB, now time.Time) (int64, error) {
	var before, after int64
	err := mariadb.Tx(ctx, db, func(tx *gorm.DB) error {
		if err := tx.Raw("SELECT COUNT(*) FROM pms_sku_info").Scan(&before).Error; err != nil {
			return err
		}
		for _, t := range tables(now) {
			if err := t.insert(tx); err != nil {
				return err
			}
		}
		err := tx.Exec(`UPDATE pms_spu_info s JOIN (SELECT spu_id, MIN(price) AS lowest_price, SUM(sale_count) AS sold FROM pms_sku_info GROUP BY spu_id) k ON k.spu_id = s.id
			SET s.lowest_price = k.lowest_price, s.sold = k.sold`).Error
		if err != nil {
			return err
		}
		return tx.Raw("SELECT COUNT(*) FROM pms_sku_info").Scan(&after).Error
	})
	if err != nil {
		return 0, fmt.Errorf("seed catalogue: %w", err)
	}
	return after - before, nil
}

// table is rows for a table.
type table struct {
	name    string
	columns []string
	rows    [][]any
}

func newTable(name, columns string) *table {
	return &table{name: name, columns: strings.Fields(columns)}
}

func (t *table) add(values ...any) { t.rows = append(t.rows, values) }

// chunk is how many rows go into one statement.
const chunk = 400

// insert adds the rows that are not there. Only a duplicate key is passed over, no other mistake.
func (t *table) insert(tx *gorm.DB) error {
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(t.columns)), ",") + ")"
	for start := 0; start < len(t.rows); start += chunk {
		part := t.rows[start:min(start+chunk, len(t.rows))]
		args := make([]any, 0, len(part)*len(t.columns))
		for _, row := range part {
			args = append(args, row...)
		}
		statement := "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES " +
			strings.TrimSuffix(strings.Repeat(one+",", len(part)), ",") +
			" ON DUPLICATE KEY UPDATE " + t.columns[0] + " = " + t.name + "." + t.columns[0]
		if err := tx.Exec(statement, args...).Error; err != nil {
			return fmt.Errorf("fill %s: %w", t.name, err)
		}
	}
	return nil
}

func tables(now time.Time) []*table {
	now = now.UTC().Truncate(time.Millisecond)
	return append(classes(), goods(now)...)
}

// classes are categories, brands and attributes.
func classes() []*table {
	categories := newTable("pms_category", "cat_id name name_en parent_cid cat_level sort")
	for _, c := range demodata.Categories() {
		categories.add(c.ID, c.Name, c.NameEN, c.ParentID, c.Level, c.Sort)
	}
	brands := newTable("pms_brand", "brand_id name name_en descript first_letter sort")
	for _, b := range demodata.Brands() {
		brands.add(b.ID, b.Name, b.NameEN, b.Story, b.FirstLetter, b.Sort)
	}
	relation := newTable("pms_category_brand_relation", "catalog_id brand_id")
	for _, r := range demodata.CategoryBrands() {
		relation.add(r.CategoryID, r.BrandID)
	}
	groups := newTable("pms_attr_group", "attr_group_id attr_group_name sort catalog_id")
	for _, g := range demodata.AttrGroups() {
		groups.add(g.ID, g.Name, g.Sort, g.CategoryID)
	}
	attrs := newTable("pms_attr", "attr_id attr_name search_type attr_type value_select catalog_id show_desc")
	inGroup := newTable("pms_attr_attrgroup_relation", "attr_id attr_group_id attr_sort")
	for _, a := range demodata.Attrs() {
		attrs.add(a.ID, a.Name, a.Searchable, int(a.Kind), strings.Join(a.Values, ";"), a.CategoryID, a.Kind == demodata.BaseAttr)
		if a.GroupID != 0 {
			inGroup.add(a.ID, a.GroupID, a.Sort)
		}
	}
	return []*table{categories, brands, relation, groups, attrs, inGroup}
}

// goods are SPUs and SKUs, all for sale.
func goods(now time.Time) []*table {
	spus := newTable("pms_spu_info", "id spu_name spu_description catalog_id brand_id weight publish_status create_time update_time")
	descriptions := newTable("pms_spu_info_desc", "spu_id description")
	pictures := newTable("pms_spu_images", "spu_id img_url img_sort default_img")
	values := newTable("pms_product_attr_value", "spu_id attr_id attr_name attr_value attr_sort")
	born := map[int64]time.Time{}
	for _, s := range demodata.SPUs() {
		born[s.ID] = now.Add(-s.CreatedAgo)
		spus.add(s.ID, s.Name, s.Subtitle, s.CategoryID, s.BrandID, s.Weight, 1, born[s.ID], now)
		descriptions.add(s.ID, strings.Join(s.Paragraphs, "\n"))
		for _, v := range s.Specs {
			values.add(s.ID, v.AttrID, v.Name, v.Value, v.Sort)
		}
	}
	skus := newTable("pms_sku_info", "sku_id spu_id sku_name catalog_id brand_id sku_default_img sku_title sku_subtitle price weight sale_count "+
		"publish_status create_time update_time")
	gallery := newTable("pms_sku_images", "sku_id img_url img_sort default_img")
	chosen := newTable("pms_sku_sale_attr_value", "sku_id attr_id attr_name attr_value attr_sort")
	pictured := map[int64]bool{}
	for _, k := range demodata.SKUs() {
		skus.add(k.ID, k.SPUID, k.Name, k.CategoryID, k.BrandID, k.Picture, k.Title, k.Subtitle, int64(k.Price), k.Weight, k.SaleCount,
			1, born[k.SPUID], now)
		gallery.add(k.ID, k.Picture, 0, 1)
		for i, url := range k.Gallery {
			gallery.add(k.ID, url, i+1, 0)
		}
		for _, a := range k.Attrs {
			chosen.add(k.ID, a.AttrID, a.Name, a.Value, a.Sort)
		}
		if !pictured[k.SPUID] {
			pictured[k.SPUID] = true
			pictures.add(k.SPUID, k.Picture, 0, 1)
		}
	}
	return []*table{spus, descriptions, pictures, values, skus, gallery, chosen}
}
