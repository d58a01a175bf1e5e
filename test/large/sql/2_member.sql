-- Members 1000001 and on, with 200 points each. Nobody knows their passwords: there are none.
INSERT INTO gulimall_ums.ums_member (id, level_id, username, username_key, password, nickname, mobile, integration, growth, demo, create_time)
    SELECT 1000001 + n.n, 1, CONCAT('past', n.n), CONCAT('past', n.n), '!', CONCAT('past', n.n), CONCAT('170', LPAD(n.n, 8, '0')), 200, 0, 0,
    TIMESTAMPADD(HOUR, -24 * 400 + n.n, :now) FROM :numbers n WHERE n.n < :members;
INSERT INTO gulimall_ums.ums_integration_change_history (business_key, member_id, change_count, note, source_type, create_time)
    SELECT CONCAT('register-', id), id, 200, '注册赠送积分', 2, create_time FROM gulimall_ums.ums_member WHERE id > 1000000;
