package httpapi_test

import (
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/order"
	"gulimall/services/order/httpapi"
	"gulimall/services/order/ordertest"
	"gulimall/services/order/store"
)

// others answers for the other services.
type others struct{}

func (others) Tasks(_ context.Context, sn string) ([]wareapi.Task, error) {
	return []wareapi.Task{{OrderSn: sn, State: "locked"}}, nil
}

func (others) Houses(context.Context) ([]wareapi.Warehouse, error) {
	return []wareapi.Warehouse{{ID: 2, Name: "Shanghai"}}, nil
}

func (others) Payment(context.Context, string) (*paymentapi.OfficeFile, error) {
	return nil, apperr.ErrUnavailable
}

// deadlines forgets them.
type deadlines struct{ order.Deadlines }

func (deadlines) Remove(context.Context, ...string) error { return nil }

func fenOf(n money.Fen) *money.Fen { return &n }

// office serves the orders desk over a database with two orders: 1001 is paid, 1002 waits for its payment.
type office struct {
	*stafftest.Desk

	t *testing.T
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{Desk: stafftest.New(t), t: t}
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	kept := store.New(db, outbox.New(db), 30*time.Minute)
	now := time.Now().UTC().Truncate(time.Millisecond)
	for _, sn := range []string{"1001", "1002"} {
		made := &order.Order{
			Sn: sn, MemberID: 9, Username: "lin", Status: order.Creating, PayType: order.PayAlipay, CreatedAt: now, ExpiresAt: now.Add(time.Hour).Truncate(time.Second),
			Lines:   []order.Line{{SkuID: 1, Title: "货", Price: 1000, Count: 1, Amount: 1000, Payable: 1000}},
			Amounts: order.Amounts{Goods: 1000, Pay: 1000},
		}
		require.NoError(t, kept.Create(t.Context(), made, "ot_"+sn, "hash"))
		_, err := kept.Activate(t.Context(), made, now)
		require.NoError(t, err)
	}
	_, err := kept.Pay(t.Context(), paymentapi.Succeeded{OrderSn: "1001", TradeNo: "T1", Channel: "alipay", Amount: 1000, PaidAt: now}, now)
	require.NoError(t, err)
	ports := ordertest.New().Ports()
	ports.Store, ports.Deadlines = kept, deadlines{}
	uc := order.New(ports, order.Limits{}, time.Now, slog.New(slog.DiscardHandler), nil)
	t.Cleanup(uc.Wait)
	httpapi.DeskRoutes(o.Engine, order.NewDesk(uc, kept, others{}), o.Edge, server.NewDecoder())
	sums := order.NewSummaries(kept, uc.Settlements(), time.Now)
	require.NoError(t, sums.Fold(t.Context()))
	httpapi.SummaryRoutes(o.Engine, sums, o.Edge)
	return o
}

// ask asks with permissions, nil for nobody; it gives the status and, of a refusal, its code.
func (o *office) ask(permissions []adminapi.Permission, method, path string, in, out any) (int, string) {
	o.t.Helper()
	o.As(permissions...)
	return o.Call(method, path, in, out)
}

func TestEachDeskCallAsksForItsPermission(t *testing.T) {
	o := openOffice(t)
	at := orderapi.PathOfficeOrders + "/9"
	calls := []struct {
		method, path string
		needs        adminapi.Permission
	}{
		{http.MethodGet, orderapi.PathOfficeOrders, adminapi.OrderRead},
		{http.MethodGet, at, adminapi.OrderRead},
		{http.MethodPost, at + orderapi.PartShip, adminapi.OrderShip},
		{http.MethodPost, at + orderapi.PartClose, adminapi.OrderWrite},
		{http.MethodPost, at + orderapi.PartNotes, adminapi.OrderWrite},
		{http.MethodPost, at + orderapi.PartPrice, adminapi.OrderWrite},
		{http.MethodPost, orderapi.PathShipments, adminapi.OrderShip},
	}
	for _, e := range calls {
		status, _ := o.ask(nil, e.method, e.path, nil, nil)
		require.Equal(t, http.StatusUnauthorized, status, "%s %s of nobody", e.method, e.path)
		for _, p := range adminapi.Permissions() {
			status, _ := o.ask([]adminapi.Permission{p}, e.method, e.path, nil, nil)
			if p == e.needs {
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, status, "%s %s with %s", e.method, e.path, p)
			} else {
				require.Equal(t, http.StatusForbidden, status, "%s %s with %s", e.method, e.path, p)
			}
		}
	}
}

func TestTheDeskByCalls(t *testing.T) {
	o := openOffice(t)
	support := append(adminapi.Support.Grants(), adminapi.OrderShip)
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := o.ask(support, method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	var rows paging.Rows[orderapi.OfficeOrder]
	want(http.StatusOK, http.MethodGet, orderapi.PathOfficeOrders+"?status=paid&member=li", nil, &rows)
	require.EqualValues(t, 1, rows.Total)
	require.Equal(t, orderapi.OrderMember{ID: 9, Username: "lin"}, rows.Items[0].Member)
	want(http.StatusUnprocessableEntity, http.MethodGet, orderapi.PathOfficeOrders+"?status=lost", nil, nil)

	paid, unpaid := orderapi.PathOfficeOrders+"/1001", orderapi.PathOfficeOrders+"/1002"
	var one orderapi.OfficeOrder
	want(http.StatusOK, http.MethodGet, paid, nil, &one)
	require.Equal(t, orderapi.StatusPaid, one.Technical.Status)
	require.Equal(t, []string{paymentapi.Service}, one.Technical.Away, "the order is whole without payment")
	require.Len(t, one.Technical.Reservations, 1)
	require.Len(t, one.Technical.Messages, 3, "two said, and the payment heard")

	off, was := fenOf(100), fenOf(1000)
	want(http.StatusOK, http.MethodPost, unpaid+orderapi.PartPrice, orderapi.PriceChange{Discount: off, Was: was, Reason: "老顾客"}, &one)
	require.EqualValues(t, 900, one.Amounts.Pay)
	require.Equal(t, one.Amounts.Pay, one.Amounts.Goods-one.Amounts.Promotion-one.Amounts.Coupon-one.Amounts.Points+one.Amounts.Freight)
	require.Equal(t, "edited_meanwhile", want(http.StatusConflict, http.MethodPost, unpaid+orderapi.PartPrice, orderapi.PriceChange{PayAmount: fenOf(800), Was: was, Reason: "x"}, nil))
	require.Equal(t, "order_state", want(http.StatusConflict, http.MethodPost, paid+orderapi.PartPrice, orderapi.PriceChange{PayAmount: fenOf(800), Reason: "x"}, nil))
	want(http.StatusUnprocessableEntity, http.MethodPost, unpaid+orderapi.PartPrice, orderapi.PriceChange{PayAmount: fenOf(800)}, nil)

	want(http.StatusOK, http.MethodPost, paid+orderapi.PartNotes, orderapi.StaffNote{Note: "周末送"}, &one)
	last := one.Events[len(one.Events)-1]
	require.Equal(t, []string{order.EventStaffNote, "周末送", "keeper"}, []string{last.Event, last.Text, last.Staff})
	for _, e := range one.Timeline {
		require.NotEqual(t, order.EventStaffNote, e.Event, "shoppers see nothing of it")
	}

	var shipped orderapi.Shipped
	line := func(sn, no string) orderapi.Shipment {
		return orderapi.Shipment{OrderSn: sn, Company: "顺丰", TrackingNo: no}
	}
	all := orderapi.Shipments{Items: []orderapi.Shipment{line("1001", "SF1"), line("1002", "SF2"), line("1001", "SF3"), line("7", "SF4"), line("8", "")}}
	want(http.StatusOK, http.MethodPost, orderapi.PathShipments, all, &shipped)
	require.Equal(t, []orderapi.ShippedLine{
		{OrderSn: "1001", OK: true}, {OrderSn: "1002", Code: "order_state"}, {OrderSn: "1001", Code: "duplicate_line"}, {OrderSn: "7", Code: "order_not_found"}, {OrderSn: "8", Code: "required"},
	}, shipped.Items)
	require.Equal(t, []int{1, 4}, []int{shipped.OK, shipped.Failed})
	want(http.StatusOK, http.MethodPost, paid+orderapi.PartShip, orderapi.Ship{Company: "顺丰", TrackingNo: "SF1"}, &one)
	require.Equal(t, "order_state", want(http.StatusConflict, http.MethodPost, paid+orderapi.PartShip, orderapi.Ship{Company: "顺丰", TrackingNo: "SF9"}, nil))
	require.Equal(t, "order_state", want(http.StatusConflict, http.MethodPost, paid+orderapi.PartClose, orderapi.CloseRequest{Reason: "x"}, nil))
	want(http.StatusOK, http.MethodPost, unpaid+orderapi.PartClose, orderapi.CloseRequest{Reason: "买家要求"}, &one)
	require.Equal(t, orderapi.StatusClosed, one.Status)

	var sum orderapi.Summary
	want(http.StatusOK, http.MethodGet, orderapi.PathSummary+"?days=3", nil, &sum)
	require.Len(t, sum.Days, 3)
	require.EqualValues(t, 1000, sum.Days[2].Turnover)
	want(http.StatusUnprocessableEntity, http.MethodGet, orderapi.PathSummary+"?days=91", nil, nil)
}
