INSERT INTO gulimall_pay.pay_payment (order_sn, member_id, amount, status, channel, trade_no, expires_at, offered_at, paid_at, created_at, updated_at)
    SELECT order_sn, member_id, pay_amount, 1, 'alipay', trade_no, expires_at, create_time, payment_time, create_time, payment_time
    FROM gulimall_oms.oms_order WHERE order_sn LIKE '2_______________' AND trade_no <> '' ORDER BY order_sn;
INSERT INTO gulimall_pay.pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at)
    SELECT trade_no, order_sn, amount, 'credited', 'notify', paid_at, paid_at FROM gulimall_pay.pay_payment WHERE order_sn LIKE '2_______________' ORDER BY order_sn;
INSERT INTO gulimall_pay.pay_notify (notify_id, verdict, order_sn, trade_no, trade_status, raw, received_at)
    SELECT CONCAT('past-', order_sn), 'paid', order_sn, trade_no, 'TRADE_SUCCESS', '', paid_at FROM gulimall_pay.pay_trade WHERE order_sn LIKE '2_______________' ORDER BY order_sn;
DELETE FROM gulimall_pay.pay_day;
