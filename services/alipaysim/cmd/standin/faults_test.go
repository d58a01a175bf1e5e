package standin_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/smartwalle/alipay/v3"
	"github.com/stretchr/testify/require"
)

func TestANotificationComesAgainUntilSuccess(t *testing.T) {
	s := open(t, 60_000)
	s.setReply(func(n int) string {
		return []string{"fail", "SUCCESS", "success\n", "<html>", "success", "success"}[n-1]
	})
	s.pay("3001", "1.00", "")
	got := s.notices(5)
	for _, n := range got {
		require.Equal(t, got[0].Get("notify_id"), n.Get("notify_id"), "one notification, one id")
	}
	require.Eventually(t, func() bool { return s.view("3001").Notifications[0].Delivered }, time.Second, 5*time.Millisecond)
	n := s.view("3001").Notifications[0]
	require.Len(t, n.Attempts, 5)
	require.Equal(t, "SUCCESS", n.Attempts[1].Answer)
	require.True(t, n.NextAt.IsZero())
}

func TestAfterEightSendsANotificationIsGivenUp(t *testing.T) {
	s := open(t, 1_000_000)
	s.setReply(func(int) string { return "fail" })
	s.pay("3002", "1.00", "")
	s.notices(8)
	require.Eventually(t, func() bool {
		n := s.view("3002").Notifications[0]
		return len(n.Attempts) == 8 && n.NextAt.IsZero() && !n.Delivered
	}, time.Second, 5*time.Millisecond)
	time.Sleep(50 * time.Millisecond)
	require.Len(t, s.notices(8), 8)
}

func TestARedirectIsAFailure(t *testing.T) {
	s := open(t, 60)
	s.notify.Config.Handler = http.RedirectHandler("/elsewhere", http.StatusFound)
	s.pay("3003", "1.00", "")
	require.Eventually(t, func() bool {
		a := s.view("3003").Notifications[0].Attempts
		return len(a) == 1 && a[0].Status == http.StatusFound && !a[0].Succeeded()
	}, 2*time.Second, 5*time.Millisecond)
}

func TestFaultsOfNotifications(t *testing.T) {
	s := open(t, 60)
	for name, c := range map[string]struct {
		faults, field, want string
		verifies            bool
	}{
		"wrongAmount": {`{"wrongAmount":true}`, "total_amount", "1.01", true},
		"wrongAppId":  {`{"wrongAppId":true}`, "app_id", "2021000000000000", true},
		"wrongSeller": {`{"wrongSeller":true}`, "seller_id", "2088000000000000", true},
		"badSign":     {`{"badSign":true}`, "total_amount", "1.00", false},
	} {
		t.Run(name, func(t *testing.T) {
			seen := len(s.notices(0))
			s.pay("3004"+strings.ToLower(name), "1.00", c.faults)
			n := s.notices(seen + 1)[seen]
			require.Equal(t, c.want, n.Get(c.field))
			_, err := s.DecodeNotification(t.Context(), n)
			require.Equal(t, c.verifies, err == nil)
			require.Equal(t, "1.00", s.queryTrade("3004"+strings.ToLower(name)).TotalAmount, "the trade itself is as it was")
		})
	}
}

func TestDropDelayDuplicate(t *testing.T) {
	s := open(t, 60)
	s.pay("3005", "1.00", `{"drop":true}`)
	require.Eventually(t, func() bool {
		a := s.view("3005").Notifications[0].Attempts
		return len(a) == 1 && len(a[0].Faults) == 1
	}, time.Second, 5*time.Millisecond)
	require.Empty(t, s.notices(0))
	require.Equal(t, alipay.TradeStatusSuccess, s.queryTrade("3005").TradeStatus)

	began := time.Now()
	s.pay("3006", "1.00", `{"delayMs":300}`)
	s.notices(1)
	require.GreaterOrEqual(t, time.Since(began), 300*time.Millisecond)

	s.pay("3007", "1.00", `{"duplicate":3}`)
	got := s.notices(5)[1:]
	for _, n := range got {
		require.Equal(t, got[0].Get("notify_id"), n.Get("notify_id"))
	}
	s.pay("3008", "1.00", `{"duplicate":true}`)
	s.notices(7)
}

func TestReorder(t *testing.T) {
	s := open(t, 60)
	s.pay("3009", "10.00", `{"reorder":true}`)
	for _, no := range []string{"A", "B"} {
		_, err := s.TradeRefund(t.Context(), alipay.TradeRefund{OutTradeNo: "3009", RefundAmount: "5.00", OutRequestNo: no})
		require.NoError(t, err)
		if no == "A" {
			got := s.notices(2)
			require.Equal(t, "A", got[0].Get("out_biz_no"), "the refund is heard of first")
			require.Empty(t, got[1].Get("out_biz_no"), "the payment after it")
		}
	}
}

func TestALoneNotificationIsNotHeldForEver(t *testing.T) {
	s := open(t, 6000)
	s.pay("3010", "1.00", `{"reorder":true}`)
	s.notices(1)
}

func TestMoneyArrivesAfterTheClose(t *testing.T) {
	s := open(t, 60)
	s.post(s.web.URL+"/cashier/login", hiddenFields(t, s.get(s.payURL("3011", "5.00", time.Hour)).body))
	_, err := s.TradeClose(t.Context(), alipay.TradeClose{OutTradeNo: "3011"})
	require.NoError(t, err)
	require.Equal(t, http.StatusConflict, s.call(http.MethodPost, "/trades/3011/pay", `{}`, nil))
	require.Equal(t, http.StatusOK, s.call(http.MethodPost, "/trades/3011/pay", `{"faults":{"payAfterClose":true}}`, nil))
	require.Equal(t, alipay.TradeStatusSuccess, s.queryTrade("3011").TradeStatus)
	got := s.notices(2)
	require.Equal(t, "TRADE_SUCCESS", got[1].Get("trade_status"))

	// The same for an order whose cashier nobody had opened in time, through the global faults.
	address := s.payURL("3012", "5.00", time.Minute)
	s.later(time.Hour)
	var problem struct{ Code, SubCode string }
	require.Equal(t, http.StatusConflict, s.call(http.MethodPost, "/trades/3012/pay", map[string]string{"url": address}, &problem))
	require.Equal(t, []string{"trade_expired", "ACQ.PAYMENT_TIMEOUT"}, []string{problem.Code, problem.SubCode})
	s.call(http.MethodPut, "/faults", `{"payAfterClose":true}`, nil)
	require.Equal(t, http.StatusOK, s.call(http.MethodPost, "/trades/3012/pay", map[string]string{"url": address}, nil))
	require.Equal(t, alipay.TradeStatusSuccess, s.queryTrade("3012").TradeStatus)
}

func TestPayTwiceByFault(t *testing.T) {
	s := open(t, 60)
	got := s.pay("3013", "5.00", `{"payTwice":true}`)
	require.NotEmpty(t, got.SecondTradeNo)
	require.NotEqual(t, got.TradeNo, got.SecondTradeNo)
	require.Equal(t, got.TradeNo, s.queryTrade("3013").TradeNo, "the order's number means the first")
	s.notices(2)
	require.Len(t, s.view("3013").Trades, 2)
}

func TestTheSandboxIsStrict(t *testing.T) {
	s := open(t, 60)
	address := s.payURL("3014", "5.00", time.Hour)
	for name, c := range map[string]struct {
		method, path, body, code string
		status                   int
	}{
		"unknown fault":      {"PUT", "/faults", `{"explode":true}`, "unknown_field", 422},
		"unknown inner one":  {"PUT", "/faults", `{"gateway":{"explode":true}}`, "unknown_field", 422},
		"wrong type":         {"PUT", "/faults", `{"drop":1}`, "invalid", 422},
		"out of bounds":      {"PUT", "/faults", `{"delayMs":-1}`, "invalid", 422},
		"no JSON":            {"PUT", "/faults", `drop`, "malformed", 400},
		"nobody's trade":     {"GET", "/trades/none", ``, "trade_not_found", 404},
		"pay without a URL":  {"POST", "/trades/none/pay", `{}`, "trade_not_found", 404},
		"a forged URL":       {"POST", "/trades/3014/pay", `{"url":"` + strings.Replace(address, "5.00", "0.01", 1) + `"}`, "bad_pay_url", 422},
		"another order's":    {"POST", "/trades/3015/pay", `{"url":"` + address + `"}`, "bad_pay_url", 422},
		"finish before paid": {"POST", "/trades/3014/finish", ``, "trade_not_found", 404},
	} {
		t.Run(name, func(t *testing.T) {
			var problem struct{ Code, Title string }
			var body any
			if c.body != "" {
				body = c.body
			}
			require.Equal(t, c.status, s.call(c.method, c.path, body, &problem))
			require.Equal(t, c.code, problem.Code)
			require.NotEmpty(t, problem.Title)
		})
	}
	got := s.pay("3014", "5.00", "")
	require.Contains(t, got.ReturnURL, "sign=")
	require.Equal(t, http.StatusConflict, s.call(http.MethodPost, "/trades/3014/pay", nil, nil))
	require.Equal(t, http.StatusOK, s.call(http.MethodPost, "/trades/3014/finish", nil, nil))
	require.Equal(t, "TRADE_FINISHED", s.notices(2)[1].Get("trade_status"))
}

func TestTheLedgerSurvivesACrash(t *testing.T) {
	s := open(t, 600)
	s.setReply(func(n int) string { return []string{"fail", "success"}[min(n, 2)-1] })
	paid := s.pay("3016", "10.00", "")
	first := s.notices(1)[0]
	require.Eventually(t, func() bool { return len(s.view("3016").Notifications[0].Attempts) == 1 }, time.Second, time.Millisecond)
	_, err := s.TradeRefund(t.Context(), alipay.TradeRefund{OutTradeNo: "3016", RefundAmount: "4.00", OutRequestNo: "A"})
	require.NoError(t, err)
	// What the file holds at this moment is what a kill leaves behind.
	crashed := t.TempDir()
	require.NoError(t, os.CopyFS(crashed, os.DirFS(s.dir)))
	s.stop()
	s.dir = crashed
	s.start()

	v := s.view("3016")
	require.Equal(t, paid.TradeNo, v.TradeNo)
	require.EqualValues(t, 400, v.Refunded)
	require.Len(t, v.Notifications, 2)
	require.Equal(t, http.StatusConflict, s.call(http.MethodPost, "/trades/3016/pay", map[string]string{"url": s.payURL("3016", "10.00", time.Hour)}, nil))
	require.Eventually(t, func() bool {
		v := s.view("3016")
		return v.Notifications[0].Delivered && v.Notifications[1].Delivered
	}, 5*time.Second, 10*time.Millisecond)
	again := 0
	for _, n := range s.notices(2) {
		if n.Get("notify_id") == first.Get("notify_id") {
			again++
		}
	}
	require.Equal(t, 2, again, "what was not answered comes again after the start, with its old id")
}

func TestManyBuyersAtOnce(t *testing.T) {
	s := open(t, 60)
	done := make(chan struct{})
	const buyers = 20
	address := s.payURL("3017", "1.00", time.Hour)
	paid := make(chan int, buyers)
	for range buyers {
		go func() {
			paid <- s.call(http.MethodPost, "/trades/3017/pay", map[string]string{"url": address}, nil)
		}()
	}
	go func() {
		defer close(done)
		ok := 0
		for range buyers {
			if <-paid == http.StatusOK {
				ok++
			}
		}
		if ok != 1 {
			t.Errorf("%d payments of one trade", ok)
		}
	}()
	<-done
	require.Len(t, s.view("3017").Trades, 1)
	s.notices(1)
}
