-- +goose Up
-- The list of members by points and by the last login, which until now stood in the login log alone.
ALTER TABLE ums_member
    ADD COLUMN login_at DATETIME(3) NULL,
    ADD KEY idx_points (integration),
    ADD KEY idx_login (login_at);

UPDATE ums_member m JOIN (SELECT member_id, MAX(create_time) AS at FROM ums_member_login_log GROUP BY member_id) l ON l.member_id = m.id SET m.login_at = l.at;
