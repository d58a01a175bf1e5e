package payments_test

import (
	"crypto/rsa"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

// sign signs a form as Alipay does, with any key: every field but sign and sign_type, sorted, k=v joined by &.
func sign(tb testing.TB, key *rsa.PrivateKey, form url.Values) url.Values {
	tb.Helper()
	form = maps.Clone(form)
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(form)) {
		if name != "sign" && name != "sign_type" && name != "alipay_cert_sn" && form.Get(name) != "" {
			parts = append(parts, name+"="+form.Get(name))
		}
	}
	text, err := alipaysim.SignBytes(key, []byte(strings.Join(parts, "&")))
	require.NoError(tb, err)
	form.Set("sign", text)
	return form
}

// genuine is a notification that Alipay would send for an order.
func (s *shop) genuine(sn string) url.Values {
	s.t.Helper()
	platform, _ := keys()
	return sign(s.t, platform, url.Values{
		"notify_id": {"2026112200222" + sn}, "notify_type": {"trade_status_sync"}, "notify_time": {alipaysim.FormatTime(s.now())},
		"charset": {"utf-8"}, "version": {"1.0"}, "sign_type": {"RSA2"}, "app_id": {appID}, "auth_app_id": {appID}, "seller_id": {sellerID},
		"buyer_id": {alipaysim.BuyerID}, "trade_no": {"20261122220000" + sn}, "out_trade_no": {sn}, "trade_status": {"TRADE_SUCCESS"},
		"total_amount": {amount.String()}, "receipt_amount": {amount.String()}, "subject": {"谷粒商城订单 " + sn},
		"gmt_create": {alipaysim.FormatTime(s.now())}, "gmt_payment": {alipaysim.FormatTime(s.now())},
		"fund_bill_list": {`[{"amount":"12.30","fundChannel":"ALIPAYACCOUNT"}]`},
	})
}

// post sends a body to the notify address and gives the answer.
func (s *shop) post(query, contentType, body string) string {
	s.t.Helper()
	resp, err := http.Post(s.notify.URL+"/payed/notify"+query, contentType, strings.NewReader(body))
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, resp.Body.Close()) }()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return string(answer)
}

const formType = "application/x-www-form-urlencoded; charset=utf-8"

func with(form url.Values, name string, values ...string) url.Values {
	form = maps.Clone(form)
	form[name] = values
	return form
}

func without(form url.Values, name string) url.Values {
	form = maps.Clone(form)
	delete(form, name)
	return form
}

// TestForgedNotifications: none of them is believed, none is answered success, and the genuine one is afterwards.
func TestForgedNotifications(t *testing.T) {
	s := open(t)
	sn, other := s.order(), s.order()
	s.link(sn)
	s.link(other)
	good := s.genuine(sn)
	platform, merchant := keys()
	signed := func(name string, values ...string) url.Values { return sign(t, platform, with(good, name, values...)) }

	forms := map[string]url.Values{
		"no sign":                       without(good, "sign"),
		"empty sign":                    with(good, "sign", ""),
		"sign of another text":          with(good, "sign", signed("notify_id", "another").Get("sign")),
		"sign cut short":                with(good, "sign", good.Get("sign")[:100]),
		"sign is not base64":            with(good, "sign", "!!!!"),
		"our own key":                   sign(t, merchant, good),
		"sign_type RSA":                 with(good, "sign_type", "RSA"),
		"no sign_type":                  without(good, "sign_type"),
		"sign_type none":                with(good, "sign_type", "none"),
		"certificate (D7)":              with(good, "alipay_cert_sn", "0123456789abcdef"),
		"empty certificate":             with(good, "alipay_cert_sn", ""),
		"two orders":                    with(good, "out_trade_no", sn, other),
		"two signs":                     with(good, "sign", good.Get("sign"), good.Get("sign")),
		"an empty field more":           with(good, "refund_fee", ""),
		"twice the same":                with(good, "total_amount", amount.String(), amount.String()),
		"another order under this sign": with(good, "out_trade_no", other),
		"other app":                     signed("app_id", "2021000000000009"),
		"other seller":                  signed("seller_id", "2088000000000009"),
		"no seller":                     sign(t, platform, without(good, "seller_id")),
		"order that there is not":       signed("out_trade_no", "999"),
		"order with a split (D8)":       signed("out_trade_no", sn+"&x=1"),
		"fields joined (D8)":            with(without(good, "version"), "trade_status", "TRADE_SUCCESS&version=1.0"),
		"split in the subject (D8)":     signed("subject", "x&total_amount="+amount.String()),
		"odd name":                      with(good, "Total_Amount", "0.01"),
		"name with an assignment":       with(good, "a=b&total_amount", "0.01"),
		"other kind of notification":    signed("notify_type", "dut_user_sign"),
		"no kind (D9)":                  sign(t, platform, without(good, "notify_type")),
		"no notify_id":                  sign(t, platform, without(good, "notify_id")),
		"no trade_no":                   sign(t, platform, without(good, "trade_no")),
		"no state":                      sign(t, platform, without(good, "trade_status")),
		"number with blanks":            signed("out_trade_no", " "+sn),
		"a blank behind the number":     with(good, "out_trade_no", sn+" "),
		"number in full width":          signed("out_trade_no", strings.NewReplacer("1", "１").Replace(sn)),
	}
	for _, text := range []string{"0.01", "12.31", "1e2", "１２.３０", "12.3", "12.300", "+12.30", "-12.30", " 12.30", "012.30", "12,30", "1230", "NaN", "", "0x7b.00", "9223372036854775807.00"} {
		forms["amount "+text] = signed("total_amount", text)
	}
	for name, form := range forms {
		require.NotEqual(t, "success", s.post("", formType, form.Encode()), name)
	}
	bodies := map[string][3]string{
		"in the query":           {"?" + good.Encode(), formType, ""},
		"with a query":           {"?x=1", formType, good.Encode()},
		"no form":                {"", "application/json", `{"out_trade_no":"` + sn + `"}`},
		"a form of another kind": {"", "text/plain", good.Encode()},
		"nothing":                {"", formType, ""},
		"huge":                   {"", formType, good.Encode() + "&pad=" + strings.Repeat("x", 20<<10)},
		"half a percent sign":    {"", formType, good.Encode() + "&x=%"},
		"with a semicolon":       {"", formType, strings.Replace(good.Encode(), "&", ";", 1)},
	}
	for name, b := range bodies {
		require.Equal(t, "fail", s.post(b[0], b[1], b[2]), name)
	}
	resp, err := http.Get(s.notify.URL + "/payed/notify?" + good.Encode())
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.StatusNotFound, resp.StatusCode)

	require.Zero(t, s.count("pay_trade"))
	require.Zero(t, s.count("pay_payment WHERE status <> 0"))
	require.Zero(t, s.count("mq_message"))
	require.Zero(t, s.count("pay_notify WHERE verdict IN ('paid', 'noted')"))
	require.Equal(t, pending, s.orders.find(sn).state)

	require.Equal(t, "success", s.post("", formType, good.Encode()))
	require.Equal(t, payment.Paid, s.find(sn).Status)
	require.Equal(t, payment.Open, s.find(other).Status)
}

// TestTheReturnIsNoNotification: the signed query that the buyer's browser carries pays nothing (D9).
func TestTheReturnIsNoNotification(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Drop: true})
	sn := s.order()
	trade := s.pay(s.link(sn))
	back, err := s.st.Sim.ReturnURL(trade)
	require.NoError(t, err)
	u, err := url.Parse(back)
	require.NoError(t, err)
	require.NoError(t, s.alipay.Signed(t.Context(), u.Query()), "it is signed by Alipay")
	require.Equal(t, "fail", s.post("", formType, u.RawQuery))
	require.Equal(t, payment.Open, s.find(sn).Status)
	require.Zero(t, s.count("pay_trade"))
}

// TestGenuineNotificationsThatPayNothing are noted and answered.
func TestGenuineNotificationsThatPayNothing(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	platform, _ := keys()
	for name, form := range map[string]url.Values{
		"waiting": with(s.genuine(sn), "trade_status", "WAIT_BUYER_PAY"),
		"closed":  with(s.genuine(sn), "trade_status", "TRADE_CLOSED"),
		"refund":  with(with(s.genuine(sn), "refund_fee", "1.00"), "gmt_refund", "2026-11-22 10:00:00.123"),
		"strange": with(s.genuine(sn), "trade_status", "TRADE_UNHEARD_OF"),
	} {
		form.Set("notify_id", name)
		require.Equal(t, "success", s.post("", formType, sign(t, platform, form).Encode()), name)
	}
	require.Equal(t, 4, s.count("pay_notify WHERE verdict = 'noted'"))
	require.Equal(t, payment.Open, s.find(sn).Status)
}

// TestAFloodOfForgeriesDoesNotHoldUpTheGenuine: forgeries that name a certificate make nobody call out (D7).
func TestAFloodOfForgeriesDoesNotHoldUpTheGenuine(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	good := s.genuine(sn)
	s.faults(alipaysim.Faults{Gateway: alipaysim.GatewayFaults{HangMs: 60_000}})
	forged := with(good, "alipay_cert_sn", "ffffffffffffffff").Encode()
	done := make(chan struct{})
	for range 8 {
		go func() {
			for range 25 {
				s.post("", formType, forged)
			}
			done <- struct{}{}
		}()
	}
	began := time.Now()
	require.Equal(t, "success", s.post("", formType, good.Encode()))
	require.Less(t, time.Since(began), 10*time.Second)
	for range 8 {
		<-done
	}
}

// FuzzNotify throws bodies at the notify address: whatever comes, nothing is accepted that Alipay has not signed, and nothing breaks.
func FuzzNotify(f *testing.F) {
	s := open(f)
	sn := s.order()
	s.link(sn)
	good := s.genuine(sn)
	for _, seed := range []string{
		with(good, "sign", "AAAA").Encode(), "", "a=b&a=c", "sign=%zz", "out_trade_no=" + sn, with(good, "total_amount", "0.01").Encode(),
		with(good, "alipay_cert_sn", "x").Encode(), strings.Repeat("a=b&", 100), "\x00=\xff", "=&=&=", "sign_type=RSA2&notify_type=trade_status_sync",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		request := httptest.NewRequest(http.MethodPost, "/payed/notify", strings.NewReader(body))
		request.Header.Set("Content-Type", formType)
		answer := httptest.NewRecorder()
		s.notify.Config.Handler.ServeHTTP(answer, request)
		form, err := url.ParseQuery(body)
		unsigned := err != nil || s.alipay.Signed(t.Context(), form) != nil
		if unsigned && answer.Body.String() != "fail" {
			t.Fatalf("answered %q", answer.Body.String())
		}
		var trades int
		if err := s.db.Raw("SELECT COUNT(*) FROM pay_trade").Scan(&trades).Error; err != nil || trades > 0 {
			t.Fatalf("money was believed in: %d trades, %v", trades, err)
		}
	})
}
