-- +goose Up
-- What the back office searches payments and refunds by, and what days are summed up by.
ALTER TABLE pay_payment
    ADD KEY idx_created (created_at),
    ADD KEY idx_status_created (status, created_at),
    ADD KEY idx_member_created (member_id, created_at),
    ADD KEY idx_amount_created (amount, created_at),
    ADD KEY idx_trade (trade_no);
ALTER TABLE pay_trade
    ADD KEY idx_paid (paid_at, amount);
ALTER TABLE pay_refund
    ADD KEY idx_created (created_at),
    ADD KEY idx_status_created (status, created_at),
    ADD KEY idx_reason_created (reason, created_at),
    ADD KEY idx_confirmed (confirmed_at, amount);

-- What somebody has done about an exception; two who do it at once are told apart by the version.
ALTER TABLE pay_exception
    ADD COLUMN note        VARCHAR(500) NOT NULL DEFAULT '',
    ADD COLUMN resolved_by VARCHAR(64)  NOT NULL DEFAULT '',
    ADD COLUMN resolved_at DATETIME(3)  NULL,
    ADD COLUMN version     BIGINT       NOT NULL DEFAULT 1,
    ADD KEY idx_kind (kind, id),
    ADD KEY idx_resolved (resolved_at, id);

-- Money by day, in Beijing: kept, so that nobody adds up the books to look at a dashboard.
CREATE TABLE pay_day (
    day       DATE        NOT NULL PRIMARY KEY,
    payments  BIGINT      NOT NULL,
    received  BIGINT      NOT NULL,
    refunds   BIGINT      NOT NULL,
    refunded  BIGINT      NOT NULL,
    folded_at DATETIME(3) NOT NULL
) CHARACTER SET utf8mb4;

-- A comparison of a day's books, bill and orders. A day has one that runs at the most (busy_day), and one that began by itself (nightly_day).
CREATE TABLE pay_reconciliation (
    id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    day          DATE         NOT NULL,
    attempt      INT          NOT NULL, -- of the day, from 1
    busy_day     DATE         NULL,
    nightly_day  DATE         NULL,
    state        TINYINT      NOT NULL DEFAULT 0, -- 0 running, 1 done, 2 failed
    step         VARCHAR(16)  NOT NULL DEFAULT '',
    looked_at    BIGINT       NOT NULL DEFAULT 0, -- how much of the step is done, in lines
    begun_by     VARCHAR(64)  NOT NULL DEFAULT '', -- empty: by itself
    tries        INT          NOT NULL DEFAULT 0,
    next_at      DATETIME(3)  NOT NULL, -- when a worker takes it up: it was not yet, it was put off, or the one that had it is gone
    fault        VARCHAR(500) NOT NULL DEFAULT '',
    no_bill      BOOLEAN      NOT NULL DEFAULT FALSE,
    strange      INT          NOT NULL DEFAULT 0, -- lines of the bill that are neither payment nor refund
    book_payments BIGINT NOT NULL DEFAULT 0, book_received BIGINT NOT NULL DEFAULT 0,
    book_refunds  BIGINT NOT NULL DEFAULT 0, book_refunded BIGINT NOT NULL DEFAULT 0,
    bill_payments BIGINT NOT NULL DEFAULT 0, bill_received BIGINT NOT NULL DEFAULT 0,
    bill_refunds  BIGINT NOT NULL DEFAULT 0, bill_refunded BIGINT NOT NULL DEFAULT 0,
    orders        BIGINT NOT NULL DEFAULT 0, ordered       BIGINT NOT NULL DEFAULT 0,
    differences   INT          NOT NULL DEFAULT 0, -- found
    created_at   DATETIME(3)  NOT NULL,
    finished_at  DATETIME(3)  NULL,
    UNIQUE KEY uk_attempt (day, attempt),
    UNIQUE KEY uk_busy (busy_day),
    UNIQUE KEY uk_nightly (nightly_day),
    KEY idx_due (state, next_at),
    CHECK (state IN (0, 1, 2))
) CHARACTER SET utf8mb4;

-- What did not fit together, and what was done about it. Amounts that one of the three does not have are NULL.
CREATE TABLE pay_difference (
    run_id       BIGINT       NOT NULL,
    n            INT          NOT NULL, -- from 1
    kind         VARCHAR(32)  NOT NULL,
    order_sn     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    trade_no     VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    refund_sn    VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    book_amount  BIGINT       NULL,
    bill_amount  BIGINT       NULL,
    order_amount BIGINT       NULL,
    state        TINYINT      NOT NULL DEFAULT 0, -- 0 open, 1 followed up, 2 explained
    action       VARCHAR(16)  NOT NULL DEFAULT '',
    outcome      VARCHAR(32)  NOT NULL DEFAULT '',
    note         VARCHAR(500) NOT NULL DEFAULT '',
    handled_by   VARCHAR(64)  NOT NULL DEFAULT '',
    handled_at   DATETIME(3)  NULL,
    PRIMARY KEY (run_id, n),
    KEY idx_run_state (run_id, state),
    CHECK (state IN (0, 1, 2))
) CHARACTER SET utf8mb4;
