package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"gulimall/services/product"
)

// selectSkus reads SKUs with what belongs to them in one statement. Sale attributes come as one text, one a line, id, name and value
// with tabs between; the seed and the back office refuse both characters in names and values.
const selectSkus = `SELECT k.sku_id, k.spu_id, s.spu_name, k.sku_title, k.sku_subtitle, k.sku_default_img, k.price, k.weight, k.sale_count,
	k.publish_status = 1 AND s.publish_status = 1, b.brand_id, b.name, b.name_en, c3.cat_id, c3.name, c2.cat_id, c2.name, c1.cat_id, c1.name, s.create_time,
	(SELECT GROUP_CONCAT(a.attr_id, '\t', a.attr_name, '\t', a.attr_value ORDER BY a.attr_sort, a.attr_id SEPARATOR '\n')
		FROM pms_sku_sale_attr_value a WHERE a.sku_id = k.sku_id)
	FROM pms_sku_info k
	JOIN pms_spu_info s ON s.id = k.spu_id
	JOIN pms_brand b ON b.brand_id = k.brand_id
	JOIN pms_category c3 ON c3.cat_id = k.catalog_id
	JOIN pms_category c2 ON c2.cat_id = c3.parent_cid
	JOIN pms_category c1 ON c1.cat_id = c2.parent_cid `

// Skus answers the SKUs that exist of those asked for, for sale or not.
func (s *Store) Skus(ctx context.Context, ids []int64) ([]product.SKU, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	docs, err := s.documents(ctx, "WHERE k.sku_id IN ?", ids)
	if err != nil {
		return nil, fmt.Errorf("find %d SKUs: %w", len(ids), err)
	}
	skus := make([]product.SKU, len(docs))
	for i := range docs {
		skus[i] = docs[i].SKU
	}
	return skus, nil
}

func (s *Store) documents(ctx context.Context, where string, args ...any) ([]product.Document, error) {
	rows, err := s.db.WithContext(ctx).Raw(selectSkus+where, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var docs []product.Document
	for rows.Next() {
		var d product.Document
		var top, mid, leaf product.Named
		var attrs sql.NullString
		err := rows.Scan(&d.ID, &d.SPUID, &d.SPUName, &d.Title, &d.Subtitle, &d.Image, &d.Price, &d.Weight, &d.SaleCount,
			&d.OnShelf, &d.Brand.ID, &d.Brand.Name, &d.BrandEN, &leaf.ID, &leaf.Name, &mid.ID, &mid.Name, &top.ID, &top.Name, &d.Created, &attrs)
		if err != nil {
			return nil, err
		}
		d.Path = []product.Named{top, mid, leaf}
		if d.Attrs, err = parseAttrs(attrs.String); err != nil {
			return nil, fmt.Errorf("SKU %d: %w", d.ID, err)
		}
		docs = append(docs, d)
	}
	return docs, rows.Err()
}

func parseAttrs(text string) ([]product.AttrValue, error) {
	var attrs []product.AttrValue
	if text == "" {
		return attrs, nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		id, rest, _ := strings.Cut(line, "\t")
		name, value, ok := strings.Cut(rest, "\t")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil || !ok {
			return nil, fmt.Errorf("sale attribute %q cannot be read", line)
		}
		attrs = append(attrs, product.AttrValue{AttrID: n, Name: name, Value: value})
	}
	return attrs, nil
}

// Documents answers the SKUs that are for sale of those asked for, with what they can be filtered by; nil asks for all.
func (s *Store) Documents(ctx context.Context, ids []int64) ([]product.Document, error) {
	where, args := "WHERE k.publish_status = 1 AND s.publish_status = 1", []any{}
	if ids != nil {
		where, args = where+" AND k.sku_id IN ?", []any{ids}
	}
	docs, err := s.documents(ctx, where, args...)
	if err != nil {
		return nil, fmt.Errorf("read documents: %w", err)
	}
	if len(docs) == 0 {
		return docs, nil
	}
	searchable, err := s.searchable(ctx)
	if err != nil {
		return nil, err
	}
	specs, err := s.specsOf(ctx, docs, ids == nil)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		d := &docs[i]
		d.Filters = searchable.of(d.Filters, d.Attrs)
		d.Filters = searchable.of(d.Filters, specs[d.SPUID])
	}
	return docs, nil
}

// filters are the attributes that goods can be filtered by, and whether a product may have several of the values of one.
type filters map[int64]bool

// of adds the values that goods can be filtered by.
func (f filters) of(found, attrs []product.AttrValue) []product.AttrValue {
	for _, a := range attrs {
		several, ok := f[a.AttrID]
		switch {
		case !ok:
		case several:
			for _, value := range product.Values(a.Value) {
				found = append(found, product.AttrValue{AttrID: a.AttrID, Name: a.Name, Value: value})
			}
		default:
			found = append(found, a)
		}
	}
	return found
}

// searchable tells the attributes that goods can be filtered by.
func (s *Store) searchable(ctx context.Context) (filters, error) {
	var rows []struct {
		AttrID    int64
		ValueType int
	}
	if err := s.db.WithContext(ctx).Raw("SELECT attr_id, value_type FROM pms_attr WHERE search_type = 1 AND enable = 1").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("list searchable attributes: %w", err)
	}
	set := make(filters, len(rows))
	for _, r := range rows {
		set[r.AttrID] = r.ValueType == 1
	}
	return set, nil
}

// specsOf reads the base attributes of the SPUs of documents.
func (s *Store) specsOf(ctx context.Context, docs []product.Document, all bool) (map[int64][]product.AttrValue, error) {
	query, args := "SELECT spu_id, attr_id, attr_name, attr_value FROM pms_product_attr_value", []any{}
	if !all {
		spus := map[int64]bool{}
		var ids []int64
		for _, d := range docs {
			if !spus[d.SPUID] {
				spus[d.SPUID] = true
				ids = append(ids, d.SPUID)
			}
		}
		query, args = query+" WHERE spu_id IN ?", []any{ids}
	}
	rows, err := s.db.WithContext(ctx).Raw(query+" ORDER BY attr_sort, attr_id", args...).Rows()
	if err != nil {
		return nil, fmt.Errorf("read specifications: %w", err)
	}
	defer func() { _ = rows.Close() }()
	specs := map[int64][]product.AttrValue{}
	for rows.Next() {
		var spu int64
		var a product.AttrValue
		if err := rows.Scan(&spu, &a.AttrID, &a.Name, &a.Value); err != nil {
			return nil, fmt.Errorf("read specifications: %w", err)
		}
		specs[spu] = append(specs[spu], a)
	}
	return specs, rows.Err()
}
