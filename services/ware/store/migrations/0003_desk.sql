-- +goose Up
-- What the stock list is sorted and filtered by, each in an index with the place behind it.
ALTER TABLE wms_ware_sku
    ADD COLUMN available BIGINT  GENERATED ALWAYS AS (stock - stock_locked) STORED,
    ADD COLUMN lack      BIGINT  GENERATED ALWAYS AS (warn_line - (stock - stock_locked)) STORED,
    ADD COLUMN low       TINYINT GENERATED ALWAYS AS (stock - stock_locked < warn_line) STORED,
    DROP KEY idx_ware,
    ADD KEY idx_ware (ware_id, sku_id),
    ADD KEY idx_stock (stock, sku_id, ware_id),
    ADD KEY idx_locked (stock_locked, sku_id, ware_id),
    ADD KEY idx_available (available, sku_id, ware_id),
    ADD KEY idx_warn (warn_line, sku_id, ware_id),
    ADD KEY idx_low (low, sku_id, ware_id),
    ADD KEY idx_lack (lack),
    ADD KEY idx_name (sku_name);

ALTER TABLE wms_stock_ledger
    ADD KEY idx_sku (sku_id),
    ADD KEY idx_ware (ware_id);

ALTER TABLE wms_ware_order_task ADD KEY idx_state (lock_status);

-- add_key makes a need that comes from a file come once.
ALTER TABLE wms_purchase_detail
    ADD COLUMN add_key VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NULL UNIQUE,
    ADD KEY idx_ware (ware_id);

ALTER TABLE wms_freight_template ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- A stock-taking sheet (盘点单): 0 open, then 1 booked or 2 cancelled.
CREATE TABLE wms_stocktaking (
    id         BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    ware_id    BIGINT       NOT NULL,
    status     TINYINT      NOT NULL DEFAULT 0,
    note       VARCHAR(200) NOT NULL DEFAULT '',
    account    VARCHAR(64)  NOT NULL,
    created_at DATETIME(3)  NOT NULL,
    updated_at DATETIME(3)  NOT NULL,
    KEY idx_status (status),
    KEY idx_ware (ware_id, status),
    CHECK (status IN (0, 1, 2))
) CHARACTER SET utf8mb4;

-- One SKU on a sheet: 0 to be booked, 1 booked, 2 refused. expected is what the books said when it was counted. open_sku keeps a SKU of a
-- warehouse from being on two open sheets: what is missing would be booked twice.
CREATE TABLE wms_stocktaking_line (
    id         BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    taking_id  BIGINT      NOT NULL,
    sku_id     BIGINT      NOT NULL,
    ware_id    BIGINT      NOT NULL,
    open_sku   BIGINT      NULL,
    counted    BIGINT      NULL,
    expected   BIGINT      NULL,
    counted_at DATETIME(3) NULL,
    status     TINYINT     NOT NULL DEFAULT 0,
    UNIQUE KEY uk_line (taking_id, sku_id),
    UNIQUE KEY uk_open (ware_id, open_sku),
    KEY idx_status (taking_id, status, sku_id),
    CHECK (counted >= 0),
    CHECK (status IN (0, 1, 2))
) CHARACTER SET utf8mb4;
