-- +goose Up
-- A purchase need (采购需求): goods that a warehouse should have more of. open_key holds one need of the sweep's a SKU and warehouse, as
-- long as it is open.
CREATE TABLE wms_purchase_detail (
    id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    purchase_id BIGINT       NULL,
    sku_id      BIGINT       NOT NULL,
    ware_id     BIGINT       NOT NULL,
    sku_num     BIGINT       NOT NULL,
    status      TINYINT      NOT NULL DEFAULT 0,
    auto        TINYINT      NOT NULL DEFAULT 0,
    note        VARCHAR(200) NOT NULL DEFAULT '',
    fail_reason VARCHAR(200) NOT NULL DEFAULT '',
    open_key    VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NULL UNIQUE,
    created_at  DATETIME(3)  NOT NULL,
    updated_at  DATETIME(3)  NOT NULL,
    KEY idx_purchase (purchase_id),
    KEY idx_status (status, id),
    KEY idx_sku (sku_id, ware_id),
    CHECK (sku_num > 0),
    CHECK (status IN (0, 1, 2, 3, 4))
) CHARACTER SET utf8mb4;

-- A purchase order (采购单): needs that somebody buys in one go.
CREATE TABLE wms_purchase (
    id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    status        TINYINT      NOT NULL DEFAULT 0,
    assignee_name VARCHAR(64)  NOT NULL DEFAULT '',
    phone         VARCHAR(20)  NOT NULL DEFAULT '',
    created_at    DATETIME(3)  NOT NULL,
    updated_at    DATETIME(3)  NOT NULL,
    KEY idx_status (status, id),
    CHECK (status IN (0, 1, 2, 3, 4))
) CHARACTER SET utf8mb4;

-- A warehouse that is closed sends nothing more and keeps its history.
ALTER TABLE wms_ware_info ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
