package pages_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/order"
	"gulimall/services/order/pages"
	"gulimall/web"
	"gulimall/web/frame"
)

const sn = "123456789012345678"

// fake is the use cases; each test sets what it needs.
type fake struct {
	pages.Orders
	refuse error
	wish   order.ReturnWish
	status order.Status
}

func (f *fake) order() *order.Order {
	now := time.Now()
	return &order.Order{
		Sn: sn, Status: f.status, CreatedAt: now, ExpiresAt: now.Add(time.Minute), PlacedAt: now,
		Lines:    []order.Line{{SkuID: 1101, Title: "一部手机", Price: 12000, Count: 2, Amount: 24000, Payable: 24000}},
		Amounts:  order.Amounts{Goods: 24000, Pay: 24000},
		Timeline: []order.Event{{At: now, Event: order.EventCreated}, {At: now, Event: order.EventPlaced, By: order.ByMember}},
	}
}

func (f *fake) List(context.Context, order.Member, order.Filter) ([]*order.Order, int64, error) {
	return []*order.Order{f.order()}, 11, nil
}

func (f *fake) Detail(_ context.Context, _ order.Member, want string) (*order.Order, error) {
	if want != sn {
		return nil, order.ErrNotFound
	}
	return f.order(), nil
}

func (f *fake) Returns(context.Context, order.Member, string) ([]order.Return, error) {
	return nil, nil
}

func (f *fake) Cancel(context.Context, order.Member, string, string) (*order.Order, error) {
	return f.order(), f.refuse
}

func (f *fake) ApplyReturn(_ context.Context, _ order.Member, _ string, w order.ReturnWish) (order.Return, error) {
	f.wish = w
	return order.Return{}, f.refuse
}

func visit(t *testing.T, uc pages.Orders, signedIn bool, method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	engine, err := server.NewEngine(edge, prometheus.NewRegistry(), time.Now)
	require.NoError(t, err)
	engine.Use(func(c *gin.Context) {
		if signedIn {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: 7, Username: "demo"}))
		}
	})
	renderer, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	pages.Routes(engine, uc, frame.New(renderer, edge), time.Now)
	req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	engine.ServeHTTP(rec, req)
	return rec
}

func TestNobodyIsSignedIn(t *testing.T) {
	for path, back := range map[string]string{
		"GET /toTrade?skuId=1&count=2": "/toTrade?skuId=1&count=2", "POST /submitOrder": "/toTrade", "GET /list.html": "/list.html", "POST /cancelOrder": "/list.html",
	} {
		method, path, _ := strings.Cut(path, " ")
		rec := visit(t, &fake{}, false, method, path, nil)
		require.Equal(t, http.StatusSeeOther, rec.Code)
		want := "http://auth.gulimall.localhost:8080/login.html?originUrl=" + url.QueryEscape("http://order.gulimall.localhost:8080"+back)
		require.Equal(t, want, rec.Header().Get("Location"))
	}
}

func TestListAndDetail(t *testing.T) {
	rec := visit(t, &fake{}, true, "GET", "/list.html?status=paid", nil)
	require.Equal(t, http.StatusOK, rec.Code)
	require.Contains(t, rec.Body.String(), sn)
	require.Contains(t, rec.Body.String(), "/list.html?page=2&amp;status=paid")
	rec = visit(t, &fake{}, true, "GET", "/detail.html?orderSn="+sn, nil)
	require.Contains(t, rec.Body.String(), "去支付")
	require.Contains(t, rec.Body.String(), "提交订单")
	rec = visit(t, &fake{status: order.Closing}, true, "GET", "/detail.html?orderSn="+sn, nil)
	require.NotContains(t, rec.Body.String(), "去支付")
	require.NotContains(t, rec.Body.String(), "取消订单")
	require.Equal(t, http.StatusNotFound, visit(t, &fake{}, true, "GET", "/detail.html?orderSn=1", nil).Code)
}

func TestCancel(t *testing.T) {
	form := url.Values{"orderSn": {sn}}
	rec := visit(t, &fake{}, true, "POST", "/cancelOrder", form)
	require.Equal(t, "http://order.gulimall.localhost:8080/detail.html?orderSn="+sn, rec.Header().Get("Location"))
	rec = visit(t, &fake{refuse: order.ErrState, status: order.Paid}, true, "POST", "/cancelOrder", form)
	require.Equal(t, http.StatusConflict, rec.Code)
	require.Contains(t, rec.Body.String(), "订单当前状态不能这样操作")
}

func TestApplyReturn(t *testing.T) {
	f := &fake{status: order.Shipped}
	form := url.Values{"orderSn": {sn}, "skuId": {"1101", "2201"}, "count": {"1", "0"}, "reason": {"其他"}, "note": {"n"}}
	rec := visit(t, f, true, "POST", "/applyReturn", form)
	require.Equal(t, http.StatusSeeOther, rec.Code)
	require.Equal(t, order.ReturnWish{Items: []order.ReturnItem{{SkuID: 1101, Count: 1}}, Reason: "其他", Note: "n"}, f.wish)
	f.refuse = apperr.ErrInvalid.WithField("items[0].count", "range")
	rec = visit(t, f, true, "POST", "/applyReturn", form)
	require.Equal(t, http.StatusUnprocessableEntity, rec.Code)
	require.Contains(t, rec.Body.String(), "超出允许的范围")
	form.Set("count", "x")
	require.Equal(t, http.StatusUnprocessableEntity, visit(t, f, true, "POST", "/applyReturn", form).Code)
}

func TestTheAddressOfARefusedFormLeadsToItsPage(t *testing.T) {
	for path, want := range map[string]string{"/submitOrder": "/toTrade", "/cancelOrder": "/list.html", "/applyReturn": "/list.html"} {
		rec := visit(t, &fake{}, true, "GET", path, nil)
		require.Equal(t, http.StatusSeeOther, rec.Code)
		require.Equal(t, "http://order.gulimall.localhost:8080"+want, rec.Header().Get("Location"))
	}
}
