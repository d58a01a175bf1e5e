INSERT INTO gulimall_admin.sys_audit_log (at, staff_id, account, address, area, action, object)
    SELECT TIMESTAMPADD(MINUTE, -5 * (20000 - n.n), :now), 1, 'admin', '192.0.2.1', 'order', 'order.shipped', CONCAT('2', LPAD(n.n, 15, '0')) FROM :numbers n WHERE n.n < 20000;
