package audit

// moves are the lines of the timeline that move an order; what else is noted there leaves it as it is.
const moves = `event NOT IN ('payment_refused', 'refund_requested', 'refunded', 'stock_locked', 'coupon_locked', 'points_frozen', 'pay_started',
	'stock_deducted', 'stock_unlocked', 'points_given', 'price_changed', 'staff_note')`

// legal are the moves that an order may make, from_to; the first comes from nowhere (-1).
const legal = "'-1_6','6_0','6_4','0_1','0_7','7_1','7_4','1_2','1_4','2_3','2_5','3_5','5_5','5_2','5_3','5_4'"

// still are the events after which an order may stand where it stood before.
const still = "'refund_agreed', 'return_done'"

// orderRules hold within the order service's own schema.
func orderRules() []rule {
	return []rule{
		{
			name: "order-once", says: "an order number is one order; so is a member's token, and a state of the cart",
			rows: "SELECT COUNT(*) FROM oms.oms_order",
			find: `SELECT order_sn, CONCAT(COUNT(*), ' orders of this number') FROM oms.oms_order GROUP BY order_sn HAVING COUNT(*) > 1
				UNION ALL SELECT MIN(order_sn), CONCAT(COUNT(*), ' orders of token ', submit_token) FROM oms.oms_order
				WHERE submit_token IS NOT NULL GROUP BY member_id, submit_token HAVING COUNT(*) > 1
				UNION ALL SELECT MIN(order_sn), CONCAT(COUNT(*), ' orders of cart ', cart_rev) FROM oms.oms_order
				WHERE cart_rev IS NOT NULL GROUP BY member_id, cart_rev HAVING COUNT(*) > 1`,
		},
		{
			name: "order-lines", says: "every order has lines, every line has its order",
			rows: "SELECT COUNT(*) FROM oms.oms_order_item",
			find: `SELECT o.order_sn, 'no lines' FROM oms.oms_order o LEFT JOIN oms.oms_order_item i ON i.order_sn = o.order_sn WHERE i.id IS NULL
				UNION ALL SELECT i.order_sn, CONCAT('line of sku ', i.sku_id, ' without order') FROM oms.oms_order_item i
				LEFT JOIN oms.oms_order o ON o.order_sn = i.order_sn WHERE o.id IS NULL`,
		},
		{
			name: "line-total", says: "a line costs price × count, less its share of every discount, and never less than nothing",
			rows: "SELECT COUNT(*) FROM oms.oms_order_item",
			find: `SELECT order_sn, CONCAT('sku ', sku_id, ': ', sku_price, ' × ', sku_quantity, ' is not ', total_amount, ', or real ', real_amount)
				FROM oms.oms_order_item WHERE sku_quantity < 1 OR total_amount <> sku_price * sku_quantity OR real_amount < 0
				OR promotion_amount < 0 OR coupon_amount < 0 OR integration_amount < 0
				OR real_amount <> total_amount - promotion_amount - coupon_amount - integration_amount`,
		},
		{
			name: "order-total", says: "an order costs the sum of its lines plus freight, discount by discount; one point pays one fen",
			rows: "SELECT COUNT(*) FROM oms.oms_order",
			find: `SELECT o.order_sn, CONCAT('order ', o.total_amount, '-', o.promotion_amount, '-', o.coupon_amount, '-', o.integration_amount, '+', o.freight_amount,
				'=', o.pay_amount, ', lines ', i.total, '-', i.promotion, '-', i.coupon, '-', i.points, '=', i.payable) FROM oms.oms_order o
				JOIN (SELECT order_sn, SUM(total_amount) AS total, SUM(promotion_amount) AS promotion, SUM(coupon_amount) AS coupon,
					SUM(integration_amount) AS points, SUM(real_amount) AS payable, SUM(gift_integration) AS gift, SUM(gift_growth) AS growth
					FROM oms.oms_order_item GROUP BY order_sn) i ON i.order_sn = o.order_sn
				WHERE o.total_amount <> i.total OR o.promotion_amount <> i.promotion OR o.coupon_amount <> i.coupon OR o.integration_amount <> i.points
				OR o.pay_amount <> i.payable + o.freight_amount OR o.pay_amount < 0 OR o.freight_amount < 0
				OR o.use_integration <> o.integration_amount OR o.integration <> i.gift OR o.growth <> i.growth`,
		},
		{
			name: "order-moves", says: "an order only ever makes legal moves",
			rows: "SELECT COUNT(*) FROM oms.oms_order_operate_history WHERE " + moves,
			find: `SELECT order_sn, CONCAT('moved from ', was, ' to ', order_status, ' by ', event) FROM (
				SELECT order_sn, event, order_status, COALESCE(LAG(order_status) OVER (PARTITION BY order_sn ORDER BY id), -1) AS was
				FROM oms.oms_order_operate_history WHERE ` + moves + ` AND order_sn NOT IN (:seeded)) x
				WHERE CONCAT(was, '_', order_status) NOT IN (` + legal + `) AND NOT (was = order_status AND event IN (` + still + `))`,
		},
		{
			name: "order-timeline", says: "an order stands where the last line of its timeline says",
			rows: "SELECT COUNT(*) FROM oms.oms_order",
			find: `SELECT o.order_sn, CONCAT('status ', o.status, ', timeline ', COALESCE(h.order_status, 'empty')) FROM oms.oms_order o
				LEFT JOIN (SELECT order_sn, MAX(id) AS id FROM oms.oms_order_operate_history WHERE ` + moves + ` GROUP BY order_sn) last
					ON last.order_sn = o.order_sn
				LEFT JOIN oms.oms_order_operate_history h ON h.id = last.id
				WHERE h.id IS NULL OR h.order_status <> o.status`,
		},
		{
			name: "order-deadline", says: "no order is unpaid or unfinished past its deadline and a grace", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (0, 6, 7)",
			find: `SELECT order_sn, CONCAT('status ', status, ', deadline ', expires_at) FROM oms.oms_order
				WHERE (status IN (0, 7) AND expires_at < :overdue) OR (status = 6 AND create_time < :overdue)`,
		},
		{
			name: "order-not-early", says: "no order times out before its deadline",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status = 4 AND close_reason = 'timeout'",
			find: `SELECT order_sn, CONCAT('closed ', close_time, ', deadline ', expires_at) FROM oms.oms_order
				WHERE status = 4 AND close_reason = 'timeout' AND close_time < expires_at`,
		},
	}
}
