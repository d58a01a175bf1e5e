package pages_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/services/order"
)

// shelved is what goes back on the shelf of a return.
func (o *office) shelved(id int64) (lines []order.Restock) {
	o.t.Helper()
	require.NoError(o.t, o.db.Raw("SELECT sku_id, ware_id, sku_quantity AS count FROM oms_order_return_stock WHERE return_id = ?", id).Scan(&lines).Error)
	return lines
}

// leave sends an order on its way.
func (o *office) leave(sn string) {
	o.t.Helper()
	_, err := o.store.Ship(o.t.Context(), order.Shipment{Sn: sn, Company: "SF", TrackingNo: "SF" + sn}, time.Now())
	require.NoError(o.t, err)
}

// What has come back goes where staff say, line by line; without a choice, where it came from.
func TestGoodsGoBackToAWarehouseOfOnesChoice(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderRead, adminapi.OrderReturn)
	for i, sn := range []string{"1001", "1003"} {
		o.leave(sn)
		require.NoError(t, o.db.Exec("UPDATE oms_order SET status = ? WHERE order_sn = ?", order.AfterSale, sn).Error)
		require.NoError(t, o.db.Exec("INSERT INTO oms_order_return_apply (id, order_sn, member_id, return_amount, status, reason, create_time) VALUES (?, ?, 9, 1000, ?, 'faulty', NOW(3))",
			i+1, sn, order.ReturnApproved).Error)
		require.NoError(t, o.db.Exec("INSERT INTO oms_order_return_item (return_id, sku_id, sku_quantity, real_amount) VALUES (?, 1, 2, 1000)", i+1).Error)
	}
	body, _ := o.get("/order/return.html?id=1", http.StatusOK)
	require.Contains(t, body, `<option value="0" selected>the warehouse it came from</option><option value="1">Beijing</option><option value="2">Shanghai</option></select>`)
	send := func(id int, step, place string, want int) string {
		t.Helper()
		body, _ := o.post(fmt.Sprintf("/order/return.html?id=%d", id), url.Values{"act": {"receive"}, "step": {step}, "count-1": {"1"}, "ware-1": {place}}, want)
		return body
	}
	require.Contains(t, send(1, "ask", "7", http.StatusUnprocessableEntity), "f-ware-1-error", "nobody offered it")
	require.Contains(t, send(1, "ask", "3", http.StatusUnprocessableEntity), "f-ware-1-error", "it is closed")
	require.Contains(t, send(1, "ask", "2", http.StatusOK), "Tea × 1 → Shanghai")
	for range 2 {
		send(1, "do", "2", http.StatusSeeOther)
	}
	require.Equal(t, []order.Restock{{SkuID: 1, WareID: 2, Count: 1}}, o.shelved(1))
	body, _ = o.get("/order/return.html?id=1", http.StatusOK)
	require.Contains(t, body, "Tea × 1 → Shanghai")
	require.NoError(t, o.db.Exec("UPDATE oms_order_return_stock SET ware_id = 3 WHERE return_id = 1").Error)
	body, _ = o.get("/order/return.html?id=1", http.StatusOK)
	require.Contains(t, body, "Tea × 1 → Wuhan", "one that was closed since keeps its name")
	send(2, "do", "0", http.StatusSeeOther)
	require.Equal(t, []order.Restock{{SkuID: 1, Count: 1}}, o.shelved(2))
}

// Pieces that are paid back without an application go nowhere unless staff say so.
func TestPiecesOfARefundGoWhereStaffSay(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderRead, adminapi.OrderReturn)
	o.leave("1001")
	form := func(step, place string) url.Values {
		return url.Values{"kind": {"pieces"}, "count-1": {"1"}, "ware-1": {place}, "reason": {"broken"}, "key": {"k" + place}, "step": {step}}
	}
	body, _ := o.get("/order/refund.html?orderSn=1001", http.StatusOK)
	require.Contains(t, body, `<option value="" selected>nothing</option><option value="0">the warehouse it came from</option>`)
	body, _ = o.post("/order/refund.html?orderSn=1001", form("ask", "2"), http.StatusOK)
	require.Contains(t, body, "Tea × 1 → Shanghai")
	var ids []int64
	for _, place := range []string{"2", ""} {
		o.post("/order/refund.html?orderSn=1001", form("do", place), http.StatusSeeOther)
	}
	require.NoError(t, o.db.Raw("SELECT id FROM oms_order_return_apply ORDER BY id").Scan(&ids).Error)
	require.Len(t, ids, 2)
	require.Equal(t, []order.Restock{{SkuID: 1, WareID: 2, Count: 1}}, o.shelved(ids[0]))
	require.Empty(t, o.shelved(ids[1]))

	body, _ = o.get("/order/order.html?orderSn=1001", http.StatusOK)
	require.Contains(t, body, "order.restock")
	require.Contains(t, body, "order.refund.requested")
}
