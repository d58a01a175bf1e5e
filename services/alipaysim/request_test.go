package alipaysim

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"maps"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func newSim(tb testing.TB) (*Sim, *rsa.PrivateKey) {
	tb.Helper()
	merchant, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(tb, err)
	s, err := New(Options{
		AppID: "2021", SellerID: "2088", Scale: 60, Now: time.Now,
		Keys: Keys{Private: merchant, Merchant: &merchant.PublicKey},
	})
	require.NoError(tb, err)
	return s, merchant
}

func signedRequest(tb testing.TB, key *rsa.PrivateKey, change map[string]string) url.Values {
	tb.Helper()
	f := map[string]string{
		"app_id": "2021", "method": "alipay.trade.query", "format": "JSON", "charset": "utf-8", "sign_type": "RSA2",
		"timestamp": "2026-05-01 12:00:00", "version": "1.0", "biz_content": `{"out_trade_no":"1"}`,
	}
	maps.Copy(f, change)
	sign, err := SignBytes(key, []byte(canonical(f)))
	require.NoError(tb, err)
	v := url.Values{"sign": {sign}}
	for name, value := range f {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func TestWhatTheGatewayRefuses(t *testing.T) {
	s, key := newSim(t)
	_, err := s.Open(signedRequest(t, key, nil))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		change map[string]string
		want   string
	}{
		"another app":           {map[string]string{"app_id": "1"}, "isv.invalid-app-id"},
		"no app":                {map[string]string{"app_id": ""}, "isv.missing-app-id"},
		"no method":             {map[string]string{"method": ""}, "isv.missing-method"},
		"an old signature type": {map[string]string{"sign_type": "RSA"}, "isv.invalid-signature-type"},
		"no time":               {map[string]string{"timestamp": ""}, "isv.missing-timestamp"},
		"a foreign time format": {map[string]string{"timestamp": "2026-05-01T12:00:00Z"}, "isv.invalid-timestamp"},
		"another charset":       {map[string]string{"charset": "gbk"}, "isv.invalid-charset"},
		"a relative address":    {map[string]string{"notify_url": "/payed/notify"}, "ACQ.INVALID_PARAMETER"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Open(signedRequest(t, key, c.change))
			var refused *Error
			require.ErrorAs(t, err, &refused)
			require.Equal(t, c.want, refused.SubCode)
		})
	}

	altered := signedRequest(t, key, nil)
	altered.Set("biz_content", `{"out_trade_no":"2"}`)
	_, err = s.Open(altered)
	require.ErrorIs(t, err, ErrInvalidSignature)

	added := signedRequest(t, key, nil)
	added.Set("return_url", "http://elsewhere.example/")
	_, err = s.Open(added)
	require.ErrorIs(t, err, ErrInvalidSignature)

	repeated := signedRequest(t, key, nil)
	repeated.Add("app_id", "2021")
	_, err = s.Open(repeated)
	require.ErrorIs(t, err, ErrRepeatedField)

	unsigned := signedRequest(t, key, nil)
	unsigned.Del("sign")
	_, err = s.Open(unsigned)
	var refused *Error
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "isv.missing-signature", refused.SubCode)
}

// FuzzOpen feeds forms to the gateway's front door: nothing that the merchant has not signed gets in, and whatever gets
// in can be read as an offer or is refused in Alipay's words.
func FuzzOpen(f *testing.F) {
	s, key := newSim(f)
	f.Add("app_id=2021&method=alipay.trade.query", "")
	f.Add("app_id=2021&app_id=2021", `{"out_trade_no":"1"}`)
	f.Add(signedRequest(f, key, nil).Encode(), `{"out_trade_no":"1","total_amount":"1.00","subject":"x","product_code":"FAST_INSTANT_TRADE_PAY"}`)
	f.Add("sign=%zz", `{"total_amount":1e9999}`)
	genuine := signedRequest(f, key, nil)
	f.Fuzz(func(t *testing.T, form, biz string) {
		if values, err := url.ParseQuery(form); err == nil {
			_, err := s.Open(values)
			if err == nil && canonicalOf(values) != canonicalOf(genuine) {
				t.Fatalf("let in: %s", form)
			}
		}
		signed := signedRequest(t, key, map[string]string{"method": MethodPagePay, "biz_content": biz})
		req, err := s.Open(signed)
		if err != nil {
			t.Fatalf("signed by the merchant, yet refused: %v", err)
		}
		o, err := req.Offer()
		var refused *Error
		if err != nil && !errors.As(err, &refused) {
			t.Fatalf("not a refusal of Alipay's: %v", err)
		}
		if err == nil && (o.Amount < 1 || !orderNumber(o.OutTradeNo)) {
			t.Fatalf("accepted: %+v", o)
		}
	})
}

func canonicalOf(v url.Values) string {
	f := map[string]string{}
	for name := range v {
		if name != "sign" {
			f[name] = v.Get(name)
		}
	}
	return canonical(f)
}

func TestKeysInEveryCommonForm(t *testing.T) {
	_, err := ParseKeys(nil, nil)
	require.Error(t, err)
	_, err = ParseKeys([]byte("not a key"), []byte("not a key"))
	require.Error(t, err)
}
