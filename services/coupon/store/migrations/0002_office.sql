-- +goose Up
-- The back office. publish = 0 with withdrawn_at is a coupon that was withdrawn, without it a draft. discount_sum is what a coupon has taken
-- off paid orders; for those before this was counted its face value stands.
ALTER TABLE sms_coupon
    ADD COLUMN version      BIGINT      NOT NULL DEFAULT 1,
    ADD COLUMN discount_sum BIGINT      NOT NULL DEFAULT 0 COMMENT 'fen',
    ADD COLUMN code_count   BIGINT      NOT NULL DEFAULT 0 COMMENT 'codes made',
    ADD COLUMN published_at DATETIME(3) NULL COMMENT 'for the first time: from then on it can only promise more',
    ADD COLUMN withdrawn_at DATETIME(3) NULL,
    ADD KEY idx_state (publish, withdrawn_at, enable_end_time),
    ADD KEY idx_name (coupon_name),
    ADD KEY idx_use_count (use_count),
    DROP CONSTRAINT coupon_kinds,
    ADD CONSTRAINT coupon_kinds CHECK (coupon_type IN (0, 1, 2, 3, 4) AND use_type IN (0, 1, 2) AND publish IN (0, 1)),
    ADD CONSTRAINT coupon_codes CHECK (code_count >= 0 AND code_count <= publish_count AND discount_sum >= 0),
    MODIFY COLUMN coupon_type TINYINT NOT NULL COMMENT '0 everybody, 1 member level, 2 given by staff, 3 on registration, 4 by code';
UPDATE sms_coupon SET discount_sum = use_count * amount, published_at = IF(publish = 1 OR receive_count > 0, created_at, NULL);

ALTER TABLE sms_coupon_history
    ADD KEY idx_coupon (coupon_id, id),
    ADD KEY idx_coupon_state (coupon_id, state, end_time),
    ADD KEY idx_state (state, id),
    DROP CONSTRAINT history_state,
    ADD CONSTRAINT history_state CHECK (state IN (0, 1, 2, 3, 4) AND (state IN (1, 3)) = (order_sn <> '')),
    MODIFY COLUMN state TINYINT NOT NULL DEFAULT 0 COMMENT '0 unused, 1 used, 2 expired, 3 locked by order_sn, 4 voided by the shop';

ALTER TABLE sms_coupon_reservation ADD COLUMN amount BIGINT NOT NULL DEFAULT 0 COMMENT 'fen that the coupon takes off the order; 0 = its face value';

-- Codes that can each be redeemed once, for coupons of type 4.
CREATE TABLE sms_coupon_code (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    coupon_id   BIGINT      NOT NULL,
    code        VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    created_at  DATETIME(3) NOT NULL,
    member_id   BIGINT      NOT NULL DEFAULT 0 COMMENT 'who redeemed it; 0 = nobody yet',
    redeemed_at DATETIME(3) NULL,
    KEY idx_coupon (coupon_id, member_id, id)
) CHARACTER SET utf8mb4;

-- How often somebody tried codes that there are not, since when: guessing is stopped.
CREATE TABLE sms_code_guess (
    member_id BIGINT      NOT NULL PRIMARY KEY,
    tries     INT         NOT NULL,
    since     DATETIME(3) NOT NULL
) CHARACTER SET utf8mb4;

-- What was answered to a request that may come twice.
CREATE TABLE sms_office_request (
    request_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    answer      MEDIUMTEXT   NOT NULL,
    created_at  DATETIME(3)  NOT NULL
) CHARACTER SET utf8mb4;

ALTER TABLE sms_sku_ladder ADD COLUMN spu_id BIGINT NOT NULL DEFAULT 0, ADD COLUMN version BIGINT NOT NULL DEFAULT 1, ADD KEY idx_spu (spu_id);
ALTER TABLE sms_sku_full_reduction ADD COLUMN spu_id BIGINT NOT NULL DEFAULT 0, ADD COLUMN version BIGINT NOT NULL DEFAULT 1, ADD KEY idx_spu (spu_id);
ALTER TABLE sms_member_price ADD COLUMN spu_id BIGINT NOT NULL DEFAULT 0, ADD COLUMN version BIGINT NOT NULL DEFAULT 1, ADD KEY idx_spu (spu_id);
ALTER TABLE sms_spu_bounds ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
