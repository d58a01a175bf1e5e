-- +goose Up
-- The orders desk. What staff took off is part of the promotion, so that pay = goods - promotion - coupon - points + freight stays as it is;
-- while a price is being changed, nobody is handed a link to pay by.
ALTER TABLE oms_order
    ADD COLUMN adjust_amount  BIGINT   NOT NULL DEFAULT 0 COMMENT 'what staff took off: a part of promotion_amount' AFTER promotion_amount,
    ADD COLUMN price_lock     CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'whose change of the price is under way',
    ADD COLUMN price_lock_at  DATETIME(3) NULL,
    ADD CONSTRAINT ck_oms_order_adjust CHECK (adjust_amount >= 0 AND adjust_amount <= promotion_amount),
    ADD KEY idx_oms_order_price_lock (price_lock_at);
ALTER TABLE oms_order_item
    ADD COLUMN adjust_amount BIGINT NOT NULL DEFAULT 0 COMMENT 'its share of what staff took off: a part of promotion_amount' AFTER promotion_amount,
    ADD CONSTRAINT ck_oms_order_item_adjust CHECK (adjust_amount >= 0 AND adjust_amount <= promotion_amount);

-- What the desk searches and sorts by, and what hours are counted by.
ALTER TABLE oms_order
    DROP KEY idx_oms_order_payment,
    ADD KEY idx_oms_order_payment (payment_time, pay_amount),
    ADD KEY idx_oms_order_created (create_time, placed_at),
    ADD KEY idx_oms_order_closed (close_time, placed_at),
    ADD KEY idx_oms_order_status_created (status, create_time),
    ADD KEY idx_oms_order_status_payment (status, payment_time),
    ADD KEY idx_oms_order_amount (pay_amount, create_time),
    ADD KEY idx_oms_order_username (member_username, create_time),
    ADD KEY idx_oms_order_phone (receiver_phone, create_time),
    ADD KEY idx_oms_order_receiver (receiver_name, create_time),
    ADD KEY idx_oms_order_tracking (delivery_sn),
    ADD KEY idx_oms_order_trade (trade_no);
ALTER TABLE oms_order_item
    ADD KEY idx_oms_order_item_sku (sku_id, order_sn);

-- How the shop does, hour by hour: counted again from the orders of the last hours, so that it can be done any number of times. What
-- only pages know (settlements shown) is added up.
CREATE TABLE oms_summary_hour (
    hour      DATETIME NOT NULL COMMENT 'UTC',
    settled   BIGINT   NOT NULL DEFAULT 0,
    submitted BIGINT   NOT NULL DEFAULT 0,
    paid      BIGINT   NOT NULL DEFAULT 0,
    closed    BIGINT   NOT NULL DEFAULT 0,
    turnover  BIGINT   NOT NULL DEFAULT 0 COMMENT 'fen',
    PRIMARY KEY (hour)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE oms_summary_sold (
    day      DATE         NOT NULL COMMENT 'in Beijing',
    sku_id   BIGINT       NOT NULL,
    sku_name VARCHAR(500) NOT NULL,
    pieces   BIGINT       NOT NULL,
    turnover BIGINT       NOT NULL COMMENT 'fen',
    PRIMARY KEY (day, sku_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- When was counted: of two processes, one counts.
CREATE TABLE oms_summary_state (
    id        TINYINT     NOT NULL,
    folded_at DATETIME(3) NULL COMMENT 'the last hours',
    sold_at   DATETIME(3) NULL COMMENT 'what was sold today',
    wide_at   DATETIME(3) NULL COMMENT 'the last days',
    whole_at  DATETIME(3) NULL COMMENT 'everything; NULL: never',
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
INSERT INTO oms_summary_state (id) VALUES (1);
