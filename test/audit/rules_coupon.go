package audit

// couponRules hold in coupon's schema, and between orders and their coupons.
func couponRules() []rule {
	return []rule{
		{
			name: "coupon-counts", says: "a coupon counts exactly what was claimed and used of it, never more than were published",
			rows: "SELECT COUNT(*) FROM sms.sms_coupon",
			find: `SELECT CONCAT('coupon ', c.id), CONCAT('received ', c.receive_count, ', in hands ', COALESCE(h.received, 0), ', published ', c.publish_count,
				', uses ', c.use_count, ', used ', COALESCE(h.used, 0)) FROM sms.sms_coupon c
				LEFT JOIN (SELECT coupon_id, COUNT(*) AS received, SUM(state = 1) AS used FROM sms.sms_coupon_history GROUP BY coupon_id) h ON h.coupon_id = c.id
				WHERE c.receive_count <> COALESCE(h.received, 0) OR c.receive_count > c.publish_count OR c.use_count <> COALESCE(h.used, 0)`,
		},
		{
			name: "coupon-limit", says: "no member has claimed more of a coupon than its limit",
			rows: "SELECT COUNT(*) FROM sms.sms_coupon_history WHERE get_type = 1",
			find: `SELECT CONCAT('coupon ', c.id, ' member ', h.member_id), CONCAT('claimed ', COUNT(*), ' of ', c.per_limit) FROM sms.sms_coupon c
				JOIN sms.sms_coupon_history h ON h.coupon_id = c.id AND h.get_type = 1 WHERE c.per_limit > 0
				GROUP BY c.id, h.member_id, c.per_limit HAVING COUNT(*) > c.per_limit`,
		},
		{
			name: "coupon-one-order", says: "a coupon is locked or used by exactly one order, and both sides say so",
			rows: "SELECT COUNT(*) FROM sms.sms_coupon_history WHERE state IN (1, 3)",
			find: `SELECT CONCAT('coupon ', h.id), CONCAT('state ', h.state, ' by order ', h.order_sn, ', reservation ', COALESCE(r.status, 'missing'))
				FROM sms.sms_coupon_history h LEFT JOIN sms.sms_coupon_reservation r ON r.order_sn = h.order_sn AND r.history_id = h.id
				WHERE h.state IN (1, 3) AND h.order_sn NOT IN (:seeded) AND COALESCE(r.status, 0) <> IF(h.state = 3, 1, 3)
				UNION ALL SELECT r.order_sn, CONCAT('reserves coupon ', r.history_id, ' of order "', COALESCE(h.order_sn, 'missing'), '"')
				FROM sms.sms_coupon_reservation r LEFT JOIN sms.sms_coupon_history h ON h.id = r.history_id
				WHERE r.status IN (1, 3) AND (h.id IS NULL OR h.order_sn <> r.order_sn)`,
		},
		{
			name: "coupon-pending", says: "an unpaid order holds its coupon",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (0, 7) AND coupon_id IS NOT NULL",
			find: `SELECT o.order_sn, CONCAT('coupon ', o.coupon_id, ', reservation ', COALESCE(r.status, 'missing')) FROM oms.oms_order o
				LEFT JOIN sms.sms_coupon_reservation r ON r.order_sn = o.order_sn
				WHERE o.status IN (0, 7) AND o.coupon_id IS NOT NULL
				AND (r.order_sn IS NULL OR r.status <> 1 OR r.history_id <> o.coupon_id OR r.member_id <> o.member_id)`,
		},
		{
			name: "coupon-kept", says: "no paid order has lost its coupon", when: onlyOnline,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5) AND coupon_id IS NOT NULL",
			find: `SELECT o.order_sn, CONCAT('coupon ', o.coupon_id, ' in state ', COALESCE(h.state, 'missing')) FROM oms.oms_order o
				LEFT JOIN sms.sms_coupon_history h ON h.id = o.coupon_id
				WHERE o.status IN (1, 2, 3, 5) AND o.coupon_id IS NOT NULL AND (h.id IS NULL OR h.state NOT IN (1, 3) OR h.order_sn <> o.order_sn)`,
		},
		{
			name: "coupon-spent", says: "the coupon of a paid order is used by it", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE status IN (1, 2, 3, 5) AND coupon_id IS NOT NULL",
			find: `SELECT o.order_sn, CONCAT('coupon ', o.coupon_id, ' in state ', COALESCE(h.state, 'missing')) FROM oms.oms_order o
				LEFT JOIN sms.sms_coupon_history h ON h.id = o.coupon_id
				WHERE o.status IN (1, 2, 3, 5) AND o.coupon_id IS NOT NULL AND (h.id IS NULL OR h.state <> 1 OR h.order_sn <> o.order_sn)`,
		},
		{
			name: "coupon-dead", says: "no coupon is locked for an order that is closed or does not exist", when: atRest,
			rows: "SELECT COUNT(*) FROM sms.sms_coupon_reservation WHERE status = 1",
			find: `SELECT r.order_sn, CONCAT('coupon ', r.history_id, IF(o.id IS NULL, ' locked for no order', ' locked for a closed order'))
				FROM sms.sms_coupon_reservation r LEFT JOIN oms.oms_order o ON o.order_sn = r.order_sn
				WHERE r.status = 1 AND (o.id IS NULL OR o.status = 4)`,
		},
		{
			name: "coupon-earned", says: "no coupon is used for an order that was never paid, or that asked for another one",
			rows: "SELECT COUNT(*) FROM sms.sms_coupon_reservation WHERE status = 3",
			find: `SELECT r.order_sn, CONCAT('coupon ', r.history_id, ' used, order ', COALESCE(o.status, 'missing'), ' asked for ', COALESCE(o.coupon_id, 'none'))
				FROM sms.sms_coupon_reservation r LEFT JOIN oms.oms_order o ON o.order_sn = r.order_sn WHERE r.status = 3
				AND (o.id IS NULL OR o.status IN (0, 6, 7) OR (o.status = 4 AND o.payment_time IS NULL) OR COALESCE(o.coupon_id, 0) <> r.history_id)`,
		},
	}
}
