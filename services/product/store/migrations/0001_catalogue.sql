-- The catalogue, named after the original's pms_* tables; what was misspelt there (catelog_id, decript) is spelt right, prices are fen,
-- and unique keys stand where a second row would be a mistake.
-- +goose Up
CREATE TABLE pms_category (
  cat_id       BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name         VARCHAR(50)  NOT NULL,
  name_en      VARCHAR(50)  NOT NULL DEFAULT '',
  parent_cid   BIGINT       NOT NULL DEFAULT 0,
  cat_level    TINYINT      NOT NULL,
  show_status  TINYINT      NOT NULL DEFAULT 1,
  sort         INT          NOT NULL DEFAULT 0,
  icon         VARCHAR(255) NOT NULL DEFAULT '',
  product_unit VARCHAR(50)  NOT NULL DEFAULT '',
  KEY idx_parent (parent_cid),
  CONSTRAINT category_level CHECK (cat_level BETWEEN 1 AND 3 AND (parent_cid = 0) = (cat_level = 1)),
  CONSTRAINT category_status CHECK (show_status IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_brand (
  brand_id     BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name         VARCHAR(50)   NOT NULL,
  name_en      VARCHAR(50)   NOT NULL DEFAULT '',
  logo         VARCHAR(2000) NOT NULL DEFAULT '',
  descript     VARCHAR(1000) NOT NULL DEFAULT '',
  show_status  TINYINT       NOT NULL DEFAULT 1,
  first_letter CHAR(1)       NOT NULL DEFAULT '',
  sort         INT           NOT NULL DEFAULT 0,
  UNIQUE KEY uk_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_category_brand_relation (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  brand_id   BIGINT NOT NULL,
  catalog_id BIGINT NOT NULL,
  UNIQUE KEY uk_catalog_brand (catalog_id, brand_id),
  KEY idx_brand (brand_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- attr_type 0: sale attribute, chosen by the shopper; 1: base attribute, a specification
CREATE TABLE pms_attr (
  attr_id      BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
  attr_name    VARCHAR(50)   NOT NULL,
  search_type  TINYINT       NOT NULL DEFAULT 0,
  value_type   TINYINT       NOT NULL DEFAULT 0,
  icon         VARCHAR(255)  NOT NULL DEFAULT '',
  value_select VARCHAR(4000) NOT NULL DEFAULT '',
  attr_type    TINYINT       NOT NULL,
  enable       TINYINT       NOT NULL DEFAULT 1,
  catalog_id   BIGINT        NOT NULL,
  show_desc    TINYINT       NOT NULL DEFAULT 0,
  UNIQUE KEY uk_catalog_name (catalog_id, attr_type, attr_name),
  CONSTRAINT attr_kind CHECK (attr_type IN (0, 1) AND search_type IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_attr_group (
  attr_group_id   BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  attr_group_name VARCHAR(50)  NOT NULL,
  sort            INT          NOT NULL DEFAULT 0,
  descript        VARCHAR(255) NOT NULL DEFAULT '',
  icon            VARCHAR(255) NOT NULL DEFAULT '',
  catalog_id      BIGINT       NOT NULL,
  UNIQUE KEY uk_catalog_name (catalog_id, attr_group_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_attr_attrgroup_relation (
  id            BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  attr_id       BIGINT NOT NULL,
  attr_group_id BIGINT NOT NULL,
  attr_sort     INT    NOT NULL DEFAULT 0,
  UNIQUE KEY uk_attr (attr_id),
  KEY idx_group (attr_group_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- publish_status 0: new, 1: for sale, 2: taken off
CREATE TABLE pms_spu_info (
  id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  spu_name        VARCHAR(200) NOT NULL,
  spu_description VARCHAR(1000) NOT NULL DEFAULT '',
  catalog_id      BIGINT       NOT NULL,
  brand_id        BIGINT       NOT NULL,
  weight          BIGINT       NOT NULL DEFAULT 0 COMMENT 'grams',
  publish_status  TINYINT      NOT NULL DEFAULT 0,
  create_time     DATETIME(3)  NOT NULL,
  update_time     DATETIME(3)  NOT NULL,
  KEY idx_catalog (catalog_id),
  KEY idx_brand (brand_id),
  CONSTRAINT spu_status CHECK (publish_status IN (0, 1, 2) AND weight >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_spu_info_desc (
  spu_id      BIGINT   NOT NULL PRIMARY KEY,
  description LONGTEXT NOT NULL COMMENT 'paragraphs of plain text, one a line'
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_spu_images (
  id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  spu_id      BIGINT       NOT NULL,
  img_name    VARCHAR(200) NOT NULL DEFAULT '',
  img_url     VARCHAR(255) NOT NULL,
  img_sort    INT          NOT NULL DEFAULT 0,
  default_img TINYINT      NOT NULL DEFAULT 0,
  UNIQUE KEY uk_spu_url (spu_id, img_url)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_product_attr_value (
  id         BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  spu_id     BIGINT       NOT NULL,
  attr_id    BIGINT       NOT NULL,
  attr_name  VARCHAR(50)  NOT NULL,
  attr_value VARCHAR(200) NOT NULL,
  attr_sort  INT          NOT NULL DEFAULT 0,
  quick_show TINYINT      NOT NULL DEFAULT 0,
  UNIQUE KEY uk_spu_attr (spu_id, attr_id),
  KEY idx_attr (attr_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- A SKU is for sale when its own publish_status and that of its SPU are 1.
CREATE TABLE pms_sku_info (
  sku_id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  spu_id          BIGINT       NOT NULL,
  sku_name        VARCHAR(200) NOT NULL,
  catalog_id      BIGINT       NOT NULL,
  brand_id        BIGINT       NOT NULL,
  sku_default_img VARCHAR(255) NOT NULL DEFAULT '',
  sku_title       VARCHAR(255) NOT NULL,
  sku_subtitle    VARCHAR(500) NOT NULL DEFAULT '',
  price           BIGINT       NOT NULL COMMENT 'fen',
  weight          BIGINT       NOT NULL DEFAULT 0 COMMENT 'grams',
  sale_count      BIGINT       NOT NULL DEFAULT 0,
  publish_status  TINYINT      NOT NULL DEFAULT 1,
  create_time     DATETIME(3)  NOT NULL,
  update_time     DATETIME(3)  NOT NULL,
  KEY idx_spu (spu_id),
  KEY idx_catalog (catalog_id),
  CONSTRAINT sku_numbers CHECK (price > 0 AND weight >= 0 AND sale_count >= 0 AND publish_status IN (0, 1, 2))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_sku_images (
  id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku_id      BIGINT       NOT NULL,
  img_url     VARCHAR(255) NOT NULL,
  img_sort    INT          NOT NULL DEFAULT 0,
  default_img TINYINT      NOT NULL DEFAULT 0,
  UNIQUE KEY uk_sku_url (sku_id, img_url)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE pms_sku_sale_attr_value (
  id         BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku_id     BIGINT       NOT NULL,
  attr_id    BIGINT       NOT NULL,
  attr_name  VARCHAR(50)  NOT NULL,
  attr_value VARCHAR(200) NOT NULL,
  attr_sort  INT          NOT NULL DEFAULT 0,
  UNIQUE KEY uk_sku_attr (sku_id, attr_id),
  KEY idx_attr (attr_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
