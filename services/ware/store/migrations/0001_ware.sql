-- +goose Up
CREATE TABLE wms_ware_info (
    id       BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name     VARCHAR(100) NOT NULL,
    province VARCHAR(32)  NOT NULL,
    address  VARCHAR(255) NOT NULL DEFAULT '',
    areacode VARCHAR(20)  NOT NULL DEFAULT ''
) CHARACTER SET utf8mb4;

-- Which region a province is in, for freight.
CREATE TABLE wms_province (
    name   VARCHAR(32) NOT NULL PRIMARY KEY,
    region VARCHAR(32) NOT NULL
) CHARACTER SET utf8mb4;

-- Which warehouse serves a province, nearest (0) first.
CREATE TABLE wms_ware_reach (
    province VARCHAR(32) NOT NULL,
    place    INT         NOT NULL,
    ware_id  BIGINT      NOT NULL,
    PRIMARY KEY (province, place)
) CHARACTER SET utf8mb4;

CREATE TABLE wms_freight_template (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    region      VARCHAR(32) NOT NULL UNIQUE,
    first_grams BIGINT      NOT NULL,
    first_fee   BIGINT      NOT NULL,
    extra_grams BIGINT      NOT NULL,
    extra_fee   BIGINT      NOT NULL,
    CHECK (first_grams >= 0 AND first_fee >= 0 AND extra_grams > 0 AND extra_fee >= 0)
) CHARACTER SET utf8mb4;

CREATE TABLE wms_ware_sku (
    id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku_id       BIGINT       NOT NULL,
    ware_id      BIGINT       NOT NULL,
    sku_name     VARCHAR(200) NOT NULL DEFAULT '',
    stock        BIGINT       NOT NULL DEFAULT 0,
    stock_locked BIGINT       NOT NULL DEFAULT 0,
    warn_line    BIGINT       NOT NULL DEFAULT 10,
    UNIQUE KEY uk_sku_ware (sku_id, ware_id),
    KEY idx_ware (ware_id),
    CONSTRAINT stock_covers_locks CHECK (stock_locked >= 0 AND stock_locked <= stock)
) CHARACTER SET utf8mb4;

-- Append-only: the stock of a SKU in a warehouse is the sum of its lines. The key makes each change happen once.
CREATE TABLE wms_stock_ledger (
    id           BIGINT                                          NOT NULL AUTO_INCREMENT PRIMARY KEY,
    business_key VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    sku_id       BIGINT                                          NOT NULL,
    ware_id      BIGINT                                          NOT NULL,
    delta        BIGINT                                          NOT NULL,
    reason       VARCHAR(200)                                    NOT NULL,
    order_sn     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL DEFAULT '',
    created_at   DATETIME(3)                                     NOT NULL,
    KEY idx_sku_ware (sku_id, ware_id, id),
    KEY idx_order (order_sn)
) CHARACTER SET utf8mb4;

-- One task an order. A release that came before any lock leaves a task in status 2 without details: the tombstone.
CREATE TABLE wms_ware_order_task (
    id               BIGINT                                         NOT NULL AUTO_INCREMENT PRIMARY KEY,
    order_sn         VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    lock_status      TINYINT                                        NOT NULL,
    consignee        VARCHAR(100)                                   NOT NULL DEFAULT '',
    consignee_tel    VARCHAR(32)                                    NOT NULL DEFAULT '',
    delivery_address VARCHAR(300)                                   NOT NULL DEFAULT '',
    order_comment    VARCHAR(500)                                   NOT NULL DEFAULT '',
    created_at       DATETIME(3)                                    NOT NULL,
    updated_at       DATETIME(3)                                    NOT NULL,
    check_at         DATETIME(3)                                    NOT NULL,
    KEY idx_due (lock_status, check_at),
    CHECK (lock_status IN (1, 2, 3))
) CHARACTER SET utf8mb4;

CREATE TABLE wms_ware_order_task_detail (
    id          BIGINT  NOT NULL AUTO_INCREMENT PRIMARY KEY,
    task_id     BIGINT  NOT NULL,
    sku_id      BIGINT  NOT NULL,
    ware_id     BIGINT  NOT NULL,
    sku_num     BIGINT  NOT NULL,
    lock_status TINYINT NOT NULL,
    UNIQUE KEY uk_task_sku_ware (task_id, sku_id, ware_id),
    KEY idx_live (lock_status, sku_id, ware_id),
    CHECK (sku_num > 0),
    CHECK (lock_status IN (1, 2, 3))
) CHARACTER SET utf8mb4;
