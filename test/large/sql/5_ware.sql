-- What was paid for left the first warehouse; a hundredth of the SKUs is running low.
CREATE TEMPORARY TABLE gulimall_wms.sold (sku_id BIGINT PRIMARY KEY, pieces BIGINT);
INSERT INTO gulimall_wms.sold SELECT i.sku_id, SUM(i.sku_quantity) FROM gulimall_oms.oms_order_item i JOIN gulimall_oms.past p ON p.sn = i.order_sn
    WHERE p.status <> 4 GROUP BY i.sku_id;
INSERT INTO gulimall_wms.wms_ware_sku (sku_id, ware_id, sku_name, stock)
    SELECT k.sku_id, 1, k.sku_name, IF(k.sku_id % 100 = 0, 3, 500) FROM gulimall_pms.pms_sku_info k WHERE k.sku_id >= 10000000;
INSERT INTO gulimall_wms.wms_ware_sku (sku_id, ware_id, sku_name, stock)
    SELECT k.sku_id, 2, k.sku_name, 100 FROM gulimall_pms.pms_sku_info k WHERE k.sku_id >= 10000000;
INSERT INTO gulimall_wms.wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, created_at)
    SELECT CONCAT('initial:', w.sku_id, ':', w.ware_id), w.sku_id, w.ware_id, w.stock + IF(w.ware_id = 1, COALESCE(s.pieces, 0), 0), 'initial', TIMESTAMPADD(DAY, -399, :now)
    FROM gulimall_wms.wms_ware_sku w LEFT JOIN gulimall_wms.sold s ON s.sku_id = w.sku_id WHERE w.sku_id >= 10000000;
INSERT INTO gulimall_wms.wms_ware_order_task (order_sn, lock_status, consignee, consignee_tel, delivery_address, created_at, updated_at, check_at)
    SELECT sn, IF(status = 4, 2, 3), CONCAT('收件人', member_id - 1000001), '', '浙江省杭州市西湖区', at, TIMESTAMPADD(MINUTE, 31, at), TIMESTAMPADD(MINUTE, 31, at)
    FROM gulimall_oms.past ORDER BY n;
INSERT INTO gulimall_wms.wms_ware_order_task_detail (task_id, sku_id, ware_id, sku_num, lock_status)
    SELECT t.id, i.sku_id, 1, i.sku_quantity, t.lock_status FROM gulimall_wms.wms_ware_order_task t
    JOIN gulimall_oms.past p ON p.sn = t.order_sn JOIN gulimall_oms.oms_order_item i ON i.order_sn = t.order_sn ORDER BY t.id;
INSERT INTO gulimall_wms.wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, order_sn, created_at)
    SELECT CONCAT('sale:', t.order_sn, ':', d.sku_id, ':1'), d.sku_id, 1, -d.sku_num, 'sale', t.order_sn, t.updated_at FROM gulimall_wms.wms_ware_order_task t
    JOIN gulimall_oms.past p ON p.sn = t.order_sn JOIN gulimall_wms.wms_ware_order_task_detail d ON d.task_id = t.id WHERE t.lock_status = 3 ORDER BY t.id;
DROP TEMPORARY TABLE gulimall_wms.sold;
