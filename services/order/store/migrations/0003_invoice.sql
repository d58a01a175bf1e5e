-- +goose Up
-- What the member wants on the invoice; the defaults let the previous release go on writing orders.
ALTER TABLE oms_order
    ADD COLUMN bill_type   TINYINT      NOT NULL DEFAULT 0 COMMENT '0 none 1 personal 2 company; electronic, content: the goods in detail' AFTER note,
    ADD COLUMN bill_header VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'whose name stands on it' AFTER bill_type,
    ADD COLUMN bill_tax_no VARCHAR(18)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'unified social credit code' AFTER bill_header,
    ADD CONSTRAINT ck_oms_order_bill CHECK (bill_type BETWEEN 0 AND 2 AND (bill_type = 2) = (bill_tax_no <> ''));
