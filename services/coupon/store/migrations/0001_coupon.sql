-- +goose Up
CREATE TABLE sms_coupon (
    id                BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    coupon_type       TINYINT      NOT NULL COMMENT '0 everybody, 1 member level, 2 on purchase, 3 on registration',
    coupon_img        VARCHAR(300) NOT NULL DEFAULT '',
    coupon_name       VARCHAR(100) NOT NULL,
    num               BIGINT       NOT NULL COMMENT 'planned',
    amount            BIGINT       NOT NULL COMMENT 'fen',
    per_limit         BIGINT       NOT NULL DEFAULT 1 COMMENT 'per member; 0 = any number',
    min_point         BIGINT       NOT NULL DEFAULT 0 COMMENT 'fen of eligible goods from which it can be used',
    start_time        DATETIME(3)  NOT NULL COMMENT 'usable from',
    end_time          DATETIME(3)  NOT NULL,
    use_type          TINYINT      NOT NULL COMMENT '0 whole shop, 1 categories, 2 products',
    note              VARCHAR(200) NOT NULL DEFAULT '',
    publish_count     BIGINT       NOT NULL DEFAULT 0 COMMENT 'how many may be claimed',
    use_count         BIGINT       NOT NULL DEFAULT 0,
    receive_count     BIGINT       NOT NULL DEFAULT 0,
    enable_start_time DATETIME(3)  NOT NULL COMMENT 'claimed from',
    enable_end_time   DATETIME(3)  NOT NULL,
    code              VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NULL UNIQUE,
    member_level      BIGINT       NOT NULL DEFAULT 0 COMMENT 'lowest level that can use it; 0 = any',
    publish           TINYINT      NOT NULL DEFAULT 0,
    created_at        DATETIME(3)  NOT NULL,
    updated_at        DATETIME(3)  NOT NULL,
    KEY idx_offered (publish, coupon_type, enable_end_time),
    CONSTRAINT coupon_kinds CHECK (coupon_type IN (0, 1, 2, 3) AND use_type IN (0, 1, 2) AND publish IN (0, 1)),
    CONSTRAINT coupon_amounts CHECK (amount > 0 AND min_point >= 0 AND per_limit >= 0 AND member_level >= 0),
    CONSTRAINT coupon_quota CHECK (num >= 0 AND publish_count >= 0 AND receive_count >= 0 AND receive_count <= publish_count),
    CONSTRAINT coupon_uses CHECK (use_count >= 0 AND use_count <= receive_count),
    CONSTRAINT coupon_windows CHECK (start_time < end_time AND enable_start_time < enable_end_time)
) CHARACTER SET utf8mb4;

CREATE TABLE sms_coupon_spu_category_relation (
    id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    coupon_id     BIGINT       NOT NULL,
    category_id   BIGINT       NOT NULL,
    category_name VARCHAR(100) NOT NULL DEFAULT '',
    UNIQUE KEY uk_coupon_category (coupon_id, category_id)
) CHARACTER SET utf8mb4;

CREATE TABLE sms_coupon_spu_relation (
    id        BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    coupon_id BIGINT       NOT NULL,
    spu_id    BIGINT       NOT NULL,
    spu_name  VARCHAR(200) NOT NULL DEFAULT '',
    UNIQUE KEY uk_coupon_spu (coupon_id, spu_id)
) CHARACTER SET utf8mb4;

-- A coupon in a member's hands. seq counts what the member has of one template from 1: the unique key keeps the limit in every race. The
-- validity is copied from the template, so that locking a coupon touches this row alone.
CREATE TABLE sms_coupon_history (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    coupon_id   BIGINT      NOT NULL,
    member_id   BIGINT      NOT NULL,
    seq         BIGINT      NOT NULL,
    get_type    TINYINT     NOT NULL COMMENT '0 given, 1 claimed',
    state       TINYINT     NOT NULL DEFAULT 0 COMMENT '0 unused, 1 used, 2 expired, 3 locked by order_sn',
    order_sn    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    start_time  DATETIME(3) NOT NULL,
    end_time    DATETIME(3) NOT NULL,
    create_time DATETIME(3) NOT NULL,
    use_time    DATETIME(3) NULL,
    UNIQUE KEY uk_coupon_member_seq (coupon_id, member_id, seq),
    KEY idx_member_state (member_id, state),
    KEY idx_state_end (state, end_time),
    KEY idx_order (order_sn),
    CONSTRAINT history_seq CHECK (seq > 0),
    CONSTRAINT history_state CHECK (state IN (0, 1, 2, 3) AND (state IN (1, 3)) = (order_sn <> ''))
) CHARACTER SET utf8mb4;

-- One row an order. A release that came before any lock leaves status 2 without a coupon: the tombstone.
CREATE TABLE sms_coupon_reservation (
    order_sn   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    history_id BIGINT      NOT NULL DEFAULT 0,
    member_id  BIGINT      NOT NULL DEFAULT 0,
    status     TINYINT     NOT NULL COMMENT '1 locked, 2 released, 3 used',
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY idx_history (history_id),
    CONSTRAINT reservation_status CHECK (status IN (1, 2, 3) AND (history_id > 0 OR status = 2))
) CHARACTER SET utf8mb4;

CREATE TABLE sms_sku_ladder (
    id         BIGINT  NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku_id     BIGINT  NOT NULL,
    full_count BIGINT  NOT NULL,
    discount   INT     NOT NULL COMMENT 'thousandths of the price: 950 = 9.5 off ten',
    add_other  TINYINT NOT NULL DEFAULT 0 COMMENT '1 = may be combined with other promotions',
    UNIQUE KEY uk_sku_count (sku_id, full_count),
    CONSTRAINT ladder_rung CHECK (full_count > 0 AND discount > 0 AND discount < 1000 AND add_other IN (0, 1))
) CHARACTER SET utf8mb4;

CREATE TABLE sms_sku_full_reduction (
    id           BIGINT  NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku_id       BIGINT  NOT NULL,
    full_price   BIGINT  NOT NULL,
    reduce_price BIGINT  NOT NULL,
    add_other    TINYINT NOT NULL DEFAULT 0,
    UNIQUE KEY uk_sku_full (sku_id, full_price),
    CONSTRAINT reduction_amounts CHECK (full_price > 0 AND reduce_price > 0 AND reduce_price <= full_price AND add_other IN (0, 1))
) CHARACTER SET utf8mb4;

CREATE TABLE sms_member_price (
    id                BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku_id            BIGINT       NOT NULL,
    member_level_id   BIGINT       NOT NULL,
    member_level_name VARCHAR(100) NOT NULL DEFAULT '',
    member_price      BIGINT       NOT NULL,
    add_other         TINYINT      NOT NULL DEFAULT 0,
    UNIQUE KEY uk_sku_level (sku_id, member_level_id),
    CONSTRAINT member_price_amount CHECK (member_price > 0 AND add_other IN (0, 1))
) CHARACTER SET utf8mb4;

CREATE TABLE sms_spu_bounds (
    id          BIGINT  NOT NULL AUTO_INCREMENT PRIMARY KEY,
    spu_id      BIGINT  NOT NULL UNIQUE,
    grow_bounds BIGINT  NOT NULL DEFAULT 0,
    buy_bounds  BIGINT  NOT NULL DEFAULT 0,
    work        TINYINT NOT NULL DEFAULT 15 COMMENT 'bits: 1 growth, 2 points without a discount; 4 growth, 8 points with one',
    CONSTRAINT bounds_sound CHECK (grow_bounds BETWEEN 0 AND 10000000 AND buy_bounds BETWEEN 0 AND 10000000 AND work BETWEEN 0 AND 15)
) CHARACTER SET utf8mb4;
