package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/consul"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
	"gulimall/services/admin"
	"gulimall/services/admin/clients"
	"gulimall/services/admin/httpapi"
	"gulimall/web"
)

// process is a process of the shop: it answers what pkg/app answers.
func process(t *testing.T, service string) string {
	t.Helper()
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	answers := map[string]any{
		"GET " + adminapi.PathOps: adminapi.Process{Service: service, Ready: true, StartedAt: at, Rounds: []adminapi.Round{{Name: "sweep", Runs: 3, Found: 2}}},
		"GET " + adminapi.PathOpsOutbox: adminapi.Outbox{Total: 2, Failed: 1, Items: []adminapi.OutboxMessage{
			{ID: 7, Type: "order.paid", CreatedAt: at, Attempts: 3, Error: "no queue"}, {ID: 9, Type: "order.created", CreatedAt: at.Add(-time.Hour)},
		}},
		"POST " + adminapi.PathOpsOutbox + "/7/send": adminapi.Sent{Error: "no queue"},
		"POST " + adminapi.PathOpsOutbox + "/9/send": adminapi.Sent{Sent: true},
		"GET " + adminapi.PathOpsLimits:              []adminapi.Limited{{Limit: "login", Service: "member", Refused: 4, LastAt: at}},
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, ok := answers[r.Method+" "+r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// gone is the address of a process that has died.
func gone(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	return s.Listener.Addr().String()
}

// counts are the services' summaries; those of ware never come.
type counts struct{}

var errAway = errors.New("away")

func (counts) Orders(_ context.Context, days int) (orderapi.Summary, error) {
	s := orderapi.Summary{At: time.Date(2026, 11, 22, 2, 30, 0, 0, time.UTC), Days: make([]orderapi.Span, days), Hours: make([]orderapi.Span, 48)}
	for i := range s.Hours { // the present one begins at 10 in Beijing
		s.Hours[i] = orderapi.Span{From: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC).Add(time.Duration(i-47) * time.Hour), Submitted: 2, Paid: 1, Turnover: 1000}
	}
	return s, nil
}

func (counts) Payments(context.Context, int) (paymentapi.Summary, error) {
	return paymentapi.Summary{OpenRefunds: 3}, nil
}

func (counts) Coupons(context.Context) (couponapi.Summary, error) { return couponapi.Summary{}, nil }

func (counts) Stock(context.Context) (wareapi.Summary, error) { return wareapi.Summary{}, errAway }

func (counts) Members(context.Context, int) (memberapi.Summary, error) {
	return memberapi.Summary{}, nil
}
func (counts) Trouble(context.Context) (int64, error) { return 5, nil }

// operate adds operations to the office: one living copy of order and one dead, a gateway, a coupon that is away, and a real broker.
func operate(t *testing.T, o *office) (*rabbit.Broker, *rabbittest.Host) {
	t.Helper()
	words, err := web.Catalogue()
	require.NoError(t, err)
	o.edge.Words = words
	broker, host := rabbittest.Open(t, rabbit.Topology{
		Exchanges: []string{"orders"}, Queues: []rabbit.Queue{{Name: "cart.created", Consumer: "cart"}},
		Bindings:  []rabbit.Binding{{Queue: "cart.created", Exchange: "orders", Key: "order.created"}},
		Publishes: []rabbit.Route{{Exchange: "orders", Key: "order.created", By: "order"}},
	})
	peers := consul.Static{"order": {process(t, "order"), gone(t)}, "gateway": {process(t, "gateway")}, "coupon": {gone(t)}}
	fleet := clients.NewFleet(peers, func(service string) *rpc.Client { return rpc.New(peers, service, rpc.Options{}) }, "order", "coupon")
	log := slog.New(slog.DiscardHandler)
	ops := admin.NewOperations(fleet, clients.NewParking(broker), o.store, time.Now, log)
	settings := admin.NewSettings(o.store, map[adminapi.SettingKey]time.Duration{adminapi.SettingUnpaid: 20 * time.Second, adminapi.SettingReceive: 168 * time.Hour})
	board := admin.NewBoard(counts{}, time.Now, log)
	t.Cleanup(board.Wait)
	httpapi.OperationsRoutes(o.engine, settings, ops, board, o.edge, server.NewDecoder())
	return broker, host
}

func TestSettingsAreChangedAndFollowed(t *testing.T) {
	o := open(t, true)
	operate(t, o)
	boss, service := o.enter("admin"), &visitor{office: o}

	var all []adminapi.Setting
	boss.ask(http.MethodGet, adminapi.PathSettings, nil, http.StatusOK, &all)
	require.Len(t, all, len(adminapi.Definitions()))
	unpaid := all[0]
	require.Equal(t, adminapi.SettingUnpaid, unpaid.Key)
	require.Nil(t, unpaid.Value)
	require.Equal(t, adminapi.Amount{Value: 20, Unit: adminapi.Seconds}, unpaid.Default, "no whole minutes")
	require.NotContains(t, unpaid.Name+unpaid.Help, "ops.")
	require.Equal(t, adminapi.Amount{Value: 7, Unit: adminapi.Days}, all[2].Default)
	var now adminapi.SettingsNow
	service.ask(http.MethodGet, adminapi.PathSettingsNow, nil, http.StatusOK, &now)
	require.Zero(t, now.Revision)
	require.Empty(t, now.Values)

	path := adminapi.PathSettings + "/" + string(adminapi.SettingUnpaid)
	value := func(n int64) *int64 { return &n }
	var set adminapi.Setting
	boss.ask(http.MethodPut, path, adminapi.ChangedSetting{Value: value(45)}, http.StatusOK, &set)
	require.Equal(t, int64(45), *set.Value)
	require.Equal(t, int64(1), set.Version)
	require.Equal(t, "admin", set.ChangedBy)
	require.Equal(t, "edited_meanwhile", boss.ask(http.MethodPut, path, adminapi.ChangedSetting{Value: value(50)}, http.StatusConflict, nil), "the second who edits is told")
	boss.ask(http.MethodPut, path, adminapi.ChangedSetting{Value: value(0), Version: 1}, http.StatusUnprocessableEntity, nil)
	require.Equal(t, "setting_not_found", boss.ask(http.MethodPut, adminapi.PathSettings+"/nothing", adminapi.ChangedSetting{Value: value(1)}, http.StatusNotFound, nil))

	service.ask(http.MethodGet, adminapi.PathSettingsNow+"?revision=0", nil, http.StatusOK, &now)
	require.Equal(t, map[adminapi.SettingKey]int64{adminapi.SettingUnpaid: 45}, now.Values)
	service.ask(http.MethodGet, adminapi.PathSettingsNow+"?revision=1", nil, http.StatusNoContent, nil)

	boss.ask(http.MethodPut, path, adminapi.ChangedSetting{Version: 1}, http.StatusOK, &set)
	now = adminapi.SettingsNow{}
	service.ask(http.MethodGet, adminapi.PathSettingsNow+"?revision=1", nil, http.StatusOK, &now)
	require.Empty(t, now.Values, "the default is back")
	require.Equal(t, int64(2), now.Revision)

	var log adminapi.AuditPage
	boss.ask(http.MethodGet, adminapi.PathAudit+"?object="+string(adminapi.SettingUnpaid), nil, http.StatusOK, &log)
	require.Len(t, log.Items, 2)
	require.Equal(t, "setting.changed", log.Items[0].Action)
	require.JSONEq(t, `{"value":45}`, string(log.Items[0].Before))
}

func TestOutboxesOfAllServices(t *testing.T) {
	o := open(t, true)
	operate(t, o)
	boss := o.enter("admin")
	var list paging.Rows[adminapi.Unsent]
	boss.ask(http.MethodGet, adminapi.PathOutbox, nil, http.StatusOK, &list)
	require.Equal(t, int64(2), list.Total)
	require.Equal(t, []string{"order:9", "order:7"}, []string{list.Items[0].Ref, list.Items[1].Ref}, "the oldest first")
	boss.ask(http.MethodGet, adminapi.PathOutbox+"?service=coupon", nil, http.StatusOK, &list)
	require.Empty(t, list.Items)

	var told adminapi.Outcomes
	boss.ask(http.MethodPost, adminapi.PathOutboxSend, adminapi.Chosen{Refs: []string{"order:9", "order:7", "order:9", "coupon:1", "nobody:1"}}, http.StatusOK, &told)
	require.Equal(t, 1, told.Done)
	require.Equal(t, []string{"", adminapi.OutcomeNotSent, adminapi.OutcomeFailed, adminapi.OutcomeFailed},
		[]string{told.Results[0].Code, told.Results[1].Code, told.Results[2].Code, told.Results[3].Code})
	require.Equal(t, "no queue", told.Results[1].Detail)
	boss.ask(http.MethodPost, adminapi.PathOutboxSend, adminapi.Chosen{Refs: []string{"rubbish"}}, http.StatusUnprocessableEntity, nil)
	boss.ask(http.MethodPost, adminapi.PathOutboxSend, adminapi.Chosen{}, http.StatusUnprocessableEntity, nil)
}

func TestParkedMessagesAreReplayedAndDiscarded(t *testing.T) {
	o := open(t, true)
	broker, host := operate(t, o)
	var mended atomic.Bool
	var handled atomic.Int32
	rabbittest.Consume(t, broker, rabbit.Consumer{Queue: "cart.created", Handle: func(_ context.Context, _ rabbit.Message) error {
		if !mended.Load() {
			return rabbit.Permanent(errors.New("no such currency"))
		}
		handled.Add(1)
		return nil
	}})
	body, err := rabbit.Encode(rabbit.Message{ID: "m1", Type: "order.created", Version: 1, Subject: "42"}, map[string]string{"note": "<script>alert(1)</script>"})
	require.NoError(t, err)
	for _, m := range []rabbit.Outgoing{{ID: "m1", Body: body}, {Body: []byte("{" + strings.Repeat(" ", 20_000))}} {
		m.Exchange, m.Key = "orders", "order.created"
		require.NoError(t, broker.Publish(t.Context(), []rabbit.Outgoing{m})[0])
	}
	require.Eventually(t, func() bool { return host.Depth(t, rabbit.ParkingQueue) == 2 }, 15*time.Second, 20*time.Millisecond)

	boss := o.enter("admin")
	var list paging.Rows[adminapi.Parked]
	boss.ask(http.MethodGet, adminapi.PathParked, nil, http.StatusOK, &list)
	require.Equal(t, int64(2), list.Total)
	good, garbage := list.Items[0], list.Items[1]
	if good.ID == "" {
		good, garbage = garbage, good
	}
	require.Equal(t, "no such currency", good.Reason)
	require.Equal(t, "42", good.Subject)
	require.True(t, garbage.Cut)
	require.Empty(t, garbage.Type)
	boss.ask(http.MethodGet, adminapi.PathParked+"?queue=other", nil, http.StatusOK, &list)
	require.Empty(t, list.Items)

	mended.Store(true)
	var told adminapi.Outcomes
	boss.ask(http.MethodPost, adminapi.PathParkedReplay, adminapi.Chosen{Refs: []string{good.Ref, "unheard"}}, http.StatusOK, &told)
	require.Equal(t, []adminapi.Outcome{{Ref: good.Ref, OK: true}, {Ref: "unheard", Code: adminapi.OutcomeGone}}, told.Results)
	require.Eventually(t, func() bool { return handled.Load() == 1 }, 15*time.Second, 20*time.Millisecond)
	for i := range 2 {
		boss.ask(http.MethodPost, adminapi.PathParkedDiscard, adminapi.Chosen{Refs: []string{garbage.Ref}}, http.StatusOK, &told)
		require.Equal(t, i == 0, told.Results[0].OK, "gone is gone")
	}
	require.Zero(t, host.Depth(t, rabbit.ParkingQueue))

	var log adminapi.AuditPage
	boss.ask(http.MethodGet, adminapi.PathAudit+"?object=m1", nil, http.StatusOK, &log)
	require.Len(t, log.Items, 1)
	require.Equal(t, "message.replayed", log.Items[0].Action)
	boss.ask(http.MethodGet, adminapi.PathAudit+"?object="+garbage.Ref, nil, http.StatusOK, &log)
	require.Equal(t, "message.discarded", log.Items[0].Action)
	require.Contains(t, string(log.Items[0].Before), "payload", "what is dropped can still be read")
}

func TestHealthShowsWhoDoesNotAnswer(t *testing.T) {
	o := open(t, true)
	operate(t, o)
	boss := o.enter("admin")
	run := adminapi.AuditRun{At: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC), Mode: "final", Rules: 40, Violated: []adminapi.AuditFinding{{Rule: "stock-ledger", Violations: 2}}}
	(&visitor{office: o}).ask(http.MethodPost, adminapi.PathAuditRuns, run, http.StatusNoContent, nil)

	var h adminapi.Health
	began := time.Now()
	boss.ask(http.MethodGet, adminapi.PathHealth, nil, http.StatusOK, &h)
	require.Less(t, time.Since(began), 2*time.Second)
	require.Len(t, h.Instances, 4)
	answered := map[string]int{}
	for _, i := range h.Instances {
		if i.Process != nil {
			answered[i.Service]++
			require.Equal(t, int64(2), i.Process.Rounds[0].Found)
		} else {
			require.NotEmpty(t, i.Error)
		}
	}
	require.Equal(t, map[string]int{"order": 1, "gateway": 1}, answered)
	require.Equal(t, int64(4), h.Limited[0].Refused)
	require.Equal(t, 0, *h.Parked)
	require.Equal(t, "order", h.Unsent[0].Service)
	require.Equal(t, int64(1), h.Unsent[0].Failed)
	require.NotEmpty(t, h.Unsent[1].Error)
	require.Equal(t, run, *h.Audit)
}

func TestDashboard(t *testing.T) {
	o := open(t, true)
	operate(t, o)
	finance := o.enter("finance")
	var d dashboardapi.Dashboard
	finance.ask(http.MethodGet, dashboardapi.Path+"?days=7", nil, http.StatusOK, &d)
	require.Len(t, d.Order.Days, 7)
	require.Equal(t, int64(3), d.Payment.OpenRefunds)
	require.Equal(t, int64(5), *d.Trouble)
	require.Nil(t, d.Ware)
	require.Equal(t, []string{"ware"}, d.Missing, "one that is away leaves the others their places")
	// Ten whole hours and half of the present one: yesterday's half counts half.
	require.Equal(t, dashboardapi.Part{Submitted: 22, Paid: 11, Turnover: 11000}, d.Today.Now)
	require.Equal(t, dashboardapi.Part{Submitted: 21, Paid: 10, Turnover: 10500}, d.Today.Yesterday)
	finance.ask(http.MethodGet, dashboardapi.Path+"?days=8", nil, http.StatusUnprocessableEntity, nil)
	began := time.Now()
	finance.ask(http.MethodGet, dashboardapi.Path, nil, http.StatusOK, &d)
	require.Less(t, time.Since(began), 300*time.Millisecond)
}

// TestWhoMayOperate asks every call as nobody and as those who may not.
func TestWhoMayOperate(t *testing.T) {
	o := open(t, true)
	operate(t, o)
	keeper, support := o.enter("keeper"), o.enter("support")
	for _, call := range []struct{ method, path string }{
		{http.MethodGet, adminapi.PathSettings},
		{http.MethodPut, adminapi.PathSettings + "/order.unpaid"},
		{http.MethodGet, adminapi.PathOutbox},
		{http.MethodPost, adminapi.PathOutboxSend},
		{http.MethodGet, adminapi.PathParked},
		{http.MethodPost, adminapi.PathParkedReplay},
		{http.MethodPost, adminapi.PathParkedDiscard},
		{http.MethodGet, adminapi.PathHealth},
	} {
		require.Equal(t, "not_signed_in", (&visitor{office: o}).ask(call.method, call.path, nil, http.StatusUnauthorized, nil))
		require.Equal(t, "forbidden", keeper.ask(call.method, call.path, nil, http.StatusForbidden, nil), call.path)
	}
	keeper.ask(http.MethodGet, dashboardapi.Path, nil, http.StatusOK, nil)
	require.Equal(t, "forbidden", support.ask(http.MethodGet, dashboardapi.Path, nil, http.StatusForbidden, nil))
}
