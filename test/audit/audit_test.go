package audit

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mutation is one thing that is wrong, and the one rule that must notice.
type mutation struct {
	rule   string
	what   string
	wrong  string // statements
	also   func(t *testing.T, s *stage)
	online bool // noticed in mode Online; in mode Final a stronger rule speaks
}

const (
	newTask   = "INSERT INTO wms.wms_ware_order_task SET id = 1, order_sn = '9100', created_at = NOW(), updated_at = NOW(), check_at = NOW(), lock_status = "
	newDetail = "INSERT INTO wms.wms_ware_order_task_detail SET task_id = 1, sku_id = 3, ware_id = 2, sku_num = 1, lock_status = "
)

func mutations() []mutation {
	return slices.Concat(stockMutations(), orderMutations(), moneyMutations(), refundMutations(), couponMutations(), memberMutations(), otherMutations())
}

func stockMutations() []mutation {
	return []mutation{
		{rule: "stock-bounds", what: "more locked than there is", wrong: `UPDATE wms.wms_ware_sku SET stock = 1 WHERE sku_id = 1 AND ware_id = 1;
			UPDATE wms.wms_stock_ledger SET delta = delta - 93 WHERE business_key = 'initial-1-1'`},
		{rule: "stock-ledger", what: "stock that no line of the ledger explains", wrong: "UPDATE wms.wms_ware_sku SET stock = stock + 1 WHERE sku_id = 2 AND ware_id = 2"},
		{rule: "stock-locks", what: "locked by nobody", wrong: "UPDATE wms.wms_ware_sku SET stock_locked = stock_locked + 1 WHERE sku_id = 2 AND ware_id = 2"},
		{rule: "lock-one-end", what: "a detail released and deducted", wrong: "UPDATE wms.wms_ware_order_task_detail SET lock_status = 3 WHERE task_id = 9004"},
		{rule: "lock-one-end", what: "a task without details", wrong: `DELETE FROM wms.wms_ware_order_task_detail WHERE task_id = 9006;
			UPDATE wms.wms_stock_ledger SET business_key = 'sold otherwise' WHERE order_sn = '9006'`},
		{rule: "sale-ledger", what: "a sale written down for another warehouse", wrong: "UPDATE wms.wms_ware_order_task_detail SET ware_id = 2 WHERE task_id = 9003"},
		{rule: "pending-holds", what: "a lock gone while the order waits", wrong: `UPDATE wms.wms_ware_order_task SET lock_status = 2 WHERE order_sn = '9009';
			UPDATE wms.wms_ware_order_task_detail SET lock_status = 2 WHERE task_id = 9009; UPDATE wms.wms_ware_sku SET stock_locked = stock_locked - 1 WHERE sku_id = 1 AND ware_id = 1`},
		{rule: "dead-holds-none", what: "locked for a closed order", wrong: `UPDATE wms.wms_ware_order_task SET lock_status = 1 WHERE order_sn = '9004';
			UPDATE wms.wms_ware_order_task_detail SET lock_status = 1 WHERE task_id = 9004; UPDATE wms.wms_ware_sku SET stock_locked = stock_locked + 1 WHERE sku_id = 1 AND ware_id = 1`},
		{rule: "dead-holds-none", what: "locked for nobody", wrong: newTask + "1; " + newDetail + "1; UPDATE wms.wms_ware_sku SET stock_locked = 1 WHERE sku_id = 3 AND ware_id = 2"},
		{rule: "paid-deducted", what: "paid, and the stock is still only locked", wrong: undeduct + `UPDATE wms.wms_ware_order_task SET lock_status = 1 WHERE order_sn = '9003';
			UPDATE wms.wms_ware_order_task_detail SET lock_status = 1 WHERE task_id = 9003; UPDATE wms.wms_ware_sku SET stock_locked = stock_locked + 1 WHERE sku_id = 1 AND ware_id = 1`},
		{rule: "paid-keeps", what: "paid, and the stock was released", online: true, wrong: undeduct + `UPDATE wms.wms_ware_order_task SET lock_status = 2 WHERE order_sn = '9003';
			UPDATE wms.wms_ware_order_task_detail SET lock_status = 2 WHERE task_id = 9003`},
		{rule: "sold-paid", what: "deducted for a closed order", wrong: `UPDATE wms.wms_ware_order_task SET lock_status = 3 WHERE order_sn = '9004';
			UPDATE wms.wms_ware_order_task_detail SET lock_status = 3 WHERE task_id = 9004; UPDATE wms.wms_ware_sku SET stock = stock - 1 WHERE sku_id = 1 AND ware_id = 1;
			INSERT INTO wms.wms_stock_ledger SET business_key = 'sale:9004:1:1', sku_id = 1, ware_id = 1, delta = -1, reason = 'sale', order_sn = '9004', created_at = NOW()`},
		{rule: "order-sku", what: "a SKU that was never in the catalogue", wrong: `INSERT INTO pms.pms_sku_info (sku_id, spu_id, sku_name, catalog_id, brand_id, sku_title, price, create_time, update_time)
			SELECT 9, spu_id, sku_name, catalog_id, brand_id, sku_title, price, create_time, update_time FROM pms.pms_sku_info WHERE sku_id = 3;
			UPDATE oms.oms_order_item SET sku_id = 8 WHERE order_sn = '9004'`},
		{rule: "stock-sku", what: "stock of nothing", wrong: "INSERT INTO wms.wms_ware_sku SET sku_id = 9, ware_id = 1"},
	}
}

// undeduct takes the sale of order 9003 back.
const undeduct = "DELETE FROM wms.wms_stock_ledger WHERE order_sn = '9003'; UPDATE wms.wms_ware_sku SET stock = stock + 1 WHERE sku_id = 1 AND ware_id = 1;"

// lineColumns are those of an order's line, but for its id and its order.
const lineColumns = "sku_id, spu_id, category_id, spu_name, spu_brand, sku_name, sku_pic, sku_attrs_vals, sku_price, sku_quantity, sku_weight, " +
	"total_amount, promotion_amount, coupon_amount, integration_amount, real_amount, gift_integration, gift_growth"

func orderMutations() []mutation {
	note := func(sn, status string) string {
		return "INSERT INTO oms.oms_order_operate_history SET order_sn = '" + sn + "', event = 'moved', order_status = " + status + ", operate_man = '', create_time = NOW();"
	}
	return []mutation{
		{rule: "order-lines", what: "an order of nothing", wrong: `DELETE FROM oms.oms_order_item WHERE order_sn = '9004'`},
		{rule: "order-lines", what: "a line of no order", wrong: `UPDATE oms.oms_order_item SET order_sn = '9100' WHERE order_sn = '9004';
			INSERT INTO oms.oms_order_item (order_sn, ` + lineColumns + `) SELECT '9004', ` + lineColumns + ` FROM oms.oms_order_item WHERE order_sn = '9100'`},
		{rule: "line-total", what: "another price than it was sold for", wrong: "UPDATE oms.oms_order_item SET sku_price = sku_price + 1 WHERE order_sn = '9003'"},
		{rule: "order-total", what: "a fen too much", wrong: "UPDATE oms.oms_order SET freight_amount = freight_amount + 1 WHERE order_sn = '9001'"},
		{rule: "order-total", what: "more points given than the lines give", wrong: "UPDATE oms.oms_order SET integration = integration + 1 WHERE order_sn = '9001'"},
		{rule: "order-moves", what: "a step left out", wrong: "DELETE FROM oms.oms_order_operate_history WHERE order_sn = '9003' AND order_status = 2"},
		{rule: "order-moves", what: "paid twice", wrong: note("9002", "1")},
		{rule: "order-moves", what: "back from the dead", wrong: note("9004", "0") + note("9004", "7") + note("9004", "4")},
		{rule: "order-timeline", what: "moved, and nobody wrote it down", wrong: note("9001", "7")},
		{rule: "order-deadline", what: "still unpaid", wrong: "UPDATE oms.oms_order SET expires_at = '2026-11-22 11:58:00' WHERE order_sn = '9001'"},
		{rule: "order-deadline", what: "never assembled to the end", wrong: `UPDATE oms.oms_order SET status = 6 WHERE order_sn = '9009'; UPDATE pay.pay_payment SET status = 3 WHERE order_sn = '9009';
			DELETE FROM oms.oms_order_operate_history WHERE order_sn = '9009' AND order_status <> 6`},
		{rule: "order-not-early", what: "timed out before its time", wrong: "UPDATE oms.oms_order SET close_time = expires_at - INTERVAL 1 SECOND WHERE order_sn = '9004'"},
		{rule: "order-once", what: "two orders of one token", wrong: `ALTER TABLE oms.oms_order DROP INDEX uk_oms_order_member_token;
			UPDATE oms.oms_order SET submit_token = 'tok-9003' WHERE order_sn = '9002'`},
		{rule: "order-once", what: "two orders of one state of the cart", wrong: `ALTER TABLE oms.oms_order DROP INDEX uk_oms_order_member_cart;
			UPDATE oms.oms_order SET cart_rev = '7' WHERE order_sn IN ('9002', '9003')`},
	}
}

func moneyMutations() []mutation {
	return []mutation{
		{rule: "payment-trade", what: "paid by nothing", wrong: "UPDATE pay.pay_payment SET status = 1 WHERE order_sn = '9004'"},
		{rule: "paid-money", what: "a fen too little came", wrong: "UPDATE pay.pay_payment SET amount = amount - 1 WHERE order_sn = '9003'"},
		{rule: "paid-money", what: "paid for nothing", wrong: "UPDATE oms.oms_order SET pay_channel = 'alipay' WHERE order_sn = '9006'"},
		{rule: "closed-unpayable", what: "closed, and the cashier is open", wrong: "UPDATE pay.pay_payment SET status = 0 WHERE order_sn = '9004'"},
		{rule: "money-home", what: "money for a closed order stays", wrong: "INSERT INTO pay.pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES ('T4', '9004', 600, 'credited', 'query', NOW(), NOW())", also: alipay(Trade{"T4", "9004", 600, 0, true})},
		{rule: "refused-returns", what: "refused, and nobody knows", wrong: "DELETE FROM pay.pay_exception WHERE trade_no = 'T5'"},
		{rule: "refund-limit", what: "more goes back than came", wrong: `INSERT INTO pay.pay_refund (refund_sn, order_sn, trade_no, amount, reason, status, next_at, created_at)
			SELECT 'AGAIN', order_sn, trade_no, amount, reason, status, next_at, created_at FROM pay.pay_refund WHERE refund_sn = 'BACK_T5'`, also: alipay(Trade{"T5", "9005", 1000, 2000, true})},
		{rule: "refund-done", what: "a refund that nobody confirmed", wrong: "UPDATE pay.pay_refund SET status = 1 WHERE refund_sn = 'BACK_T5'", also: alipay(Trade{"T5", "9005", 1000, 0, true})},
		{rule: "refund-stray", what: "the money of a living order goes back", wrong: "UPDATE pay.pay_refund SET reason = 'order_closed' WHERE refund_sn = 'R7'"},
		{rule: "refund-noted", what: "the order does not know of its refund", wrong: "UPDATE oms.oms_order SET refund_amount = 0 WHERE order_sn = '9007'"},
		{rule: "notify-effect", what: "success without an effect", wrong: "UPDATE pay.pay_notify SET trade_no = 'T99' WHERE notify_id = 'N2'"},
		{rule: "alipay-books", what: "Alipay has money that we do not know", also: alipay(Trade{"T99", "9004", 600, 0, true})},
		{rule: "alipay-books", what: "Alipay gave less back", also: alipay(Trade{"T5", "9005", 1000, 999, true})},
		{rule: "alipay-books", what: "Alipay does not know our money", also: func(_ *testing.T, s *stage) { s.books.trades = s.books.trades[1:] }},
	}
}

// alipay replaces what Alipay knows of a trade.
func alipay(trade Trade) func(*testing.T, *stage) {
	return func(_ *testing.T, s *stage) {
		s.books.trades = append(slices.DeleteFunc(s.books.trades, func(t Trade) bool { return t.TradeNo == trade.TradeNo }), trade)
	}
}

func couponMutations() []mutation {
	return []mutation{
		{rule: "coupon-counts", what: "claimed and not counted", wrong: "UPDATE sms.sms_coupon SET receive_count = receive_count - 1"},
		{rule: "coupon-counts", what: "more claimed than published", wrong: "UPDATE sms.sms_coupon SET publish_count = 4"},
		{rule: "coupon-limit", what: "claimed too often", wrong: "UPDATE sms.sms_coupon SET per_limit = 4"},
		{rule: "coupon-one-order", what: "locked by nobody", wrong: "UPDATE sms.sms_coupon_history SET state = 3, order_sn = '9100' WHERE id = 504"},
		{rule: "coupon-one-order", what: "reserved by two orders", wrong: `UPDATE sms.sms_coupon_reservation SET status = 1, history_id = 501 WHERE order_sn = '9099';
			UPDATE sms.sms_coupon_reservation SET order_sn = '9009' WHERE order_sn = '9099'`},
		{rule: "coupon-pending", what: "given back while the order waits", wrong: `UPDATE sms.sms_coupon_reservation SET status = 2 WHERE order_sn = '9001';
			UPDATE sms.sms_coupon_history SET state = 0, order_sn = '' WHERE id = 501`},
		{rule: "coupon-spent", what: "paid, and the coupon is only locked", wrong: `UPDATE sms.sms_coupon_reservation SET status = 1 WHERE order_sn = '9002';
			UPDATE sms.sms_coupon_history SET state = 3 WHERE id = 502; UPDATE sms.sms_coupon SET use_count = 0`},
		{rule: "coupon-kept", what: "paid, and the coupon was given back", online: true, wrong: `UPDATE sms.sms_coupon_reservation SET status = 2 WHERE order_sn = '9002';
			UPDATE sms.sms_coupon_history SET state = 0, order_sn = '' WHERE id = 502; UPDATE sms.sms_coupon SET use_count = 0`},
		{rule: "coupon-dead", what: "locked for a closed order", wrong: `UPDATE sms.sms_coupon_reservation SET status = 1 WHERE order_sn = '9004';
			UPDATE sms.sms_coupon_history SET state = 3, order_sn = '9004' WHERE id = 503`},
		{rule: "coupon-earned", what: "used for a closed order", wrong: `UPDATE sms.sms_coupon_reservation SET status = 3 WHERE order_sn = '9004';
			UPDATE sms.sms_coupon_history SET state = 1, order_sn = '9004' WHERE id = 503; UPDATE sms.sms_coupon SET use_count = 2`},
	}
}

func memberMutations() []mutation {
	const member = "UPDATE ums.ums_member SET "
	return []mutation{
		{rule: "points-balance", what: "points from nowhere", wrong: member + "integration = integration + 1"},
		{rule: "growth-balance", what: "growth from nowhere", wrong: member + "growth = growth + 1"},
		{rule: "points-frozen", what: "frozen for nobody", wrong: member + "integration_frozen = integration_frozen + 1"},
		{rule: "points-ledger", what: "more booked than was frozen", wrong: "UPDATE ums.ums_integration_freeze SET points = points + 1 WHERE order_sn = '9002'"},
		{rule: "points-pending", what: "given back while the order waits", wrong: "UPDATE ums.ums_integration_freeze SET status = 2 WHERE order_sn = '9001';" + member + "integration_frozen = 0"},
		{rule: "points-kept", what: "paid, and the points were given back", online: true, wrong: `UPDATE ums.ums_integration_freeze SET status = 2 WHERE order_sn = '9002';
			DELETE FROM ums.ums_integration_change_history WHERE order_sn = '9002';` + member + "integration = integration + 50"},
		{rule: "points-spent", what: "paid, and the points are only frozen", wrong: `UPDATE ums.ums_integration_freeze SET status = 1 WHERE order_sn = '9002';
			DELETE FROM ums.ums_integration_change_history WHERE order_sn = '9002';` + member + "integration = integration + 50, integration_frozen = integration_frozen + 50"},
		{rule: "points-dead", what: "frozen for a closed order", wrong: "UPDATE ums.ums_integration_freeze SET status = 1 WHERE order_sn = '9004';" + member + "integration_frozen = integration_frozen + 100"},
		{rule: "points-earned", what: "spent for a closed order", wrong: `UPDATE ums.ums_integration_freeze SET status = 3 WHERE order_sn = '9004';
			INSERT INTO ums.ums_integration_change_history SET business_key = 'order-spent-9004', member_id = 7, change_count = -100, note = '', source_type = 0, order_sn = '9004',
			create_time = NOW();` + member + "integration = integration - 100"},
		{rule: "gift-credited", what: "received, and nothing was given", wrong: "DELETE FROM ums.ums_growth_change_history WHERE order_sn = '9003';" + member + "growth = growth - 10"},
		{rule: "gift-earned", what: "given for an order that is only paid", wrong: `INSERT INTO ums.ums_growth_change_history SET business_key = 'order-gift-9002', member_id = 7,
			change_count = 20, note = '', source_type = 0, order_sn = '9002', create_time = NOW();` + member + "growth = growth + 20"},
		{rule: "order-member", what: "an order of nobody", wrong: "UPDATE oms.oms_order SET member_id = 9 WHERE order_sn = '9008'"},
	}
}

func otherMutations() []mutation {
	stuck := "mq_message SET message_id = 'x', exchange = 'e', routing_key = 'k', type = 't', version = 1, subject = '9001', payload = '{}', created_at = NOW(), next_at = NOW()"
	token := func(fields ...any) func(*testing.T, *stage) {
		return func(t *testing.T, s *stage) {
			t.Helper()
			require.NoError(t, s.Redis.HSet(t.Context(), s.RedisPrefix+"order:token:tok-wrong", fields...).Err())
		}
	}
	deadline := func(sn string) func(*testing.T, *stage) {
		return func(t *testing.T, s *stage) {
			t.Helper()
			require.NoError(t, s.Redis.ZAdd(t.Context(), s.RedisPrefix+"order:deadline", redis.Z{Score: float64(now().UnixMilli()), Member: sn}).Err())
		}
	}
	return []mutation{
		{rule: "outbox-sent", what: "never said", wrong: "INSERT INTO wms." + stuck},
		{rule: "deadline-index", what: "waits for an order that has ended", also: deadline("9004")},
		{rule: "deadline-index", what: "waits for nothing that could be an order", also: deadline("x")},
		{rule: "token-order", what: "a token of another order", also: token("s", "d", "n", "9001", "m", 7)},
		{rule: "token-order", what: "a token of no order", also: token("s", "d", "n", "9100", "m", 7)},
	}
}

// TestEveryRuleFindsItsViolationAlone seeds every violation into books that are right, and asks who notices.
func TestEveryRuleFindsItsViolationAlone(t *testing.T) {
	s := newStage(t)
	seen := map[string]bool{"queues-declared": true, "queues-empty": true, "parking-empty": true} // see TestBroker
	s.reset(t)
	require.Empty(t, s.violated(t, Online))
	require.Empty(t, s.violated(t, Final))
	for _, m := range mutations() {
		t.Run(m.rule+"/"+m.what, func(t *testing.T) {
			s.reset(t)
			mode := Final
			if m.online {
				mode = Online
			}
			if m.wrong != "" {
				s.exec(t, m.wrong)
			}
			if m.also != nil {
				m.also(t, s)
			}
			assert.Equal(t, []string{m.rule}, s.violated(t, mode))
		})
		seen[m.rule] = true
	}
	for _, r := range allRules() {
		assert.True(t, seen[r.name], "no mutation for %s", r.name)
	}
}

func TestSettleWaitsAndGivesUp(t *testing.T) {
	s := newStage(t)
	s.reset(t)
	s.Alipay = nil
	require.NoError(t, Settle(t.Context(), s.Targets, time.Second))
	s.exec(t, "UPDATE pay.pay_refund SET status = 1 WHERE refund_sn = 'R7'; UPDATE oms.oms_order SET refund_amount = 0 WHERE order_sn = '9007'")
	err := Settle(t.Context(), s.Targets, 300*time.Millisecond)
	require.ErrorContains(t, err, "R7")
	done := make(chan error)
	go func() { done <- Settle(t.Context(), s.Targets, 20*time.Second) }()
	time.Sleep(300 * time.Millisecond)
	s.exec(t, "UPDATE pay.pay_refund SET status = 2 WHERE refund_sn = 'R7'; UPDATE oms.oms_order SET refund_amount = 100 WHERE order_sn = '9007'")
	require.NoError(t, <-done)
}

func TestWhatIsNotGivenIsLeftOut(t *testing.T) {
	s := newStage(t)
	s.reset(t)
	s.Schemas.Coupon, s.Redis, s.Alipay = "", nil, nil
	report, err := Run(t.Context(), s.Targets, Final)
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.Contains(t, report.Skipped, "coupon-limit")
	require.Contains(t, report.Skipped, "deadline-index")
	require.Contains(t, report.Skipped, "alipay-books")
	require.NotContains(t, report.Skipped, "outbox-sent")
	s.DB = nil
	_, err = Run(t.Context(), s.Targets, Final)
	require.Error(t, err)
}

func TestOnlyTheFirstFindingsAreShown(t *testing.T) {
	res := Result{Rule: "a", Says: "b"}
	for range shown + 5 {
		res.add("k", "d")
	}
	var out strings.Builder
	report := Report{Results: []Result{res, {Rule: "fine"}}, Skipped: []string{"left-out"}}
	require.NoError(t, report.Print(&out))
	require.Equal(t, shown, strings.Count(out.String(), "· k: d"))
	require.Contains(t, out.String(), "and 5 more")
	require.Contains(t, out.String(), "2 invariants, 1 violated")
	require.False(t, report.OK())
	require.Error(t, report.Print(failing{}))
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }
