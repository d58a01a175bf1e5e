-- +goose Up
CREATE TABLE ums_member_level (
    id                     BIGINT       NOT NULL PRIMARY KEY,
    name                   VARCHAR(100) NOT NULL UNIQUE,
    growth_point           BIGINT       NOT NULL UNIQUE,
    default_status         TINYINT      NOT NULL DEFAULT 0,
    free_freight_point     BIGINT       NOT NULL DEFAULT 0,
    comment_growth_point   BIGINT       NOT NULL DEFAULT 0,
    privilege_member_price TINYINT      NOT NULL DEFAULT 0,
    privilege_birthday     TINYINT      NOT NULL DEFAULT 0,
    note                   VARCHAR(255) NOT NULL DEFAULT '',
    CHECK (growth_point >= 0 AND free_freight_point >= 0)
) CHARACTER SET utf8mb4;

-- Nobody can register without a level.
INSERT INTO ums_member_level (id, name, growth_point, default_status, free_freight_point, note) VALUES (1, '普通会员', 0, 1, 29900, '注册即是');

-- username_key is the user name in lower case: two accounts never differ in case alone. The balance is the sum of the ledger; of it, what
-- orders have frozen cannot be spent again. Demo accounts, whose password everybody knows, may sign in only in development.
CREATE TABLE ums_member (
    id                 BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    level_id           BIGINT       NOT NULL,
    username           VARCHAR(64)  NOT NULL,
    username_key       VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    password           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    nickname           VARCHAR(64)  NOT NULL DEFAULT '',
    mobile             VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    integration        BIGINT       NOT NULL DEFAULT 0,
    integration_frozen BIGINT       NOT NULL DEFAULT 0,
    growth             BIGINT       NOT NULL DEFAULT 0,
    status             TINYINT      NOT NULL DEFAULT 1,
    demo               TINYINT      NOT NULL DEFAULT 0,
    create_time        DATETIME(3)  NOT NULL,
    UNIQUE KEY uk_username (username_key),
    UNIQUE KEY uk_mobile (mobile),
    CONSTRAINT balance_covers_frozen CHECK (integration_frozen >= 0 AND integration_frozen <= integration),
    CHECK (growth >= 0),
    CHECK (status IN (0, 1))
) CHARACTER SET utf8mb4;

-- default_of makes a second default address impossible.
CREATE TABLE ums_member_receive_address (
    id             BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    member_id      BIGINT       NOT NULL,
    name           VARCHAR(64)  NOT NULL,
    phone          VARCHAR(20)  NOT NULL,
    post_code      VARCHAR(10)  NOT NULL DEFAULT '',
    province       VARCHAR(32)  NOT NULL,
    city           VARCHAR(32)  NOT NULL,
    region         VARCHAR(32)  NOT NULL,
    detail_address VARCHAR(200) NOT NULL,
    default_status TINYINT      NOT NULL DEFAULT 0,
    default_of     BIGINT       GENERATED ALWAYS AS (IF(default_status = 1, member_id, NULL)) STORED,
    UNIQUE KEY uk_default (default_of),
    KEY idx_member (member_id, id),
    CHECK (default_status IN (0, 1))
) CHARACTER SET utf8mb4;

-- Append-only: a member's points are the sum of these lines. The key makes each change happen once.
CREATE TABLE ums_integration_change_history (
    id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    business_key VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    member_id    BIGINT       NOT NULL,
    change_count BIGINT       NOT NULL,
    note         VARCHAR(255) NOT NULL,
    source_type  TINYINT      NOT NULL,
    order_sn     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    create_time  DATETIME(3)  NOT NULL,
    KEY idx_member (member_id, create_time, id)
) CHARACTER SET utf8mb4;

CREATE TABLE ums_growth_change_history (
    id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    business_key VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
    member_id    BIGINT       NOT NULL,
    change_count BIGINT       NOT NULL,
    note         VARCHAR(255) NOT NULL,
    source_type  TINYINT      NOT NULL,
    order_sn     VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    create_time  DATETIME(3)  NOT NULL,
    KEY idx_member (member_id, create_time, id)
) CHARACTER SET utf8mb4;

-- What an order keeps of a member's points: 1 frozen, then 2 released or 3 spent. A release that came before any freeze leaves a row in
-- status 2 without points: the tombstone.
CREATE TABLE ums_integration_freeze (
    order_sn   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    member_id  BIGINT      NOT NULL,
    points     BIGINT      NOT NULL,
    status     TINYINT     NOT NULL,
    created_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    KEY idx_member (member_id, status),
    CHECK (points >= 0),
    CHECK (status IN (1, 2, 3))
) CHARACTER SET utf8mb4;

CREATE TABLE ums_member_login_log (
    id          BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    member_id   BIGINT      NOT NULL,
    ip          VARCHAR(45) NOT NULL,
    login_type  TINYINT     NOT NULL DEFAULT 1,
    create_time DATETIME(3) NOT NULL,
    KEY idx_member (member_id, id)
) CHARACTER SET utf8mb4;
