package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
	"gulimall/services/product"
)

// The uses of an SPU's pictures.
const (
	albumUse = 0
	aboutUse = 1
)

// offSale is the publish_status of a SKU that is not sold; 1 is one that is.
const offSale = 2

// Published reads a product.
func (s *Store) Published(ctx context.Context, id int64) (product.Published, error) {
	return published(s.db.WithContext(ctx), id, "")
}

// published reads a product; lock is "" or "FOR UPDATE".
func published(db *gorm.DB, id int64, lock string) (product.Published, error) {
	var head struct {
		ID, CatalogID, BrandID, Weight, Version int64
		SpuName, SpuDescription                 string
		PublishStatus                           product.SPUStatus
		CreateTime, UpdateTime                  time.Time
	}
	err := db.Raw(`SELECT id, spu_name, spu_description, catalog_id, brand_id, weight, publish_status, version, create_time, update_time
		FROM pms_spu_info WHERE id = ? `+lock, id).Scan(&head).Error
	if err != nil {
		return product.Published{}, fmt.Errorf("read SPU %d: %w", id, err)
	}
	if head.ID == 0 {
		return product.Published{}, product.ErrNoSPU
	}
	p := product.Published{ID: head.ID, Status: head.PublishStatus, CreatedAt: head.CreateTime, UpdatedAt: head.UpdateTime, Publication: productapi.Publication{
		Version: head.Version, Name: head.SpuName, Summary: head.SpuDescription, CategoryID: head.CatalogID, BrandID: head.BrandID, Weight: head.Weight,
		Album: []string{}, DescriptionImages: []string{}, Specs: []productapi.SpecValue{}, SaleAttrs: []productapi.SaleChoice{}, Skus: []productapi.PublicationSku{},
	}}
	for _, read := range []func(*gorm.DB, *product.Published) error{readText, readPictures, readSpecs, readSKUs, readPassing} {
		if err := read(db, &p); err != nil {
			return p, fmt.Errorf("read SPU %d: %w", id, err)
		}
	}
	return p, nil
}

func readText(db *gorm.DB, p *product.Published) error {
	return db.Raw("SELECT description FROM pms_spu_info_desc WHERE spu_id = ?", p.ID).Scan(&p.Description).Error
}

func readPictures(db *gorm.DB, p *product.Published) error {
	var pictures []struct {
		ImgURL string
		ImgUse int
	}
	err := db.Raw("SELECT img_url, img_use FROM pms_spu_images WHERE spu_id = ? ORDER BY img_use, default_img DESC, img_sort, id", p.ID).Scan(&pictures).Error
	for _, picture := range pictures {
		if picture.ImgUse == aboutUse {
			p.DescriptionImages = append(p.DescriptionImages, picture.ImgURL)
		} else {
			p.Album = append(p.Album, picture.ImgURL)
		}
	}
	return err
}

func readSpecs(db *gorm.DB, p *product.Published) error {
	return db.Raw("SELECT attr_id, attr_value AS value FROM pms_product_attr_value WHERE spu_id = ? ORDER BY attr_sort, attr_id", p.ID).Scan(&p.Specs).Error
}

// readSKUs reads the SKUs in the order in which they were made, with their pictures and values.
func readSKUs(db *gorm.DB, p *product.Published) error {
	var skus []struct {
		SkuID                 int64
		SkuTitle, SkuSubtitle string
		Price                 money.Fen
		Weight, SaleCount     int64
		Version               int64
		PublishStatus         int
	}
	err := db.Raw(`SELECT sku_id, sku_title, sku_subtitle, price, weight, sale_count, version, publish_status FROM pms_sku_info
		WHERE spu_id = ? ORDER BY sku_id`, p.ID).Scan(&skus).Error
	if err != nil || len(skus) == 0 {
		return err
	}
	ids, places := make([]int64, len(skus)), map[int64]int{}
	for i, k := range skus {
		ids[i], places[k.SkuID] = k.SkuID, i
		p.Sold, p.Versions = append(p.Sold, k.SaleCount), append(p.Versions, k.Version)
		p.Skus = append(p.Skus, productapi.PublicationSku{
			SkuID: k.SkuID, Values: []string{}, Title: k.SkuTitle, Subtitle: k.SkuSubtitle, Price: k.Price, Weight: k.Weight, Images: []string{}, Off: k.PublishStatus != 1,
		})
	}
	var images []struct {
		SkuID  int64
		ImgURL string
	}
	err = db.Raw("SELECT sku_id, img_url FROM pms_sku_images WHERE sku_id IN ? ORDER BY sku_id, default_img DESC, img_sort, id", ids).Scan(&images).Error
	if err != nil {
		return err
	}
	for _, image := range images {
		sku := &p.Skus[places[image.SkuID]]
		sku.Images = append(sku.Images, image.ImgURL)
	}
	var values []struct {
		SkuID, AttrID int64
		Value         string
	}
	err = db.Raw("SELECT sku_id, attr_id, attr_value AS value FROM pms_sku_sale_attr_value WHERE sku_id IN ? ORDER BY sku_id, attr_sort, attr_id", ids).Scan(&values).Error
	for _, v := range values {
		sku := &p.Skus[places[v.SkuID]]
		sku.Values = append(sku.Values, v.Value)
		offer(p, v.AttrID, v.Value)
	}
	return err
}

// offer notes a value of a sale attribute.
func offer(p *product.Published, attrID int64, value string) {
	at := slices.IndexFunc(p.SaleAttrs, func(a productapi.SaleChoice) bool { return a.AttrID == attrID })
	if at < 0 {
		p.SaleAttrs = append(p.SaleAttrs, productapi.SaleChoice{AttrID: attrID})
		at = len(p.SaleAttrs) - 1
	}
	if attr := &p.SaleAttrs[at]; !slices.Contains(attr.Values, value) {
		attr.Values = append(attr.Values, value)
	}
}
