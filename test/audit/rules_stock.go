package audit

// stockRules hold within ware's own schema.
func stockRules() []rule {
	return []rule{
		{
			name: "stock-bounds", says: "0 ≤ locked ≤ stock, for every SKU in every warehouse",
			rows: "SELECT COUNT(*) FROM wms.wms_ware_sku",
			find: `SELECT CONCAT('sku ', sku_id, ' ware ', ware_id), CONCAT('stock ', stock, ', locked ', stock_locked)
				FROM wms.wms_ware_sku WHERE stock_locked < 0 OR stock_locked > stock`,
		},
		{
			name: "stock-ledger", says: "stock = the sum of its ledger",
			rows: "SELECT COUNT(*) FROM wms.wms_stock_ledger",
			find: `SELECT CONCAT('sku ', sku_id, ' ware ', ware_id), CONCAT('stock ', SUM(stock), ', ledger ', SUM(delta)) FROM (
				SELECT sku_id, ware_id, stock, 0 AS delta FROM wms.wms_ware_sku
				UNION ALL SELECT sku_id, ware_id, 0, delta FROM wms.wms_stock_ledger) x
				GROUP BY sku_id, ware_id HAVING SUM(stock) <> SUM(delta)`,
		},
		{
			name: "stock-locks", says: "locked = the sum of the live task details",
			rows: "SELECT COUNT(*) FROM wms.wms_ware_order_task_detail WHERE lock_status = 1",
			find: `SELECT CONCAT('sku ', sku_id, ' ware ', ware_id), CONCAT('locked ', SUM(locked), ', details ', SUM(held)) FROM (
				SELECT sku_id, ware_id, stock_locked AS locked, 0 AS held FROM wms.wms_ware_sku
				UNION ALL SELECT sku_id, ware_id, 0, sku_num FROM wms.wms_ware_order_task_detail WHERE lock_status = 1) x
				GROUP BY sku_id, ware_id HAVING SUM(locked) <> SUM(held)`,
		},
		{
			name: "lock-one-end", says: "a task and all its details are locked, released or deducted together",
			rows: "SELECT COUNT(*) FROM wms.wms_ware_order_task_detail",
			find: `SELECT COALESCE(t.order_sn, CONCAT('task ', d.task_id)), CONCAT('sku ', d.sku_id, ': detail ', d.lock_status, ', task ', COALESCE(t.lock_status, 'missing'))
				FROM wms.wms_ware_order_task_detail d LEFT JOIN wms.wms_ware_order_task t ON t.id = d.task_id
				WHERE t.id IS NULL OR t.lock_status <> d.lock_status
				UNION ALL SELECT t.order_sn, CONCAT('task ', t.lock_status, ' without details') FROM wms.wms_ware_order_task t
				LEFT JOIN wms.wms_ware_order_task_detail d ON d.task_id = t.id WHERE t.lock_status <> 2 AND d.id IS NULL`,
		},
		{
			name: "sale-ledger", says: "the ledger has exactly the sales of the deducted tasks",
			rows: "SELECT COUNT(*) FROM wms.wms_stock_ledger WHERE business_key LIKE 'sale:%'",
			find: `SELECT order_sn, CONCAT('sku ', sku_id, ' ware ', ware_id, ': deducted ', SUM(taken), ', ledger ', SUM(sold)) FROM (
				SELECT t.order_sn, d.sku_id, d.ware_id, d.sku_num AS taken, 0 AS sold FROM wms.wms_ware_order_task t
					JOIN wms.wms_ware_order_task_detail d ON d.task_id = t.id WHERE t.lock_status = 3 AND t.order_sn NOT IN (:seeded)
				UNION ALL SELECT order_sn, sku_id, ware_id, 0, -delta FROM wms.wms_stock_ledger WHERE business_key LIKE 'sale:%') x
				GROUP BY order_sn, sku_id, ware_id HAVING SUM(taken) <> SUM(sold)`,
		},
	}
}

// stockOfOrderRules hold between orders and their stock.
func stockOfOrderRules() []rule {
	return []rule{
		{
			name: "pending-holds", says: "an unpaid order holds exactly its locks",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (0, 7)",
			find: `SELECT order_sn, CONCAT('sku ', sku_id, ': ', SUM(wanted), ' ordered, ', SUM(held), ' locked') FROM (
				SELECT o.order_sn, i.sku_id, i.sku_quantity AS wanted, 0 AS held FROM oms.oms_order o JOIN oms.oms_order_item i ON i.order_sn = o.order_sn
					WHERE o.status IN (0, 7)
				UNION ALL SELECT o.order_sn, d.sku_id, 0, d.sku_num FROM oms.oms_order o JOIN wms.wms_ware_order_task t ON t.order_sn = o.order_sn
					JOIN wms.wms_ware_order_task_detail d ON d.task_id = t.id AND d.lock_status = 1 WHERE o.status IN (0, 7)) x
				GROUP BY order_sn, sku_id HAVING SUM(wanted) <> SUM(held)`,
		},
		{
			name: "dead-holds-none", says: "no stock is locked for an order that is closed or does not exist", when: atRest,
			rows: "SELECT COUNT(*) FROM wms.wms_ware_order_task WHERE lock_status = 1",
			find: `SELECT t.order_sn, IF(o.id IS NULL, 'locked for no order', 'locked for a closed order') FROM wms.wms_ware_order_task t
				LEFT JOIN oms.oms_order o ON o.order_sn = t.order_sn WHERE t.lock_status = 1 AND (o.id IS NULL OR o.status = 4)`,
		},
		{
			name: "paid-keeps", says: "no paid order has lost its stock", when: onlyOnline,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5)",
			find: `SELECT o.order_sn, IF(t.id IS NULL, 'paid, and never reserved', 'paid, and its stock was released') FROM oms.oms_order o
				LEFT JOIN wms.wms_ware_order_task t ON t.order_sn = o.order_sn
				WHERE o.status IN (1, 2, 3, 5) AND o.order_sn NOT IN (:seeded) AND (t.id IS NULL OR t.lock_status = 2)`,
		},
		{
			name: "paid-deducted", says: "the stock of a paid order is deducted, piece by piece", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5)",
			find: `SELECT order_sn, CONCAT('sku ', sku_id, ': ', SUM(bought), ' bought, ', SUM(sold), ' deducted') FROM (
				SELECT o.order_sn, i.sku_id, i.sku_quantity AS bought, 0 AS sold FROM oms.oms_order o JOIN oms.oms_order_item i ON i.order_sn = o.order_sn
					WHERE o.status IN (1, 2, 3, 5)
				UNION ALL SELECT o.order_sn, l.sku_id, 0, -l.delta FROM oms.oms_order o JOIN wms.wms_stock_ledger l ON l.order_sn = o.order_sn AND l.delta < 0
					WHERE o.status IN (1, 2, 3, 5)) x
				GROUP BY order_sn, sku_id HAVING SUM(bought) <> SUM(sold)`,
		},
		{
			name: "sold-paid", says: "no stock is deducted for an order that was never paid",
			rows: "SELECT COUNT(*) FROM wms.wms_ware_order_task WHERE lock_status = 3",
			find: `SELECT t.order_sn, CONCAT('deducted, order ', COALESCE(o.status, 'missing')) FROM wms.wms_ware_order_task t
				LEFT JOIN oms.oms_order o ON o.order_sn = t.order_sn
				WHERE t.lock_status = 3 AND (o.id IS NULL OR o.status IN (0, 6, 7) OR (o.status = 4 AND o.payment_time IS NULL))`,
		},
	}
}
