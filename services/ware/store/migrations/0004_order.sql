-- +goose Up
-- What purchases and needs are sorted by, each in an index that ends in the id.
ALTER TABLE wms_purchase
    ADD COLUMN pieces BIGINT NOT NULL DEFAULT 0,
    ADD KEY idx_pieces (pieces, id),
    ADD KEY idx_status_pieces (status, pieces, id);
UPDATE wms_purchase p SET p.pieces = (SELECT COALESCE(SUM(d.sku_num), 0) FROM wms_purchase_detail d WHERE d.purchase_id = p.id);

ALTER TABLE wms_purchase_detail
    ADD KEY idx_num (sku_num, id),
    ADD KEY idx_status_num (status, sku_num, id);

-- A warehouse that is closed sends nothing more. What lies in it stays in the books.
ALTER TABLE wms_ware_info ADD COLUMN closed TINYINT NOT NULL DEFAULT 0;
