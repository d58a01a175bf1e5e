-- +goose Up
CREATE TABLE mq_message (
    id          BIGINT       NOT NULL AUTO_INCREMENT,
    message_id  CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    exchange    VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    routing_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    type        VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version     INT          NOT NULL,
    subject     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    optional    TINYINT(1)   NOT NULL DEFAULT 0 COMMENT '1: nobody needs to listen',
    traceparent VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    payload     MEDIUMBLOB   NOT NULL COMMENT 'the envelope, JSON in UTF-8',
    created_at  DATETIME(3)  NOT NULL,
    attempts    INT          NOT NULL DEFAULT 0,
    last_error  VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '',
    next_at     DATETIME(3)  NOT NULL COMMENT 'not published before',
    PRIMARY KEY (id),
    UNIQUE KEY uk_mq_message_message_id (message_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'messages not confirmed yet; a confirmed one is deleted';

CREATE TABLE mq_inbox (
    consumer   VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the queue',
    message_id CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    at         DATETIME(3)  NOT NULL,
    PRIMARY KEY (consumer, message_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'messages whose effect is there';
