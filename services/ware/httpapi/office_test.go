package httpapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/ware"
	"gulimall/services/ware/store"
)

// desk serves the back office's calls; permissions are those of whoever asks, nil for nobody.
func desk(t *testing.T) func(permissions []adminapi.Permission, method, path string, in, out any) (status int, code string) {
	t.Helper()
	d := openOffice(t)
	return func(permissions []adminapi.Permission, method, path string, in, out any) (int, string) {
		d.As(permissions...)
		return d.Call(method, path, in, out)
	}
}

// openOffice is the desks over a database.
func openOffice(t *testing.T) *stafftest.Desk {
	t.Helper()
	d := stafftest.New(t)
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	require.NoError(t, db.Exec("INSERT INTO wms_ware_info (id, name, province) VALUES (1, '上海仓', '上海市')").Error)
	kept := store.New(db, outbox.New(db), func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }, func() time.Duration { return time.Hour }, "stock.locked")
	OfficeRoutes(d.Engine, Desks{ware.NewOffice(kept), ware.NewPurchases(kept), ware.NewTakings(kept), ware.NewFreighter(kept)}, d.Edge, server.NewDecoder(), time.Now)
	return d
}

func TestEachCallAsksForItsPermission(t *testing.T) {
	ask := desk(t)
	for _, e := range []struct {
		method, path string
		needs        adminapi.Permission
	}{
		{http.MethodGet, wareapi.PathWarehouses, adminapi.WareRead},
		{http.MethodPost, wareapi.PathWarehouses, adminapi.WareWrite},
		{http.MethodPut, wareapi.PathWarehouses + "/1", adminapi.WareWrite},
		{http.MethodDelete, wareapi.PathWarehouses + "/9", adminapi.WareWrite},
		{http.MethodPost, wareapi.PathWarehouses + "/9" + wareapi.PartClose, adminapi.WareWrite},
		{http.MethodPost, wareapi.PathWarehouses + "/9" + wareapi.PartOpen, adminapi.WareWrite},
		{http.MethodGet, wareapi.PathOfficeFreight, adminapi.WareRead},
		{http.MethodGet, wareapi.PathOfficeFreight + wareapi.PartUncovered, adminapi.WareRead},
		{http.MethodPost, wareapi.PathOfficeFreight, adminapi.WareWrite},
		{http.MethodPut, wareapi.PathOfficeFreight + "/9", adminapi.WareWrite},
		{http.MethodDelete, wareapi.PathOfficeFreight + "/9", adminapi.WareWrite},
		{http.MethodGet, wareapi.PathOfficeStock, adminapi.WareRead},
		{http.MethodPost, wareapi.PathAdjustments, adminapi.WareWrite},
		{http.MethodPut, wareapi.PathWarnLine, adminapi.WareWrite},
		{http.MethodPost, wareapi.PathStockImport, adminapi.WareWrite},
		{http.MethodPost, wareapi.PathWarnImport, adminapi.WareWrite},
		{http.MethodPost, wareapi.PathNeedImport, adminapi.WarePurchase},
		{http.MethodGet, wareapi.PathLedger, adminapi.WareRead},
		{http.MethodGet, wareapi.PathTasks, adminapi.WareRead},
		{http.MethodGet, wareapi.PathNeeds, adminapi.WareRead},
		{http.MethodPost, wareapi.PathNeeds, adminapi.WarePurchase},
		{http.MethodGet, wareapi.PathPurchases, adminapi.WareRead},
		{http.MethodPost, wareapi.PathPurchases, adminapi.WarePurchase},
		{http.MethodDelete, wareapi.PathNeeds + "/9", adminapi.WarePurchase},
		{http.MethodDelete, wareapi.PathPurchases + "/9", adminapi.WarePurchase},
		{http.MethodPost, wareapi.PathMerge, adminapi.WarePurchase},
		{http.MethodPost, wareapi.PathPurchases + "/9/assign", adminapi.WarePurchase},
		{http.MethodPost, wareapi.PathPurchases + "/9/receive", adminapi.WarePurchase},
		{http.MethodPost, wareapi.PathPurchases + "/9/done", adminapi.WarePurchase},
	} {
		status, _ := ask(nil, e.method, e.path, nil, nil)
		require.Equal(t, http.StatusUnauthorized, status, "%s %s of nobody", e.method, e.path)
		for _, p := range adminapi.Permissions() {
			status, _ := ask([]adminapi.Permission{p}, e.method, e.path, nil, nil)
			if p == e.needs {
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, status, "%s %s with %s", e.method, e.path, p)
			} else {
				require.Equal(t, http.StatusForbidden, status, "%s %s with %s", e.method, e.path, p)
			}
		}
	}
}

func TestAPurchaseFromNeedToStock(t *testing.T) {
	ask := desk(t)
	keeper := adminapi.Keeper.Grants()
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := ask(keeper, method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	var need wareapi.Need
	want(http.StatusCreated, http.MethodPost, wareapi.PathNeeds, wareapi.NewNeed{SkuID: 1001, WareID: 1, Count: 12}, &need)
	want(http.StatusUnprocessableEntity, http.MethodPost, wareapi.PathNeeds, wareapi.NewNeed{SkuID: 1001, WareID: 1, Count: -1}, nil)
	var p wareapi.Purchase
	want(http.StatusOK, http.MethodPost, wareapi.PathMerge, wareapi.Merge{NeedIDs: []int64{need.ID}}, &p)
	at := wareapi.PathPurchases + "/1"
	want(http.StatusOK, http.MethodPost, at+wareapi.PartAssign, wareapi.Assign{Assignee: "老李", Phone: "13800000000"}, nil)
	want(http.StatusOK, http.MethodPost, at+wareapi.PartReceive, nil, nil)
	done := wareapi.Done{Items: []wareapi.DoneItem{{NeedID: need.ID, OK: true}}}
	for range 2 {
		want(http.StatusOK, http.MethodPost, at+wareapi.PartDone, done, &p)
		require.Equal(t, "done", p.State)
	}
	require.Equal(t, "purchase_state", want(http.StatusConflict, http.MethodPost, at+wareapi.PartAssign, wareapi.Assign{Assignee: "x", Phone: "1"}, nil))
	var rows paging.Rows[wareapi.StockRow]
	want(http.StatusOK, http.MethodGet, wareapi.PathOfficeStock+"?skuId=1001", nil, &rows)
	require.EqualValues(t, 12, rows.Items[0].Available)
	want(http.StatusOK, http.MethodPost, wareapi.PathAdjustments, wareapi.Adjustment{SkuID: 1001, WareID: 1, Delta: -2, Reason: "破损"}, nil)
	require.Equal(t, "stock_below_locks", want(http.StatusConflict, http.MethodPost, wareapi.PathAdjustments, wareapi.Adjustment{SkuID: 1001, WareID: 1, Delta: -11, Reason: "破损"}, nil))
	var ledger paging.Rows[wareapi.LedgerRow]
	want(http.StatusOK, http.MethodGet, wareapi.PathLedger+"?skuId=1001", nil, &ledger)
	require.EqualValues(t, 2, ledger.Total)
	want(http.StatusUnprocessableEntity, http.MethodGet, wareapi.PathPurchases+"?state=lost", nil, nil)
	want(http.StatusNotFound, http.MethodPost, wareapi.PathPurchases+"/x/receive", nil, nil)
}

// A purchase is made without a body; one that has a body has JSON.
func TestAnEmptyPurchase(t *testing.T) {
	d := openOffice(t)
	d.As(adminapi.Keeper.Grants()...)
	for body, want := range map[string]int{"": http.StatusCreated, "note=now": http.StatusBadRequest, `{"note":"now"}`: http.StatusUnprocessableEntity, "{} {}": http.StatusBadRequest, "{}": http.StatusCreated} {
		w := httptest.NewRecorder()
		d.Engine.ServeHTTP(w, httptest.NewRequest(http.MethodPost, wareapi.PathPurchases, strings.NewReader(body)))
		require.Equal(t, want, w.Code, "%q: %s", body, w.Body)
	}
}

func TestFreightRegions(t *testing.T) {
	ask := desk(t)
	keeper := adminapi.Keeper.Grants()
	in := map[string]any{"region": "华东", "firstGrams": 1000, "firstFee": 600, "extraGrams": 1000, "extraFee": 100, "provinces": []string{}}
	status, code := ask(keeper, http.MethodPost, wareapi.PathOfficeFreight, in, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status, code)
	in["provinces"] = []string{"火星"}
	status, code = ask(keeper, http.MethodPost, wareapi.PathOfficeFreight, in, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status, code)
	var none wareapi.FreightRule
	status, _ = ask(keeper, http.MethodGet, wareapi.PathOfficeFreight+wareapi.PartUncovered, nil, &none)
	require.Equal(t, http.StatusOK, status)
	require.Empty(t, none.Provinces)
	status, code = ask(keeper, http.MethodDelete, wareapi.PathOfficeFreight+"/1", nil, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status, "the version that was seen is missing")
	require.Equal(t, "invalid", code)
	status, code = ask(keeper, http.MethodDelete, wareapi.PathOfficeFreight+"/1?version=1", nil, nil)
	require.Equal(t, http.StatusNotFound, status)
	require.Equal(t, "freight_not_found", code)
}
