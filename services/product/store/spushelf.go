package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

// Shelve puts a product up or takes it down.
func (s *Store) Shelve(ctx context.Context, id int64, to product.SPUStatus, complete func(product.Published) error, by adminapi.By) (bool, error) {
	changed := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		present, err := published(tx.DB, id, "FOR UPDATE")
		if err != nil || present.Status == to {
			return err
		}
		if err := complete(present); err != nil {
			return err
		}
		// The first time it is put up is when it came into the shop.
		done := tx.DB.Exec(`UPDATE pms_spu_info SET create_time = IF(publish_status = 0 AND ? = 1, ?, create_time), publish_status = ?, update_time = ?
			WHERE id = ? AND publish_status = ?`, to, s.now(), to, s.now(), id, present.Status)
		if done.Error != nil {
			return fmt.Errorf("shelve SPU %d: %w", id, done.Error)
		}
		changed = done.RowsAffected > 0
		action := "spu.down"
		if to == product.SPUUp {
			action = "spu.up"
		}
		if err := s.acted(tx, by, action, strconv.FormatInt(id, 10), map[string]any{"name": present.Name, "state": present.Status.String()}, map[string]any{"name": present.Name, "state": to.String()}); err != nil {
			return err
		}
		return say(tx, productapi.SkuChanged{SkuIDs: present.SkuIDs()})
	})
	return changed, err
}

// EditedSKU reads a SKU.
func (s *Store) EditedSKU(ctx context.Context, id int64) (product.EditedSKU, error) {
	return editedSKU(s.db.WithContext(ctx), id)
}

func editedSKU(db *gorm.DB, id int64) (product.EditedSKU, error) {
	var row struct {
		SkuID, SpuID, Version, Weight, SaleCount int64
		SkuName, SkuTitle, SkuSubtitle, SpuName  string
		Price                                    money.Fen
		OnSale                                   bool
		Status                                   product.SPUStatus
	}
	err := db.Raw(`SELECT k.sku_id, k.spu_id, k.version, k.sku_name, k.sku_title, k.sku_subtitle, k.price, k.weight, k.sale_count, k.publish_status = 1 AS on_sale,
		s.spu_name, s.publish_status AS status FROM pms_sku_info k JOIN pms_spu_info s ON s.id = k.spu_id WHERE k.sku_id = ?`, id).Scan(&row).Error
	if err != nil {
		return product.EditedSKU{}, fmt.Errorf("read SKU %d: %w", id, err)
	}
	if row.SkuID == 0 {
		return product.EditedSKU{}, product.ErrSkuNotFound
	}
	sku := product.EditedSKU{SPUName: row.SpuName, Status: row.Status, OfficeSku: productapi.OfficeSku{
		SkuID: row.SkuID, SpuID: row.SpuID, Version: row.Version, Name: row.SkuName, Title: row.SkuTitle, Subtitle: row.SkuSubtitle, Price: row.Price,
		Weight: row.Weight, Images: []string{}, OnSale: row.OnSale, Sold: row.SaleCount,
	}}
	err = db.Raw("SELECT img_url FROM pms_sku_images WHERE sku_id = ? ORDER BY default_img DESC, img_sort, id", id).Scan(&sku.Images).Error
	if err != nil {
		return sku, fmt.Errorf("read pictures of SKU %d: %w", id, err)
	}
	return sku, nil
}

// EditSKU changes the version of a SKU that was seen. Its product is locked first, as whoever saves the product does, and gets a new version.
func (s *Store) EditSKU(ctx context.Context, id int64, edit productapi.SkuEdit, judged product.SPUStatus, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		present, err := editedSKU(tx.DB, id)
		if err != nil {
			return err
		}
		now := s.now()
		head := tx.DB.Exec("UPDATE pms_spu_info SET version = version + 1, update_time = ? WHERE id = ? AND publish_status = ?", now, present.SpuID, judged)
		if head.Error != nil {
			return fmt.Errorf("change SPU %d: %w", present.SpuID, head.Error)
		}
		if head.RowsAffected == 0 {
			return product.ErrEditedMeantime
		}
		sets, args, before, after := edits(edit, present)
		args = append(append([]any{now}, args...), id, edit.Version)
		done := tx.DB.Exec("UPDATE pms_sku_info SET version = version + 1, update_time = ?"+sets+" WHERE sku_id = ? AND version = ?", args...)
		if done.Error != nil {
			return fmt.Errorf("change SKU %d: %w", id, done.Error)
		}
		if done.RowsAffected == 0 {
			return product.ErrEditedMeantime
		}
		if edit.Images != nil {
			if err := writeImages(tx.DB, id, *edit.Images); err != nil {
				return err
			}
		}
		if edit.Price != nil {
			if err := sums(tx.DB, []int64{present.SpuID}); err != nil {
				return err
			}
		}
		if err := s.acted(tx, by, "sku.changed", strconv.FormatInt(id, 10), before, after); err != nil {
			return err
		}
		return say(tx, productapi.SkuChanged{SkuIDs: []int64{id}})
	})
}

// edits are the columns that a change of a SKU sets, and what the audit log is told of them.
func edits(edit productapi.SkuEdit, present product.EditedSKU) (sets string, args []any, before, after map[string]any) {
	before, after = map[string]any{"name": present.Name}, map[string]any{"name": present.Name}
	set := func(column, field string, was, is, value any) {
		sets, args = sets+", "+column+" = ?", append(args, value)
		before[field], after[field] = was, is
	}
	if edit.Title != nil {
		set("sku_title", "title", present.Title, *edit.Title, *edit.Title)
	}
	if edit.Subtitle != nil {
		set("sku_subtitle", "subtitle", present.Subtitle, *edit.Subtitle, *edit.Subtitle)
	}
	if edit.Price != nil {
		set("price", "price", present.Price.Yuan(), edit.Price.Yuan(), int64(*edit.Price))
	}
	if edit.Weight != nil {
		set("weight", "weight", present.Weight, *edit.Weight, *edit.Weight)
	}
	if edit.OnSale != nil {
		status := 1
		if !*edit.OnSale {
			status = offSale
		}
		set("publish_status", "onSale", present.OnSale, *edit.OnSale, status)
	}
	if edit.Images != nil {
		first := ""
		if len(*edit.Images) > 0 {
			first = (*edit.Images)[0]
		}
		set("sku_default_img", "images", strings.Join(present.Images, " "), strings.Join(*edit.Images, " "), first)
	}
	return sets, args, before, after
}

func writeImages(tx *gorm.DB, id int64, urls []string) error {
	images := insertion{into: "pms_sku_images (sku_id, img_url, img_sort, default_img)"}
	for n, url := range urls {
		images.add(id, url, n, n == 0)
	}
	if err := tx.Exec("DELETE FROM pms_sku_images WHERE sku_id = ?", id).Error; err != nil {
		return fmt.Errorf("write pictures of SKU %d: %w", id, err)
	}
	if err := images.write(tx); err != nil {
		return fmt.Errorf("write pictures of SKU %d: %w", id, err)
	}
	return nil
}
