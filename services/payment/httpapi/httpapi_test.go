package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
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
	"gulimall/pkg/money"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/services/payment/httpapi"
)

// payments answers for the use cases.
type payments struct {
	cashier func(memberID int64, orderSn string) (payment.View, error)
	start   func(memberID int64, orderSn, channel string) (string, error)
	close   func(orderSn string, expires time.Time, cause payment.CloseCause) (payment.CloseResult, error)
	notify  func(form url.Values) error
}

func (p payments) Cashier(_ context.Context, memberID int64, orderSn string) (payment.View, error) {
	return p.cashier(memberID, orderSn)
}

func (p payments) Start(_ context.Context, memberID int64, orderSn, channel string) (string, error) {
	return p.start(memberID, orderSn, channel)
}

func (p payments) Close(_ context.Context, orderSn string, expires time.Time, cause payment.CloseCause) (payment.CloseResult, error) {
	return p.close(orderSn, expires, cause)
}

func (p payments) Offered(_ context.Context, orderSn string) (bool, error) {
	return orderSn == "1", nil
}

func (p payments) Notify(_ context.Context, form url.Values, _ payment.Merchant, _ payment.Signed) error {
	return p.notify(form)
}

// call asks the room as a member, or as nobody where id is 0.
func call(t *testing.T, uc payments, id int64, method, path, contentType, body string) (int, http.Header, string) {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	words, err := i18n.Load()
	require.NoError(t, err)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		if id > 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: id}))
		}
	})
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	httpapi.Routes(engine, uc, httpapi.Alipay{}, edge, server.NewDecoder())
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	answer := httptest.NewRecorder()
	engine.ServeHTTP(answer, request)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.Code, answer.Header(), string(text)
}

func code(t *testing.T, body string) string {
	t.Helper()
	var problem struct {
		Code string `json:"code"`
	}
	require.NoError(t, json.Unmarshal([]byte(body), &problem), body)
	return problem.Code
}

const asJSON = "application/json"

func TestCashier(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	view := payment.View{
		Order: payment.Order{OrderSn: "1", Amount: 1230, ExpiresAt: at, Payable: true}, Status: "unpaid", Payable: true,
	}
	uc := payments{cashier: func(id int64, sn string) (payment.View, error) {
		if id != 7 || sn != "1" {
			return payment.View{}, payment.ErrNotFound
		}
		return view, nil
	}}
	status, _, body := call(t, uc, 7, http.MethodGet, "/api/payment/orders/1", "", "")
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"status":"unpaid","amount":1230,"channels":[{"id":"alipay","name":"支付宝","enabled":true}],"refunds":[],"expiresAt":"2026-11-22T10:00:00Z"}`, body)

	view.Status, view.Payable, view.Payment.TradeNo = "refunding", false, "2026"
	view.Refunds = []payment.Refund{
		{RefundSn: "BACK_1", Amount: money.Fen(1230), Reason: payment.ReasonOrderClosed, Status: payment.Sent, CreatedAt: at},
		{RefundSn: "BACK_2", Amount: money.Fen(1), Reason: payment.ReasonPaidTwice, Status: payment.Confirmed, CreatedAt: at},
	}
	_, _, body = call(t, uc, 7, http.MethodGet, "/api/payment/orders/1", "", "")
	require.JSONEq(t, `{"status":"refunding","amount":1230,"channels":[{"id":"alipay","name":"支付宝","enabled":false}],"tradeNo":"2026","refunds":[
		{"refundSn":"BACK_1","amount":1230,"status":"processing","reason":"order_closed","at":"2026-11-22T10:00:00Z"},
		{"refundSn":"BACK_2","amount":1,"status":"refunded","reason":"paid_twice","at":"2026-11-22T10:00:00Z"}],"expiresAt":"2026-11-22T10:00:00Z"}`, body)

	status, header, body := call(t, uc, 8, http.MethodGet, "/api/payment/orders/1", "", "")
	require.Equal(t, http.StatusNotFound, status, "somebody else's order does not exist")
	require.Equal(t, "order_not_found", code(t, body))
	require.Contains(t, header.Get("Content-Type"), "application/problem+json")
	status, _, body = call(t, uc, 0, http.MethodGet, "/api/payment/orders/1", "", "")
	require.Equal(t, http.StatusUnauthorized, status)
	require.Equal(t, "not_signed_in", code(t, body))
}

func TestPay(t *testing.T) {
	uc := payments{start: func(id int64, sn, channel string) (string, error) {
		switch {
		case channel != "alipay":
			return "", payment.ErrChannel
		case id != 7:
			return "", payment.ErrNotFound
		case sn != "1":
			return "", payment.ErrOrderState
		}
		return "https://alipay.example/gateway.do?a=1&b=2", nil
	}}
	for name, c := range map[string]struct {
		id         int64
		path, body string
		status     int
		want       string
	}{
		"a link":             {7, "1", `{"channel":"alipay"}`, http.StatusOK, ""},
		"signed out":         {0, "1", `{"channel":"alipay"}`, http.StatusUnauthorized, "not_signed_in"},
		"somebody else's":    {8, "1", `{"channel":"alipay"}`, http.StatusNotFound, "order_not_found"},
		"cannot be paid":     {7, "2", `{"channel":"alipay"}`, http.StatusConflict, "order_state"},
		"another channel":    {7, "1", `{"channel":"wechat"}`, http.StatusUnprocessableEntity, "invalid"},
		"no channel":         {7, "1", `{}`, http.StatusUnprocessableEntity, "invalid"},
		"unknown field":      {7, "1", `{"channel":"alipay","amount":1}`, http.StatusUnprocessableEntity, "unknown_field"},
		"wrong type":         {7, "1", `{"channel":1}`, http.StatusUnprocessableEntity, "invalid"},
		"no JSON":            {7, "1", `channel=alipay`, http.StatusBadRequest, "malformed"},
		"something behind":   {7, "1", `{"channel":"alipay"} {}`, http.StatusBadRequest, "malformed"},
		"larger than a book": {7, "1", `{"channel":"` + strings.Repeat("a", 2<<20) + `"}`, http.StatusRequestEntityTooLarge, "body_too_large"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, body := call(t, uc, c.id, http.MethodPost, "/api/payment/orders/"+c.path+"/pay", asJSON, c.body)
			require.Equal(t, c.status, status, body)
			if c.want == "" {
				require.JSONEq(t, `{"url":"https://alipay.example/gateway.do?a=1&b=2"}`, body)
				return
			}
			require.Equal(t, c.want, code(t, body))
		})
	}
}

func TestClose(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	uc := payments{close: func(sn string, expires time.Time, cause payment.CloseCause) (payment.CloseResult, error) {
		if sn == "9" {
			return payment.ResultUnknown, errors.New("the database is away")
		}
		require.Equal(t, at, expires.UTC())
		require.Equal(t, payment.CauseCancel, cause)
		return payment.ResultUnknown, nil
	}}
	good := `{"expiresAt":"2026-11-22T10:00:00Z","cause":"cancel"}`
	status, _, body := call(t, uc, 0, http.MethodPost, "/internal/payment/close/1", asJSON, good)
	require.Equal(t, http.StatusOK, status, "no session: the order service asks on behalf of an order")
	require.JSONEq(t, `{"result":"unknown"}`, body)
	status, _, _ = call(t, uc, 0, http.MethodPost, "/internal/payment/close/9", asJSON, good)
	require.Equal(t, http.StatusInternalServerError, status)
	status, _, _ = call(t, uc, 0, http.MethodPost, "/internal/payment/close/1", asJSON, `{"expiresAt":"2026-11-22T10:00:00Z","cause":"whim"}`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	status, _, _ = call(t, uc, 0, http.MethodPost, "/internal/payment/close/1", asJSON, `{"expiresAt":"soon","cause":"cancel"}`)
	require.Equal(t, http.StatusBadRequest, status)
}

func TestNotify(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	heard := url.Values(nil)
	var answer error
	uc := payments{notify: func(f url.Values) error { heard = f; return answer }}
	status, header, body := call(t, uc, 0, http.MethodPost, "/payed/notify", form, "sign=a%2Bb&x=1")
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "success", body, "exactly these seven characters")
	require.Empty(t, header.Get("Set-Cookie"))
	require.Equal(t, url.Values{"sign": {"a+b"}, "x": {"1"}}, heard, "decoded once")

	for _, answer = range []error{payment.ErrAbnormal, errors.New("the database is away"), context.DeadlineExceeded} {
		status, _, body = call(t, uc, 0, http.MethodPost, "/payed/notify", form, "x=1")
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "fail", body, "what is not committed comes again")
	}
	answer, heard = nil, nil
	for name, c := range map[string][3]string{
		"with a query": {"/payed/notify?x=1", form, "x=1"},
		"JSON":         {"/payed/notify", asJSON, `{"x":1}`},
		"many parts":   {"/payed/notify", "multipart/form-data; boundary=x", "--x--"},
		"huge":         {"/payed/notify", form, "x=" + strings.Repeat("a", 16<<10)},
		"not encoded":  {"/payed/notify", form, "x=%zz"},
	} {
		_, _, body = call(t, uc, 0, http.MethodPost, c[0], c[1], c[2])
		require.Equal(t, "fail", body, name)
		require.Nil(t, heard, name)
	}
}

func TestOffered(t *testing.T) {
	for sn, want := range map[string]string{"1": `{"offered":true}`, "2": `{"offered":false}`} {
		status, _, body := call(t, payments{}, 0, http.MethodGet, "/internal/payment/offered/"+sn, "", "")
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, want, body)
	}
}
