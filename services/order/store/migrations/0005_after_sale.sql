-- +goose Up
-- Pictures of after-sale applications, and forms that come twice. Status 4 is withdrawn, 5 is: the goods are back.
ALTER TABLE oms_order_return_apply
    MODIFY COLUMN status TINYINT NOT NULL COMMENT '0 pending 1 approved 2 done 3 rejected 4 cancelled 5 goods received',
    ADD COLUMN apply_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'made once for a form' AFTER member_id,
    ADD COLUMN refund_time DATETIME(3) NULL,
    ADD COLUMN cancel_time DATETIME(3) NULL,
    ADD UNIQUE KEY uk_oms_order_return_apply_key (member_id, apply_key);

CREATE TABLE oms_order_return_picture (
    return_id BIGINT  NOT NULL,
    seq       TINYINT NOT NULL COMMENT 'from 1',
    name      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (return_id, seq)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;
