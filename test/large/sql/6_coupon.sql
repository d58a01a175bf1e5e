-- Twenty coupons, and claims of them by all members in turn: claim n of the past has the number 1000000 + n, and order n has used it where
-- it has a coupon.
INSERT INTO gulimall_sms.sms_coupon (id, coupon_type, coupon_name, num, amount, per_limit, min_point, start_time, end_time, use_type, publish_count,
    enable_start_time, enable_end_time, publish, created_at, updated_at)
    SELECT 1001 + n.n, 0, CONCAT('满 5 元可用 ', n.n + 1), 10000, 500, 50, 500, TIMESTAMPADD(DAY, -399, :now), TIMESTAMPADD(DAY, 30, :now), 0, 10000,
    TIMESTAMPADD(DAY, -399, :now), TIMESTAMPADD(DAY, -2, :now), 1, TIMESTAMPADD(DAY, -399, :now), TIMESTAMPADD(DAY, -399, :now) FROM :numbers n WHERE n.n < 20;
INSERT INTO gulimall_sms.sms_coupon_history (id, coupon_id, member_id, seq, get_type, state, order_sn, start_time, end_time, create_time, use_time)
    SELECT 1000000 + n.n, 1001 + n.n % 20, 1000001 + n.n % :members, 1 + n.n DIV :members, 1,
    CASE WHEN p.coupon > 0 THEN 1 WHEN n.n % 3 = 0 THEN 2 ELSE 0 END, IF(p.coupon > 0, p.sn, ''), TIMESTAMPADD(DAY, -399, :now),
    IF(p.coupon = 0 AND n.n % 3 = 0, TIMESTAMPADD(DAY, -1, :now), TIMESTAMPADD(DAY, 30, :now)),
    TIMESTAMPADD(MINUTE, -10 * (:claims - n.n) - 3 * 1440, :now), IF(p.coupon > 0, p.at, NULL)
    FROM :numbers n JOIN gulimall_oms.past p ON p.n = n.n WHERE n.n < :claims;
INSERT INTO gulimall_sms.sms_coupon_reservation (order_sn, history_id, member_id, status, created_at, updated_at)
    SELECT p.sn, 1000000 + p.n, p.member_id, 3, p.at, p.at FROM gulimall_oms.past p WHERE p.coupon > 0;
UPDATE gulimall_sms.sms_coupon c JOIN (SELECT coupon_id, COUNT(*) AS claimed, SUM(state = 1) AS used FROM gulimall_sms.sms_coupon_history
    WHERE id >= 1000000 GROUP BY coupon_id) h ON h.coupon_id = c.id SET c.receive_count = h.claimed, c.use_count = h.used WHERE c.id BETWEEN 1001 AND 1020;
