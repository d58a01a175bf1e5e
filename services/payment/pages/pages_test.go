package pages_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/services/payment/pages"
	"gulimall/web"
	"gulimall/web/frame"
)

// payments answers for the use cases; the order belongs to member 7.
type payments struct {
	view      payment.View
	startErr  error
	refreshed int
	refresh   func(*payments) error
}

func (p *payments) Cashier(_ context.Context, memberID int64, orderSn string) (payment.View, error) {
	if memberID != 7 || orderSn != p.view.Order.OrderSn {
		return payment.View{}, payment.ErrNotFound
	}
	return p.view, nil
}

func (p *payments) Start(_ context.Context, memberID int64, orderSn, channel string) (string, error) {
	switch {
	case channel != payment.ChannelAlipay:
		return "", payment.ErrChannel
	case memberID != 7 || orderSn != p.view.Order.OrderSn:
		return "", payment.ErrNotFound
	}
	return "https://alipay.example/gateway.do?x=1", p.startErr
}

func (p *payments) Refresh(context.Context, string) (payment.Payment, error) {
	p.refreshed++
	if p.refresh == nil {
		return p.view.Payment, nil
	}
	return p.view.Payment, p.refresh(p)
}

func (p *payments) Shown(_ context.Context, orderSn string) (payment.View, error) {
	if orderSn != p.view.Order.OrderSn {
		return payment.View{}, payment.ErrNotFound
	}
	return p.view, nil
}

func (p *payments) StartShown(ctx context.Context, orderSn string) (string, error) {
	return p.Start(ctx, 7, orderSn, payment.ChannelAlipay)
}

func passes() payment.Passes { return payment.NewPasses("secret") }

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func unpaid() *payments {
	return &payments{view: payment.View{
		Order:  payment.Order{OrderSn: "123", MemberID: 7, Amount: 1230, Payable: true, ExpiresAt: now.Add(10 * time.Minute)},
		Status: "unpaid", Payable: true,
	}}
}

// call shows a page to a member, or to a visitor where id is 0. Alipay's signature is "good".
func call(t *testing.T, uc *payments, id int64, method, path string, form url.Values, headers ...string) (status int, location, body string) {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	words, err := i18n.Load()
	require.NoError(t, err)
	renderer, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	signed := func(_ context.Context, form url.Values) error {
		if form.Get("sign") != "good" {
			return errors.New("crypto/rsa: verification error")
		}
		return nil
	}
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		if id > 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: id, Username: "demo"}))
		}
	})
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	pages.Routes(engine, uc, pages.Deps{
		Signed: signed, Passes: passes(), Watch: payment.NewWatch(nil), Frame: frame.New(renderer, edge), Edge: edge,
		Now: func() time.Time { return now }, Heartbeat: time.Minute,
	})
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	engine.ServeHTTP(answer, request)
	return answer.Code, answer.Header().Get("Location"), answer.Body.String()
}

func login(here string) string {
	return "http://auth.gulimall.localhost:8080/login.html?originUrl=" + url.QueryEscape(here)
}

func TestCashierPage(t *testing.T) {
	status, _, body := call(t, unpaid(), 7, http.MethodGet, "/pay.html?orderSn=123", nil)
	require.Equal(t, http.StatusOK, status)
	for _, want := range []string{"收银台", "123", "12.30", "支付宝", "立即支付", `value="alipay"`} {
		require.Contains(t, body, want)
	}
	for name, c := range map[string]struct{ status, want string }{
		"paid": {"paid", "已经付款"}, "closed": {"closed", "订单已关闭"}, "refunding": {"refunding", "正在退款"}, "refunded": {"refunded", "已退款"},
	} {
		uc := unpaid()
		uc.view.Status, uc.view.Payable = c.status, false
		status, _, body := call(t, uc, 7, http.MethodGet, "/pay.html?orderSn=123", nil)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, c.want, name)
		require.NotContains(t, body, "立即支付", name)
	}
	uc := unpaid()
	uc.view.Order.ExpiresAt, uc.view.Payable = now, false
	_, _, body = call(t, uc, 7, http.MethodGet, "/pay.html?orderSn=123", nil)
	require.NotContains(t, body, "立即支付", "the deadline is over")

	status, _, _ = call(t, unpaid(), 8, http.MethodGet, "/pay.html?orderSn=123", nil)
	require.Equal(t, http.StatusNotFound, status, "somebody else's")
	status, location, _ := call(t, unpaid(), 0, http.MethodGet, "/pay.html?orderSn=123", nil)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, login("http://pay.gulimall.localhost:8080/pay.html?orderSn=123"), location)
}

func TestPayOrder(t *testing.T) {
	form := url.Values{"orderSn": {"123"}, "channel": {"alipay"}}
	status, location, _ := call(t, unpaid(), 7, http.MethodPost, "/payOrder", form)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "https://alipay.example/gateway.do?x=1", location)

	status, location, _ = call(t, unpaid(), 0, http.MethodPost, "/payOrder", form)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, login("http://pay.gulimall.localhost:8080/pay.html?orderSn=123"), location, "back to the cashier, not to a POST")

	status, _, _ = call(t, unpaid(), 8, http.MethodPost, "/payOrder", form)
	require.Equal(t, http.StatusNotFound, status)

	uc := unpaid()
	uc.startErr, uc.view.Status, uc.view.Payable = payment.ErrOrderState, "closed", false
	status, _, body := call(t, uc, 7, http.MethodPost, "/payOrder", form)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, body, "订单已关闭", "the cashier as it stands")

	status, _, body = call(t, unpaid(), 7, http.MethodPost, "/payOrder", url.Values{"orderSn": {"123"}, "channel": {"wechat"}})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, body, "立即支付", "the form is there again")
}

const back = "/payed/return?out_trade_no=123&trade_no=2026&total_amount=12.30&sign=good&sign_type=RSA2"

func TestReturnTellsTheTruth(t *testing.T) {
	uc := unpaid()
	status, _, body := call(t, uc, 7, http.MethodGet, back, nil)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, 1, uc.refreshed, "Alipay is asked")
	require.Contains(t, body, "还没有收到付款结果", "what the query says is not believed, signed or not")

	uc = unpaid()
	uc.refresh = func(p *payments) error {
		p.view.Status, p.view.Payment = "paid", payment.Payment{TradeNo: "2026", PaidAt: now}
		return nil
	}
	_, _, body = call(t, uc, 7, http.MethodGet, back, nil)
	require.Contains(t, body, "付款成功")
	require.Contains(t, body, "2026")

	uc = unpaid()
	uc.refresh = func(*payments) error { return errors.New("Alipay does not answer") }
	status, _, body = call(t, uc, 7, http.MethodGet, back, nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "还没有收到付款结果")

	uc = unpaid()
	uc.view.Status, uc.view.Payable = "closed", false
	uc.refresh = func(p *payments) error { p.view.Status = "refunding"; return nil }
	_, _, body = call(t, uc, 7, http.MethodGet, back, nil)
	require.Contains(t, body, "正在退款", "money that came a moment too late")

	for _, known := range []string{"paid", "refunding", "refunded"} {
		uc = unpaid()
		uc.view.Status, uc.view.Payable = known, false
		status, _, _ = call(t, uc, 7, http.MethodGet, back, nil)
		require.Equal(t, http.StatusOK, status)
		require.Zero(t, uc.refreshed, "nobody asks about what is known")
	}
}

func TestReturnIsForItsOwnerAndSigned(t *testing.T) {
	for name, query := range map[string]string{
		"nothing":       "",
		"not signed":    "?out_trade_no=123",
		"forged":        strings.Replace(strings.TrimPrefix(back, "/payed/return"), "good", "bad", 1),
		"twice":         strings.TrimPrefix(back, "/payed/return") + "&out_trade_no=124",
		"certificate":   strings.TrimPrefix(back, "/payed/return") + "&alipay_cert_sn=1",
		"fields in one": strings.TrimPrefix(back, "/payed/return") + "&subject=" + url.QueryEscape("a&out_trade_no=1"),
	} {
		uc := unpaid()
		status, _, _ := call(t, uc, 7, http.MethodGet, "/payed/return"+query, nil)
		require.Equal(t, http.StatusNotFound, status, name)
		require.Zero(t, uc.refreshed, name)
	}
	status, _, _ := call(t, unpaid(), 8, http.MethodGet, back, nil)
	require.Equal(t, http.StatusNotFound, status, "somebody else's")

	status, location, _ := call(t, unpaid(), 0, http.MethodGet, back, nil)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, login("http://pay.gulimall.localhost:8080"+back), location, "to the login and back with all that Alipay signed")
}
