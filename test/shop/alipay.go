package shop

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// Faults say what goes wrong with a payment at the stand-in; see services/alipaysim/README.md.
type Faults map[string]any

// Trade is a trade at the stand-in with its notifications.
type Trade struct {
	TradeNo       string `json:"tradeNo"`
	Status        string `json:"status"`
	Amount        int64  `json:"amount"`
	Refunded      int64  `json:"refunded"`
	ReturnURL     string `json:"returnUrl"`
	SecondTradeNo string `json:"secondTradeNo"`
	Trades        []struct {
		TradeNo  string `json:"tradeNo"`
		Status   string `json:"status"`
		Amount   int64  `json:"amount"`
		Refunded int64  `json:"refunded"`
	} `json:"trades"`
	Notifications []struct {
		TradeNo     string `json:"tradeNo"`
		TradeStatus string `json:"tradeStatus"`
		Delivered   bool   `json:"delivered"`
		Attempts    []struct {
			Status int    `json:"status"`
			Answer string `json:"answer"`
		} `json:"attempts"`
	} `json:"notifications"`
}

// TryPayTrade does at the stand-in what a buyer does by hand: opens the pay URL, logs in, pays. An empty URL pays a trade that is
// there already.
func (m *Mall) TryPayTrade(tb testing.TB, orderSn, payURL string, faults Faults) *Answer {
	tb.Helper()
	body := map[string]any{}
	if payURL != "" {
		body["url"] = payURL
	}
	if faults != nil {
		body["faults"] = faults
	}
	return m.Guest().Do(tb, Request{Method: http.MethodPost, Host: "alipay", Path: "/sandbox/api/trades/" + orderSn + "/pay", JSON: body})
}

// PayTrade is TryPayTrade that must succeed.
func (m *Mall) PayTrade(tb testing.TB, orderSn, payURL string, faults Faults) Trade {
	tb.Helper()
	var t Trade
	m.TryPayTrade(tb, orderSn, payURL, faults).Into(tb, http.StatusOK, &t)
	return t
}

// Trade is how a trade stands at the stand-in.
func (m *Mall) Trade(tb testing.TB, orderSn string) Trade {
	tb.Helper()
	var t Trade
	m.Guest().Do(tb, Request{Host: "alipay", Path: "/sandbox/api/trades/" + orderSn}).Into(tb, http.StatusOK, &t)
	return t
}

// SetFaults says what goes wrong with all payments until the test ends.
func (m *Mall) SetFaults(tb testing.TB, faults Faults) {
	tb.Helper()
	m.Guest().Do(tb, Request{Method: http.MethodPut, Host: "alipay", Path: "/sandbox/api/faults", JSON: faults}).Want(tb, http.StatusOK)
	tb.Cleanup(func() { m.ClearFaults(tb) })
}

// ClearFaults lets everything go right again.
func (m *Mall) ClearFaults(tb testing.TB) {
	tb.Helper()
	r, err := http.NewRequest(http.MethodDelete, m.URL("alipay")+"/sandbox/api/faults", nil) // also when the test's context is over
	if err != nil {
		tb.Fatal(err)
	}
	resp, err := m.Guest().client.Do(r)
	if err != nil {
		tb.Fatal(err)
	}
	_ = resp.Body.Close()
}

// Notice is a notification as Alipay would send it for a paid trade of an order, still without a signature.
func (m *Mall) Notice(tb testing.TB, orderSn, amount string) url.Values {
	tb.Helper()
	now := time.Now().In(time.FixedZone("CST", 8*60*60)).Format(time.DateTime)
	unique := strings.ToUpper(rand.Text())
	env := m.partEnv("payment")
	return url.Values{
		"notify_time": {now}, "notify_type": {"trade_status_sync"}, "notify_id": {unique}, "charset": {"utf-8"}, "version": {"1.0"},
		"sign_type": {"RSA2"}, "app_id": {env["MALL_ALIPAY_APP_ID"]}, "seller_id": {env["MALL_ALIPAY_SELLER_ID"]}, "out_trade_no": {orderSn},
		"trade_no": {"2099" + unique[:20]}, "trade_status": {"TRADE_SUCCESS"}, "total_amount": {amount}, "gmt_payment": {now},
	}
}

// Sign signs a notification with the key of the stand-in, which is what a shop that trusts signatures alone would fall for.
func (m *Mall) Sign(tb testing.TB, form url.Values) url.Values {
	tb.Helper()
	raw, err := os.ReadFile(m.Secret("alipay_private.pem"))
	if err != nil {
		tb.Fatal(err)
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		tb.Fatal("alipay_private.pem is no PEM file")
	}
	key, err := parseKey(block.Bytes)
	if err != nil {
		tb.Fatal(err)
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "sign" && name != "sign_type" {
			pairs = append(pairs, name+"="+form.Get(name))
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(pairs, "&")))
	sign, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		tb.Fatal(err)
	}
	form.Set("sign", base64.StdEncoding.EncodeToString(sign))
	return form
}

func parseKey(der []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	private, _ := key.(*rsa.PrivateKey)
	return private, nil
}

// Notify sends a notification to the shop and gives the answer's body.
func (m *Mall) Notify(tb testing.TB, form url.Values) string {
	tb.Helper()
	return string(m.Guest().Do(tb, Request{Method: http.MethodPost, Host: "pay", Path: "/payed/notify", Form: form}).Body)
}
