-- +goose Up
-- What the lists of the desk are sorted by on request, and what else they are searched by.
ALTER TABLE pay_payment
    ADD KEY idx_status_amount (status, amount, created_at);
ALTER TABLE pay_refund
    ADD KEY idx_amount (amount, created_at),
    ADD KEY idx_status_amount (status, amount, created_at);
ALTER TABLE pay_exception
    ADD KEY idx_created (created_at),
    ADD KEY idx_amount (amount);

-- A day that a side does not know fills a run with thousands of lines: they are counted by kind, read by the money that they are about, and
-- looked up by what they say, so that those that were explained before are found again.
ALTER TABLE pay_difference
    ADD COLUMN amount BIGINT AS (COALESCE(book_amount, bill_amount, order_amount)) PERSISTENT,
    ADD KEY idx_run_kind (run_id, kind, state),
    ADD KEY idx_run_amount (run_id, amount),
    ADD KEY idx_same (run_id, kind, trade_no, refund_sn);
