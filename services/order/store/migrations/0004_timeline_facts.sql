-- +goose Up
-- What a line of the timeline knows, as numbers, names and codes: it is worded where it is read, in the reader's language. Lines
-- without params are older; they are read out of their note.
ALTER TABLE oms_order_operate_history
    ADD COLUMN params TEXT NULL COMMENT 'JSON object' AFTER note;
