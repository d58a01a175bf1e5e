package standin_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/smartwalle/alipay/v3"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// hiddenFields reads the form that a page carries on.
func hiddenFields(t *testing.T, body string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	require.NoError(t, err)
	form := url.Values{}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "input" {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		form.Set(attr["name"], attr["value"])
	}
	return form
}

func TestABuyerPaysByHand(t *testing.T) {
	s := open(t, 60)
	address := s.payURL("1001", "12.30", time.Hour)

	first := s.get(address)
	require.Equal(t, http.StatusOK, first.status)
	require.Contains(t, first.body, "￥12.30")
	require.Contains(t, first.body, "确认登录")
	require.NotContains(t, first.body, "<script")
	require.Equal(t, "ACQ.TRADE_NOT_EXIST", s.queryTrade("1001").SubCode, "an open page is no trade")
	require.Equal(t, alipay.CodeBusinessFailed, s.queryTrade("1001").Code)

	login := s.post(s.web.URL+"/cashier/login", hiddenFields(t, first.body))
	require.Equal(t, http.StatusSeeOther, login.status)
	require.True(t, strings.HasPrefix(login.location, "/cashier/"), login.location)
	require.Equal(t, alipay.TradeStatusWaitBuyerPay, s.queryTrade("1001").TradeStatus)

	second := s.get(s.web.URL + login.location)
	for _, word := range []string{"确认付款", "模拟重复付款", "放弃"} {
		require.Contains(t, second.body, word)
	}
	left := s.post(s.web.URL+login.location+"/abandon", nil)
	require.Contains(t, s.get(s.web.URL+left.location).body, "您已放弃付款")
	require.Equal(t, alipay.TradeStatusWaitBuyerPay, s.queryTrade("1001").TradeStatus)

	paid := s.post(s.web.URL+login.location+"/pay", nil)
	require.Equal(t, http.StatusSeeOther, paid.status)
	back, err := url.Parse(paid.location)
	require.NoError(t, err)
	require.Equal(t, "pay.gulimall.localhost:8080", back.Host)
	require.NoError(t, s.VerifySign(t.Context(), back.Query()))
	require.Equal(t, "alipay.trade.page.pay.return", back.Query().Get("method"))
	require.Equal(t, "12.30", back.Query().Get("total_amount"))

	n, err := s.DecodeNotification(t.Context(), s.notices(1)[0])
	require.NoError(t, err)
	require.Equal(t, alipay.TradeStatusSuccess, n.TradeStatus)
	require.Equal(t, []string{appID, sellerID, "1001", "12.30", "trade_status_sync"}, []string{n.AppId, n.SellerId, n.OutTradeNo, n.TotalAmount, n.NotifyType})
	for name, values := range s.notices(1)[0] {
		require.NotEmpty(t, values[0], name)
	}
	q := s.queryTrade("1001")
	require.Equal(t, alipay.TradeStatusSuccess, q.TradeStatus)
	require.Equal(t, n.TradeNo, q.TradeNo)

	again := s.post(s.web.URL+login.location+"/pay", nil)
	require.Equal(t, login.location, again.location, "who reloads the form pays nothing")
	require.Contains(t, s.get(s.web.URL+again.location).body, "付款成功")
	require.Equal(t, login.location, s.get(address).location, "the pay URL leads to what became of it")
}

func TestABuyerPaysTwice(t *testing.T) {
	s := open(t, 60)
	login := s.post(s.web.URL+"/cashier/login", hiddenFields(t, s.get(s.payURL("1002", "5.00", time.Hour)).body))
	require.Equal(t, http.StatusSeeOther, s.post(s.web.URL+login.location+"/pay-twice", nil).status)
	got := s.notices(2)
	require.NotEqual(t, got[0].Get("trade_no"), got[1].Get("trade_no"))
	require.NotEqual(t, got[0].Get("notify_id"), got[1].Get("notify_id"))
	for _, n := range got {
		require.Equal(t, "1002", n.Get("out_trade_no"))
		rsp, err := s.TradeQuery(t.Context(), alipay.TradeQuery{TradeNo: n.Get("trade_no")})
		require.NoError(t, err)
		require.Equal(t, alipay.TradeStatusSuccess, rsp.TradeStatus)
		back, err := s.TradeRefund(t.Context(), alipay.TradeRefund{TradeNo: n.Get("trade_no"), RefundAmount: "5.00", OutRequestNo: "R" + n.Get("trade_no")})
		require.NoError(t, err)
		shown := s.get(s.web.URL + "/cashier/" + n.Get("trade_no"))
		require.Equal(t, http.StatusOK, shown.status)
		require.Contains(t, shown.body, "￥5.00", "what went back")
		require.Equal(t, "Y", back.FundChange)
	}
	require.Len(t, s.view("1002").Trades, 2)
}

func TestTheCashierRefuses(t *testing.T) {
	s := open(t, 60)
	address := s.payURL("1003", "5.00", time.Hour)
	forged := s.get(strings.Replace(address, "5.00", "0.01", 1))
	require.Equal(t, http.StatusBadRequest, forged.status)
	require.Contains(t, forged.body, "isv.invalid-signature")

	fields := hiddenFields(t, s.get(address).body)
	fields.Set("biz_content", strings.Replace(fields.Get("biz_content"), "5.00", "0.01", 1))
	require.Contains(t, s.post(s.web.URL+"/cashier/login", fields).body, "isv.invalid-signature")

	require.Equal(t, http.StatusSeeOther, s.post(s.web.URL+"/cashier/login", hiddenFields(t, s.get(address).body)).status)
	other := s.get(s.payURL("1003", "6.00", time.Hour))
	require.Contains(t, other.body, "ACQ.CONTEXT_INCONSISTENT")
	require.Equal(t, http.StatusNotFound, s.get(s.web.URL+"/cashier/20260101").status)
}

func TestTimeRunsOut(t *testing.T) {
	s := open(t, 60)
	address, never := s.payURL("1004", "5.00", time.Minute), s.payURL("1005", "5.00", time.Minute)
	fields := hiddenFields(t, s.get(address).body)
	login := s.post(s.web.URL+"/cashier/login", fields)
	neverFields := hiddenFields(t, s.get(never).body)
	s.later(2 * time.Minute)

	require.Equal(t, alipay.TradeStatusClosed, s.queryTrade("1004").TradeStatus)
	require.Equal(t, login.location, s.post(s.web.URL+login.location+"/pay", nil).location)
	require.Contains(t, s.get(s.web.URL+login.location).body, "交易已关闭")
	require.Equal(t, "TRADE_CLOSED", s.notices(1)[0].Get("trade_status"))

	require.Equal(t, http.StatusGone, s.get(never).status)
	require.Equal(t, http.StatusGone, s.post(s.web.URL+"/cashier/login", neverFields).status)
	require.Equal(t, "ACQ.TRADE_NOT_EXIST", s.queryTrade("1005").SubCode)
}

func TestAnExpiredTradeClosesWithoutBeingAsked(t *testing.T) {
	s := open(t, 60)
	s.post(s.web.URL+"/cashier/login", hiddenFields(t, s.get(s.payURL("1006", "5.00", 1100*time.Millisecond)).body))
	require.Equal(t, "TRADE_CLOSED", s.notices(1)[0].Get("trade_status"))
}

func TestTheBuyersPagesSpeakEnglishToo(t *testing.T) {
	s := open(t, 60)
	r, err := http.NewRequest(http.MethodGet, s.web.URL+"/", nil)
	require.NoError(t, err)
	r.Header.Set("Accept-Language", "en-GB")
	answer, err := s.web.Client().Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Contains(t, string(body), `<html lang="en">`)
	require.Contains(t, string(body), "The local stand-in for Alipay")
}
