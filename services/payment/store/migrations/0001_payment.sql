-- +goose Up
-- One payment an order. A close that came before any pay URL leaves a row in status 3: the tombstone that refuses to hand one out.
CREATE TABLE pay_payment (
    order_sn      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    member_id     BIGINT      NOT NULL DEFAULT 0,
    amount        BIGINT      NOT NULL DEFAULT 0,
    status        TINYINT     NOT NULL, -- 0 open, 1 paid, 2 closing, 3 closed
    channel       VARCHAR(16) NOT NULL DEFAULT '',
    trade_no      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    expires_at    DATETIME(3) NULL,
    offered_at    DATETIME(3) NULL, -- when a pay URL was first handed out
    paid_at       DATETIME(3) NULL,
    next_query_at DATETIME(3) NULL, -- when Alipay is asked again
    created_at    DATETIME(3) NOT NULL,
    updated_at    DATETIME(3) NOT NULL,
    KEY idx_due (next_query_at),
    CHECK (amount >= 0),
    CHECK (status IN (0, 1, 2, 3))
) CHARACTER SET utf8mb4;

-- Money that arrived: every trade that Alipay has told us of as paid.
CREATE TABLE pay_trade (
    trade_no   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    order_sn   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount     BIGINT      NOT NULL,
    verdict    VARCHAR(16) NOT NULL, -- credited, or refused and on its way back
    source     VARCHAR(16) NOT NULL, -- notify, query
    paid_at    DATETIME(3) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    KEY idx_order (order_sn),
    CHECK (amount > 0)
) CHARACTER SET utf8mb4;

-- Notifications as they came in, with what was made of each; the same one again counts up.
CREATE TABLE pay_notify (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    notify_id   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    verdict     VARCHAR(32) NOT NULL,
    order_sn    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_no    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_status VARCHAR(32) NOT NULL,
    raw         TEXT        NOT NULL,
    times       INT         NOT NULL DEFAULT 1,
    received_at DATETIME(3) NOT NULL,
    UNIQUE KEY uk_notify (notify_id, verdict),
    KEY idx_order (order_sn)
) CHARACTER SET utf8mb4;

-- The number of a refund is Alipay's out_request_no; that of money no order can keep is made of its trade, so that it goes back once.
CREATE TABLE pay_refund (
    refund_sn    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    order_sn     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_no     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    amount       BIGINT       NOT NULL,
    reason       VARCHAR(32)  NOT NULL,
    status       TINYINT      NOT NULL DEFAULT 0, -- 0 requested, 1 sent, 2 confirmed
    attempts     INT          NOT NULL DEFAULT 0,
    last_fault   VARCHAR(500) NOT NULL DEFAULT '',
    next_at      DATETIME(3)  NOT NULL,
    created_at   DATETIME(3)  NOT NULL,
    confirmed_at DATETIME(3)  NULL,
    KEY idx_order (order_sn),
    KEY idx_trade (trade_no),
    KEY idx_due (status, next_at),
    CHECK (amount > 0),
    CHECK (status IN (0, 1, 2))
) CHARACTER SET utf8mb4;

CREATE TABLE pay_exception (
    id         BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    trade_no   VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_sn   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind       VARCHAR(32) NOT NULL,
    amount     BIGINT      NOT NULL,
    refund_sn  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uk_trade (trade_no),
    KEY idx_order (order_sn)
) CHARACTER SET utf8mb4;
