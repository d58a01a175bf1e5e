package audit

// alive is an order that has its money.
const alive = "status IN (1, 2, 3, 5)"

// strays are the reasons for which money goes back that no order can keep.
const strays = "('order_closed', 'paid_twice', 'wrong_amount', 'unknown_order')"

// paymentRules hold in payment's schema, and between orders and their money.
func paymentRules() []rule {
	return []rule{
		{
			name: "payment-trade", says: "a payment is paid exactly when it names a trade, and the trade is there",
			rows: "SELECT COUNT(*) FROM pay.pay_payment",
			find: `SELECT p.order_sn, CONCAT('status ', p.status, ', trade "', p.trade_no, IF(t.trade_no IS NULL, '", not there', '"')) FROM pay.pay_payment p
				LEFT JOIN pay.pay_trade t ON t.trade_no = p.trade_no AND t.order_sn = p.order_sn
				WHERE (p.status = 1) <> (p.trade_no <> '') OR (p.trade_no <> '' AND t.trade_no IS NULL)`,
		},
		{
			name: "paid-money", says: "a paid order has its payment, and the trade it names brought exactly its amount",
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE " + alive,
			find: `SELECT o.order_sn, CONCAT('pays ', o.pay_amount, ', payment ', COALESCE(p.amount, 'missing'), ', trade "', o.trade_no, '" ',
				COALESCE(CONCAT(t.verdict, ' ', t.amount), 'missing')) FROM oms.oms_order o
				LEFT JOIN pay.pay_payment p ON p.order_sn = o.order_sn
				LEFT JOIN pay.pay_trade t ON t.trade_no = o.trade_no AND t.order_sn = o.order_sn
				WHERE o.` + alive + ` AND o.pay_amount > 0 AND (p.order_sn IS NULL OR p.status <> 1 OR p.amount <> o.pay_amount
					OR t.trade_no IS NULL OR t.verdict <> 'credited' OR t.amount <> o.pay_amount)
				UNION ALL SELECT order_sn, CONCAT('costs nothing, channel ', pay_channel, ', trade "', trade_no, '"') FROM oms.oms_order
				WHERE ` + alive + ` AND pay_amount = 0 AND (pay_channel <> 'none' OR trade_no <> '')`,
		},
		{
			name: "closed-unpayable", says: "no closed order has a payment that is still open",
			rows: "SELECT COUNT(*) FROM pay.pay_payment",
			find: `SELECT o.order_sn, CONCAT('closed, payment in status ', p.status) FROM oms.oms_order o
				JOIN pay.pay_payment p ON p.order_sn = o.order_sn WHERE o.status = 4 AND p.status IN (0, 2)`,
		},
		{
			name: "money-home", says: "money that came belongs to a living order or went back: all of it, or what was agreed to of an order that was refunded", when: atRest,
			rows: "SELECT COUNT(*) FROM pay.pay_trade",
			find: `SELECT t.trade_no, CONCAT(t.amount, ' ', t.verdict, ' for order ', t.order_sn, ' in status ', COALESCE(o.status, 'missing'),
				', went back ', COALESCE(r.amount, 0)) FROM pay.pay_trade t
				LEFT JOIN oms.oms_order o ON o.order_sn = t.order_sn
				LEFT JOIN (SELECT trade_no, SUM(amount) AS amount FROM pay.pay_refund WHERE status = 2 GROUP BY trade_no) r ON r.trade_no = t.trade_no
				WHERE t.verdict = 'credited' AND NOT (COALESCE(o.` + alive + `, FALSE) AND o.trade_no = t.trade_no)
				AND COALESCE(r.amount, 0) <> IF(o.close_reason = 'refunded' AND o.trade_no = t.trade_no, o.refund_asked, t.amount)`,
		},
		{
			name: "refused-returns", says: "a trade that no order could keep has its exception and a refund of all of it",
			rows: "SELECT COUNT(*) FROM pay.pay_trade WHERE verdict <> 'credited'",
			find: `SELECT t.trade_no, CONCAT(t.amount, ' refused, refund ', COALESCE(r.amount, 'missing'), IF(e.id IS NULL, ', no exception', '')) FROM pay.pay_trade t
				LEFT JOIN pay.pay_exception e ON e.trade_no = t.trade_no
				LEFT JOIN (SELECT trade_no, SUM(amount) AS amount FROM pay.pay_refund GROUP BY trade_no) r ON r.trade_no = t.trade_no
				WHERE t.verdict <> 'credited' AND (e.id IS NULL OR r.amount IS NULL OR r.amount < t.amount)`,
		},
		{
			name: "refund-limit", says: "no trade gives back more than it brought; every refund has its trade",
			rows: "SELECT COUNT(*) FROM pay.pay_refund",
			find: `SELECT r.trade_no, CONCAT('refunds ', SUM(r.amount), ' of ', COALESCE(t.amount, 'no trade')) FROM pay.pay_refund r
				LEFT JOIN pay.pay_trade t ON t.trade_no = r.trade_no AND t.order_sn = r.order_sn
				GROUP BY r.trade_no, t.amount HAVING t.amount IS NULL OR SUM(r.amount) > t.amount`,
		},
		{
			name: "refund-done", says: "every refund is confirmed by Alipay", when: atRest,
			rows: "SELECT COUNT(*) FROM pay.pay_refund",
			find: "SELECT refund_sn, CONCAT('status ', status, ', attempts ', attempts, ' ', last_fault) FROM pay.pay_refund WHERE status <> 2",
		},
		{
			name: "refund-stray", says: "money that a living order owns never goes back as a stray",
			rows: "SELECT COUNT(*) FROM pay.pay_refund WHERE reason IN " + strays,
			find: `SELECT r.refund_sn, CONCAT('reason ', r.reason, ', trade of order ', o.order_sn, ' in status ', o.status) FROM pay.pay_refund r
				JOIN oms.oms_order o ON o.order_sn = r.order_sn AND o.trade_no = r.trade_no WHERE r.reason IN ` + strays + " AND o." + alive,
		},
		{
			name: "refund-noted", says: "an order knows what went back of its money", when: atRest,
			rows: "SELECT COUNT(*) FROM oms.oms_order WHERE trade_no <> ''",
			find: `SELECT o.order_sn, CONCAT('noted ', o.refund_amount, ', confirmed ', COALESCE(r.amount, 0)) FROM oms.oms_order o
				LEFT JOIN (SELECT trade_no, SUM(amount) AS amount FROM pay.pay_refund WHERE status = 2 GROUP BY trade_no) r
					ON r.trade_no = o.trade_no AND o.trade_no <> ''
				WHERE o.refund_amount <> COALESCE(r.amount, 0)`,
		},
		{
			name: "notify-effect", says: "a notification that was accepted as a payment has its trade",
			rows: "SELECT COUNT(*) FROM pay.pay_notify WHERE verdict = 'paid'",
			find: `SELECT n.notify_id, CONCAT('order ', n.order_sn, ', trade ', n.trade_no, ' is not there') FROM pay.pay_notify n
				LEFT JOIN pay.pay_trade t ON t.trade_no = n.trade_no AND t.order_sn = n.order_sn WHERE n.verdict = 'paid' AND t.trade_no IS NULL`,
		},
	}
}
