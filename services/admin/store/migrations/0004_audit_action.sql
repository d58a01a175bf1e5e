-- +goose Up
-- The log is also asked what was done, whatever it was done to.
ALTER TABLE sys_audit_log ADD KEY idx_action (action, at);
