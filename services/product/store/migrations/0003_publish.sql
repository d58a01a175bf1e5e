-- Publishing: who edits what, in which version; drafts of the wizard; and promotions on their way to coupon.
-- +goose Up
ALTER TABLE pms_spu_info
  ADD COLUMN version     BIGINT      NOT NULL DEFAULT 1 COMMENT 'grows with every change of the product or of one of its SKUs',
  ADD COLUMN publish_key VARCHAR(64) NULL COMMENT 'what is published twice under one key is published once',
  ADD UNIQUE KEY uk_publish_key (publish_key),
  ADD KEY idx_status (publish_status),
  ADD KEY idx_name (spu_name);

ALTER TABLE pms_sku_info ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- img_use 0: the album, 1: under the description
ALTER TABLE pms_spu_images
  ADD COLUMN img_use TINYINT NOT NULL DEFAULT 0,
  ADD UNIQUE KEY uk_spu_use_url (spu_id, img_use, img_url),
  DROP KEY uk_spu_url;

-- A draft that was saved stays, so that the same form twice saves once. spu_id 0: a product that is not there yet.
CREATE TABLE pms_spu_draft (
  id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
  spu_id      BIGINT      NOT NULL DEFAULT 0,
  version     BIGINT      NOT NULL DEFAULT 1,
  saved       TINYINT     NOT NULL DEFAULT 0,
  account     VARCHAR(64) NOT NULL DEFAULT '',
  body        LONGTEXT    NOT NULL COMMENT 'the publication as JSON',
  create_time DATETIME(3) NOT NULL,
  update_time DATETIME(3) NOT NULL,
  KEY idx_saved (saved, update_time),
  CONSTRAINT draft_saved CHECK (saved IN (0, 1))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- What coupon has not been told yet of a product. The token stands for just these rules: whoever passes them on ends the waiting of no others.
CREATE TABLE pms_spu_rules (
  spu_id      BIGINT       NOT NULL PRIMARY KEY,
  token       CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  rules       LONGTEXT     NOT NULL COMMENT 'as JSON',
  tries       BIGINT       NOT NULL DEFAULT 0,
  trouble     VARCHAR(500) NOT NULL DEFAULT '',
  create_time DATETIME(3)  NOT NULL,
  next_at     DATETIME(3)  NOT NULL,
  KEY idx_next (next_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
