package pages_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/ware"
	"gulimall/services/ware/pages"
	"gulimall/services/ware/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// desk is the pages over a database; asking is who looks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t  *testing.T
	db *gorm.DB
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{Desk: stafftest.New(t), t: t, db: dbtest.Open(t, outbox.Migrations, store.Migrations())}
	for _, statement := range []string{
		"INSERT INTO wms_ware_info (id, name, province) VALUES (1, 'Shanghai', 'SH'), (2, '=Guangzhou', 'GD')",
		"INSERT INTO wms_ware_sku (sku_id, ware_id, sku_name, stock, stock_locked, warn_line) VALUES (1001, 1, 'Phone', 20, 5, 0), (1002, 2, 'Tea', 8, 0, 10)",
	} {
		require.NoError(t, d.db.Exec(statement).Error)
	}
	kept := store.New(d.db, outbox.New(d.db), func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }, func() time.Duration { return time.Hour }, "stock.locked")
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	pages.Routes(d.Engine, pages.Desks{Stock: ware.NewOffice(kept), Buying: ware.NewPurchases(kept), Takings: ware.NewTakings(kept), Freight: ware.NewFreighter(kept)}, frame.NewOffice(render, d.Edge), server.NewDecoder())
	return d
}

func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

// send asks for a page, wants a status, and gives the page and where it leads.
func (d *desk) send(method, path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.Send(method, path, form, want)
}

func (d *desk) get(path string, want int) (body, to string) {
	d.t.Helper()
	return d.send(http.MethodGet, path, nil, want)
}

func (d *desk) post(path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.send(http.MethodPost, path, form, want)
}

func (d *desk) stock(skuID, wareID int64) (n int64) {
	d.t.Helper()
	require.NoError(d.t, d.db.Raw("SELECT stock FROM wms_ware_sku WHERE sku_id = ? AND ware_id = ?", skuID, wareID).Scan(&n).Error)
	return n
}

// TestEachPageAsksForItsPermission: the same as the calls of the API.
func TestEachPageAsksForItsPermission(t *testing.T) {
	d := open(t)
	var open int
	for _, route := range d.Engine.Routes() {
		if !strings.HasPrefix(route.Path, "/ware/") {
			continue
		}
		open++
		needs := adminapi.WareRead
		switch path := strings.TrimPrefix(route.Path, "/ware/"); {
		case strings.HasPrefix(path, "adjust"), strings.HasPrefix(path, "warn"), strings.HasPrefix(path, "warehouse.html"), strings.HasPrefix(path, "warehouse/"),
			path == "stocktakingnew.html", strings.HasPrefix(path, "stocktaking/"), strings.HasPrefix(path, "freightedit"), path == "freight/remove":
			needs = adminapi.WareWrite
		case path == "need.html", path == "need/remove", strings.HasPrefix(path, "needimport"), path == "merge", strings.HasPrefix(path, "purchase/"):
			needs = adminapi.WarePurchase
		}
		d.PageAsks(route.Method, route.Path, needs)
	}
	require.Equal(t, 52, open, "a new page needs a line above")
}

func TestStockIsFoundSortedAndExported(t *testing.T) {
	d := open(t).as(adminapi.WareRead)
	body, _ := d.get("/ware/stock.html", http.StatusOK)
	require.Contains(t, body, "Phone")
	require.Contains(t, body, "Tea")
	require.NotContains(t, body, "/ware/adjust.html", "who may only read gets no buttons")
	body, _ = d.get("/ware/stock.html?low=true", http.StatusOK)
	require.NotContains(t, body, "Phone")
	require.Contains(t, body, "Tea")
	body, _ = d.get("/ware/stock.html?sort=-stock", http.StatusOK)
	require.Less(t, strings.Index(body, "Phone"), strings.Index(body, "Tea"))
	require.Contains(t, body, `aria-sort="descending"`)
	body, _ = d.get("/ware/stock.html?sort=stock", http.StatusOK)
	require.Less(t, strings.Index(body, "Tea"), strings.Index(body, "Phone"))
	body, _ = d.get("/ware/stock.html?skuId=abc", http.StatusOK)
	require.Contains(t, body, "Nothing matches")
	body, _ = d.get("/ware/stock.csv?skuId=1002", http.StatusOK)
	require.Equal(t, "\ufeffSKU number,Name,Warehouse,On hand,Locked,Available,Warning line\n1002,Tea,'=Guangzhou,8,0,8,10\n", body)
	body, _ = d.as(adminapi.WareRead, adminapi.WareWrite).get("/ware/stock.html", http.StatusOK)
	require.Contains(t, body, "/ware/adjust.html?skuId=1001&amp;wareId=1")
}

func TestAdjustingAsksFirst(t *testing.T) {
	d := open(t).as(adminapi.WareRead, adminapi.WareWrite)
	body, _ := d.get("/ware/adjust.html?skuId=1001&wareId=1", http.StatusOK)
	key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(body)
	require.NotNil(t, key)
	form := url.Values{"skuId": {"1001"}, "wareId": {"1"}, "delta": {"-3"}, "reason": {"three missing"}, "key": {key[1]}, "step": {"ask"}}
	body, _ = d.post("/ware/adjust.html", form, http.StatusOK)
	require.Contains(t, body, "Adjust by -3?")
	require.Contains(t, body, "20 → <b>17</b>")
	require.Contains(t, body, "15 → <b>12</b>")
	require.EqualValues(t, 20, d.stock(1001, 1), "asking changes nothing")
	form.Set("step", "do")
	for range 2 {
		_, to := d.post("/ware/adjust.html", form, http.StatusSeeOther)
		require.Equal(t, "/ware/stock.html?skuId=1001", to)
	}
	require.EqualValues(t, 17, d.stock(1001, 1), "the same form twice counts once")

	body, _ = d.post("/ware/adjust.html", url.Values{"skuId": {"1001"}, "wareId": {"1"}, "delta": {"-13"}, "reason": {"x"}, "key": {"a"}}, http.StatusConflict)
	require.Contains(t, body, "cannot fall below what orders have locked")
	require.Contains(t, body, `value="-13"`)
	body, _ = d.post("/ware/adjust.html", url.Values{"skuId": {""}, "wareId": {"1"}, "delta": {"lots"}, "reason": {""}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Reason: This is required")
	require.Contains(t, body, `value="lots"`)
	form = url.Values{"skuId": {"1003"}, "wareId": {"2"}, "delta": {"4"}, "reason": {"first"}, "key": {"b"}, "step": {"do"}}
	d.post("/ware/adjust.html", form, http.StatusSeeOther)
	require.EqualValues(t, 4, d.stock(1003, 2))
	body, _ = d.get("/ware/ledger.html?skuId=1001", http.StatusOK)
	require.Contains(t, body, "three missing")

	d.post("/ware/warnline.html?skuId=1001&wareId=1", url.Values{"warnLine": {"30"}}, http.StatusSeeOther)
	body, _ = d.get("/ware/warnline.html?skuId=1001&wareId=1", http.StatusOK)
	require.Contains(t, body, `value="30"`)
	d.post("/ware/warnline.html?skuId=1001&wareId=1", url.Values{"warnLine": {"-1"}}, http.StatusUnprocessableEntity)
	d.post("/ware/warnline.html?skuId=1001&wareId=1", url.Values{"warnLine": {""}}, http.StatusUnprocessableEntity)
	d.get("/ware/warnline.html?skuId=9&wareId=1", http.StatusNotFound)
	d.get("/ware/warnline.html", http.StatusNotFound)
}

func TestWhoHoldsWhat(t *testing.T) {
	d := open(t).as(adminapi.WareRead)
	at := time.Now().UTC()
	require.NoError(t, d.db.Exec(`INSERT INTO wms_ware_order_task (id, order_sn, lock_status, consignee, delivery_address, check_at, created_at, updated_at)
		VALUES (1, '77', 1, 'Mai', 'Street 1', ?, ?, ?), (2, '78', 2, '', '', ?, ?, ?)`, at, at, at, at, at, at).Error)
	body, _ := d.get("/ware/tasks.html", http.StatusOK)
	require.Contains(t, body, "holding")
	require.Contains(t, body, "released")
	body, _ = d.get("/ware/tasks.html?state=locked", http.StatusOK)
	require.Contains(t, body, "Mai")
	require.NotContains(t, body, `<span class="code">78</span>`)
	body, _ = d.get("/ware/tasks.html?orderSn="+url.QueryEscape("订单"), http.StatusOK)
	require.Contains(t, body, "Nothing matches")
	body, _ = d.get("/ware/tasks.html?orderSn=79", http.StatusOK)
	require.Contains(t, body, "Nothing matches")
}

func TestWarehouses(t *testing.T) {
	d := open(t).as(adminapi.WareRead, adminapi.WareWrite)
	body, _ := d.post("/ware/warehouse.html", url.Values{"name": {" "}, "province": {"SC"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Name: This is required")
	d.post("/ware/warehouse.html", url.Values{"name": {"Chengdu"}, "province": {"SC"}}, http.StatusSeeOther)
	body, _ = d.get("/ware/warehouses.html", http.StatusOK)
	require.Contains(t, body, "Chengdu")
	form := url.Values{"name": {"Chengdu A"}, "province": {"SC"}, "version": {"1"}}
	d.post("/ware/warehouse.html?id=3", form, http.StatusSeeOther)
	form.Set("name", "Chengdu B")
	body, _ = d.post("/ware/warehouse.html?id=3", form, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, "Chengdu A")
	require.Contains(t, body, `value="Chengdu B"`)
	require.Contains(t, body, `name="version" value="2"`)
	body, _ = d.post("/ware/warehouse/remove?id=1", url.Values{}, http.StatusConflict)
	require.Contains(t, body, "has or had goods")
	body, _ = d.get("/ware/warehouse.html?id=1", http.StatusOK)
	require.Contains(t, body, "In it: 20 pieces of 1 SKUs, 5 of them locked")
	d.post("/ware/warehouse/close?id=1", url.Values{"version": {"1"}}, http.StatusSeeOther)
	body, _ = d.get("/ware/warehouses.html", http.StatusOK)
	require.Contains(t, body, ">closed<")
	body, _ = d.get("/ware/stock.html", http.StatusOK)
	require.Contains(t, body, "Shanghai (closed)")
	body, _ = d.post("/ware/warehouse/open?id=1", url.Values{"version": {"1"}}, http.StatusConflict)
	require.Contains(t, body, "Open again")
	d.post("/ware/warehouse/open?id=1", url.Values{"version": {"2"}}, http.StatusSeeOther)
	d.post("/ware/warehouse/remove?id=3", url.Values{}, http.StatusSeeOther)
	d.get("/ware/warehouse.html?id=3", http.StatusNotFound)
}

func TestBuying(t *testing.T) {
	d := open(t).as(adminapi.WareRead, adminapi.WarePurchase)
	d.post("/ware/need.html", url.Values{"skuId": {"1001"}, "wareId": {"1"}, "count": {"0"}}, http.StatusUnprocessableEntity)
	d.post("/ware/need.html", url.Values{"skuId": {"1001"}, "wareId": {"9"}, "count": {"5"}}, http.StatusNotFound)
	d.post("/ware/need.html", url.Values{"skuId": {"1001"}, "wareId": {"1"}, "count": {"5"}, "note": {"soon"}}, http.StatusSeeOther)
	d.post("/ware/need.html", url.Values{"skuId": {"1002"}, "wareId": {"2"}, "count": {"7"}}, http.StatusSeeOther)
	body, _ := d.get("/ware/needs.html?state=new", http.StatusOK)
	require.Contains(t, body, "soon")
	body, _ = d.post("/ware/merge", url.Values{}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Choose the needs")
	_, to := d.post("/ware/merge", url.Values{"needIds": {"1", "2"}}, http.StatusSeeOther)
	require.Equal(t, "/ware/purchase.html?id=1", to)
	d.post("/ware/merge", url.Values{"needIds": {"1"}}, http.StatusConflict)
	d.post("/ware/need/remove", url.Values{"needIds": {"1"}}, http.StatusConflict)
	d.post("/ware/need/remove", url.Values{}, http.StatusUnprocessableEntity)
	d.post("/ware/need.html", url.Values{"skuId": {"1002"}, "wareId": {"2"}, "count": {"700"}, "note": {"typing error"}}, http.StatusSeeOther)
	_, to = d.post("/ware/merge", url.Values{"needIds": {"3"}}, http.StatusSeeOther)
	remove := strings.Replace(to, "purchase.html", "purchase/remove", 1)
	d.post(remove, url.Values{}, http.StatusSeeOther)
	d.post(remove, url.Values{}, http.StatusNotFound)
	d.post("/ware/need/remove", url.Values{"needIds": {"3"}}, http.StatusSeeOther)
	body, _ = d.get("/ware/needs.html", http.StatusOK)
	require.NotContains(t, body, "typing error")

	d.post("/ware/purchase/receive?id=1", url.Values{}, http.StatusConflict)
	body, _ = d.post("/ware/purchase/assign?id=1", url.Values{"assignee": {"Wang"}, "phone": {""}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Phone: This is required")
	require.Contains(t, body, `value="Wang"`)
	d.post("/ware/purchase/assign?id=1", url.Values{"assignee": {"Wang"}, "phone": {"13800001234"}}, http.StatusSeeOther)
	d.post("/ware/purchase/receive?id=1", url.Values{}, http.StatusSeeOther)
	body, _ = d.post("/ware/purchase/remove?id=1", url.Values{}, http.StatusConflict)
	require.Contains(t, body, "cannot do this in its present state")
	outcomes := url.Values{"outcome-1": {"ok"}, "outcome-2": {"failed"}}
	body, _ = d.post("/ware/purchase/done?id=1", outcomes, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Say why something could not be bought")
	require.Contains(t, body, `value="failed" checked`)
	d.post("/ware/purchase/done?id=1", url.Values{"outcome-1": {"ok"}}, http.StatusUnprocessableEntity)
	outcomes.Set("reason-2", "sold out")
	for range 2 {
		d.post("/ware/purchase/done?id=1", outcomes, http.StatusSeeOther)
	}
	require.EqualValues(t, 25, d.stock(1001, 1), "into stock once")
	require.EqualValues(t, 8, d.stock(1002, 2))
	body, _ = d.get("/ware/purchase.html?id=1", http.StatusOK)
	require.Contains(t, body, "partly failed")
	require.Contains(t, body, "sold out")
	require.NotContains(t, body, "/ware/purchase/done")
	body, _ = d.get("/ware/purchases.html?sort=-pieces", http.StatusOK)
	require.Contains(t, body, `aria-sort="descending"><a href="/ware/purchases.html?sort=pieces">Pieces`)
	body, _ = d.get("/ware/purchases.html?state=failed", http.StatusOK)
	require.Contains(t, body, "Purchase 1")
	d.get("/ware/purchase.html?id=9", http.StatusNotFound)
	d.post("/ware/purchase/receive?id=9", url.Values{}, http.StatusNotFound)
}

// Whatever the shop itself writes into the ledger has a word, on the page and in its file; what somebody has typed stays as it is.
func TestTheLedgerWordsItsReasons(t *testing.T) {
	words := map[string]string{
		ware.ReasonInitial: "opening stock", ware.ReasonSale: "sale", ware.ReasonPurchase: "purchase", ware.ReasonReturn: "returned",
		ware.ReasonStocktaking: "stock-taking", "掉在地上": "掉在地上",
	}
	for _, move := range []demodata.MoveReason{demodata.MoveInitial, demodata.MoveSold} {
		require.Contains(t, ware.Reasons(), string(move), "the demo shop's past has the shop's own reasons")
	}
	d := open(t).as(adminapi.WareRead)
	for i, reason := range append(ware.Reasons(), "掉在地上") {
		require.NoError(t, d.db.Exec(`INSERT INTO wms_stock_ledger (business_key, sku_id, ware_id, delta, reason, order_sn, created_at)
			VALUES (?, 1001, 1, 1, ?, '', NOW())`, i, reason).Error)
	}
	page, _ := d.send(http.MethodGet, "/ware/ledger.html", nil, http.StatusOK)
	file, _ := d.send(http.MethodGet, "/ware/ledger.csv", nil, http.StatusOK)
	for _, reason := range append(ware.Reasons(), "掉在地上") {
		require.Contains(t, page, "<td>"+words[reason]+"</td>", reason)
		require.Contains(t, file, ","+words[reason]+",", reason)
	}
}
