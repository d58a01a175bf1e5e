-- +goose Up
-- The after-sale desk looks for members by the beginning of their names.
ALTER TABLE oms_order_return_apply ADD KEY idx_oms_order_return_apply_username (member_username);
