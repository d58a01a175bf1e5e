package audit

// asked are the returns whose refund was asked for; returned is what of every line comes back with them.
const (
	asked    = "status IN (2, 6)"
	returned = `(SELECT a.order_sn, i.sku_id, SUM(i.sku_quantity) AS pieces, SUM(i.gift_points) AS points, SUM(i.gift_growth) AS growth
		FROM oms.oms_order_return_apply a JOIN oms.oms_order_return_item i ON i.return_id = a.id WHERE a.` + asked + ` GROUP BY a.order_sn, i.sku_id)`
	// nothingLeft says of an order o that all its money or all its pieces went back.
	nothingLeft = `(o.pay_amount > 0 AND o.refund_asked = o.pay_amount OR NOT EXISTS (SELECT 1 FROM oms.oms_order_item l
		LEFT JOIN ` + returned + ` b ON b.order_sn = l.order_sn AND b.sku_id = l.sku_id
		WHERE l.order_sn = o.order_sn AND l.sku_quantity > COALESCE(b.pieces, 0)))`
)

// refundRules hold between returns and everything that goes back with them.
func refundRules() []rule {
	return []rule{
		{
			name: "refund-sum", says: "a return is the sum of its lines and its freight",
			rows: "SELECT COUNT(*) FROM oms.oms_order_return_apply",
			find: `SELECT a.order_sn, CONCAT('return ', a.id, ': ', a.return_amount, ', lines ', COALESCE(SUM(i.real_amount), 0), ', freight ', a.freight_amount)
				FROM oms.oms_order_return_apply a LEFT JOIN oms.oms_order_return_item i ON i.return_id = a.id
				GROUP BY a.id, a.order_sn, a.return_amount, a.freight_amount HAVING a.return_amount <> COALESCE(SUM(i.real_amount), 0) + a.freight_amount`,
		},
		{
			name: "return-limit", says: "no line comes back more often, or for more money, points or gifts, than it was bought; nor does freight",
			rows: "SELECT COUNT(*) FROM oms.oms_order_return_item",
			find: `SELECT r.order_sn, CONCAT('sku ', r.sku_id, ': ', r.pieces, ' pieces for ', r.amount, ' and ', r.points, ' points of ', COALESCE(i.sku_quantity, 0), ' for ',
				COALESCE(i.real_amount, 0), ' and ', COALESCE(i.integration_amount, 0)) FROM (SELECT a.order_sn, x.sku_id, SUM(x.sku_quantity) AS pieces,
					SUM(x.real_amount) AS amount, SUM(x.points) AS points, SUM(x.gift_points) AS gift, SUM(x.gift_growth) AS growth FROM oms.oms_order_return_apply a
					JOIN oms.oms_order_return_item x ON x.return_id = a.id WHERE a.status NOT IN (3, 4) GROUP BY a.order_sn, x.sku_id) r
				LEFT JOIN oms.oms_order_item i ON i.order_sn = r.order_sn AND i.sku_id = r.sku_id
				WHERE i.id IS NULL OR r.pieces > i.sku_quantity OR r.amount > i.real_amount OR r.points > i.integration_amount
				OR r.gift > i.gift_integration OR r.growth > i.gift_growth
				UNION ALL SELECT o.order_sn, CONCAT('freight ', SUM(a.freight_amount), ' of ', o.freight_amount) FROM oms.oms_order o
				JOIN oms.oms_order_return_apply a ON a.order_sn = o.order_sn AND a.status NOT IN (3, 4)
				GROUP BY o.order_sn, o.freight_amount HAVING SUM(a.freight_amount) > o.freight_amount`,
		},
		{
			name: "refund-asked", says: "an order has asked for exactly the refunds of its returns, and for no more than was paid",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE refund_asked > 0",
			find: `SELECT o.order_sn, CONCAT('asked for ', o.refund_asked, ' of ', o.pay_amount, ', returns ', COALESCE(r.amount, 0)) FROM oms.oms_order o
				LEFT JOIN (SELECT order_sn, SUM(return_amount) AS amount FROM oms.oms_order_return_apply WHERE ` + asked + ` GROUP BY order_sn) r
					ON r.order_sn = o.order_sn
				WHERE o.refund_asked <> COALESCE(r.amount, 0) OR o.refund_asked > o.pay_amount`,
		},
		{
			name: "after-sale-open", says: "an order is in after-sale exactly as long as one of its returns is open",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status = 5",
			find: `SELECT o.order_sn, CONCAT('status ', o.status, ', open returns ', COUNT(a.id)) FROM oms.oms_order o
				LEFT JOIN oms.oms_order_return_apply a ON a.order_sn = o.order_sn AND a.status IN (0, 1, 5, 6)
				WHERE o.status IN (2, 3, 5) GROUP BY o.order_sn, o.status
				HAVING o.status = 5 AND COUNT(a.id) = 0 OR o.status IN (2, 3) AND SUM(a.status <> 6) > 0`,
		},
		{
			name: "refunded-ends", says: "an order ends as refunded exactly when nothing is left of it",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE close_reason = 'refunded'",
			find: `SELECT o.order_sn, CONCAT('status ', o.status, ' ', o.close_reason, ', asked for ', o.refund_asked, ' of ', o.pay_amount) FROM oms.oms_order o
				WHERE o.status = 4 AND o.close_reason = 'refunded' AND (o.payment_time IS NULL OR NOT ` + nothingLeft + `)
				UNION ALL SELECT o.order_sn, CONCAT('status ', o.status, ', and nothing is left of it') FROM oms.oms_order o
				WHERE o.status IN (1, 2, 3) AND EXISTS (SELECT 1 FROM oms.oms_order_return_apply a WHERE a.order_sn = o.order_sn AND a.` + asked + `) AND ` + nothingLeft,
		},
		{
			name: "refund-agreed", says: "every return that is paid back has its refund, and the other way round, to the fen", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order_return_apply WHERE " + asked,
			find: `SELECT a.order_sn, CONCAT('return ', a.id, ' in status ', a.status, ': ', a.return_amount, ', refund ', COALESCE(CONCAT(r.amount, ' in status ', r.status), 'missing'))
				FROM oms.oms_order_return_apply a LEFT JOIN pay.pay_refund r ON r.refund_sn = a.refund_sn AND r.order_sn = a.order_sn
				WHERE a.` + asked + ` AND (a.return_amount > 0 OR r.refund_sn IS NOT NULL) AND (r.refund_sn IS NULL OR r.amount <> a.return_amount OR (r.status = 2) <> (a.status = 2))
				UNION ALL SELECT r.order_sn, CONCAT('refund ', r.refund_sn, ' of ', r.amount, ' that nobody agreed to') FROM pay.pay_refund r
				LEFT JOIN oms.oms_order_return_apply a ON a.refund_sn = r.refund_sn AND a.` + asked + ` WHERE r.reason = 'after_sale' AND a.id IS NULL`,
		},
	}
}

// returnID is the return that a line of the stock ledger is of.
const returnID = "CAST(SUBSTRING_INDEX(SUBSTRING_INDEX(business_key, ':', 2), ':', -1) AS UNSIGNED)"

// comebackRules hold between returns and the goods, coupons and points that come back with them.
func comebackRules() []rule {
	return []rule{
		{
			name: "restock-ledger", says: "what staff put back on the shelf is in the ledger, once, and no more than was sent back", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order_return_stock",
			find: `SELECT CONCAT('return ', id), CONCAT('sku ', sku_id, ': ', SUM(shelf), ' on the shelf, ', SUM(booked), ' in the ledger') FROM (
				SELECT s.return_id AS id, s.sku_id, s.sku_quantity AS shelf, 0 AS booked FROM oms.oms_order_return_stock s
					JOIN oms.oms_order_return_apply a ON a.id = s.return_id
					LEFT JOIN wms.wms_ware_order_task t ON t.order_sn = a.order_sn WHERE COALESCE(t.lock_status, 0) <> 2
				UNION ALL SELECT ` + returnID + `, sku_id, 0, delta FROM wms.wms_stock_ledger WHERE business_key LIKE 'return:%') x
				GROUP BY id, sku_id HAVING SUM(shelf) <> SUM(booked)
				UNION ALL SELECT CONCAT('return ', s.return_id), CONCAT('sku ', s.sku_id, ': ', SUM(s.sku_quantity), ' on the shelf of ', COALESCE(i.sku_quantity, 0))
				FROM oms.oms_order_return_stock s LEFT JOIN oms.oms_order_return_item i ON i.return_id = s.return_id AND i.sku_id = s.sku_id
				GROUP BY s.return_id, s.sku_id, i.sku_quantity HAVING SUM(s.sku_quantity) > COALESCE(i.sku_quantity, 0)`,
		},
		{
			name: "restock-limit", says: "no order brings more back than it took",
			rows: "SELECT COUNT(*) FROM wms.wms_stock_ledger WHERE business_key LIKE 'return:%'",
			find: `SELECT order_sn, CONCAT('sku ', sku_id, ': ', SUM(delta), ' more came back') FROM wms.wms_stock_ledger WHERE order_sn <> ''
				GROUP BY order_sn, sku_id HAVING SUM(delta) > 0`,
		},
		{
			name: "refunded-shelf", says: "the goods of an order that was refunded before it left are on the shelf again", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE close_reason = 'refunded' AND delivery_time IS NULL",
			find: `SELECT o.order_sn, CONCAT('sku ', l.sku_id, ': ', -SUM(l.delta), ' missing') FROM oms.oms_order o JOIN wms.wms_stock_ledger l ON l.order_sn = o.order_sn
				WHERE o.status = 4 AND o.close_reason = 'refunded' AND o.delivery_time IS NULL GROUP BY o.order_sn, l.sku_id HAVING SUM(l.delta) < 0`,
		},
		{
			name: "coupon-back", says: "an order of which nothing is left has given its coupon back", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE close_reason = 'refunded' AND coupon_id IS NOT NULL",
			find: `SELECT o.order_sn, CONCAT('coupon ', o.coupon_id, ', reservation ', COALESCE(r.status, 'missing')) FROM oms.oms_order o
				LEFT JOIN sms.sms_coupon_reservation r ON r.order_sn = o.order_sn
				WHERE o.status = 4 AND o.close_reason = 'refunded' AND o.coupon_id IS NOT NULL AND COALESCE(r.status, 0) <> 2`,
		},
		{
			name: "points-returned", says: "the points that paid for what came back are back, and its gifts were asked for", when: atRest,
			rows: "SELECT COUNT(*) FROM ums.ums_order_return",
			find: `SELECT CONCAT('return ', id), CONCAT('points ', SUM(points), ' too many, taken ', SUM(take_points), ' and ', SUM(take_growth), ' too many') FROM (
				SELECT return_id AS id, points, take_points, take_growth FROM ums.ums_order_return
				UNION ALL SELECT a.id, -i.points, -i.gift_points * a.gifts_given, -i.gift_growth * a.gifts_given FROM oms.oms_order_return_apply a
					JOIN oms.oms_order_return_item i ON i.return_id = a.id WHERE a.status = 2) x
				GROUP BY id HAVING SUM(points) <> 0 OR SUM(take_points) <> 0 OR SUM(take_growth) <> 0`,
		},
		{
			name: "return-ledger", says: "the ledgers have exactly what came back and what was taken back",
			rows: "SELECT COUNT(*) FROM ums.ums_order_return",
			find: `SELECT CONCAT('return ', id), CONCAT('points ', SUM(points), ', taken ', SUM(taken), ', growth ', SUM(growth), ' beside the ledgers') FROM (
				SELECT return_id AS id, points, taken_points AS taken, taken_growth AS growth FROM ums.ums_order_return
				UNION ALL SELECT SUBSTRING(business_key, 15), -change_count, 0, 0 FROM ums.ums_integration_change_history WHERE business_key LIKE 'return-points-%'
				UNION ALL SELECT SUBSTRING(business_key, 13), 0, change_count, 0 FROM ums.ums_integration_change_history WHERE business_key LIKE 'return-gift-%'
				UNION ALL SELECT SUBSTRING(business_key, 13), 0, 0, change_count FROM ums.ums_growth_change_history WHERE business_key LIKE 'return-gift-%') x
				GROUP BY id HAVING SUM(points) <> 0 OR SUM(taken) <> 0 OR SUM(growth) <> 0`,
		},
	}
}
