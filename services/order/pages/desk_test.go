package pages_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
	"gulimall/services/order/pages"
	"gulimall/services/order/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// deskOthers answers for the other services.
type deskOthers struct{}

func (deskOthers) Tasks(context.Context, string) ([]wareapi.Task, error) {
	return []wareapi.Task{{State: "locked", Lines: []wareapi.TaskShare{{SkuID: 1, WareID: 2, Count: 3}}}}, nil
}

func (deskOthers) Houses(context.Context) ([]wareapi.Warehouse, error) {
	return []wareapi.Warehouse{{ID: 1, Name: "Beijing"}, {ID: 2, Name: "Shanghai"}, {ID: 3, Name: "Wuhan", Closed: true}}, nil
}

func (deskOthers) Payment(_ context.Context, sn string) (*paymentapi.OfficeFile, error) {
	if sn != "1001" {
		return nil, apperr.ErrUnavailable
	}
	file := &paymentapi.OfficeFile{Trades: []paymentapi.OfficeTrade{{TradeNo: "T1", Verdict: "credited", Amount: 1000}}}
	file.Status, file.Offered = "paid", true
	return file, nil
}

// deskDeadlines forgets them.
type deskDeadlines struct{ order.Deadlines }

func (deskDeadlines) Remove(context.Context, ...string) error { return nil }

// office is the pages of the orders desk over a database: 1001 and 1003 are paid, 1002 waits for its payment. asking is who looks.
type office struct {
	*stafftest.Desk

	t     *testing.T
	db    *gorm.DB
	store *store.Store
	peers *ordertest.Peers
}

func openOffice(t *testing.T) *office {
	t.Helper()
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	o := &office{Desk: stafftest.New(t), t: t, db: dbtest.Open(t, outbox.Migrations, store.Migrations()), peers: ordertest.New()}
	o.store = store.New(o.db, outbox.New(o.db), 30*time.Minute)
	for i, sn := range []string{"1001", "1002", "1003"} {
		o.make(sn, time.Now().UTC().Add(time.Duration(i)*time.Second))
	}
	for _, sn := range []string{"1001", "1003"} {
		_, err := o.store.Pay(t.Context(), paymentapi.Succeeded{OrderSn: sn, TradeNo: "T" + sn, Channel: "alipay", Amount: 1000, PaidAt: time.Now()}, time.Now())
		require.NoError(t, err)
	}
	ports := o.peers.Ports()
	ports.Store, ports.Deadlines = o.store, deskDeadlines{}
	uc := order.New(ports, order.Limits{}, time.Now, slog.New(slog.DiscardHandler), nil)
	t.Cleanup(uc.Wait)
	back := frame.NewOffice(render, o.Edge)
	pages.DeskRoutes(o.Engine, order.NewDesk(uc, o.store, deskOthers{}), back, render.Words())
	pages.ReturnRoutes(o.Engine, order.NewAfterSaleDesk(o.store, nil, deskOthers{}, time.Now), back, time.Now)
	return o
}

func (o *office) make(sn string, now time.Time) {
	o.t.Helper()
	now = now.Truncate(time.Millisecond)
	made := &order.Order{
		Sn: sn, MemberID: 9, Username: "lin", Status: order.Creating, PayType: order.PayAlipay, CreatedAt: now, ExpiresAt: now.Add(time.Hour).Truncate(time.Second),
		Address: order.Address{Name: "Xiaomai", Phone: "13800000001", Province: "Shanghai", City: "Pudong", Region: "Lane", Detail: "Road 1"},
		Lines:   []order.Line{{SkuID: 1, Title: "Tea", Price: 500, Count: 2, Amount: 1000, Payable: 1000}},
		Amounts: order.Amounts{Goods: 1000, Pay: 1000},
	}
	require.NoError(o.t, o.store.Create(o.t.Context(), made, "ot_"+sn, "hash"))
	_, err := o.store.Activate(o.t.Context(), made, now)
	require.NoError(o.t, err)
}

func (o *office) as(permissions ...adminapi.Permission) *office {
	o.As(permissions...)
	return o
}

func (o *office) answer(r *http.Request, want int) (body, to string) {
	o.t.Helper()
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	o.Engine.ServeHTTP(w, r)
	require.Equal(o.t, want, w.Code, "%s %s: %s", r.Method, r.URL, w.Body)
	return w.Body.String(), w.Header().Get("Location")
}

func (o *office) get(path string, want int) (body, to string) {
	o.t.Helper()
	return o.answer(httptest.NewRequest(http.MethodGet, "http://admin.gulimall.localhost:8080"+path, nil), want)
}

func (o *office) post(path string, form url.Values, want int) (body, to string) {
	o.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://admin.gulimall.localhost:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Referer", "http://admin.gulimall.localhost:8080/order/orders.html")
	return o.answer(r, want)
}

// upload sends a file to be looked at.
func (o *office) upload(file string, want int) string {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "to-ship.csv")
	require.NoError(o.t, err)
	_, err = io.WriteString(part, file)
	require.NoError(o.t, err)
	require.NoError(o.t, form.Close())
	r := httptest.NewRequest(http.MethodPost, "http://admin.gulimall.localhost:8080/order/ship/upload", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	shown, _ := o.answer(r, want)
	return shown
}

func (o *office) state(sn string) *order.Order {
	o.t.Helper()
	found, err := o.store.Detail(o.t.Context(), sn)
	require.NoError(o.t, err)
	return found
}

// TestEachDeskPageAsksForItsPermission: the same as the calls of the API.
func TestEachDeskPageAsksForItsPermission(t *testing.T) {
	o := openOffice(t)
	seen := 0
	for _, route := range o.Engine.Routes() {
		if !strings.HasPrefix(route.Path, "/order/") {
			continue
		}
		seen++
		needs := adminapi.OrderRead
		switch {
		case strings.HasPrefix(route.Path, "/order/ship"), route.Path == "/order/order/ship":
			needs = adminapi.OrderShip
		case strings.HasPrefix(route.Path, "/order/price"), strings.HasPrefix(route.Path, "/order/order/"):
			needs = adminapi.OrderWrite
		case route.Path == "/order/refund.html", route.Path == "/order/return.html" && route.Method == http.MethodPost:
			needs = adminapi.OrderReturn
		}
		o.PageAsks(route.Method, route.Path, needs)
	}
	require.Equal(t, 18, seen, "a new page needs a line above")
}

func TestOrdersAreSearchedAndExported(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderRead)
	body, _ := o.get("/order/orders.html", http.StatusOK)
	require.Less(t, strings.Index(body, "1003"), strings.Index(body, "1001"), "the newest first")
	require.Contains(t, body, `aria-sort="descending"`)
	body, _ = o.get("/order/orders.html?status=pending_payment&amountFrom=9.9&amountTo=10", http.StatusOK)
	require.Contains(t, body, "orderSn=1002")
	require.NotContains(t, body, "orderSn=1001")
	body, _ = o.get("/order/orders.html?amountFrom=11", http.StatusOK)
	require.Contains(t, body, "Nothing matches")
	body, _ = o.get("/order/orders.html?amountFrom=much", http.StatusUnprocessableEntity)
	require.Contains(t, body, `href="#f-amountFrom"`)
	body, _ = o.get("/order/orders.csv?orderSn=1001", http.StatusOK)
	require.Regexp(t, "\n1001,to be shipped,.*,lin,Xiaomai,13800000001,Shanghai Pudong Lane Road 1,Tea × 2,10.00,0.00,10.00,T1001,,\n$", body)
}

func TestAnOrderWithWhatLiesBehindIt(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderRead)
	body, _ := o.get("/order/order.html?orderSn=1001", http.StatusOK)
	for _, words := range []string{"order.created", "order.paid", "credited", "heard, dealt with", `× 3</span>: Shanghai`, "Alipay has reported the payment"} {
		require.Contains(t, body, words)
	}
	require.NotContains(t, body, "/order/order/ship", "who may only read gets no buttons")
	body, _ = o.get("/order/order.html?orderSn=1002", http.StatusOK)
	require.Contains(t, body, "payment service does not answer")
	o.get("/order/order.html?orderSn=9", http.StatusNotFound)

	o.as(adminapi.OrderRead, adminapi.OrderShip, adminapi.OrderWrite)
	body, _ = o.post("/order/order/ship", url.Values{"orderSn": {"1001"}, "company": {"SF"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "f-trackingNo-error")
	require.Contains(t, body, `value="SF"`, "what was typed stays")
	ship := url.Values{"orderSn": {"1001"}, "company": {"SF"}, "trackingNo": {"SF1"}}
	for range 2 {
		_, to := o.post("/order/order/ship", ship, http.StatusSeeOther)
		require.Equal(t, "/order/order.html?orderSn=1001", to)
	}
	body, _ = o.post("/order/order/ship", url.Values{"orderSn": {"1001"}, "company": {"SF"}, "trackingNo": {"SF2"}}, http.StatusConflict)
	require.Contains(t, body, "The state of the order does not allow that")

	body, _ = o.get("/order/order.html?orderSn=1002", http.StatusOK)
	key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(body)
	require.NotNil(t, key)
	for range 2 {
		o.post("/order/order/note", url.Values{"orderSn": {"1002"}, "note": {"rings twice"}, "key": {key[1]}}, http.StatusSeeOther)
	}
	body, _ = o.get("/order/order.html?orderSn=1002", http.StatusOK)
	require.Equal(t, 1, strings.Count(body, "rings twice"))

	body, _ = o.post("/order/order/close", url.Values{"orderSn": {"1001"}, "reason": {"x"}}, http.StatusConflict)
	require.Contains(t, body, "The state of the order does not allow that")
	o.post("/order/order/close", url.Values{"orderSn": {"1002"}, "reason": {"the buyer asked"}}, http.StatusSeeOther)
	require.Equal(t, order.Closed, o.state("1002").Status)
}

func TestAPriceIsAskedForFirst(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderRead, adminapi.OrderWrite)
	body, _ := o.get("/order/price.html?orderSn=1002", http.StatusOK)
	require.Contains(t, body, `name="was" value="1000"`)
	form := url.Values{"orderSn": {"1002"}, "was": {"1000"}, "payAmount": {"9.5"}, "reason": {"an old customer"}, "step": {"ask"}}
	body, _ = o.post("/order/price.html", form, http.StatusOK)
	require.Contains(t, body, "¥10.00 → <b>¥9.50</b>")
	require.EqualValues(t, 1000, o.state("1002").Amounts.Pay, "asking changes nothing")
	form.Set("step", "do")
	for range 2 {
		_, to := o.post("/order/price.html", form, http.StatusSeeOther)
		require.Equal(t, "/order/order.html?orderSn=1002", to)
	}
	require.EqualValues(t, 950, o.state("1002").Amounts.Pay)
	form.Set("payAmount", "9")
	body, _ = o.post("/order/price.html", form, http.StatusConflict)
	require.Contains(t, body, `name="was" value="950"`, "the second sees what the first has done")
	for field, value := range map[string]string{"payAmount": "99", "reason": ""} {
		wrong := url.Values{"orderSn": {"1002"}, "was": {"950"}, "payAmount": {"9"}, "reason": {"x"}, "step": {"ask"}}
		wrong.Set(field, value)
		body, _ = o.post("/order/price.html", wrong, http.StatusUnprocessableEntity)
		require.Contains(t, body, "f-"+field+"-error")
	}
	o.peers.Look(func(p *ordertest.Peers) { p.Offered["1002"] = true })
	form.Set("was", "950")
	body, _ = o.post("/order/price.html", form, http.StatusConflict)
	require.Contains(t, body, "link to pay")
}

func TestShippingByFile(t *testing.T) {
	o := openOffice(t).as(adminapi.OrderShip)
	body, _ := o.get("/order/ship.html", http.StatusOK)
	require.Less(t, strings.Index(body, "orderSn=1001"), strings.Index(body, "orderSn=1003"), "the one that waits longest first")
	require.NotContains(t, body, "orderSn=1002")
	body, _ = o.get("/order/ship.html?sort=-paid&receiver=Xiao", http.StatusOK)
	require.Less(t, strings.Index(body, "orderSn=1003"), strings.Index(body, "orderSn=1001"))
	file, _ := o.get("/order/ship.csv?orderSn=1003", http.StatusOK)
	require.NotContains(t, file, "1001", "the file is what is shown")
	body, _ = o.get("/order/ship.html?skuId=7", http.StatusOK)
	require.Contains(t, body, "/order/ship.html\">Clear filters")
	o.get("/order/ship.html?skuId=x", http.StatusUnprocessableEntity)
	_, to := o.post("/order/order/ship", url.Values{"orderSn": {"1003"}, "company": {"SF"}, "trackingNo": {"SF9"}, "from": {"ship"}, "query": {"receiver=Xiao"}}, http.StatusSeeOther)
	require.Equal(t, "/order/ship.html?receiver=Xiao", to, "one goes on where one was")
	require.NoError(t, o.db.Exec("UPDATE oms_order SET status = 1, delivery_time = NULL, delivery_sn = '' WHERE order_sn = '1003'").Error)
	file, _ = o.get("/order/ship.csv", http.StatusOK)
	require.Contains(t, file, "Order,Carrier,Tracking number,")
	require.Contains(t, file, "'1001,,,", "spreadsheets keep all digits")

	filled := strings.Replace(file, "'1001,,,", "'1001,SF,SF1,", 1) + "1003,SF,\n1002,SF,SF2\n77,SF,SF3\n1001,SF,SF4\n"
	body = o.upload(filled, http.StatusOK)
	for _, words := range []string{"Ship 1 order", "required", "does not allow", "no such order", "on another line"} {
		require.Contains(t, strings.ToLower(body), strings.ToLower(words))
	}
	require.Equal(t, order.Paid, o.state("1001").Status, "looking ships nothing")
	sent := regexp.MustCompile(`(?s)name="parcels" value="([^"]+)"`).FindStringSubmatch(body)
	require.NotNil(t, sent)
	body, _ = o.post("/order/ship/confirm", url.Values{"parcels": {sent[1]}}, http.StatusOK)
	require.Contains(t, body, "This is what has been done")
	require.Contains(t, body, `<tr data-bulk-row="2"><td class="num">2</td>`, "by the lines of the whole file")
	require.Equal(t, "SF1", o.state("1001").TrackingNo)
	body, _ = o.post("/order/ship/confirm", url.Values{"parcels": {sent[1]}}, http.StatusOK)
	require.Contains(t, body, "was shipped so before")
	require.Equal(t, order.Paid, o.state("1003").Status)

	for _, bad := range []string{"", "a,b\n1,2\n", "orderSn,company,trackingNo\n1001,,\n", "orderSn,company,trackingNo\n1001,\"SF\n"} {
		require.Contains(t, o.upload(bad, http.StatusUnprocessableEntity), "f-file-error", bad)
	}
	require.Contains(t, o.upload("订单号,快递公司,运单号\n1003,SF,1.23E+13\n", http.StatusOK), "spreadsheet")
}
