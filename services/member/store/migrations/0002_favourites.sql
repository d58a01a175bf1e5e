-- +goose Up
-- What members want to find again. The key makes keeping something twice the same as once.
CREATE TABLE ums_member_collect_sku (
    member_id   BIGINT      NOT NULL,
    sku_id      BIGINT      NOT NULL,
    create_time DATETIME(3) NOT NULL,
    PRIMARY KEY (member_id, sku_id),
    KEY idx_newest (member_id, create_time, sku_id)
) CHARACTER SET utf8mb4;

-- password_version counts the changes of the password: a login that began with the old one is found by it.
ALTER TABLE ums_member ADD COLUMN password_version BIGINT NOT NULL DEFAULT 0;
