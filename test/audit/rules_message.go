package audit

import "context"

// outboxRules look at the outboxes of all schemas. They come first, because Settle asks in this order.
func outboxRules() []rule {
	return []rule{{
		name: "outbox-sent", says: "no message waits to be sent", when: atRest,
		look: func(ctx context.Context, s *snapshot, res *Result) error {
			for short := range s.names {
				res.Rows++ // an outbox that was looked into
				err := s.each(ctx, "SELECT '"+short+`', CONCAT(exchange, ' ', routing_key, ' ', subject, ', attempts ', attempts, ' ', last_error)
					FROM `+short+".mq_message", res.add)
				if err != nil {
					return err
				}
			}
			return nil
		},
	}}
}

// referenceRules hold between schemas that no foreign key ties together.
func referenceRules() []rule {
	return []rule{
		{
			name: "order-sku", says: "every SKU that was ordered is in the catalogue",
			rows: "SELECT COUNT(*) FROM oms.oms_order_item",
			find: `SELECT i.order_sn, CONCAT('sku ', i.sku_id) FROM oms.oms_order_item i LEFT JOIN pms.pms_sku_info k ON k.sku_id = i.sku_id WHERE k.sku_id IS NULL`,
		},
		{
			name: "order-member", says: "every order is a member's",
			rows: "SELECT COUNT(*) FROM oms.oms_order",
			find: `SELECT o.order_sn, CONCAT('member ', o.member_id) FROM oms.oms_order o LEFT JOIN ums.ums_member m ON m.id = o.member_id WHERE m.id IS NULL`,
		},
		{
			name: "stock-sku", says: "every SKU in stock is in the catalogue",
			rows: "SELECT COUNT(*) FROM wms.wms_ware_sku",
			find: `SELECT CONCAT('sku ', w.sku_id), CONCAT('ware ', w.ware_id) FROM wms.wms_ware_sku w LEFT JOIN pms.pms_sku_info k ON k.sku_id = w.sku_id WHERE k.sku_id IS NULL`,
		},
	}
}
