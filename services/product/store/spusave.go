package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

// SaveSPU saves a product: all its rows, what coupon is to be told, the audit line and the event are one transaction. The unique key of
// what is published, and the draft's being saved, make the same again change nothing.
func (s *Store) SaveSPU(ctx context.Context, what product.Saving, by adminapi.By) (int64, error) {
	id := what.ID
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if what.Draft != nil {
			saved, err := openDraft(tx.DB, *what.Draft)
			if err != nil || saved != 0 {
				id = saved
				return err
			}
		}
		return s.write(tx, &id, what, by)
	})
	if mariadb.IsDuplicate(err) && what.ID == 0 {
		again, findErr := s.byKey(ctx, what.Key)
		if findErr == nil && again != 0 {
			return again, nil
		}
	}
	return id, err
}

// write writes a product, and whatever follows from it.
func (s *Store) write(tx *outbox.Tx, id *int64, what product.Saving, by adminapi.By) error {
	before, err := s.writeHead(tx.DB, id, what)
	if err != nil {
		return err
	}
	settled := 0
	if before != nil {
		settled = len(before.SaleAttrs)
	}
	if err := writeParts(tx.DB, *id, what); err != nil {
		return err
	}
	ids, err := s.writeSKUs(tx.DB, *id, what, settled)
	if err != nil {
		return err
	}
	if err := sums(tx.DB, []int64{*id}); err != nil {
		return err
	}
	if err := s.waitForCoupon(tx.DB, rulesOf(*id, what.Publication, ids), by); err != nil {
		return err
	}
	if what.Draft != nil {
		err := tx.DB.Exec("UPDATE pms_spu_draft SET saved = 1, spu_id = ?, version = version + 1, body = '{}', update_time = ? WHERE id = ?", *id, s.now(), what.Draft.ID).Error
		if err != nil {
			return fmt.Errorf("end draft %d: %w", what.Draft.ID, err)
		}
	}
	action, was := "spu.published", any(nil)
	if before != nil {
		action, was = "spu.changed", summary(before.Publication)
	}
	if err := s.acted(tx, by, action, strconv.FormatInt(*id, 10), was, summary(what.Publication)); err != nil {
		return err
	}
	return say(tx, productapi.SkuChanged{SkuIDs: ids})
}

// summary is a product as the audit log keeps it.
func summary(p productapi.Publication) map[string]any {
	prices := make([]string, len(p.Skus))
	for i, sku := range p.Skus {
		prices[i] = strings.TrimSpace(strings.Join(sku.Values, " ") + " " + sku.Price.Yuan())
		if sku.Off {
			prices[i] += " -"
		}
	}
	return map[string]any{
		"name": p.Name, "summary": p.Summary, "categoryId": p.CategoryID, "brandId": p.BrandID, "weight": p.Weight, "pictures": len(p.Album), "skus": strings.Join(prices, "; "),
	}
}

func (s *Store) byKey(ctx context.Context, key string) (id int64, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT id FROM pms_spu_info WHERE publish_key = ?", key).Scan(&id).Error
	return id, err
}

// writeHead writes the row of a product, and answers how it was before: nil for a new one.
func (s *Store) writeHead(tx *gorm.DB, id *int64, what product.Saving) (before *product.Published, err error) {
	now := s.now()
	if *id == 0 {
		err := tx.Exec(`INSERT INTO pms_spu_info (spu_name, spu_description, catalog_id, brand_id, weight, publish_status, create_time, update_time, publish_key)
			VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)`, what.Name, what.Summary, what.CategoryID, what.BrandID, what.Weight, now, now, what.Key).Error
		if err != nil {
			return nil, fmt.Errorf("add SPU: %w", err)
		}
		return nil, tx.Raw("SELECT LAST_INSERT_ID()").Scan(id).Error
	}
	present, err := published(tx, *id, "FOR UPDATE")
	if err != nil {
		return nil, err
	}
	done := tx.Exec(`UPDATE pms_spu_info SET spu_name = ?, spu_description = ?, brand_id = ?, weight = ?, version = version + 1, update_time = ?
		WHERE id = ? AND version = ? AND publish_status = ?`, what.Name, what.Summary, what.BrandID, what.Weight, now, *id, what.Version, what.Status)
	if done.Error != nil {
		return nil, fmt.Errorf("change SPU %d: %w", *id, done.Error)
	}
	if done.RowsAffected == 0 {
		return nil, product.ErrEditedMeantime
	}
	return &present, nil
}

// insertion is rows for a table, written with one statement.
type insertion struct {
	into string
	rows []string
	args []any
}

func (i *insertion) add(values ...any) {
	i.rows = append(i.rows, "("+strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")+")")
	i.args = append(i.args, values...)
}

func (i *insertion) write(tx *gorm.DB) error {
	if len(i.rows) == 0 {
		return nil
	}
	return tx.Exec("INSERT INTO "+i.into+" VALUES "+strings.Join(i.rows, ","), i.args...).Error
}

// writeParts writes the description, the pictures and the specifications of a product anew.
func writeParts(tx *gorm.DB, id int64, what product.Saving) error {
	names, err := specNames(tx, id, what.Terms)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"DELETE FROM pms_spu_info_desc WHERE spu_id = ?", "DELETE FROM pms_spu_images WHERE spu_id = ?", "DELETE FROM pms_product_attr_value WHERE spu_id = ?",
	} {
		if err := tx.Exec(statement, id).Error; err != nil {
			return fmt.Errorf("write parts of SPU %d: %w", id, err)
		}
	}
	text := insertion{into: "pms_spu_info_desc (spu_id, description)"}
	text.add(id, what.Description)
	pictures := insertion{into: "pms_spu_images (spu_id, img_url, img_sort, default_img, img_use)"}
	for i, url := range what.Album {
		pictures.add(id, url, i, i == 0, albumUse)
	}
	for i, url := range what.DescriptionImages {
		pictures.add(id, url, i, false, aboutUse)
	}
	specs := insertion{into: "pms_product_attr_value (spu_id, attr_id, attr_name, attr_value, attr_sort)"}
	for i, spec := range what.Specs {
		specs.add(id, spec.AttrID, names[spec.AttrID], spec.Value, i)
	}
	for _, rows := range []*insertion{&text, &pictures, &specs} {
		if err := rows.write(tx); err != nil {
			return fmt.Errorf("write parts of SPU %d: %w", id, err)
		}
	}
	return nil
}

// specNames are what specifications are called: by their category, or, where that does not know them any more, as they were.
func specNames(tx *gorm.DB, id int64, terms product.Terms) (map[int64]string, error) {
	var present []product.Named
	if err := tx.Raw("SELECT attr_id AS id, attr_name AS name FROM pms_product_attr_value WHERE spu_id = ?", id).Scan(&present).Error; err != nil {
		return nil, fmt.Errorf("read specifications of SPU %d: %w", id, err)
	}
	names := map[int64]string{}
	for _, term := range present {
		names[term.ID] = term.Name
	}
	for _, group := range terms.Groups {
		for _, term := range group.Attrs {
			names[term.ID] = term.Name
		}
	}
	return names, nil
}

// writeSKUs changes the SKUs that there are and adds the new ones; it answers the ids of all, in their order. Of the SKUs that there are the
// first values are settled; those of attributes that they differ in from now on are added.
func (s *Store) writeSKUs(tx *gorm.DB, spuID int64, what product.Saving, settled int) ([]int64, error) {
	ids, now := make([]int64, len(what.Skus)), s.now()
	images := insertion{into: "pms_sku_images (sku_id, img_url, img_sort, default_img)"}
	chosen := insertion{into: "pms_sku_sale_attr_value (sku_id, attr_id, attr_name, attr_value, attr_sort)"}
	for i, sku := range what.Skus {
		id, err := s.writeSKU(tx, spuID, what, sku, now)
		if err != nil {
			return nil, fmt.Errorf("write SKU %d of SPU %d: %w", i+1, spuID, err)
		}
		ids[i] = id
		for n, url := range sku.Images {
			images.add(id, url, n, n == 0)
		}
		for n, value := range sku.Values {
			if sku.SkuID == 0 || n >= settled {
				attrID := what.SaleAttrs[n].AttrID
				name, err := saleName(tx, spuID, attrID, what.Terms)
				if err != nil {
					return nil, err
				}
				chosen.add(id, attrID, name, value, n)
			}
		}
	}
	if err := tx.Exec("DELETE FROM pms_sku_images WHERE sku_id IN ?", ids).Error; err != nil {
		return nil, fmt.Errorf("write pictures of SPU %d: %w", spuID, err)
	}
	for _, rows := range []*insertion{&images, &chosen} {
		if err := rows.write(tx); err != nil {
			return nil, fmt.Errorf("write SKUs of SPU %d: %w", spuID, err)
		}
	}
	return ids, nil
}

// saleName is what a sale attribute is called: by its category, or, where that does not know it any more, by the SKUs that have it.
func saleName(tx *gorm.DB, spuID, attrID int64, terms product.Terms) (name string, err error) {
	if term, known := terms.SaleTerm(attrID); known {
		return term.Name, nil
	}
	err = tx.Raw(`SELECT a.attr_name FROM pms_sku_sale_attr_value a JOIN pms_sku_info k ON k.sku_id = a.sku_id WHERE k.spu_id = ? AND a.attr_id = ? LIMIT 1`,
		spuID, attrID).Scan(&name).Error
	return name, err
}

func (s *Store) writeSKU(tx *gorm.DB, spuID int64, what product.Saving, sku productapi.PublicationSku, now time.Time) (int64, error) {
	name, image, status := product.SKUName(what.Name, sku.Values), "", 1
	if len(sku.Images) > 0 {
		image = sku.Images[0]
	}
	if sku.Off {
		status = offSale
	}
	if sku.SkuID != 0 {
		return sku.SkuID, tx.Exec(`UPDATE pms_sku_info SET sku_name = ?, brand_id = ?, sku_default_img = ?, sku_title = ?, sku_subtitle = ?, price = ?, weight = ?,
			publish_status = ?, version = version + 1, update_time = ? WHERE sku_id = ? AND spu_id = ?`,
			name, what.BrandID, image, sku.Title, sku.Subtitle, int64(sku.Price), sku.Weight, status, now, sku.SkuID, spuID).Error
	}
	err := tx.Exec(`INSERT INTO pms_sku_info (spu_id, sku_name, catalog_id, brand_id, sku_default_img, sku_title, sku_subtitle, price, weight, publish_status,
		create_time, update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		spuID, name, what.CategoryID, what.BrandID, image, sku.Title, sku.Subtitle, int64(sku.Price), sku.Weight, status, now, now).Error
	if err != nil {
		return 0, err
	}
	var id int64
	return id, tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error
}
