-- Orders of the last year, the newest two hours old, two lines each. A tenth was never paid; those of the last day wait to leave, those of
-- the last six days are on their way, the others have arrived. Their numbers have sixteen digits, as all of the demo shop's past.
CREATE TEMPORARY TABLE gulimall_oms.past (
    n INT PRIMARY KEY, sn VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin, member_id BIGINT, at DATETIME(3), status TINYINT, sku_a BIGINT, sku_b BIGINT,
    price_a BIGINT, price_b BIGINT, quantity BIGINT, coupon BIGINT);
INSERT INTO gulimall_oms.past SELECT n.n, CONCAT('2', LPAD(n.n, 15, '0')), 1000001 + n.n % :members,
    TIMESTAMPADD(SECOND, -FLOOR((:orders - n.n) * (365 * 86400 / :orders)) - 7200, :now), 0,
    10000000 + (n.n * 7) % :skus, 10000000 + (n.n * 7 + 9973) % :skus, 1990 + ((n.n * 7) % :skus % 500) * 100, 1990 + ((n.n * 7 + 9973) % :skus % 500) * 100,
    1 + n.n % 3, 0 FROM :numbers n WHERE n.n < :orders;
UPDATE gulimall_oms.past SET status = CASE WHEN n % 10 = 0 THEN 4 WHEN at > TIMESTAMPADD(DAY, -1, :now) THEN 1
    WHEN at > TIMESTAMPADD(DAY, -6, :now) THEN IF(n % 50 = 7, 5, 2) ELSE 3 END;
UPDATE gulimall_oms.past SET coupon = 500 WHERE status <> 4 AND n < :used;
INSERT INTO gulimall_oms.oms_order (order_sn, member_id, member_username, body_hash, from_cart, status, coupon_id, total_amount, promotion_amount,
    coupon_amount, integration_amount, freight_amount, pay_amount, pay_type, pay_channel, trade_no, integration, growth, receiver_id, receiver_name,
    receiver_phone, receiver_province, receiver_city, receiver_region, receiver_detail_address, delivery_company, delivery_sn, close_reason, close_cause,
    create_time, expires_at, placed_at, payment_time, delivery_time, receive_time, close_time)
    SELECT sn, member_id, CONCAT('past', member_id - 1000001), '', 1, status, IF(coupon > 0, 1000000 + n, NULL), price_a * quantity + price_b, 0,
    coupon, 0, 0, price_a * quantity + price_b - coupon, 1, IF(status = 4, '', 'alipay'), IF(status = 4, '', CONCAT('2026', LPAD(n, 24, '0'))), 0, 0, 0,
    CONCAT('收件人', member_id - 1000001), CONCAT('170', LPAD(member_id - 1000001, 8, '0')), '浙江省', '杭州市', '西湖区', CONCAT('文三路 ', n % 900 + 1, ' 号'),
    IF(status IN (2, 3, 5), '顺丰速运', ''), IF(status IN (2, 3, 5), CONCAT('SF', LPAD(n, 13, '0')), ''), IF(status = 4, 'timeout', ''), IF(status = 4, 'timeout', ''),
    at, TIMESTAMPADD(MINUTE, 30, at), at, IF(status = 4, NULL, TIMESTAMPADD(MINUTE, 5, at)), IF(status IN (2, 3, 5), TIMESTAMPADD(HOUR, 12, at), NULL),
    IF(status = 3, TIMESTAMPADD(DAY, 4, at), NULL), IF(status = 4, TIMESTAMPADD(MINUTE, 31, at), NULL) FROM gulimall_oms.past ORDER BY n;
INSERT INTO gulimall_oms.oms_order_item (order_sn, sku_id, spu_id, category_id, spu_name, spu_brand, sku_name, sku_pic, sku_attrs_vals, sku_price, sku_quantity,
    sku_weight, total_amount, promotion_amount, coupon_amount, integration_amount, real_amount, gift_integration, gift_growth)
    SELECT p.sn, k.sku_id, k.spu_id, k.catalog_id, s.spu_name, '', k.sku_title, k.sku_default_img, '[]', k.price, p.quantity, k.weight, k.price * p.quantity, 0,
    p.coupon, 0, k.price * p.quantity - p.coupon, 0, 0
    FROM gulimall_oms.past p JOIN gulimall_pms.pms_sku_info k ON k.sku_id = p.sku_a JOIN gulimall_pms.pms_spu_info s ON s.id = k.spu_id ORDER BY p.n;
INSERT INTO gulimall_oms.oms_order_item (order_sn, sku_id, spu_id, category_id, spu_name, spu_brand, sku_name, sku_pic, sku_attrs_vals, sku_price, sku_quantity,
    sku_weight, total_amount, promotion_amount, coupon_amount, integration_amount, real_amount, gift_integration, gift_growth)
    SELECT p.sn, k.sku_id, k.spu_id, k.catalog_id, s.spu_name, '', k.sku_title, k.sku_default_img, '[]', k.price, 1, k.weight, k.price, 0, 0, 0, k.price, 0, 0
    FROM gulimall_oms.past p JOIN gulimall_pms.pms_sku_info k ON k.sku_id = p.sku_b JOIN gulimall_pms.pms_spu_info s ON s.id = k.spu_id ORDER BY p.n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'created', 6, 'member', NULL, at FROM gulimall_oms.past ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'placed', 0, 'member', NULL, at FROM gulimall_oms.past ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'closing', 7, 'system', NULL, TIMESTAMPADD(MINUTE, 30, at) FROM gulimall_oms.past WHERE status = 4 ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'closed', 4, 'system', '{"reason":"timeout"}', TIMESTAMPADD(MINUTE, 31, at) FROM gulimall_oms.past WHERE status = 4 ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'paid', 1, 'payment', JSON_OBJECT('tradeNo', CONCAT('2026', LPAD(n, 24, '0'))), TIMESTAMPADD(MINUTE, 5, at) FROM gulimall_oms.past WHERE status <> 4 ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'shipped', 2, 'staff', JSON_OBJECT('company', '顺丰速运', 'trackingNo', CONCAT('SF', LPAD(n, 13, '0'))), TIMESTAMPADD(HOUR, 12, at)
    FROM gulimall_oms.past WHERE status IN (2, 3, 5) ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'completed', 3, 'member', NULL, TIMESTAMPADD(DAY, 4, at) FROM gulimall_oms.past WHERE status = 3 ORDER BY n;
INSERT INTO gulimall_oms.oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time)
    SELECT sn, 'return_applied', 5, 'member', NULL, TIMESTAMPADD(HOUR, 20, at) FROM gulimall_oms.past WHERE status = 5 ORDER BY n;
-- Those that are after-sale wait for an answer; of those that have arrived, some had asked for their money and were refused.
INSERT INTO gulimall_oms.oms_order_return_apply (order_sn, member_id, member_username, return_amount, status, reason, create_time, handle_time, handle_note)
    SELECT sn, member_id, CONCAT('past', member_id - 1000001), price_b, IF(status = 5, 0, 3), '不喜欢', TIMESTAMPADD(HOUR, 20, at), IF(status = 5, NULL, TIMESTAMPADD(HOUR, 30, at)),
    IF(status = 5, '', '已使用') FROM gulimall_oms.past WHERE status = 5 OR (status = 3 AND n % 50 = 3) ORDER BY n;
INSERT INTO gulimall_oms.oms_order_return_item (return_id, sku_id, sku_quantity, real_amount)
    SELECT a.id, p.sku_b, 1, p.price_b FROM gulimall_oms.oms_order_return_apply a JOIN gulimall_oms.past p ON p.sn = a.order_sn;
-- The dashboard's sums are counted anew.
UPDATE gulimall_oms.oms_summary_state SET whole_at = NULL;
