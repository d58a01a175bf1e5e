package httpapi_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/payment"
	"gulimall/services/payment/httpapi"
	"gulimall/services/payment/store"
)

// sides are the bill and the orders that the desk is compared with.
type sides struct {
	bill payment.Bill
	now  func() time.Time
}

func (s *sides) Bill(_ context.Context, day payment.Day) (payment.Bill, error) {
	if day != payment.DayOf(s.now()) {
		return payment.Bill{}, payment.ErrNoBill
	}
	return s.bill, nil
}

func (s *sides) Query(context.Context, string) (payment.TradeState, payment.Trade, error) {
	return payment.TradeNotExist, payment.Trade{}, nil
}

func (s *sides) QueryTrade(context.Context, string) (payment.TradeState, payment.Trade, error) {
	return payment.TradeNotExist, payment.Trade{}, nil
}

func (s *sides) Order(context.Context, string) (payment.Order, error) {
	return payment.Order{}, payment.ErrNotFound
}

func (s *sides) Paid(context.Context, payment.Day, string) ([]payment.PaidOrder, string, error) {
	return nil, "", nil
}

// desk serves the back office's calls over a database; permissions are those of whoever asks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t          *testing.T
	db         *gorm.DB
	store      *store.Store
	reconciler *payment.Reconciler
	sides      *sides
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	now := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	d := &desk{Desk: stafftest.New(t), t: t, db: dbtest.Open(t, outbox.Migrations, store.Migrations()), sides: &sides{now: now}}
	d.store = store.New(d.db, outbox.New(d.db), now)
	uc := payment.New(d.store, nil, d.sides, payment.Settings{}, now, d.Edge.Log)
	d.reconciler = payment.NewReconciler(d.store, d.sides, d.sides, uc, true, now, d.Edge.Log)
	httpapi.OfficeRoutes(d.Engine, payment.NewDesk(d.store, now), d.reconciler, d.Edge, server.NewDecoder())
	return d
}

func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

func (d *desk) ask(method, path string, in, out any) (status int, code string) {
	d.t.Helper()
	return d.Call(method, path, in, out)
}

func TestEachCallAsksForItsPermission(t *testing.T) {
	d := openDesk(t)
	open := 0
	for _, route := range d.Engine.Routes() {
		if !strings.HasPrefix(route.Path, "/api/admin/") { // the gateway leads nobody there
			continue
		}
		open++
		needs := adminapi.PaymentRead
		if route.Method != http.MethodGet {
			needs = adminapi.PaymentWrite
		}
		d.Asking = nil
		status, _ := d.ask(route.Method, route.Path, nil, nil)
		require.Equal(t, http.StatusUnauthorized, status, "%s %s of nobody", route.Method, route.Path)
		for _, p := range adminapi.Permissions() {
			status, _ := d.as(p).ask(route.Method, route.Path, nil, nil)
			if p == needs {
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, status, "%s %s with %s", route.Method, route.Path, p)
			} else {
				require.Equal(t, http.StatusForbidden, status, "%s %s with %s", route.Method, route.Path, p)
			}
		}
	}
	require.Equal(t, 11, open)
}

// money puts a paid order, a refund on its way and its exception into the books.
func (d *desk) money(now time.Time) {
	d.t.Helper()
	ctx := d.t.Context()
	require.NoError(d.t, d.store.Offer(ctx, payment.Payment{OrderSn: "1", MemberID: 7, Amount: 1230, Channel: "alipay", ExpiresAt: now.Add(time.Hour)}, now))
	require.NoError(d.t, d.store.Credit(ctx, payment.Trade{TradeNo: "A", OrderSn: "1", Amount: 1230, PaidAt: now, Source: "notify"}, nil))
	require.NoError(d.t, d.store.Refuse(ctx, payment.Trade{TradeNo: "B", OrderSn: "2", Amount: 500, PaidAt: now, Source: "refused"}, payment.ReasonUnknownOrder))
}

func TestTheDeskByCalls(t *testing.T) {
	d := openDesk(t).as(adminapi.Finance.Grants()...)
	d.money(time.Now().UTC())
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := d.ask(method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	today := string(payment.DayOf(time.Now()))
	var payments paging.Rows[paymentapi.OfficePayment]
	want(http.StatusOK, http.MethodGet, paymentapi.PathPayments+"?status=paid&amount=1230&memberId=7&tradeNo=A&orderSn=1&from="+today+"&to="+today, nil, &payments)
	require.Equal(t, "A", payments.Items[0].TradeNo)
	for _, wrong := range []string{"?status=lost", "?from=today", "?to=2026-02-30", "?amount=lots", "?sort=member"} {
		want(http.StatusUnprocessableEntity, http.MethodGet, paymentapi.PathPayments+wrong, nil, nil)
	}
	var file paymentapi.OfficeFile
	want(http.StatusOK, http.MethodGet, paymentapi.PathPayments+"/1", nil, &file)
	require.Equal(t, "credited", file.Trades[0].Verdict)
	require.Equal(t, "payment_not_found", want(http.StatusNotFound, http.MethodGet, paymentapi.PathPayments+"/9", nil, nil))

	var refunds paging.Rows[paymentapi.OfficeRefund]
	want(http.StatusOK, http.MethodGet, paymentapi.PathRefunds+"?state=requested&reason=unknown_order", nil, &refunds)
	require.NotNil(t, refunds.Items[0].NextAt)
	want(http.StatusUnprocessableEntity, http.MethodGet, paymentapi.PathRefunds+"?state=lost", nil, nil)
	want(http.StatusOK, http.MethodPost, paymentapi.PathRefunds+"/BACK_B"+paymentapi.PartRetry, nil, nil)
	require.Equal(t, "refund_not_found", want(http.StatusNotFound, http.MethodPost, paymentapi.PathRefunds+"/X"+paymentapi.PartRetry, nil, nil))

	var exceptions paging.Rows[paymentapi.OfficeException]
	want(http.StatusOK, http.MethodGet, paymentapi.PathExceptions+"?state=open&kind=unknown_order", nil, &exceptions)
	want(http.StatusUnprocessableEntity, http.MethodGet, paymentapi.PathExceptions+"?state=lost", nil, nil)
	at := paymentapi.PathExceptions + "/" + strconv.FormatInt(exceptions.Items[0].ID, 10) + paymentapi.PartResolve
	want(http.StatusUnprocessableEntity, http.MethodPost, at, paymentapi.Resolve{Version: 1}, nil)
	var resolved paymentapi.OfficeException
	want(http.StatusOK, http.MethodPost, at, paymentapi.Resolve{Note: "gone back", Version: 1}, &resolved)
	require.Equal(t, "keeper", resolved.ResolvedBy)
	require.Equal(t, "edited_meanwhile", want(http.StatusConflict, http.MethodPost, at, paymentapi.Resolve{Note: "other", Version: 1}, nil))

	d.Asking = nil // other services ask for it
	var summary paymentapi.Summary
	want(http.StatusOK, http.MethodGet, paymentapi.PathSummary+"?days=7", nil, &summary)
	require.Len(t, summary.Days, 7)
	require.EqualValues(t, 1, summary.OpenRefunds)
	want(http.StatusUnprocessableEntity, http.MethodGet, paymentapi.PathSummary+"?days=91", nil, nil)
}

func TestAReconciliationByCalls(t *testing.T) {
	d := openDesk(t).as(adminapi.Finance.Grants()...)
	now := time.Now().UTC()
	d.money(now)
	d.sides.bill = payment.Bill{Lines: []payment.BillLine{{TradeNo: "B", OrderSn: "2", Amount: 500, At: now}, {TradeNo: "C", OrderSn: "3", Amount: 700, At: now}}}
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := d.ask(method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	for _, wrong := range []string{"", "today", "2026-02-30", "2015-12-31", string(payment.DayOf(now).Later(1))} {
		want(http.StatusUnprocessableEntity, http.MethodPost, paymentapi.PathReconciliations, paymentapi.NewReconciliation{Date: wrong}, nil)
	}
	var run paymentapi.Reconciliation
	for range 2 {
		want(http.StatusAccepted, http.MethodPost, paymentapi.PathReconciliations, paymentapi.NewReconciliation{Date: string(payment.DayOf(now))}, &run)
		require.EqualValues(t, 1, run.Attempt, "the one that runs")
	}
	worked, err := d.reconciler.Work(t.Context())
	require.NoError(t, err)
	require.True(t, worked)
	at := paymentapi.PathReconciliations + "/" + strconv.FormatInt(run.ID, 10)
	want(http.StatusOK, http.MethodGet, at, nil, &run)
	require.Equal(t, "done", run.State)
	require.Equal(t, 2, run.Open)
	var found paging.Rows[paymentapi.Difference]
	want(http.StatusOK, http.MethodGet, at+paymentapi.PartDifferences+"?state=open", nil, &found)
	require.Equal(t, []string{"missing_at_alipay", "missing_in_books"}, []string{found.Items[0].Kind, found.Items[1].Kind})
	require.Equal(t, []string{"ask", "explain"}, found.Items[1].Actions)
	want(http.StatusUnprocessableEntity, http.MethodGet, at+paymentapi.PartDifferences+"?state=lost", nil, nil)
	require.Equal(t, "reconciliation_not_found", want(http.StatusNotFound, http.MethodGet, paymentapi.PathReconciliations+"/9"+paymentapi.PartDifferences, nil, nil))

	second := at + paymentapi.PartDifferences + "/2" + paymentapi.PartFollowUp
	require.Equal(t, "alipay_denies", want(http.StatusConflict, http.MethodPost, second, paymentapi.FollowUp{Action: "ask"}, nil))
	want(http.StatusUnprocessableEntity, http.MethodPost, second, paymentapi.FollowUp{Action: "resend"}, nil)
	want(http.StatusUnprocessableEntity, http.MethodPost, second, paymentapi.FollowUp{Action: "explain"}, nil)
	for range 2 {
		var done paymentapi.Difference
		want(http.StatusOK, http.MethodPost, second, paymentapi.FollowUp{Action: "explain", Note: "another shop of ours"}, &done)
		require.Equal(t, "explained", done.State)
		require.Empty(t, done.Actions)
	}
	require.Equal(t, "difference_handled", want(http.StatusConflict, http.MethodPost, second, paymentapi.FollowUp{Action: "ask"}, nil))
	require.Equal(t, "difference_not_found", want(http.StatusNotFound, http.MethodPost, at+paymentapi.PartDifferences+"/7"+paymentapi.PartFollowUp, paymentapi.FollowUp{Action: "ask"}, nil))
	var runs paging.Rows[paymentapi.Reconciliation]
	for _, wrong := range []string{"?sort=amount", "?from=today"} {
		want(http.StatusUnprocessableEntity, http.MethodGet, paymentapi.PathReconciliations+wrong, nil, nil)
	}
	want(http.StatusOK, http.MethodGet, at+paymentapi.PartDifferences+"?kind=missing_in_books&sort=-amount", nil, &found)
	require.EqualValues(t, 1, found.Total)
	want(http.StatusOK, http.MethodGet, paymentapi.PathReconciliations+"?open=true&sort=-day&from="+string(payment.DayOf(now)), nil, &runs)
	require.Equal(t, 1, runs.Items[0].Open)
}
