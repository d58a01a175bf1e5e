-- +goose Up
-- What staff have set. A row without a value has gone back to its default; rows stay, so that the sum of versions only grows.
CREATE TABLE sys_setting (
    setting    VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    value      BIGINT                                            NULL,
    version    BIGINT                                            NOT NULL DEFAULT 1,
    account    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    changed_at DATETIME(3)                                       NOT NULL
) CHARACTER SET utf8mb4;

-- What the auditor has found, run by run; only the latest are kept.
CREATE TABLE sys_audit_run (
    id       BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at       DATETIME(3) NOT NULL,
    violated INT         NOT NULL,
    report   JSON        NOT NULL
) CHARACTER SET utf8mb4;
