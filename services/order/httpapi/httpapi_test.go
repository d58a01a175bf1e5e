package httpapi_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/order"
	"gulimall/services/order/httpapi"
	"gulimall/web"
)

// fake is the use cases; each test sets what it needs.
type fake struct {
	httpapi.Orders
	submission order.Submission
	fresh      bool
	err        error
	listed     [2]int
	reason     string
}

func sample() *order.Order {
	at := time.Date(2026, 11, 22, 1, 2, 3, 4_000_000, time.UTC)
	return &order.Order{
		Sn: "123456789012345678", MemberID: 7, Status: order.Closing, CreatedAt: at, ExpiresAt: at.Truncate(time.Second), PlacedAt: at,
		Address: order.Address{ID: 5, Name: "谷小粒", Phone: "13800000001", Province: "上海市", City: "上海市", Region: "浦东新区", Detail: "张江路 1 号"},
		Lines:   []order.Line{{SkuID: 1, Title: "手机", Image: "/x.svg", Price: 100, Count: 2, Amount: 200, Payable: 190}},
		Amounts: order.Amounts{Goods: 200, Coupon: 10, Freight: 5, Pay: 195},
	}
}

func (f *fake) Submit(_ context.Context, _ order.Member, s order.Submission) (*order.Order, bool, error) {
	f.submission = s
	return sample(), f.fresh, f.err
}

func (f *fake) Detail(_ context.Context, who order.Member, sn string) (*order.Order, error) {
	if who.ID != 7 || !order.ValidSn(sn) {
		return nil, order.ErrNotFound
	}
	o := sample()
	o.Timeline = []order.Event{{At: o.CreatedAt, Event: order.EventPlaced, By: order.ByMember}}
	o.Company, o.TrackingNo, o.PaidAt = "顺丰", "SF1", o.CreatedAt
	return o, nil
}

func (f *fake) Counts(context.Context, order.Member) (order.Counts, error) {
	return order.Counts{Pending: 1, AfterSale: 2}, f.err
}

func (f *fake) List(_ context.Context, _ order.Member, q order.Filter) ([]*order.Order, int64, error) {
	f.listed = [2]int{q.Page, q.PageSize}
	return nil, 0, f.err
}

func (f *fake) BuyAgain(context.Context, order.Member, string) (order.Again, error) {
	return order.Again{LeftOut: []order.AgainLeftOut{{SkuID: 5, Reason: "sold_out"}}}, f.err
}

func (f *fake) CancelReturn(context.Context, order.Member, string, int64) error { return f.err }

func (f *fake) Returns(context.Context, order.Member, string) ([]order.Return, error) {
	return []order.Return{{ID: 3, Status: order.ReturnCancelled}}, f.err
}

func (f *fake) Watch(context.Context, order.Member, string) (string, bool, error) {
	return "v", true, f.err
}

func (f *fake) Cancel(_ context.Context, _ order.Member, _, reason string) (*order.Order, error) {
	f.reason = reason
	return sample(), f.err
}

func (f *fake) ApplyReturn(_ context.Context, _ order.Member, sn string, w order.ReturnWish) (order.Return, error) {
	return order.Return{ID: 3, OrderSn: sn, Items: w.Items, Reason: w.Reason, CreatedAt: sample().CreatedAt}, f.err
}

func (f *fake) State(context.Context, string) (*order.Order, error) { return sample(), f.err }

type answer struct {
	status int
	header http.Header
	body   map[string]any
}

// call sends a request as member 7, or as nobody.
func call(t *testing.T, uc httpapi.Orders, member int64, method, path, body string) answer {
	t.Helper()
	words, err := web.Catalogue()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	engine, err := server.NewEngine(edge, prometheus.NewRegistry(), time.Now)
	require.NoError(t, err)
	engine.Use(func(c *gin.Context) {
		if member != 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: member, Username: "demo"}))
		}
	})
	httpapi.Routes(engine, uc, edge, server.NewDecoder())
	rec := httptest.NewRecorder()
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	engine.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), method, path, reader))
	a := answer{status: rec.Code, header: rec.Header(), body: map[string]any{}}
	if body := rec.Body.String(); strings.HasPrefix(body, "[") {
		a.body["items"] = body
	} else if body != "" {
		require.NoError(t, json.Unmarshal(rec.Body.Bytes(), &a.body), rec.Body.String())
	}
	return a
}

const form = `{"token":"ot_1","addressId":5,"payAmount":195}`

func TestSubmit(t *testing.T) {
	f := &fake{fresh: true}
	a := call(t, f, 7, "POST", "/api/order/orders", `{"token":"ot_1","addressId":5,"payAmount":195,"couponId":3,"points":2,"note":"n","payType":1}`)
	require.Equal(t, http.StatusCreated, a.status)
	require.Equal(t, order.Submission{Token: "ot_1", AddressID: 5, PayAmount: 195, CouponID: 3, Points: 2, Note: "n", PayType: 1}, f.submission)
	require.Equal(t, "pending_payment", a.body["status"])
	require.Equal(t, "123456789012345678", a.body["orderSn"])
	require.Equal(t, map[string]any{"goods": 200., "promotion": 0., "coupon": 10., "points": 0., "freight": 5., "pay": 195.}, a.body["amounts"])
	require.Equal(t, map[string]any{"status": "unpaid"}, a.body["payment"])
	for _, absent := range []string{"paidAt", "shippedAt", "receivedAt", "closedAt", "closeReason", "delivery", "note", "timeline"} {
		require.NotContains(t, a.body, absent)
	}
	line := a.body["items"].([]any)[0].(map[string]any)
	require.Equal(t, []any{}, line["attrs"], "arrays are never null")

	require.Equal(t, http.StatusOK, call(t, &fake{}, 7, "POST", "/api/order/orders", form).status, "the same order again")
}

func TestRefusals(t *testing.T) {
	for _, tc := range []struct {
		err    error
		status int
		code   string
	}{
		{order.ErrPriceChanged.With("changes", []order.Change{}).With("amounts", order.ShownAmounts{}), 409, "price_changed"},
		{order.ErrStockShort.With("skuIds", []int64{1}), 409, "stock_short"},
		{order.ErrCouponUnusable, 409, "coupon_unusable"},
		{order.ErrPointsShort, 409, "points_short"},
		{order.ErrSubmitInProgress, 409, "submit_in_progress"},
		{order.ErrTokenExpired, 410, "token_expired"},
		{order.ErrTokenMismatch, 422, "token_body_mismatch"},
		{order.ErrAddressNotFound, 404, "address_not_found"},
	} {
		a := call(t, &fake{err: tc.err}, 7, "POST", "/api/order/orders", form)
		require.Equal(t, tc.status, a.status, tc.code)
		require.Equal(t, tc.code, a.body["code"])
		require.NotEmpty(t, a.body["title"])
	}
	a := call(t, &fake{err: order.ErrStockShort.With("skuIds", []int64{1})}, 7, "POST", "/api/order/orders", form)
	require.Equal(t, []any{1.}, a.body["skuIds"])
	require.Equal(t, "1", call(t, &fake{err: order.ErrSubmitInProgress}, 7, "POST", "/api/order/orders", form).header.Get("Retry-After"))
}

func TestBodiesThatAreRefused(t *testing.T) {
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{"token":"t","addressId":5,"payAmount":1,"price":1}`:          {422, "unknown_field"},
		`{"token":"t","addressId":"5","payAmount":1}`:                  {422, "invalid"},
		`{"token":"t","addressId":5,"payAmount":1.5}`:                  {422, "invalid"},
		`{"token":"t","addressId":5,"payAmount":99999999999999999999}`: {422, "invalid"},
		`{`: {400, "malformed"},
		`{"note":"` + strings.Repeat("x", server.MaxBody) + `"}`: {413, "body_too_large"},
	} {
		a := call(t, &fake{}, 7, "POST", "/api/order/orders", body)
		require.Equal(t, want.status, a.status, body[:min(80, len(body))])
		require.Equal(t, want.code, a.body["code"])
	}
}

func TestNobodyIsSignedIn(t *testing.T) {
	for _, r := range [][2]string{
		{"GET", "/api/order/confirm"},
		{"POST", "/api/order/quote"},
		{"POST", "/api/order/orders"},
		{"GET", "/api/order/orders"},
		{"GET", "/api/order/orders/1"},
		{"POST", "/api/order/orders/1/cancel"},
		{"POST", "/api/order/orders/1/receive"},
		{"POST", "/api/order/orders/1/returns"},
		{"GET", "/api/order/counts"},
		{"GET", "/api/order/orders/1/returns"},
		{"GET", "/api/order/orders/1/version"},
		{"POST", "/api/order/orders/1/returns/3/cancel"},
		{"POST", "/api/order/orders/1/buy-again"},
	} {
		a := call(t, &fake{}, 0, r[0], r[1], "")
		require.Equal(t, http.StatusUnauthorized, a.status, r)
		require.Equal(t, "not_signed_in", a.body["code"])
	}
}

func TestDetail(t *testing.T) {
	a := call(t, &fake{}, 7, "GET", "/api/order/orders/123456789012345678", "")
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, map[string]any{"company": "顺丰", "trackingNo": "SF1"}, a.body["delivery"])
	require.Equal(t, "2026-11-22T01:02:03.004Z", a.body["paidAt"])
	require.Equal(t, []any{map[string]any{"at": "2026-11-22T01:02:03.004Z", "event": "placed", "by": "member", "note": "订单已提交"}}, a.body["timeline"], "in words of the reader's language")
	for _, sn := range []string{"x", "-1", "1.5"} {
		require.Equal(t, http.StatusNotFound, call(t, &fake{}, 7, "GET", "/api/order/orders/"+sn, "").status)
	}
	require.Equal(t, http.StatusNotFound, call(t, &fake{}, 8, "GET", "/api/order/orders/123456789012345678", "").status)
}

func TestCounts(t *testing.T) {
	a := call(t, &fake{}, 7, "GET", "/api/order/counts", "")
	require.Equal(t, map[string]any{"pending_payment": 1., "paid": 0., "shipped": 0., "completed": 0., "closed": 0., "after_sale": 2.}, a.body)
}

func TestBuyAgain(t *testing.T) {
	a := call(t, &fake{}, 7, "POST", "/api/order/orders/1/buy-again", "")
	require.Equal(t, map[string]any{"added": []any{}, "leftOut": []any{map[string]any{"skuId": 5., "reason": "sold_out"}}}, a.body)
	a = call(t, &fake{err: order.ErrNotFound}, 7, "POST", "/api/order/orders/1/buy-again", "")
	require.Equal(t, http.StatusNotFound, a.status)
}

func TestReturnsAreListedAndWithdrawn(t *testing.T) {
	require.Equal(t, "cancelled", call(t, &fake{}, 7, "POST", "/api/order/orders/1/returns/3/cancel", "").body["status"])
	require.Equal(t, http.StatusConflict, call(t, &fake{err: order.ErrState}, 7, "POST", "/api/order/orders/1/returns/3/cancel", "").status)
	for _, id := range []string{"0", "-1", "x"} {
		require.Equal(t, http.StatusNotFound, call(t, &fake{}, 7, "POST", "/api/order/orders/1/returns/"+id+"/cancel", "").status)
	}
	require.Equal(t, http.StatusOK, call(t, &fake{}, 7, "GET", "/api/order/orders/1/returns", "").status)
	require.Equal(t, map[string]any{"version": "v", "final": true}, call(t, &fake{}, 7, "GET", "/api/order/orders/1/version", "").body)
}

func TestList(t *testing.T) {
	f := &fake{}
	a := call(t, f, 7, "GET", "/api/order/orders?page=3&pageSize=20", "")
	require.Equal(t, map[string]any{"items": []any{}, "total": 0., "page": 3., "pageSize": 20.}, a.body)
	require.Equal(t, [2]int{3, 20}, f.listed)
	for _, q := range []string{"page=0", "page=-1", "page=x", "pageSize=51", "pageSize=99999999999999999999"} {
		require.Equal(t, http.StatusUnprocessableEntity, call(t, f, 7, "GET", "/api/order/orders?"+q, "").status, q)
	}
}

func TestCancelTakesAReasonOrNothing(t *testing.T) {
	f := &fake{}
	require.Equal(t, http.StatusOK, call(t, f, 7, "POST", "/api/order/orders/1/cancel", "").status)
	require.Equal(t, http.StatusOK, call(t, f, 7, "POST", "/api/order/orders/1/cancel", `{"reason":"r"}`).status)
	require.Equal(t, "r", f.reason)
	require.Equal(t, http.StatusUnprocessableEntity, call(t, f, 7, "POST", "/api/order/orders/1/cancel", `{"why":"r"}`).status)
	a := call(t, &fake{err: order.ErrState}, 7, "POST", "/api/order/orders/1/cancel", "")
	require.Equal(t, http.StatusConflict, a.status)
	require.Equal(t, "order_state", a.body["code"])
}

func TestApplyReturn(t *testing.T) {
	a := call(t, &fake{}, 7, "POST", "/api/order/orders/1/returns", `{"items":[{"skuId":1,"count":2}],"reason":"r"}`)
	require.Equal(t, http.StatusCreated, a.status)
	require.Equal(t, map[string]any{
		"id": 3., "orderSn": "1", "items": []any{map[string]any{"skuId": 1., "count": 2., "amount": 0.}}, "reason": "r", "amount": 0.,
		"status": "pending", "createdAt": "2026-11-22T01:02:03.004Z",
	}, a.body)
}

func TestConfirmParameters(t *testing.T) {
	for _, q := range []string{"skuId=0&count=1", "skuId=-1", "skuId=1&count=0", "skuId=1&count=201", "skuId=x"} {
		require.Equal(t, http.StatusUnprocessableEntity, call(t, &fake{}, 7, "GET", "/api/order/confirm?"+q, "").status, q)
	}
}

func TestState(t *testing.T) {
	a := call(t, &fake{}, 0, "GET", "/internal/order/orders/1", "")
	require.Equal(t, map[string]any{
		"orderSn": "123456789012345678", "memberId": 7., "status": "closing", "payAmount": 195., "expiresAt": "2026-11-22T01:02:03Z",
	}, a.body, "services hear of closing; shoppers do not")
	require.Equal(t, http.StatusNotFound, call(t, &fake{err: order.ErrNotFound}, 0, "GET", "/internal/order/orders/1", "").status)
}
