-- +goose Up
-- Why and when an account was frozen; the lists of the back office by level, by state, by growth and by the day of joining.
ALTER TABLE ums_member
    ADD COLUMN frozen_at     DATETIME(3)  NULL,
    ADD COLUMN frozen_reason VARCHAR(200) NOT NULL DEFAULT '',
    ADD KEY idx_joined (create_time),
    ADD KEY idx_level (level_id, create_time),
    ADD KEY idx_status (status, create_time),
    ADD KEY idx_growth (growth);

ALTER TABLE ums_member_level ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
