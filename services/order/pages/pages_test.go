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
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
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
	refuse     error
	settle     error
	requote    func(r order.Requote) error
	submission order.Submission
	wish       order.ReturnWish
	status     order.Status
}

func (f *fake) Settle(context.Context, order.Member, order.Settle) (*order.Settlement, error) {
	return f.settlement("ot_new"), f.settle
}

func (f *fake) Requote(_ context.Context, _ order.Member, r order.Requote) (*order.Settlement, error) {
	if f.requote != nil {
		if err := f.requote(r); err != nil {
			return nil, err
		}
	}
	return f.settlement(r.Token), f.settle
}

func (f *fake) settlement(token string) *order.Settlement {
	return &order.Settlement{
		Token: token, TokenExpiresAt: time.Now().Add(time.Minute), AddressID: 5,
		Addresses: []order.Address{{ID: 5, Name: "谷小粒", Phone: "13800000001", Province: "上海市"}},
		Items:     []order.SettleItem{{Sku: productapi.Sku{SkuID: 1101, Title: "一部手机", Price: 12000}, Count: 1, Subtotal: 12000, Available: 9}},
		Coupons:   []couponapi.Choice{{ID: 3, Name: "满减券", Amount: 100, Usable: true}},
		Points:    order.PointsOffer{Balance: 90, Usable: 50, Worth: 50},
		Amounts:   order.Amounts{Goods: 12000, Pay: 12000},
	}
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

func (f *fake) Submit(_ context.Context, _ order.Member, s order.Submission) (*order.Order, bool, error) {
	f.submission = s
	return f.order(), true, f.refuse
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

func TestSettlementPage(t *testing.T) {
	rec := visit(t, &fake{}, true, "GET", "/toTrade", nil)
	require.Equal(t, http.StatusOK, rec.Code)
	require.Contains(t, rec.Body.String(), `name="token" value="ot_new"`)
	require.Contains(t, rec.Body.String(), `name="payAmount" value="12000"`)
	rec = visit(t, &fake{}, true, "GET", "/toTrade?token=ot_old&addressId=5&couponId=&points=3&note=快点&payType=alipay&payAmount=1", nil)
	require.Equal(t, http.StatusOK, rec.Code)
	require.Contains(t, rec.Body.String(), `name="token" value="ot_old"`)
	require.Contains(t, rec.Body.String(), "快点")
	for _, err := range []error{order.ErrCartEmpty, order.ErrNothingChecked} {
		rec = visit(t, &fake{settle: err}, true, "GET", "/toTrade", nil)
		require.Equal(t, "http://cart.gulimall.localhost:8080/cart.html", rec.Header().Get("Location"))
	}
}

func TestChoicesThatCannotBeUsedAreToldAndLeftOut(t *testing.T) {
	f := &fake{requote: func(r order.Requote) error {
		if r.CouponID != 0 {
			return order.ErrCouponUnusable
		}
		return nil
	}}
	rec := visit(t, f, true, "GET", "/toTrade?token=ot_old&couponId=3", nil)
	require.Equal(t, http.StatusOK, rec.Code)
	require.Contains(t, rec.Body.String(), `data-code="coupon_unusable"`)
}

func submitForm() url.Values {
	return url.Values{
		"token": {"ot_old"}, "addressId": {"5"}, "payAmount": {"10000"}, "couponId": {""}, "points": {""}, "note": {"放门口"}, "payType": {"alipay"},
	}
}

func TestSubmitLeadsToTheCashier(t *testing.T) {
	f := &fake{}
	rec := visit(t, f, true, "POST", "/submitOrder", submitForm())
	require.Equal(t, http.StatusSeeOther, rec.Code)
	require.Equal(t, "http://pay.gulimall.localhost:8080/pay.html?orderSn="+sn, rec.Header().Get("Location"))
	require.Equal(t, order.Submission{Token: "ot_old", AddressID: 5, PayAmount: 10000, Note: "放门口", PayType: order.PayAlipay}, f.submission)
	rec = visit(t, &fake{status: order.Paid}, true, "POST", "/submitOrder", submitForm())
	require.Equal(t, "http://order.gulimall.localhost:8080/detail.html?orderSn="+sn, rec.Header().Get("Location"), "nothing to pay")
}

func TestARefusedSubmissionShowsThePageAgain(t *testing.T) {
	changed := order.ErrPriceChanged.With("changes", []order.Change{{SkuID: 1101, Field: order.ChangedPrice, Was: 10000, Now: 12000}})
	rec := visit(t, &fake{refuse: changed}, true, "POST", "/submitOrder", submitForm())
	require.Equal(t, http.StatusConflict, rec.Code)
	for _, part := range []string{`data-code="price_changed"`, "价格已由 ¥100.00 变为 ¥120.00", "放门口", `name="token" value="ot_old"`, `value="12000"`} {
		require.Contains(t, rec.Body.String(), part)
	}
	expired := &fake{refuse: order.ErrTokenExpired, requote: func(order.Requote) error { return order.ErrTokenExpired }}
	rec = visit(t, expired, true, "POST", "/submitOrder", submitForm())
	require.Equal(t, http.StatusGone, rec.Code)
	require.Contains(t, rec.Body.String(), `name="token" value="ot_new"`)

	bad := submitForm()
	bad.Set("points", "x")
	rec = visit(t, &fake{}, true, "POST", "/submitOrder", bad)
	require.Equal(t, http.StatusUnprocessableEntity, rec.Code)
	require.Contains(t, rec.Body.String(), `id="errors"`)
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

func TestTooManyPointsAreToldAtTheField(t *testing.T) {
	f := &fake{refuse: order.ErrPointsShort, requote: func(r order.Requote) error {
		if r.Points != 0 {
			return order.ErrPointsShort
		}
		return nil
	}}
	form := submitForm()
	form.Set("points", "9999")
	rec := visit(t, f, true, "POST", "/submitOrder", form)
	require.Equal(t, http.StatusConflict, rec.Code)
	require.Contains(t, rec.Body.String(), `value="9999"`)
	require.Contains(t, rec.Body.String(), `class="field-error" id="f-points-hint"`)
}
