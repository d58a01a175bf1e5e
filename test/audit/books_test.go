package audit

import (
	"fmt"
	"strings"
)

// rightBooks are the rows of a small shop in which everything is as it should be.
func rightBooks() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+";\n", args...) }
	for sku, stock := range map[int]int{1: 100, 2: 50, 3: 20} {
		say("INSERT INTO pms.pms_sku_info SET sku_id = %d, spu_id = 1, sku_name = '', catalog_id = 1, brand_id = 1, sku_title = '', price = 1000, create_time = NOW(), update_time = NOW()", sku)
		for ware := 1; ware <= 2; ware++ {
			say("INSERT INTO wms.wms_ware_sku SET sku_id = %d, ware_id = %d, stock = %d", sku, ware, stock)
			say("INSERT INTO wms.wms_stock_ledger SET business_key = 'initial-%[1]d-%[2]d', sku_id = %[1]d, ware_id = %[2]d, delta = %[3]d, reason = 'initial', created_at = '2026-01-01'", sku, ware, stock)
		}
	}
	one := []piece{{1, 1000, 1}}
	for _, o := range []sale{
		{sn: "9001", status: 0, lines: []piece{{1, 1000, 2}, {2, 500, 1}}, coupon: 501, points: 100, freight: 600, history: "6 0", minutes: 10, lock: 1},
		{sn: "9002", status: 1, lines: []piece{{1, 1000, 1}, {2, 500, 1}}, coupon: 502, points: 50, freight: 100, trade: "T2", history: "6 0 1", minutes: 20, lock: 3},
		{sn: "9003", status: 3, lines: one, trade: "T3", history: "6 0 1 2 3", minutes: -30, lock: 3},
		{sn: "9004", status: 4, lines: one, coupon: 503, points: 100, history: "6 0 7 4", minutes: -30, lock: 2, closed: "timeout"},
		{sn: "9005", status: 4, lines: one, history: "6 0 7 4", minutes: 30, lock: 2, closed: "cancelled"},
		{sn: "9006", status: 1, lines: []piece{{3, 100, 1}}, points: 100, history: "6 0 1", minutes: -30, lock: 3},
		{sn: "9007", status: 5, lines: one, trade: "T7", history: "6 0 1 2 5 5", minutes: -30, lock: 3, refunded: 100},
		{sn: "9008", status: 2, lines: one, trade: "T8", history: "6 0 7 1 2", minutes: -30, lock: 3},
		{sn: "9009", status: 7, lines: one, history: "6 0 7", minutes: 0, lock: 1},
		{sn: "9010", status: 4, lines: []piece{{2, 1000, 1}}, coupon: 505, points: 20, freight: 50, trade: "T10", history: "6 0 1 4", minutes: -30, lock: 3, closed: "refunded", refunded: 730},
		{sn: "9011", status: 3, lines: []piece{{1, 1000, 2}}, trade: "T11", history: "6 0 1 2 3 5 3", minutes: -30, lock: 3, refunded: 1000},
	} {
		o.write(&b)
	}
	b.WriteString(rightMoney + rightCoupons + rightPoints + rightReturns)
	return b.String()
}

const rightMoney = `
INSERT INTO pay.pay_payment (order_sn, member_id, amount, status, trade_no, offered_at, created_at, updated_at) VALUES
	('9002', 7, 1250, 1, 'T2', '2026-11-22 10:30:00', NOW(), NOW()), ('9003', 7, 1000, 1, 'T3', '2026-11-22 10:30:00', NOW(), NOW()),
	('9004', 7, 600, 3, '', '2026-11-22 10:30:00', NOW(), NOW()), ('9005', 7, 1000, 1, 'T5', '2026-11-22 10:30:00', NOW(), NOW()),
	('9007', 7, 1000, 1, 'T7', '2026-11-22 10:30:00', NOW(), NOW()), ('9008', 7, 1000, 1, 'T8b', '2026-11-22 10:30:00', NOW(), NOW()),
	('9009', 7, 1000, 2, '', '2026-11-22 10:30:00', NOW(), NOW()), ('9010', 7, 730, 1, 'T10', '2026-11-22 10:30:00', NOW(), NOW()),
	('9011', 7, 2000, 1, 'T11', '2026-11-22 10:30:00', NOW(), NOW());
INSERT INTO pay.pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES
	('T2', '9002', 1250, 'credited', 'notify', NOW(), NOW()), ('T3', '9003', 1000, 'credited', 'query', NOW(), NOW()),
	('T5', '9005', 1000, 'refused', 'notify', NOW(), NOW()), ('T7', '9007', 1000, 'credited', 'notify', NOW(), NOW()),
	('T8', '9008', 1000, 'credited', 'notify', NOW(), NOW()), ('T8b', '9008', 1000, 'refused', 'notify', NOW(), NOW()),
	('T10', '9010', 730, 'credited', 'notify', NOW(), NOW()), ('T11', '9011', 2000, 'credited', 'notify', NOW(), NOW());
INSERT INTO pay.pay_refund (refund_sn, order_sn, trade_no, amount, reason, status, next_at, created_at) VALUES
	('BACK_T5', '9005', 'T5', 1000, 'order_closed', 2, NOW(), NOW()), ('BACK_T8b', '9008', 'T8b', 1000, 'paid_twice', 2, NOW(), NOW()),
	('R7', '9007', 'T7', 100, 'after_sale', 2, NOW(), NOW()), ('R10', '9010', 'T10', 730, 'after_sale', 2, NOW(), NOW()),
	('R11', '9011', 'T11', 1000, 'after_sale', 2, NOW(), NOW());
INSERT INTO pay.pay_exception (trade_no, order_sn, kind, amount, refund_sn, created_at) VALUES
	('T5', '9005', 'order_closed', 1000, 'BACK_T5', NOW()), ('T8b', '9008', 'paid_twice', 1000, 'BACK_T8b', NOW());
INSERT INTO pay.pay_notify (notify_id, verdict, order_sn, trade_no, trade_status, raw, received_at) VALUES
	('N2', 'paid', '9002', 'T2', 'TRADE_SUCCESS', '', NOW()), ('N4', 'noted', '9004', 'T9', 'TRADE_CLOSED', '', NOW());
`

const rightCoupons = `
INSERT INTO sms.sms_coupon (id, coupon_type, coupon_name, num, amount, per_limit, start_time, end_time, use_type, publish_count, use_count, receive_count,
	enable_start_time, enable_end_time, created_at, updated_at) VALUES
	(50, 0, 'x', 100, 300, 5, '2026-01-01', '2027-01-01', 0, 100, 1, 5, '2026-01-01', '2027-01-01', NOW(), NOW());
INSERT INTO sms.sms_coupon_history (id, coupon_id, member_id, seq, get_type, state, order_sn, start_time, end_time, create_time) VALUES
	(501, 50, 7, 1, 1, 3, '9001', '2026-01-01', '2027-01-01', NOW()), (502, 50, 7, 2, 1, 1, '9002', '2026-01-01', '2027-01-01', NOW()),
	(503, 50, 7, 3, 1, 0, '', '2026-01-01', '2027-01-01', NOW()), (504, 50, 7, 4, 1, 0, '', '2026-01-01', '2027-01-01', NOW()),
	(505, 50, 7, 5, 1, 0, '', '2026-01-01', '2027-01-01', NOW());
INSERT INTO sms.sms_coupon_reservation (order_sn, history_id, member_id, status, created_at, updated_at) VALUES
	('9001', 501, 7, 1, NOW(), NOW()), ('9002', 502, 7, 3, NOW(), NOW()), ('9004', 503, 7, 2, NOW(), NOW()), ('9099', 0, 0, 2, NOW(), NOW()),
	('9010', 505, 7, 2, NOW(), NOW());
`

const rightPoints = `
INSERT INTO ums.ums_member (id, level_id, username, username_key, password, mobile, integration, integration_frozen, growth, create_time) VALUES
	(7, 1, 'x', 'x', '', '1', 865, 100, 13, NOW());
INSERT INTO ums.ums_integration_change_history (business_key, member_id, change_count, note, source_type, order_sn, create_time) VALUES
	('welcome', 7, 1000, '', 2, '', NOW()), ('order-spent-9002', 7, -50, '', 0, '9002', NOW()), ('order-spent-9006', 7, -100, '', 0, '9006', NOW()),
	('order-gift-9003', 7, 10, '', 0, '9003', NOW()), ('order-spent-9010', 7, -20, '', 0, '9010', NOW()), ('return-points-4', 7, 20, '', 0, '9010', NOW()),
	('order-gift-9011', 7, 10, '', 0, '9011', NOW()), ('return-gift-5', 7, -5, '', 0, '9011', NOW());
INSERT INTO ums.ums_growth_change_history (business_key, member_id, change_count, note, source_type, order_sn, create_time) VALUES
	('order-gift-9003', 7, 10, '', 0, '9003', NOW()), ('order-gift-9011', 7, 10, '', 0, '9011', NOW()), ('return-gift-5', 7, -7, '', 0, '9011', NOW());
INSERT INTO ums.ums_integration_freeze (order_sn, member_id, points, status, created_at, updated_at) VALUES
	('9001', 7, 100, 1, NOW(), NOW()), ('9002', 7, 50, 3, NOW(), NOW()), ('9004', 7, 100, 2, NOW(), NOW()), ('9006', 7, 100, 3, NOW(), NOW()), ('9010', 7, 20, 3, NOW(), NOW()), ('9099', 0, 0, 2, NOW(), NOW());
UPDATE oms.oms_order SET receive_time = NOW() WHERE order_sn IN ('9003', '9011');
`

// rightReturns are a refused return, one that waits, a refund of an amount, a refund of a whole order, and a return of one piece of two
// whose gifts were taken back as far as they were there.
const rightReturns = `
INSERT INTO oms.oms_order_return_apply (id, order_sn, member_id, return_amount, freight_amount, status, only_refund, reason, refund_sn, gifts_given, whole, create_time) VALUES
	(1, '9007', 7, 600, 0, 3, 0, 'x', NULL, 0, 0, NOW()), (2, '9007', 7, 900, 0, 0, 0, 'x', NULL, 0, 0, NOW()),
	(3, '9007', 7, 100, 0, 2, 1, 'x', 'R7', 0, 0, NOW()), (4, '9010', 7, 730, 50, 2, 1, 'x', 'R10', 0, 1, NOW()),
	(5, '9011', 7, 1000, 0, 2, 0, 'x', 'R11', 1, 0, NOW());
INSERT INTO oms.oms_order_return_item (return_id, sku_id, sku_quantity, real_amount, points, gift_points, gift_growth) VALUES
	(1, 1, 1, 600, 0, 10, 10), (2, 1, 1, 900, 0, 10, 10), (3, 1, 0, 100, 0, 0, 0), (4, 2, 1, 680, 20, 10, 10), (5, 1, 1, 1000, 0, 5, 7);
INSERT INTO oms.oms_order_return_stock (return_id, sku_id, ware_id, sku_quantity) VALUES (4, 2, 0, 1), (5, 1, 2, 1);
INSERT INTO wms.wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, order_sn, created_at) VALUES
	('return:4:2:1', 2, 1, 1, 'return', '9010', NOW()), ('return:5:1:2', 1, 2, 1, 'return', '9011', NOW());
UPDATE wms.wms_ware_sku SET stock = stock + 1 WHERE sku_id = 2 AND ware_id = 1 OR sku_id = 1 AND ware_id = 2;
INSERT INTO ums.ums_order_return (return_id, order_sn, member_id, points, take_points, taken_points, take_growth, taken_growth, created_at) VALUES
	(4, '9010', 7, 20, 0, 0, 0, 0, NOW()), (5, '9011', 7, 0, 5, 5, 7, 7, NOW());
UPDATE oms.oms_order SET delivery_time = NOW() WHERE status IN (2, 3, 5);
`
