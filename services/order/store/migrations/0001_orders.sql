-- +goose Up
CREATE TABLE oms_order (
    id                      BIGINT       NOT NULL AUTO_INCREMENT,
    order_sn                VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    member_id               BIGINT       NOT NULL,
    member_username         VARCHAR(64)  NOT NULL DEFAULT '',
    submit_token            VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'NULL: given free, the order was never placed',
    body_hash               CHAR(64)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_cart               TINYINT(1)   NOT NULL,
    status                  TINYINT      NOT NULL COMMENT '0 pending 1 paid 2 shipped 3 completed 4 closed 5 after-sale 6 creating 7 closing',
    coupon_id               BIGINT       NULL COMMENT 'the coupon of the member',
    use_integration         BIGINT       NOT NULL DEFAULT 0 COMMENT 'points that pay',
    total_amount            BIGINT       NOT NULL COMMENT 'fen',
    promotion_amount        BIGINT       NOT NULL,
    coupon_amount           BIGINT       NOT NULL,
    integration_amount      BIGINT       NOT NULL,
    freight_amount          BIGINT       NOT NULL,
    pay_amount              BIGINT       NOT NULL,
    refund_amount           BIGINT       NOT NULL DEFAULT 0,
    pay_type                TINYINT      NOT NULL COMMENT '1 Alipay',
    pay_channel             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    trade_no                VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    integration             BIGINT       NOT NULL COMMENT 'points that it gives',
    growth                  BIGINT       NOT NULL COMMENT 'growth that it gives',
    receiver_id             BIGINT       NOT NULL COMMENT 'the address that was copied',
    receiver_name           VARCHAR(100) NOT NULL,
    receiver_phone          VARCHAR(32)  NOT NULL,
    receiver_post_code      VARCHAR(32)  NOT NULL DEFAULT '',
    receiver_province       VARCHAR(64)  NOT NULL,
    receiver_city           VARCHAR(64)  NOT NULL,
    receiver_region         VARCHAR(64)  NOT NULL,
    receiver_detail_address VARCHAR(255) NOT NULL,
    note                    VARCHAR(500) NOT NULL DEFAULT '',
    delivery_company        VARCHAR(64)  NOT NULL DEFAULT '',
    delivery_sn             VARCHAR(64)  NOT NULL DEFAULT '',
    close_cause             VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    close_reason            VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    close_attempts          INT          NOT NULL DEFAULT 0,
    next_close_at           DATETIME(3)  NULL COMMENT 'payment is not asked again before',
    create_time             DATETIME(3)  NOT NULL,
    expires_at              DATETIME(3)  NOT NULL COMMENT 'whole seconds',
    placed_at               DATETIME(3)  NULL COMMENT 'NULL: never visible',
    payment_time            DATETIME(3)  NULL,
    delivery_time           DATETIME(3)  NULL,
    receive_time            DATETIME(3)  NULL,
    close_time              DATETIME(3)  NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_oms_order_order_sn (order_sn),
    UNIQUE KEY uk_oms_order_member_token (member_id, submit_token),
    KEY idx_oms_order_member (member_id, placed_at),
    KEY idx_oms_order_member_status (member_id, status, placed_at),
    KEY idx_oms_order_status_expires (status, expires_at),
    KEY idx_oms_order_status_delivery (status, delivery_time),
    CONSTRAINT ck_oms_order_status CHECK (status BETWEEN 0 AND 7),
    CONSTRAINT ck_oms_order_amounts CHECK (
        total_amount >= 0 AND promotion_amount >= 0 AND coupon_amount >= 0 AND integration_amount >= 0 AND freight_amount >= 0
        AND pay_amount >= 0 AND pay_amount = total_amount - promotion_amount - coupon_amount - integration_amount + freight_amount)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE oms_order_item (
    id                 BIGINT       NOT NULL AUTO_INCREMENT,
    order_sn           VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sku_id             BIGINT       NOT NULL,
    spu_id             BIGINT       NOT NULL,
    category_id        BIGINT       NOT NULL,
    spu_name           VARCHAR(255) NOT NULL,
    spu_brand          VARCHAR(200) NOT NULL,
    sku_name           VARCHAR(500) NOT NULL,
    sku_pic            VARCHAR(500) NOT NULL,
    sku_attrs_vals     TEXT         NOT NULL COMMENT 'JSON array of texts',
    sku_price          BIGINT       NOT NULL COMMENT 'fen',
    sku_quantity       BIGINT       NOT NULL,
    sku_weight         BIGINT       NOT NULL COMMENT 'grams of one piece',
    total_amount       BIGINT       NOT NULL COMMENT 'price × quantity',
    promotion_amount   BIGINT       NOT NULL,
    coupon_amount      BIGINT       NOT NULL,
    integration_amount BIGINT       NOT NULL,
    real_amount        BIGINT       NOT NULL COMMENT 'after its share of every discount',
    gift_integration   BIGINT       NOT NULL,
    gift_growth        BIGINT       NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_oms_order_item_order_sku (order_sn, sku_id),
    CONSTRAINT ck_oms_order_item CHECK (
        sku_quantity > 0 AND total_amount = sku_price * sku_quantity AND real_amount >= 0
        AND real_amount = total_amount - promotion_amount - coupon_amount - integration_amount)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE oms_order_operate_history (
    id           BIGINT       NOT NULL AUTO_INCREMENT,
    order_sn     VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    event        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    order_status TINYINT      NOT NULL COMMENT 'after the event',
    operate_man  VARCHAR(64)  NOT NULL,
    note         VARCHAR(500) NOT NULL DEFAULT '',
    ref          VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'what may be noted only once, such as a refund number',
    create_time  DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uk_oms_order_operate_history_ref (order_sn, event, ref)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE oms_order_return_apply (
    id              BIGINT       NOT NULL AUTO_INCREMENT,
    order_sn        VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    member_id       BIGINT       NOT NULL,
    member_username VARCHAR(64)  NOT NULL DEFAULT '',
    return_amount   BIGINT       NOT NULL COMMENT 'fen',
    status          TINYINT      NOT NULL COMMENT '0 pending 1 approved 2 done 3 rejected',
    reason          VARCHAR(100) NOT NULL,
    description     VARCHAR(500) NOT NULL DEFAULT '',
    create_time     DATETIME(3)  NOT NULL,
    handle_time     DATETIME(3)  NULL,
    handle_man      VARCHAR(64)  NOT NULL DEFAULT '',
    handle_note     VARCHAR(500) NOT NULL DEFAULT '',
    receive_time    DATETIME(3)  NULL,
    PRIMARY KEY (id),
    KEY idx_oms_order_return_apply_order (order_sn),
    KEY idx_oms_order_return_apply_status (status, create_time),
    CONSTRAINT ck_oms_order_return_apply CHECK (return_amount >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE oms_order_return_item (
    return_id    BIGINT NOT NULL,
    sku_id       BIGINT NOT NULL,
    sku_quantity BIGINT NOT NULL,
    real_amount  BIGINT NOT NULL COMMENT 'what of the line comes back, fen',
    PRIMARY KEY (return_id, sku_id),
    CONSTRAINT ck_oms_order_return_item CHECK (sku_quantity > 0 AND real_amount >= 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

CREATE TABLE machine_number (
    id   TINYINT NOT NULL,
    next BIGINT  NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB COMMENT = 'the next machine number of package orderno';
INSERT INTO machine_number (id, next) VALUES (1, 0);
