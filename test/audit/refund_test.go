package audit

func refundMutations() []mutation {
	const member = "UPDATE ums.ums_member SET "
	return []mutation{
		{rule: "refund-sum", what: "more than its lines", wrong: "UPDATE oms.oms_order_return_apply SET return_amount = return_amount + 1 WHERE id = 2"},
		{rule: "return-limit", what: "more comes back than was bought", wrong: "UPDATE oms.oms_order_return_item SET sku_quantity = 2 WHERE return_id = 2"},
		{rule: "return-limit", what: "points come back that never paid", wrong: "UPDATE oms.oms_order_return_item SET points = 1 WHERE return_id = 2"},
		{rule: "return-limit", what: "freight comes back twice", wrong: `UPDATE oms.oms_order_return_apply SET freight_amount = 1, return_amount = return_amount + 1 WHERE id = 2`},
		{rule: "refund-asked", what: "asked for, and by nobody", wrong: "UPDATE oms.oms_order SET refund_asked = 1 WHERE order_sn = '9003'"},
		{rule: "after-sale-open", what: "in after-sale, and nothing is open", wrong: "UPDATE oms.oms_order_return_apply SET status = 3 WHERE id = 2"},
		{rule: "after-sale-open", what: "a return nobody sees to", wrong: `INSERT INTO oms.oms_order_return_apply SET id = 9, order_sn = '9008', member_id = 7, return_amount = 0, status = 1, reason = 'x', create_time = NOW()`},
		{rule: "refunded-ends", what: "refunded, and never paid", wrong: "UPDATE oms.oms_order SET close_reason = 'refunded' WHERE order_sn = '9005'"},
		{rule: "refund-agreed", what: "a refund that nobody agreed to", wrong: "UPDATE pay.pay_refund SET refund_sn = 'R12' WHERE refund_sn = 'R11'"},
		{rule: "refund-agreed", what: "back, and the return does not know", wrong: "UPDATE oms.oms_order_return_apply SET status = 6 WHERE id = 3"},
		{rule: "restock-ledger", what: "on the shelf, and not in the ledger", wrong: "INSERT INTO oms.oms_order_return_stock SET return_id = 2, sku_id = 1, ware_id = 1, sku_quantity = 1"},
		{rule: "restock-limit", what: "came back, and never left", wrong: `INSERT INTO oms.oms_order_return_stock SET return_id = 1, sku_id = 1, ware_id = 1, sku_quantity = 1;
			INSERT INTO wms.wms_stock_ledger SET business_key = 'return:1:1:1', sku_id = 1, ware_id = 1, delta = 1, reason = 'return', order_sn = '9004', created_at = NOW();
			UPDATE wms.wms_ware_sku SET stock = stock + 1 WHERE sku_id = 1 AND ware_id = 1`},
		{rule: "refunded-shelf", what: "never left, and not on the shelf", wrong: `DELETE FROM oms.oms_order_return_stock WHERE return_id = 4;
			DELETE FROM wms.wms_stock_ledger WHERE business_key = 'return:4:2:1'; UPDATE wms.wms_ware_sku SET stock = stock - 1 WHERE sku_id = 2 AND ware_id = 1`},
		{rule: "coupon-back", what: "nothing left, and the coupon is gone", wrong: `UPDATE sms.sms_coupon_reservation SET status = 3 WHERE order_sn = '9010';
			UPDATE sms.sms_coupon_history SET state = 1, order_sn = '9010' WHERE id = 505; UPDATE sms.sms_coupon SET use_count = use_count + 1`},
		{rule: "points-returned", what: "points back for nothing", wrong: `UPDATE ums.ums_order_return SET points = points + 1 WHERE return_id = 4;
			UPDATE ums.ums_integration_change_history SET change_count = change_count + 1 WHERE business_key = 'return-points-4';` + member + `integration = integration + 1`},
		{rule: "points-returned", what: "paid back, and the points are not", wrong: `DELETE FROM ums.ums_order_return WHERE return_id = 4;
			DELETE FROM ums.ums_integration_change_history WHERE business_key = 'return-points-4';` + member + `integration = integration - 20`},
		{rule: "return-ledger", what: "taken back, and not written down", wrong: "UPDATE ums.ums_order_return SET taken_points = taken_points - 1 WHERE return_id = 5"},
	}
}
