-- +goose Up
-- What Alipay was asked about an order, and what it said. For people: nothing is decided by it.
CREATE TABLE pay_call (
    id        BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    order_sn  VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '', -- empty where a trade was asked about that nobody knows
    trade_no  VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    method    VARCHAR(48)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    called_at DATETIME(3)  NOT NULL,
    took_ms   INT          NOT NULL,
    outcome   VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    fault     VARCHAR(500) NOT NULL DEFAULT '',
    KEY idx_order (order_sn, id),
    KEY idx_called (called_at)
) CHARACTER SET utf8mb4;
