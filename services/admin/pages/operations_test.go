package pages_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/admin"
	"gulimall/services/admin/pages"
	"gulimall/services/admin/store"
	"gulimall/web/frame"
)

// machine is the shop's processes and its parking queue, as far as the pages can tell.
type machine struct {
	parked []adminapi.Parked
	away   bool // neither the broker nor Consul answers
}

var errAway = errors.New("away")

func (m *machine) Parked(context.Context, int) ([]adminapi.Parked, error) {
	if m.away {
		return nil, errAway
	}
	return slices.Clone(m.parked), nil
}

func (m *machine) Count(context.Context) (int, error) {
	if m.away {
		return 0, errAway
	}
	return len(m.parked), nil
}

func (m *machine) Replay(ctx context.Context, refs []string) (map[string]error, error) {
	return m.Discard(ctx, refs)
}

func (m *machine) Discard(_ context.Context, refs []string) (map[string]error, error) {
	done := map[string]error{}
	m.parked = slices.DeleteFunc(m.parked, func(p adminapi.Parked) bool {
		if slices.Contains(refs, p.Ref) {
			done[p.Ref] = nil
		}
		return slices.Contains(refs, p.Ref)
	})
	return done, nil
}

func (m *machine) Instances(context.Context) ([]adminapi.Instance, error) {
	if m.away {
		return nil, errAway
	}
	return []adminapi.Instance{
		{Service: "order", Address: "127.0.0.1:18004", Health: "passing", Process: &adminapi.Process{Ready: true, Rounds: []adminapi.Round{{Name: "close by index", Found: 3}, {Name: "something new"}}}},
		{Service: "ware", Address: "127.0.0.1:18005", Health: "critical", Error: "no living instance"},
	}, nil
}

func (m *machine) Limited(context.Context) []adminapi.Limited {
	if m.away {
		return nil
	}
	return []adminapi.Limited{{Limit: "login/sms", Service: "member", Refused: 12}}
}

func (m *machine) Unsent(context.Context, bool, int) []admin.ServiceOutbox {
	waiting := admin.ServiceOutbox{Items: []adminapi.OutboxMessage{{ID: 7, Type: "order.paid", Attempts: 1, Error: "no queue", Payload: `{"a":1}`}}}
	waiting.Service, waiting.Total, waiting.Failed = "order", 1, 1
	silent := admin.ServiceOutbox{}
	silent.Service, silent.Error = "ware", "no living instance"
	return []admin.ServiceOutbox{waiting, silent}
}

func (m *machine) Send(context.Context, string, int64) (adminapi.Sent, error) {
	return adminapi.Sent{Error: "still no queue"}, nil
}

// counted are the services' summaries; coupon's never come.
type counted struct{}

func (counted) Orders(_ context.Context, days int) (orderapi.Summary, error) {
	at := time.Date(2026, 11, 22, 2, 30, 0, 0, time.UTC)
	s := orderapi.Summary{At: at, Waiting: orderapi.Waiting{ToShip: 4}, Top: []orderapi.Sold{{SkuID: 1101, Name: "best phone", Count: 3, Turnover: 899700}}}
	for i := range days {
		s.Days = append(s.Days, orderapi.Span{From: at.AddDate(0, 0, i+1-days), Settled: 9, Submitted: 6, Paid: 3, Turnover: 100})
	}
	for i := range 48 {
		s.Hours = append(s.Hours, orderapi.Span{From: at.Add(time.Duration(i-47) * time.Hour).Truncate(time.Hour), Submitted: 1})
	}
	return s, nil
}

func (counted) Payments(_ context.Context, days int) (paymentapi.Summary, error) {
	return paymentapi.Summary{Days: make([]paymentapi.Day, days)}, nil
}

func (counted) Coupons(context.Context) (couponapi.Summary, error) {
	return couponapi.Summary{}, errors.New("away")
}

func (counted) Stock(context.Context) (wareapi.Summary, error) {
	return wareapi.Summary{Low: 2, Lowest: []wareapi.StockRow{{SkuID: 1101, SkuName: "best phone", Available: 1, WarnLine: 10}}}, nil
}

func (counted) Members(_ context.Context, days int) (memberapi.Summary, error) {
	return memberapi.Summary{Days: make([]memberapi.Day, days)}, nil
}
func (counted) Trouble(context.Context) (int64, error) { return 5, nil }

// operate adds operations, settings and the start page.
func (o *office) operate(s *store.Store, f *frame.Office, log *slog.Logger) {
	now := func() time.Time { return time.Now().UTC() }
	o.machine = &machine{parked: []adminapi.Parked{
		{Ref: "aa", ID: "m1", Type: "order.created", Queue: "cart.queue", Reason: "no such currency", Payload: `{"note":"<script>alert(1)</script>"}`},
		{Ref: "bb", Queue: "ware.queue", Reason: "read envelope", Payload: "{"},
	}}
	settings := admin.NewSettings(s, map[adminapi.SettingKey]time.Duration{adminapi.SettingUnpaid: 30 * time.Minute})
	board := admin.NewBoard(counted{}, now, log)
	o.t.Cleanup(board.Wait)
	pages.OperationsRoutes(o.engine, settings, admin.NewOperations(o.machine, o.machine, s, now, log), board, f,
		pages.Consoles{Consul: "http://127.0.0.1:8500", Rabbit: "http://127.0.0.1:15672"})
}

func TestOperationsAreForThoseWhoMay(t *testing.T) {
	o := open(t)
	boss, keeper := o.enter("admin"), o.enter("keeper")
	for _, path := range []string{"/operations/messages.html", "/operations/messages.csv", "/operations/health.html", "/settings.html"} {
		boss.get(path, http.StatusOK)
		keeper.get(path, http.StatusForbidden)
		o.visitor().get(path, http.StatusSeeOther)
	}
	keeper.post("/operations/messages.html", url.Values{"kind": {"discard"}, "refs": {"aa"}, "step": {"do"}}, http.StatusForbidden)
	keeper.post("/settings.html?key=order.unpaid", url.Values{"value": {"5"}, "version": {"0"}}, http.StatusForbidden)
	require.Len(t, o.machine.parked, 2)
}

func TestMessagesAreSeenAskedAboutAndSettled(t *testing.T) {
	o := open(t)
	boss := o.enter("admin")
	const path = "/operations/messages.html"
	body, _ := boss.get(path, http.StatusOK)
	require.Contains(t, body, "no such currency")
	require.NotContains(t, body, "<script>alert", "what others wrote is shown, not run")
	body, _ = boss.get(path+"?queue=ware.queue", http.StatusOK)
	require.NotContains(t, body, "no such currency")

	boss.post(path, url.Values{"kind": {"replay"}}, http.StatusUnprocessableEntity)
	boss.post(path, url.Values{"kind": {"dance"}, "refs": {"aa"}}, http.StatusUnprocessableEntity)
	body, _ = boss.post(path, url.Values{"kind": {"replay"}, "refs": {"aa", "bb"}}, http.StatusOK)
	require.Contains(t, body, "Send these messages back to their queues?")
	require.Len(t, o.machine.parked, 2, "nothing has happened yet")
	body, _ = boss.post(path, url.Values{"kind": {"replay"}, "refs": {"aa", "bb", "cc"}, "step": {"do"}}, http.StatusOK)
	require.Contains(t, body, "Done: 2, not done: 1")
	require.Contains(t, body, "no longer there")
	require.Empty(t, o.machine.parked)
	body, _ = boss.post(path, url.Values{"kind": {"discard"}, "refs": {"aa"}}, http.StatusOK)
	require.Contains(t, body, "somebody else was first")
	body, _ = boss.get(path, http.StatusOK)
	require.Contains(t, body, "No parked messages")

	body, _ = boss.get(path+"?view=outbox", http.StatusOK)
	require.Contains(t, body, "no queue")
	require.Contains(t, body, "These services did not answer")
	body, _ = boss.post(path+"?view=outbox", url.Values{"kind": {"send"}, "refs": {"order:7"}, "step": {"do"}}, http.StatusOK)
	require.Contains(t, body, "refused again")
	require.Contains(t, body, "still no queue")
	body, _ = boss.get("/operations/messages.csv?view=outbox", http.StatusOK)
	require.Contains(t, body, "order,")
}

func TestHealthNamesWhoIsNotWell(t *testing.T) {
	body, _ := open(t).enter("admin").get("/operations/health.html", http.StatusOK)
	for _, want := range []string{
		"127.0.0.1:18005", "no answer", "Close unpaid orders by the deadline index", "something new", "Login by SMS", "The auditor has not run yet", `href="http://127.0.0.1:15672"`,
	} {
		require.Contains(t, body, want)
	}
}

// TestOperationsSayWhatIsNotKnown: without the broker and Consul nothing is called well or empty.
func TestOperationsSayWhatIsNotKnown(t *testing.T) {
	o := open(t)
	o.machine.away = true
	boss := o.enter("admin")
	body, _ := boss.get("/operations/health.html", http.StatusOK)
	for _, said := range []string{"Consul does not answer", "No gateway answers", "no answer"} {
		require.Contains(t, body, said)
	}
	body, _ = boss.get("/operations/messages.html", http.StatusOK)
	require.Contains(t, body, "RabbitMQ does not answer")
	require.Contains(t, body, "view=outbox", "the other list is there")
	require.NotContains(t, body, "No parked messages")
	body, _ = boss.get("/operations/messages.html?view=outbox", http.StatusOK)
	require.Contains(t, body, "order.paid")
}

func TestSettingsAreSavedAndTakenBack(t *testing.T) {
	o := open(t)
	boss := o.enter("admin")
	body, _ := boss.get("/settings.html", http.StatusOK)
	require.Contains(t, body, "30 minutes")
	const path = "/settings.html?key=order.unpaid"
	_, to := boss.post(path, url.Values{"value": {"45"}, "version": {"0"}}, http.StatusSeeOther)
	require.Equal(t, "/settings.html", to)
	body, _ = boss.get("/settings.html", http.StatusOK)
	require.Contains(t, body, "The setting has been saved")
	require.Contains(t, body, `value="45"`)
	for _, typed := range []string{"0", "1441", "x", ""} {
		body, _ = boss.post(path, url.Values{"value": {typed}, "version": {"1"}}, http.StatusUnprocessableEntity)
		require.Contains(t, body, "A whole number from 1 to 1440")
	}
	body, _ = boss.post(path, url.Values{"value": {"50"}, "version": {"0"}}, http.StatusConflict)
	require.Contains(t, body, "admin has just changed this.")
	require.Contains(t, body, "45 minutes")
	require.Contains(t, body, `value="50"`)
	boss.post("/settings.html?key=nothing", url.Values{"value": {"50"}, "version": {"0"}}, http.StatusNotFound)
	boss.post(path, url.Values{"step": {"default"}, "version": {"1"}}, http.StatusSeeOther)
	body, _ = boss.get("/settings.html", http.StatusOK)
	require.NotContains(t, body, `value="45"`)
}

func TestTheStartPageIsTheDashboardForThoseWhoMaySeeIt(t *testing.T) {
	o := open(t)
	body, _ := o.enter("finance").get("/", http.StatusOK)
	require.Contains(t, body, "Turnover")
	require.Contains(t, body, "best phone")
	require.Contains(t, body, "These did not answer: Coupons")
	require.Contains(t, body, `href="/order/orders.html"`)
	require.NotContains(t, body, `href="/ware/stock.html?low=true"`, "where one may not go nothing leads")
	require.Equal(t, 30, strings.Count(body, `<th scope="row" class="whole">`)/4, "every drawing is a table too")
	body, _ = o.enter("finance").get("/?span=hours", http.StatusOK)
	require.Contains(t, body, "2026-11-22 10:00")
	body, _ = o.enter("support").get("/", http.StatusOK)
	require.NotContains(t, body, "best phone")
	require.Contains(t, body, `href="/order/returns.html"`)
	body, _ = o.enter("keeper").get("/dashboard.csv?span=7", http.StatusOK)
	lines := strings.Split(strings.TrimSpace(body), "\n")
	require.Len(t, lines, 8)
	require.Contains(t, lines[7], "2026-11-22,6,3,1.00,")
	o.enter("support").get("/dashboard.csv", http.StatusForbidden)
}
