-- +goose Up
-- The desk looks for orders by the coupon that was used.
ALTER TABLE oms_order ADD KEY idx_oms_order_coupon (coupon_id);
