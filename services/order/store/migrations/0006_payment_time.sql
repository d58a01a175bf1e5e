-- +goose Up
-- The orders that were paid on a day, for the comparison with the books and the bill.
ALTER TABLE oms_order
    ADD KEY idx_oms_order_payment (payment_time);
