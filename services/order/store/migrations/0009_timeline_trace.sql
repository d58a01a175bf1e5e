-- +goose Up
-- By which request or message something happened to an order, for whoever looks it up in the logs.
ALTER TABLE oms_order_operate_history
    ADD COLUMN trace_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
