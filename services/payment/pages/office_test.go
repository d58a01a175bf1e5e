package pages_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/payment"
	"gulimall/services/payment/pages"
	"gulimall/services/payment/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// others are Alipay's bill and the orders, as the desk is compared with them.
type others struct {
	bill  payment.Bill
	trade *payment.Trade
}

func (o *others) Bill(context.Context, payment.Day) (payment.Bill, error) { return o.bill, nil }

func (o *others) Query(context.Context, string) (payment.TradeState, payment.Trade, error) {
	return o.QueryTrade(context.Background(), "")
}

func (o *others) QueryTrade(context.Context, string) (payment.TradeState, payment.Trade, error) {
	if o.trade == nil {
		return payment.TradeNotExist, payment.Trade{}, nil
	}
	return payment.TradePaid, *o.trade, nil
}

func (o *others) Order(context.Context, string) (payment.Order, error) {
	return payment.Order{}, payment.ErrNotFound
}

func (o *others) Paid(context.Context, payment.Day, string) ([]payment.PaidOrder, string, error) {
	return nil, "", nil
}

// desk is the pages over a database; asking is who looks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t          *testing.T
	db         *gorm.DB
	store      *store.Store
	reconciler *payment.Reconciler
	others     *others
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	now := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	d := &desk{Desk: stafftest.New(t), t: t, db: dbtest.Open(t, outbox.Migrations, store.Migrations()), others: &others{}}
	d.store = store.New(d.db, outbox.New(d.db), now)
	uc := payment.New(d.store, nil, d.others, payment.Settings{}, now, d.Edge.Log)
	d.reconciler = payment.NewReconciler(d.store, d.others, d.others, uc, true, now, d.Edge.Log)
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	pages.OfficeRoutes(d.Engine, payment.NewDesk(d.store, now), d.reconciler, frame.NewOffice(render, d.Edge), server.NewDecoder())
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

func (d *desk) get(path string, want int) string {
	d.t.Helper()
	body, _ := d.send(http.MethodGet, path, nil, want)
	return body
}

func (d *desk) post(path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.send(http.MethodPost, path, form, want)
}

// money puts a paid order, a refund on its way and its exception into the books.
func (d *desk) money() {
	d.t.Helper()
	ctx, now := d.t.Context(), time.Now().UTC().Truncate(time.Second)
	for _, sn := range []string{"1001", "1002"} {
		require.NoError(d.t, d.store.Offer(ctx, payment.Payment{OrderSn: sn, MemberID: 7, Amount: 1230, Channel: "alipay", ExpiresAt: now.Add(time.Hour)}, now))
	}
	heard := &payment.Notice{NotifyID: "n1", OrderSn: "1001", TradeNo: "TA", Status: "TRADE_SUCCESS", Verdict: "paid", Raw: "sign=x"}
	require.NoError(d.t, d.store.Credit(ctx, payment.Trade{TradeNo: "TA", OrderSn: "1001", Amount: 1230, PaidAt: now, Source: "notify"}, heard))
	require.NoError(d.t, d.store.Refuse(ctx, payment.Trade{TradeNo: "TB", OrderSn: "1003", Amount: 500, PaidAt: now, Source: "refused"}, payment.ReasonUnknownOrder))
}

func TestEachPageOfTheDeskAsksForItsPermission(t *testing.T) {
	d := openDesk(t)
	open := 0
	for _, route := range d.Engine.Routes() {
		if !strings.HasPrefix(route.Path, "/payment/") {
			continue
		}
		open++
		needs := adminapi.PaymentRead
		if route.Method == http.MethodPost || route.Path == "/payment/exception.html" || strings.HasPrefix(route.Path, "/payment/followup") {
			needs = adminapi.PaymentWrite
		}
		d.PageAsks(route.Method, route.Path, needs)
	}
	require.Equal(t, 19, open, "a new page needs a look at its permission")
}

func TestPaymentsAreFoundAndExported(t *testing.T) {
	d := openDesk(t).as(adminapi.PaymentRead)
	require.Contains(t, d.get("/payment/payments.html", http.StatusOK), "No payments yet")
	d.money()
	body := d.get("/payment/payments.html", http.StatusOK)
	require.Contains(t, body, "1001")
	require.Contains(t, body, "1002")
	body = d.get("/payment/payments.html?status=paid&amount=12.30&memberId=7&tradeNo=TA", http.StatusOK)
	require.Contains(t, body, "1001")
	require.NotContains(t, body, "1002")
	require.Contains(t, d.get("/payment/payments.html?memberId=abc", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/payments.html?amount=lots", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/payments.html?orderSn=%E5%BC%A0%E4%B8%89", http.StatusOK), "Nothing matches")
	d.get("/payment/payment.html?orderSn=%E5%BC%A0%E4%B8%89", http.StatusNotFound)
	d.get("/payment/payments.html?from=2026-02-30", http.StatusUnprocessableEntity)
	d.get("/payment/payments.html?from=0000-01-01", http.StatusUnprocessableEntity)
	body = d.get("/payment/payments.html?sort=pay_created", http.StatusOK)
	require.Less(t, strings.Index(body, "1001"), strings.Index(body, "1002"), "the oldest first")
	body = d.get("/payment/payments.csv?status=paid", http.StatusOK)
	require.Contains(t, body, "1001,paid,12.30,TA,7,")
	require.NotContains(t, body, "1002")

	body = d.get("/payment/payment.html?orderSn=1001", http.StatusOK)
	require.Contains(t, body, "credited")
	require.Contains(t, body, "TRADE_SUCCESS")
	require.NotContains(t, body, "/order/order.html", "who may not see orders is not led to one")
	require.Contains(t, d.as(adminapi.PaymentRead, adminapi.OrderRead).get("/payment/payment.html?orderSn=1001", http.StatusOK), "/order/order.html?orderSn=1001")
	d.get("/payment/payment.html?orderSn=9", http.StatusNotFound)
}

func TestRefundsAndExceptions(t *testing.T) {
	d := openDesk(t).as(adminapi.PaymentRead)
	require.Contains(t, d.get("/payment/refunds.html", http.StatusOK), "No refunds yet")
	require.Contains(t, d.get("/payment/exceptions.html", http.StatusOK), "No exceptions")
	d.money()
	body := d.get("/payment/refunds.html?state=requested&reason=unknown_order", http.StatusOK)
	require.Contains(t, body, "BACK_TB")
	require.NotContains(t, body, "/payment/refund/retry", "who may only read gets no buttons")
	require.Contains(t, d.get("/payment/refunds.html?state=confirmed", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/refunds.html?refundSn=BACK_TB&tradeNo=TB&sort=-pay_amount", http.StatusOK), `aria-sort="descending"`)
	require.Contains(t, d.get("/payment/refunds.html?refundSn=BACK_X", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/refunds.csv", http.StatusOK), "BACK_TB,1003,TB,to be sent,5.00,unknown order,0,")
	body = d.get("/payment/exceptions.html?state=open", http.StatusOK)
	require.Contains(t, body, "unknown order")
	require.Contains(t, d.get("/payment/exceptions.html?kind=paid_twice", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/exceptions.html?tradeNo=TB&from=2026-01-01&sort=pay_amount", http.StatusOK), "unknown order")
	require.Contains(t, d.get("/payment/exceptions.html?to=2026-01-01", http.StatusOK), "Nothing matches")

	d.as(adminapi.PaymentRead, adminapi.PaymentWrite)
	require.Contains(t, d.get("/payment/refunds.html", http.StatusOK), "/payment/refund/retry")
	_, to := d.post("/payment/refund/retry", url.Values{"refundSn": {"BACK_TB"}}, http.StatusSeeOther)
	require.Equal(t, "/payment/payment.html?orderSn=1003", to)
	for back, want := range map[string]string{"/payment/refunds.html?page=2": "/payment/refunds.html?page=2", "//evil.example": "/payment/payment.html?orderSn=1003"} {
		_, to = d.post("/payment/refund/retry", url.Values{"refundSn": {"BACK_TB"}, "back": {back}}, http.StatusSeeOther)
		require.Equal(t, want, to, "back to where it was asked for, and nowhere else")
	}
	d.post("/payment/refund/retry", url.Values{"refundSn": {"X"}}, http.StatusNotFound)

	body, _ = d.post("/payment/exception.html?id=1", url.Values{"note": {" "}, "version": {"1"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Note: This is required")
	d.post("/payment/exception.html?id=1", url.Values{"note": {"called the buyer"}, "version": {"1"}}, http.StatusSeeOther)
	body, _ = d.post("/payment/exception.html?id=1", url.Values{"note": {"wrote a letter"}, "version": {"1"}}, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, "called the buyer")
	require.Contains(t, body, `value="wrote a letter"`)
	require.Contains(t, body, `name="version" value="2"`)
	require.Contains(t, d.get("/payment/exceptions.csv?state=resolved", http.StatusOK), "called the buyer,keeper,")
	require.Contains(t, d.get("/payment/exception.html?id=1", http.StatusOK), "called the buyer")
	d.get("/payment/exception.html?id=9", http.StatusNotFound)
}

func TestAReconciliationByHand(t *testing.T) {
	d := openDesk(t).as(adminapi.PaymentRead, adminapi.PaymentWrite)
	require.Contains(t, d.get("/payment/reconciliations.html", http.StatusOK), "Nothing compared yet")
	d.money()
	now := time.Now().UTC()
	today := payment.DayOf(now)
	d.others.bill = payment.Bill{Strange: 1, Lines: []payment.BillLine{
		{TradeNo: "TA", OrderSn: "1001", Amount: 1230}, {TradeNo: "TB", OrderSn: "1003", Amount: 500}, {TradeNo: "TC", OrderSn: "1002", Amount: 1230},
	}}
	body, _ := d.post("/payment/reconciliations.html", url.Values{"date": {string(today.Later(1))}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "field-bad")
	d.post("/payment/reconciliations.html", url.Values{"date": {"today"}}, http.StatusUnprocessableEntity)
	_, to := d.post("/payment/reconciliations.html", url.Values{"date": {string(today)}}, http.StatusSeeOther)
	require.Equal(t, "/payment/reconciliation.html?id=1", to)
	body = d.get(to, http.StatusOK)
	require.Contains(t, body, `data-running="/api/admin/payment/reconciliations/1"`)
	require.Contains(t, d.get("/payment/reconciliations.html", http.StatusOK), "running")
	_, err := d.reconciler.Work(t.Context())
	require.NoError(t, err)

	body = d.get(to, http.StatusOK)
	require.Contains(t, body, "Missing in our books")
	require.Contains(t, body, "Order is not paid")
	require.Contains(t, body, "1 line of the bill")
	require.Contains(t, d.get("/payment/reconciliations.html", http.StatusOK), "2 open")
	require.Contains(t, d.get("/payment/reconciliation.csv?id=1", http.StatusOK), "Missing in our books,1002,TC,,,12.30,,open,")
	require.NotContains(t, d.as(adminapi.PaymentRead).get(to, http.StatusOK), "/payment/followup.html", "who may only read gets no buttons")
	d.as(adminapi.PaymentRead, adminapi.PaymentWrite)

	ask := "/payment/followup.html?id=1&n=1"
	body = d.get(ask+"&action=ask", http.StatusOK)
	require.Contains(t, body, "Ask Alipay?")
	body, _ = d.post(ask, url.Values{"action": {"ask"}}, http.StatusConflict)
	require.Contains(t, body, "Alipay knows no paid trade like this")
	body, _ = d.post(ask, url.Values{"action": {"explain"}, "note": {""}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Note: This is required")
	d.others.trade = &payment.Trade{TradeNo: "TC", OrderSn: "1002", Amount: 1230, PaidAt: now, Source: "query"}
	for range 2 {
		_, back := d.post(ask, url.Values{"action": {"ask"}}, http.StatusSeeOther)
		require.Equal(t, to, back)
	}
	require.Contains(t, d.get(to, http.StatusOK), "The money has been credited.")
	require.Contains(t, d.get("/payment/payment.html?orderSn=1002", http.StatusOK), "question to Alipay")
	require.Contains(t, d.get(ask+"&action=explain", http.StatusOK), "followed up")
	d.post(ask, url.Values{"action": {"explain"}, "note": {"x"}}, http.StatusConflict)
	d.get("/payment/followup.html?id=1&n=9", http.StatusNotFound)
	d.get("/payment/reconciliation.html?id=9", http.StatusNotFound)

	_, to = d.post("/payment/reconciliations.html", url.Values{"date": {string(today)}}, http.StatusSeeOther)
	_, err = d.reconciler.Work(t.Context())
	require.NoError(t, err)
	body = d.get(to, http.StatusOK)
	require.NotContains(t, body, "Missing in our books", "gone")
	require.Contains(t, d.get(fmt.Sprintf("%s&state=followed", to), http.StatusOK), "Nothing matches")
}

// TestManyDifferencesAreFollowedUpAtOnce: a day that Alipay does not know fills a run; all lines of a kind are done in one go, and each says what
// came of it.
func TestManyDifferencesAreFollowedUpAtOnce(t *testing.T) {
	d := openDesk(t).as(adminapi.PaymentRead, adminapi.PaymentWrite)
	now := time.Now().UTC().Truncate(time.Second)
	const many = 130
	for i := range many {
		trade := payment.Trade{TradeNo: fmt.Sprintf("T%03d", i), OrderSn: fmt.Sprintf("2%03d", i), Amount: money.Fen(100 + i), PaidAt: now, Source: "notify"}
		require.NoError(t, d.store.Credit(t.Context(), trade, nil))
	}
	_, to := d.post("/payment/reconciliations.html", url.Values{"date": {string(payment.DayOf(now))}}, http.StatusSeeOther)
	_, err := d.reconciler.Work(t.Context())
	require.NoError(t, err)
	body := d.get(to+"&sort=-pay_books", http.StatusOK)
	require.Contains(t, body, "T129")
	require.NotContains(t, body, "T079", "the largest fifty")
	require.Contains(t, body, "&amp;action=explain")
	require.NotContains(t, d.get(to+"&kind=amount_differs", http.StatusOK), "T000")
	require.Equal(t, many+1, strings.Count(d.get("/payment/reconciliation.csv?id=1&kind=missing_at_alipay", http.StatusOK), "\n"))

	all := "/payment/followups.html?id=1&kind=missing_at_alipay"
	body = d.get(all+"&action=explain&back="+url.QueryEscape(to+"&page=2"), http.StatusOK)
	require.Contains(t, body, "Explain: 130 lines")
	require.Contains(t, body, "page=2")
	d.get("/payment/followups.html?id=1&kind=lost", http.StatusNotFound)
	d.get("/payment/followups.html?id=9&kind=amount_differs", http.StatusNotFound)
	numbers := make([]string, many)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 1)
	}
	form := url.Values{"kind": {"missing_at_alipay"}, "action": {"explain"}, "numbers": {strings.Join(numbers, "\n")}}
	body, _ = d.post(all, form, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Note: This is required")
	form.Set("note", "paid in cash")
	body, _ = d.post(all, form, http.StatusOK)
	require.Equal(t, 100, strings.Count(body, "data-bulk-row="))
	require.Contains(t, body, "Explain: 30 lines", "the rest is one click away")
	require.Contains(t, d.get(to+"&state=open", http.StatusOK), "30 rows")

	form = url.Values{"kind": {"missing_at_alipay"}, "action": {"ask"}, "numbers": {"100\n101\n5000"}}
	body, _ = d.post(all, form, http.StatusOK)
	require.Equal(t, 3, strings.Count(body, "data-bulk-fault"), "one that is dealt with, one that Alipay denies, and one that is not there")
	for name, value := range map[string]string{"numbers": "x", "action": "resend", "kind": "lost"} {
		wrong := maps.Clone(form)
		wrong.Set(name, value)
		d.post(all, wrong, http.StatusUnprocessableEntity)
	}
	form.Set("numbers", strings.Repeat("1\n", 40_000))
	d.post(all, form, http.StatusUnprocessableEntity)

	body = d.get("/payment/reconciliations.html?open=true&from="+string(payment.DayOf(now))+"&sort=pay_day", http.StatusOK)
	require.Contains(t, body, "30 open")
	require.Contains(t, d.get("/payment/reconciliations.html?to=2026-01-01", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/payment/reconciliations.csv", http.StatusOK), string(payment.DayOf(now))+",1,fits,130,")
}
