-- +goose Up
-- Every move of an order changes all indexes that begin with its status, so there are as few as can be: what is overdue is found in the index of
-- what was ordered, which knows until when it can be paid.
ALTER TABLE oms_order
    DROP KEY idx_oms_order_status_expires,
    DROP KEY idx_oms_order_status_created,
    ADD KEY idx_oms_order_status_created (status, create_time, expires_at);
