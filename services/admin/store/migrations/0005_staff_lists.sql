-- +goose Up
-- The list of accounts is sorted by these too; the name is also searched by its beginning.
ALTER TABLE sys_user
    ADD KEY idx_sys_user_name (name),
    ADD KEY idx_sys_user_login (login_at),
    ADD KEY idx_sys_user_created (created_at);
