-- +goose Up
-- The after-sale desk. A return may be of goods, or of money alone; staff may begin one as well. What it does besides paying back is
-- written down with it when it is agreed to: pieces, their share of points and gifts, freight, what goes back on the shelf.
ALTER TABLE oms_order_return_apply
    MODIFY COLUMN status TINYINT NOT NULL COMMENT '0 pending 1 approved 2 done 3 rejected 4 cancelled 5 goods received 6 refund on its way',
    ADD COLUMN only_refund    TINYINT     NOT NULL DEFAULT 0 COMMENT '1: no goods come back' AFTER status,
    ADD COLUMN created_by     VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'account of the staff who began it; empty: the member' AFTER only_refund,
    ADD COLUMN freight_amount BIGINT      NOT NULL DEFAULT 0 COMMENT 'freight in return_amount, fen' AFTER return_amount,
    ADD COLUMN refund_sn      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'what payment and Alipay know the refund by',
    ADD COLUMN agree_time     DATETIME(3) NULL COMMENT 'when the refund was asked for',
    ADD COLUMN gifts_given    TINYINT     NOT NULL DEFAULT 0 COMMENT '1: the order had given its gifts by then, so that they are taken back',
    ADD COLUMN whole          TINYINT     NOT NULL DEFAULT 0 COMMENT '1: nothing is left of the order after it, so that its coupon goes back',
    ADD UNIQUE KEY uk_oms_order_return_apply_refund (refund_sn),
    ADD KEY idx_oms_order_return_apply_newest (create_time, id),
    ADD KEY idx_oms_order_return_apply_state (status, create_time, id),
    DROP KEY idx_oms_order_return_apply_status,
    ADD CONSTRAINT ck_oms_order_return_apply_freight CHECK (freight_amount >= 0 AND freight_amount <= return_amount);

-- An amount may go back without any piece.
ALTER TABLE oms_order_return_item
    DROP CONSTRAINT ck_oms_order_return_item,
    ADD COLUMN points      BIGINT NOT NULL DEFAULT 0 COMMENT 'points that paid for these pieces, and go back',
    ADD COLUMN gift_points BIGINT NOT NULL DEFAULT 0 COMMENT 'points that these pieces give',
    ADD COLUMN gift_growth BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_oms_order_return_item CHECK (
        sku_quantity >= 0 AND real_amount >= 0 AND points >= 0 AND gift_points >= 0 AND gift_growth >= 0 AND sku_quantity + real_amount > 0);

-- What goes back on the shelf.
CREATE TABLE oms_order_return_stock (
    return_id    BIGINT NOT NULL,
    sku_id       BIGINT NOT NULL,
    ware_id      BIGINT NOT NULL COMMENT '0: where it came from',
    sku_quantity BIGINT NOT NULL,
    PRIMARY KEY (return_id, sku_id, ware_id),
    CONSTRAINT ck_oms_order_return_stock CHECK (sku_quantity > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- What payment was asked to pay back: never more than was paid.
ALTER TABLE oms_order
    ADD COLUMN refund_asked BIGINT NOT NULL DEFAULT 0 COMMENT 'refunds agreed to, fen' AFTER refund_amount,
    ADD CONSTRAINT ck_oms_order_refund_asked CHECK (refund_asked >= 0 AND refund_asked <= pay_amount);
