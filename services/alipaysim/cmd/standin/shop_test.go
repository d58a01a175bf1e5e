package standin_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/smartwalle/alipay/v3"
	"github.com/stretchr/testify/require"

	"gulimall/services/alipaysim"
	"gulimall/services/alipaysim/cmd/standin"
	"gulimall/services/alipaysim/sandbox"
)

const (
	appID    = "2021000000000001"
	sellerID = "2088000000000001"
)

// shop is a merchant with the unmodified client of the trade, and the stand-in that it is paid through.
type shop struct {
	*alipay.Client
	t      *testing.T
	web    *httptest.Server // the stand-in
	notify *httptest.Server // the merchant
	st     *standin.Standin
	ahead  *atomic.Int64 // how far the platform's clock is ahead
	stop   func()
	keys   alipaysim.Keys
	scale  alipaysim.Scale
	dir    string

	mu    sync.Mutex
	heard []url.Values
	reply func(n int) string // answer to the nth notification
}

func privatePEM(key *rsa.PrivateKey) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}

func publicPEM(t *testing.T, key *rsa.PublicKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// open opens a shop; the faster the scale, the shorter the waits of the notification schedule.
func open(t *testing.T, scale alipaysim.Scale) *shop {
	t.Helper()
	platform, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	merchant, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	keys, err := alipaysim.ParseKeys(privatePEM(platform), publicPEM(t, &merchant.PublicKey))
	require.NoError(t, err)
	s := &shop{t: t, ahead: &atomic.Int64{}, keys: keys, scale: scale, dir: t.TempDir(), reply: func(int) string { return "success" }}
	s.notify = httptest.NewServer(http.HandlerFunc(s.listen))
	t.Cleanup(s.notify.Close)
	s.start()
	t.Cleanup(func() { s.stop() })

	pkcs8, err := x509.MarshalPKCS8PrivateKey(merchant)
	require.NoError(t, err)
	s.Client, err = alipay.New(appID, base64.StdEncoding.EncodeToString(pkcs8), false,
		alipay.WithSandboxGateway(s.web.URL+"/gateway.do"),
		alipay.WithHTTPClient(&http.Client{Timeout: 2 * time.Second}),
		alipay.WithTimeLocation(time.FixedZone("CST", 8*3600)))
	require.NoError(t, err)
	require.NoError(t, s.LoadAliPayPublicKey(string(publicPEM(t, &platform.PublicKey))))
	return s
}

// start starts the stand-in on the ledger of the shop's directory.
func (s *shop) start() {
	s.t.Helper()
	var err error
	s.st, err = standin.New(standin.Settings{
		AppID: appID, SellerID: sellerID, Keys: s.keys, Scale: s.scale, DataDir: s.dir,
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) },
	})
	require.NoError(s.t, err)
	s.web = httptest.NewServer(s.st.Handler())
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func(st *standin.Standin) { ended <- st.Run(ctx) }(s.st)
	s.stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(s.t, <-ended)
		s.web.Close()
		require.NoError(s.t, s.st.Close())
	})
}

func (s *shop) listen(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.heard = append(s.heard, r.PostForm)
	answer := s.reply(len(s.heard))
	s.mu.Unlock()
	_, _ = io.WriteString(w, answer)
}

func (s *shop) setReply(f func(n int) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reply = f
}

// notices waits until n notifications have come, and gives all that have.
func (s *shop) notices(n int) []url.Values {
	s.t.Helper()
	var got []url.Values
	require.Eventually(s.t, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		got = append([]url.Values(nil), s.heard...)
		return len(got) >= n
	}, 8*time.Second, 5*time.Millisecond)
	return got
}

func (s *shop) later(d time.Duration) {
	s.ahead.Add(int64(d))
}

func (s *shop) payURL(order, amount string, expires time.Duration) string {
	s.t.Helper()
	p := alipay.TradePagePay{Trade: alipay.Trade{
		NotifyURL: strings.Replace(s.notify.URL, "127.0.0.1", "pay.gulimall.localhost", 1) + "/payed/notify",
		ReturnURL: "http://pay.gulimall.localhost:8080/payed/return",
		Subject:   "谷粒商城订单 " + order, OutTradeNo: order, TotalAmount: amount, ProductCode: "FAST_INSTANT_TRADE_PAY",
		TimeExpire: s.st.Sim.Now().Add(expires).In(time.FixedZone("CST", 8*3600)).Format(time.DateTime),
	}}
	u, err := s.TradePagePay(p)
	require.NoError(s.t, err)
	// A server that was started again has another port.
	return s.web.URL + "/gateway.do?" + u.RawQuery
}

// call calls the sandbox and decodes the answer into out, if there is one to decode.
func (s *shop) call(method, path string, in, out any) int {
	s.t.Helper()
	var body io.Reader
	if in != nil {
		text, ok := in.(string)
		if !ok {
			encoded, err := json.Marshal(in)
			require.NoError(s.t, err)
			text = string(encoded)
		}
		body = bytes.NewBufferString(text)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.web.URL+"/sandbox/api"+path, body)
	require.NoError(s.t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, resp.Body.Close()) }()
	if out != nil {
		require.NoError(s.t, json.NewDecoder(resp.Body).Decode(out))
	}
	return resp.StatusCode
}

// pay lets the buyer pay through the sandbox.
func (s *shop) pay(order, amount, faults string) sandbox.Trade {
	s.t.Helper()
	if faults == "" {
		faults = "null"
	}
	var got sandbox.Trade
	status := s.call(http.MethodPost, "/trades/"+order+"/pay",
		fmt.Sprintf(`{"url":%q,"faults":%s}`, s.payURL(order, amount, time.Hour), faults), &got)
	require.Equal(s.t, http.StatusOK, status)
	return got
}

func (s *shop) view(order string) sandbox.View {
	s.t.Helper()
	var v sandbox.View
	require.Equal(s.t, http.StatusOK, s.call(http.MethodGet, "/trades/"+order, nil, &v))
	return v
}

func (s *shop) queryTrade(order string) *alipay.TradeQueryRsp {
	s.t.Helper()
	rsp, err := s.TradeQuery(s.t.Context(), alipay.TradeQuery{OutTradeNo: order})
	require.NoError(s.t, err)
	return rsp
}

// browser is a buyer's: it follows no redirect by itself.
func browser() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type page struct {
	status   int
	location string
	body     string
}

func (s *shop) get(address string) page {
	s.t.Helper()
	resp, err := browser().Get(address)
	return s.page(resp, err)
}

func (s *shop) post(address string, form url.Values) page {
	s.t.Helper()
	resp, err := browser().PostForm(address, form)
	return s.page(resp, err)
}

func (s *shop) page(resp *http.Response, err error) page {
	s.t.Helper()
	require.NoError(s.t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	require.NoError(s.t, resp.Body.Close())
	return page{resp.StatusCode, resp.Header.Get("Location"), string(body)}
}
