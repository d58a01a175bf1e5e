package pages_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
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
	refuse    error
	wish      order.ReturnWish
	status    order.Status
	filter    order.Filter
	returns   []order.Return
	record    paymentapi.Cashier
	recordErr error
	again     order.Again
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

func (f *fake) List(_ context.Context, _ order.Member, q order.Filter) ([]*order.Order, int64, error) {
	if f.filter = q; q.Keyword == "nothing" {
		return nil, 0, nil
	}
	return []*order.Order{f.order()}, 11, nil
}

func (f *fake) Detail(_ context.Context, _ order.Member, want string) (*order.Order, error) {
	if want != sn {
		return nil, order.ErrNotFound
	}
	return f.order(), nil
}

func (f *fake) Returns(context.Context, order.Member, string) ([]order.Return, error) {
	return f.returns, nil
}

func (f *fake) Counts(context.Context, order.Member) (order.Counts, error) {
	return order.Counts{Pending: 3, Closed: 8}, nil
}

func (f *fake) Watch(_ context.Context, _ order.Member, want string) (string, bool, error) {
	if want != sn {
		return "", false, order.ErrNotFound
	}
	return "v1", false, nil
}

func (f *fake) TooLate(*order.Order) bool { return false }

func (f *fake) ReceiveBy(o *order.Order) time.Time { return o.ShippedAt.Add(7 * 24 * time.Hour) }

func (f *fake) PaymentRecord(context.Context, string) (paymentapi.Cashier, error) {
	return f.record, f.recordErr
}

func (f *fake) BuyAgain(context.Context, order.Member, string) (order.Again, error) {
	return f.again, f.refuse
}

func (f *fake) CancelReturn(context.Context, order.Member, string, int64) error { return f.refuse }

func (f *fake) ReturnPicture(_ context.Context, _ order.Member, id int64, n int) ([]byte, error) {
	if id != 3 || n != 1 {
		return nil, order.ErrNotFound
	}
	return []byte("picture"), nil
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
	return ask(t, uc, signedIn, method, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// shopPages parses the templates once for all tests.
var shopPages = sync.OnceValues(func() (*web.Renderer, error) {
	return web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
})

func ask(t *testing.T, uc pages.Orders, signedIn bool, method, path, contentType string, body io.Reader) *httptest.ResponseRecorder {
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
	renderer, err := shopPages()
	require.NoError(t, err)
	pages.Routes(engine, uc, frame.New(renderer, edge), time.Now)
	req := httptest.NewRequestWithContext(t.Context(), method, path, body)
	req.Header.Set("Content-Type", contentType)
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

func TestTheAddressOfARefusedFormLeadsToItsPage(t *testing.T) {
	for path, want := range map[string]string{"/submitOrder": "/toTrade", "/cancelOrder": "/list.html", "/applyReturn": "/list.html"} {
		rec := visit(t, &fake{}, true, "GET", path, nil)
		require.Equal(t, http.StatusSeeOther, rec.Code)
		require.Equal(t, "http://order.gulimall.localhost:8080"+want, rec.Header().Get("Location"))
	}
}
