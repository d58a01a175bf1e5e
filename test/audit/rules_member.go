package audit

// memberRules hold in member's schema, and between orders and their points.
func memberRules() []rule {
	return []rule{
		{
			name: "points-balance", says: "a member's points are the sum of their ledger, and never below nothing",
			rows: "SELECT COUNT(*) FROM ums.ums_integration_change_history",
			find: ledgerSum("integration", "ums_integration_change_history"),
		},
		{
			name: "growth-balance", says: "a member's growth is the sum of its ledger, and never below nothing",
			rows: "SELECT COUNT(*) FROM ums.ums_growth_change_history",
			find: ledgerSum("growth", "ums_growth_change_history"),
		},
		{
			name: "points-frozen", says: "frozen points are those of the live freezes, and no more than there are",
			rows: "SELECT COUNT(*) FROM ums.ums_integration_freeze WHERE status = 1",
			find: `SELECT CONCAT('member ', m), CONCAT('frozen ', SUM(frozen), ' of ', SUM(points), ', freezes ', SUM(held)) FROM (
				SELECT id AS m, integration_frozen AS frozen, integration AS points, 0 AS held FROM ums.ums_member
				UNION ALL SELECT member_id, 0, 0, points FROM ums.ums_integration_freeze WHERE status = 1) x
				GROUP BY m HAVING SUM(frozen) <> SUM(held) OR SUM(frozen) > SUM(points)`,
		},
		{
			name: "points-ledger", says: "the ledger has exactly the points of the freezes that were spent",
			rows: "SELECT COUNT(*) FROM ums.ums_integration_freeze WHERE status = 3",
			find: `SELECT order_sn, CONCAT('spent ', SUM(spent), ', ledger ', SUM(booked)) FROM (
				SELECT order_sn, points AS spent, 0 AS booked FROM ums.ums_integration_freeze WHERE status = 3 AND order_sn NOT IN (:seeded)
				UNION ALL SELECT order_sn, 0, -change_count FROM ums.ums_integration_change_history WHERE business_key LIKE 'order-spent-%'
					AND order_sn NOT IN (:seeded)) x
				GROUP BY order_sn HAVING SUM(spent) <> SUM(booked)`,
		},
		{
			name: "points-pending", says: "an unpaid order holds its points",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (0, 7) AND use_integration > 0",
			find: `SELECT o.order_sn, CONCAT(o.use_integration, ' points, freeze ', COALESCE(CONCAT(f.points, ' in status ', f.status), 'missing')) FROM oms.oms_order o
				LEFT JOIN ums.ums_integration_freeze f ON f.order_sn = o.order_sn
				WHERE o.status IN (0, 7) AND o.use_integration > 0
				AND (f.order_sn IS NULL OR f.status <> 1 OR f.points <> o.use_integration OR f.member_id <> o.member_id)`,
		},
		{
			name: "points-kept", says: "no paid order has lost its points", when: onlyOnline,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5) AND use_integration > 0",
			find: `SELECT o.order_sn, CONCAT(o.use_integration, ' points, freeze in status ', COALESCE(f.status, 'missing')) FROM oms.oms_order o
				LEFT JOIN ums.ums_integration_freeze f ON f.order_sn = o.order_sn
				WHERE o.status IN (1, 2, 3, 5) AND o.use_integration > 0 AND o.order_sn NOT IN (:seeded) AND COALESCE(f.status, 0) NOT IN (1, 3)`,
		},
		{
			name: "points-spent", says: "the points of a paid order are spent", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5) AND use_integration > 0",
			find: `SELECT o.order_sn, CONCAT(o.use_integration, ' points, spent ', COALESCE(h.spent, 0)) FROM oms.oms_order o
				LEFT JOIN (SELECT order_sn, -SUM(change_count) AS spent FROM ums.ums_integration_change_history WHERE change_count < 0 AND business_key NOT LIKE 'return-%' GROUP BY order_sn) h
					ON h.order_sn = o.order_sn
				WHERE o.status IN (1, 2, 3, 5) AND o.use_integration > 0 AND COALESCE(h.spent, 0) <> o.use_integration`,
		},
		{
			name: "points-dead", says: "no points are frozen for an order that is closed or does not exist", when: atRest,
			rows: "SELECT COUNT(*) FROM ums.ums_integration_freeze WHERE status = 1",
			find: `SELECT f.order_sn, CONCAT(f.points, IF(o.id IS NULL, ' points frozen for no order', ' points frozen for a closed order'))
				FROM ums.ums_integration_freeze f LEFT JOIN oms.oms_order o ON o.order_sn = f.order_sn
				WHERE f.status = 1 AND (o.id IS NULL OR o.status = 4)`,
		},
		{
			name: "points-earned", says: "no points are spent for an order that was never paid",
			rows: "SELECT COUNT(*) FROM ums.ums_integration_freeze WHERE status = 3",
			find: `SELECT f.order_sn, CONCAT(f.points, ' points spent, order ', COALESCE(o.status, 'missing')) FROM ums.ums_integration_freeze f
				LEFT JOIN oms.oms_order o ON o.order_sn = f.order_sn
				WHERE f.status = 3 AND (o.id IS NULL OR o.status IN (0, 6, 7) OR (o.status = 4 AND o.payment_time IS NULL))`,
		},
		{
			name: "gift-credited", says: "a received order has given its points and its growth, but for what came back before", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status = 3",
			find: `SELECT o.order_sn, CONCAT('gives ', o.integration - COALESCE(b.points, 0), ' points and ', o.growth - COALESCE(b.growth, 0), ' growth, gave ',
				COALESCE(p.given, 0), ' and ', COALESCE(g.given, 0)) FROM oms.oms_order o
				LEFT JOIN (SELECT order_sn, SUM(change_count) AS given FROM ums.ums_integration_change_history
					WHERE change_count > 0 AND business_key NOT LIKE 'return-%' GROUP BY order_sn) p ON p.order_sn = o.order_sn
				LEFT JOIN (SELECT order_sn, SUM(change_count) AS given FROM ums.ums_growth_change_history WHERE change_count > 0 GROUP BY order_sn) g
					ON g.order_sn = o.order_sn
				LEFT JOIN (SELECT a.order_sn, SUM(i.gift_points) AS points, SUM(i.gift_growth) AS growth FROM oms.oms_order_return_apply a
					JOIN oms.oms_order_return_item i ON i.return_id = a.id WHERE a.status IN (2, 6) AND a.gifts_given = 0 GROUP BY a.order_sn) b ON b.order_sn = o.order_sn
				WHERE (o.status = 3 OR o.close_reason = 'refunded' AND o.receive_time IS NOT NULL)
				AND (COALESCE(p.given, 0) <> o.integration - COALESCE(b.points, 0) OR COALESCE(g.given, 0) <> o.growth - COALESCE(b.growth, 0))`,
		},
		{
			name: "gift-earned", says: "no order gives points or growth before it is received",
			rows: "SELECT COUNT(*) FROM ums.ums_integration_change_history WHERE business_key LIKE 'order-gift-%'",
			find: `SELECT h.order_sn, CONCAT('gave ', h.change_count, ', order ', COALESCE(o.status, 'missing')) FROM (
				SELECT order_sn, change_count FROM ums.ums_integration_change_history WHERE business_key LIKE 'order-gift-%'
				UNION ALL SELECT order_sn, change_count FROM ums.ums_growth_change_history WHERE business_key LIKE 'order-gift-%') h
				LEFT JOIN oms.oms_order o ON o.order_sn = h.order_sn WHERE o.id IS NULL OR o.receive_time IS NULL`,
		},
	}
}

// ledgerSum finds members whose column is not the sum of a ledger.
func ledgerSum(column, ledger string) string {
	return `SELECT CONCAT('member ', m), CONCAT('has ', SUM(has), ', ledger ', SUM(booked)) FROM (
		SELECT id AS m, ` + column + ` AS has, 0 AS booked FROM ums.ums_member
		UNION ALL SELECT member_id, 0, change_count FROM ums.` + ledger + `) x
		GROUP BY m HAVING SUM(has) <> SUM(booked) OR SUM(has) < 0`
}
