package clients_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/consul"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rpc"
	"gulimall/services/payment"
	"gulimall/services/payment/clients"
)

func pair(t *testing.T) (private, public string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	require.NoError(t, err)
	private = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	return private, base64.StdEncoding.EncodeToString(der)
}

func config(private, public string) clients.AlipayConfig {
	return clients.AlipayConfig{
		Gateway: "https://openapi-sandbox.dl.alipaydev.com/gateway.do", AppID: "2021", SellerID: "2088", PrivateKey: private, PublicKey: public,
		NotifyURL: "https://shop.example/payed/notify", ReturnURL: "https://shop.example/payed/return",
	}
}

func TestKeys(t *testing.T) {
	private, own := pair(t)
	_, theirs := pair(t)
	_, err := clients.NewAlipay(config("\n"+private, theirs+"\n"), time.Now)
	require.NoError(t, err)
	for name, c := range map[string][3]string{
		"our own public key":       {private, own, "our own app's public key"},
		"a private key for theirs": {private, private, "public key of Alipay"},
		"no key of theirs":         {private, "", "public key of Alipay"},
		"no key of ours":           {"", theirs, "our private key"},
		"a public key for ours":    {own, theirs, "our private key"},
		"something else":           {"secret", theirs, "our private key"},
	} {
		_, err := clients.NewAlipay(config(c[0], c[1]), time.Now)
		require.ErrorContains(t, err, c[2], name)
		require.NotContains(t, err.Error(), "MII", "no key is ever quoted")
	}
}

func TestPayURL(t *testing.T) {
	private, _ := pair(t)
	_, theirs := pair(t)
	a, err := clients.NewAlipay(config(private, theirs), time.Now)
	require.NoError(t, err)
	link, err := a.PayURL("123", "谷粒商城订单 123", 1230, time.Date(2026, 11, 22, 16, 30, 0, 0, time.UTC))
	require.NoError(t, err)
	u, err := url.Parse(link)
	require.NoError(t, err)
	require.Equal(t, "openapi-sandbox.dl.alipaydev.com", u.Host)
	q := u.Query()
	require.Equal(t, "alipay.trade.page.pay", q.Get("method"))
	require.Equal(t, "RSA2", q.Get("sign_type"))
	require.Equal(t, "https://shop.example/payed/notify", q.Get("notify_url"))
	var biz map[string]any
	require.NoError(t, json.Unmarshal([]byte(q.Get("biz_content")), &biz))
	require.Equal(t, map[string]any{
		"subject": "谷粒商城订单 123", "out_trade_no": "123", "total_amount": "12.30", "product_code": "FAST_INSTANT_TRADE_PAY",
		"time_expire": "2026-11-23 00:30:00", // China's clock
	}, biz)
}

func TestNoRedirectIsFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the signed request went elsewhere") }))
	defer elsewhere.Close()
	moved := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer moved.Close()
	private, _ := pair(t)
	_, theirs := pair(t)
	c := config(private, theirs)
	c.Gateway = moved.URL
	a, err := clients.NewAlipay(c, time.Now)
	require.NoError(t, err)
	state, _, err := a.Query(t.Context(), "1")
	require.Error(t, err)
	require.Equal(t, payment.TradeUnknown, state)
}

func TestOnlyTheOrderServiceSaysThatThereIsNoOrder(t *testing.T) {
	service := httptest.NewServer(http.NotFoundHandler())
	defer service.Close()
	static, err := consul.ParseStatic("order=" + strings.TrimPrefix(service.URL, "http://"))
	require.NoError(t, err)
	_, err = clients.NewOrders(rpc.New(static, orderapi.Service, rpc.Options{})).Order(t.Context(), "1")
	require.Error(t, err)
	require.NotErrorIs(t, err, payment.ErrNotFound, "no money goes back on the word of a stranger")
}

func TestOrders(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	states := map[string]orderapi.Status{
		"1": orderapi.StatusPending, "2": orderapi.StatusClosing, "3": orderapi.StatusClosed, "4": orderapi.StatusPaid,
		"5": orderapi.StatusShipped, "6": orderapi.StatusCompleted, "7": orderapi.StatusAfterSale, "8": orderapi.StatusCreating,
	}
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sn := strings.TrimPrefix(r.URL.Path, orderapi.PathState)
		status, ok := states[sn]
		if !ok {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"status":404,"code":"order_not_found"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(orderapi.State{OrderSn: sn, MemberID: 7, Status: status, PayAmount: 1230, ExpiresAt: at, TradeNo: "t"})
	}))
	defer service.Close()
	static, err := consul.ParseStatic("order=" + strings.TrimPrefix(service.URL, "http://"))
	require.NoError(t, err)
	o := clients.NewOrders(rpc.New(static, orderapi.Service, rpc.Options{}))
	base := payment.Order{MemberID: 7, Amount: 1230, ExpiresAt: at, TradeNo: "t"}
	for sn, want := range map[string]func(*payment.Order){
		"1": func(o *payment.Order) { o.Payable = true },
		"2": func(*payment.Order) {},
		"3": func(o *payment.Order) { o.Ended = true },
		"4": func(o *payment.Order) { o.Alive = true },
		"5": func(o *payment.Order) { o.Alive = true },
		"6": func(o *payment.Order) { o.Alive = true },
		"7": func(o *payment.Order) { o.Alive = true },
	} {
		expected := base
		expected.OrderSn = sn
		want(&expected)
		got, err := o.Order(t.Context(), sn)
		require.NoError(t, err)
		require.Equal(t, expected, got)
	}
	for _, sn := range []string{"8", "9"} {
		_, err := o.Order(t.Context(), sn)
		require.ErrorIs(t, err, payment.ErrNotFound, "an order that is still being assembled is not there yet")
	}
	service.Close()
	_, err = o.Order(context.Background(), "1")
	require.Error(t, err)
	require.False(t, errors.Is(err, payment.ErrNotFound), "away is not the same as not found")
	require.Equal(t, apperr.Unavailable, apperr.From(err).Kind)
}
