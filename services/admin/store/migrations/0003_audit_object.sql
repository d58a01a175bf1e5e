-- +goose Up
-- The log is also asked what was done to one thing, whatever the area.
ALTER TABLE sys_audit_log ADD KEY idx_object_at (object, at);
