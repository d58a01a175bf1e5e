-- +goose Up
CREATE TABLE sys_user (
    id         BIGINT                                                NOT NULL AUTO_INCREMENT PRIMARY KEY,
    account    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin     NOT NULL UNIQUE,
    name       VARCHAR(40)                                           NOT NULL,
    password   VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin    NOT NULL,
    active     TINYINT                                               NOT NULL DEFAULT 1,
    demo       TINYINT                                               NOT NULL DEFAULT 0,
    version    BIGINT                                                NOT NULL DEFAULT 1,
    created_at DATETIME(3)                                           NOT NULL,
    login_at   DATETIME(3)                                           NULL,
    CHECK (active IN (0, 1) AND demo IN (0, 1))
) CHARACTER SET utf8mb4;

-- A role with a code is one that the shop began with. The administrator's has all permissions, whatever the table says.
CREATE TABLE sys_role (
    id      BIGINT                                              NOT NULL AUTO_INCREMENT PRIMARY KEY,
    code    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin   NULL UNIQUE,
    name    VARCHAR(40)                                         NOT NULL UNIQUE,
    version BIGINT                                              NOT NULL DEFAULT 1
) CHARACTER SET utf8mb4;

CREATE TABLE sys_role_permission (
    role_id    BIGINT                                            NOT NULL,
    permission VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (role_id, permission)
) CHARACTER SET utf8mb4;

CREATE TABLE sys_user_role (
    user_id BIGINT NOT NULL,
    role_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, role_id),
    KEY idx_role (role_id)
) CHARACTER SET utf8mb4;

-- Append-only: who changed what, how it was before and after. Other services' changes come by message, each once.
CREATE TABLE sys_audit_log (
    id           BIGINT                                             NOT NULL AUTO_INCREMENT PRIMARY KEY,
    at           DATETIME(3)                                        NOT NULL,
    staff_id     BIGINT                                             NOT NULL,
    account      VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    address      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    area         VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    action       VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL,
    object       VARCHAR(100)                                       NOT NULL,
    before_value JSON                                               NULL,
    after_value  JSON                                               NULL,
    trace_id     VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin  NOT NULL DEFAULT '',
    KEY idx_at (at),
    KEY idx_staff (staff_id, at),
    KEY idx_object (area, object, at)
) CHARACTER SET utf8mb4;
