-- Categories, brands and attributes are edited: each row has a version, so that of two who edit it at once the second is told. Lists are
-- sorted and filtered by the keys.
-- +goose Up
ALTER TABLE pms_category
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
  ADD UNIQUE KEY uk_parent_name (parent_cid, name);

ALTER TABLE pms_brand
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
  ADD KEY idx_sort (sort, brand_id),
  ADD KEY idx_name_en (name_en);

ALTER TABLE pms_attr_group
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- value_type 1: a product may have several of the values. sort orders the attributes of a category.
ALTER TABLE pms_attr
  ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
  ADD COLUMN sort INT NOT NULL DEFAULT 0,
  ADD KEY idx_order (catalog_id, attr_type, sort, attr_id),
  ADD KEY idx_name (attr_name);

ALTER TABLE pms_sku_info
  ADD KEY idx_brand (brand_id);
