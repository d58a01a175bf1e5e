package standin_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/smartwalle/alipay/v3"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestClose(t *testing.T) {
	s := open(t, 60)
	shut := func(order string) *alipay.TradeCloseRsp {
		t.Helper()
		rsp, err := s.TradeClose(t.Context(), alipay.TradeClose{OutTradeNo: order})
		require.NoError(t, err)
		return rsp
	}
	require.Equal(t, "ACQ.TRADE_NOT_EXIST", shut("2001").SubCode)

	login := s.post(s.web.URL+"/cashier/login", hiddenFields(t, s.get(s.payURL("2001", "5.00", time.Hour)).body))
	require.True(t, shut("2001").IsSuccess())
	require.Equal(t, "ACQ.TRADE_STATUS_ERROR", shut("2001").SubCode)
	require.Equal(t, login.location, s.post(s.web.URL+login.location+"/pay", nil).location)
	require.Equal(t, alipay.TradeStatusClosed, s.queryTrade("2001").TradeStatus)

	s.pay("2002", "5.00", "")
	require.Equal(t, "ACQ.TRADE_STATUS_ERROR", shut("2002").SubCode)
	require.Equal(t, alipay.TradeStatusSuccess, s.queryTrade("2002").TradeStatus)
}

func TestRefund(t *testing.T) {
	s := open(t, 60)
	back := func(no, amount string) *alipay.TradeRefundRsp {
		t.Helper()
		rsp, err := s.TradeRefund(t.Context(), alipay.TradeRefund{OutTradeNo: "2003", RefundAmount: amount, OutRequestNo: no, RefundReason: "七天无理由"})
		require.NoError(t, err)
		return rsp
	}
	require.Equal(t, "ACQ.TRADE_NOT_EXIST", back("A", "1.00").SubCode)
	s.pay("2003", "10.00", "")
	s.notices(1)

	part := back("A", "3.00")
	require.Equal(t, []string{"Y", "3.00"}, []string{part.FundChange, part.RefundFee})
	require.Equal(t, "N", back("A", "3.00").FundChange)
	require.Equal(t, "ACQ.DISCORDANT_REPEAT_REQUEST", back("A", "4.00").SubCode)
	require.Equal(t, "ACQ.REASON_TRADE_REFUND_FEE_ERR", back("B", "7.01").SubCode)
	require.Equal(t, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", back("", "7.00").SubCode)
	require.Equal(t, alipay.TradeStatusSuccess, s.queryTrade("2003").TradeStatus)

	q := func(no string) *alipay.TradeFastPayRefundQueryRsp {
		t.Helper()
		rsp, err := s.TradeFastPayRefundQuery(t.Context(), alipay.TradeFastPayRefundQuery{OutTradeNo: "2003", OutRequestNo: no})
		require.NoError(t, err)
		require.True(t, rsp.IsSuccess())
		return rsp
	}
	require.Equal(t, "REFUND_SUCCESS", q("A").RefundStatus)
	require.Equal(t, "3.00", q("A").RefundAmount)
	require.Empty(t, q("B").RefundStatus, "a refund that never came is no error")

	rest := back("B", "7.00")
	require.Equal(t, []string{"Y", "10.00"}, []string{rest.FundChange, rest.RefundFee})
	require.Equal(t, alipay.TradeStatusClosed, s.queryTrade("2003").TradeStatus)

	got := s.notices(3)
	last, err := s.DecodeNotification(t.Context(), got[2])
	require.NoError(t, err)
	require.Equal(t, []string{"TRADE_CLOSED", "10.00", "B"}, []string{string(last.TradeStatus), last.RefundFee, last.OutBizNo})
	require.NotEmpty(t, last.GmtRefund)
}

func TestBill(t *testing.T) {
	s := open(t, 60)
	today := s.st.Sim.Now().In(time.FixedZone("CST", 8*3600)).Format(time.DateOnly)
	query := func(date string) *alipay.BillDownloadURLQueryRsp {
		t.Helper()
		rsp, err := s.BillDownloadURLQuery(t.Context(), alipay.BillDownloadURLQuery{BillType: "trade", BillDate: date})
		require.NoError(t, err)
		return rsp
	}
	require.Equal(t, "BILL_NOT_EXIST", query(today).SubCode)
	paid := s.pay("2004", "10.00", "")
	_, err := s.TradeRefund(t.Context(), alipay.TradeRefund{OutTradeNo: "2004", RefundAmount: "2.50", OutRequestNo: "R1"})
	require.NoError(t, err)

	address := query(today).BillDownloadURL
	require.NotEmpty(t, query(today[:7]).BillDownloadURL, "a month is a bill as well")
	rows := readBill(t, []byte(s.get(address).body))
	require.Len(t, rows, 2)
	require.Equal(t, []string{paid.TradeNo, "2004", "交易", "10.00", ""}, rows[0])
	require.Equal(t, []string{paid.TradeNo, "2004", "退款", "-2.50", "R1"}, rows[1])

	require.Equal(t, http.StatusForbidden, s.get(strings.Replace(address, today, "2026-01-01", 1)).status)
	s.later(3 * time.Second)
	require.Equal(t, http.StatusForbidden, s.get(address).status, "the address lives half a minute of Alipay's, two seconds at least")
}

// readBill reads the details of a bill as a merchant must: unzip, GBK, comments away, tabs away.
func readBill(t *testing.T, body []byte) [][]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	require.NoError(t, err)
	require.Len(t, z.File, 2)
	name, err := simplifiedchinese.GBK.NewDecoder().String(z.File[0].Name)
	require.NoError(t, err)
	require.True(t, strings.HasSuffix(name, "_业务明细.csv"), name)
	f, err := z.File[0].Open()
	require.NoError(t, err)
	text, err := io.ReadAll(simplifiedchinese.GBK.NewDecoder().Reader(f))
	require.NoError(t, err)
	in := csv.NewReader(bytes.NewReader(text))
	in.Comment = '#'
	all, err := in.ReadAll()
	require.NoError(t, err)
	column := map[string]int{}
	for i, name := range all[0] {
		column[name] = i
	}
	var rows [][]string
	for _, r := range all[1:] {
		var row []string
		for _, name := range []string{"支付宝交易号", "商户订单号", "业务类型", "订单金额（元）", "退款批次号/请求号"} {
			row = append(row, strings.TrimSpace(r[column[name]]))
		}
		rows = append(rows, row)
	}
	return rows
}

func TestWhatIsNotSignedByTheMerchantIsRefused(t *testing.T) {
	s := open(t, 60)
	u, err := url.Parse(s.payURL("2005", "1.00", time.Hour))
	require.NoError(t, err)
	form := u.Query()
	form.Set("method", "alipay.trade.query")
	var body struct {
		Refused alipay.Error `json:"error_response"`
		Sign    string       `json:"sign"`
	}
	require.NoError(t, json.Unmarshal([]byte(s.post(s.web.URL+"/gateway.do", form).body), &body))
	require.Equal(t, "isv.invalid-signature", body.Refused.SubCode)
	require.Empty(t, body.Sign)

	var answer map[string]any
	require.Error(t, s.Request(t.Context(), alipay.NewPayload("alipay.trade.unheard.of").AddBizField("a", "b"), &answer))
}

func TestTheGatewayFails(t *testing.T) {
	s := open(t, 60)
	s.pay("2006", "10.00", "")
	refund := func(no string) (*alipay.TradeRefundRsp, error) {
		return s.TradeRefund(t.Context(), alipay.TradeRefund{OutTradeNo: "2006", RefundAmount: "1.00", OutRequestNo: no})
	}
	done := func(no string) bool {
		t.Helper()
		require.Equal(t, http.StatusNoContent, s.call(http.MethodDelete, "/faults", nil, nil))
		rsp, err := s.TradeFastPayRefundQuery(t.Context(), alipay.TradeFastPayRefundQuery{OutTradeNo: "2006", OutRequestNo: no})
		require.NoError(t, err)
		return rsp.RefundStatus == "REFUND_SUCCESS"
	}
	for fault, executed := range map[string]bool{
		"loseAnswer": true, "unsigned": true, "wrongKey": true, "status502": false,
	} {
		t.Run(fault, func(t *testing.T) {
			require.Equal(t, http.StatusOK, s.call(http.MethodPut, "/faults", `{"gateway":{"`+fault+`":true}}`, nil))
			_, err := refund(fault)
			require.Error(t, err)
			require.Equal(t, executed, done(fault))
		})
	}
	t.Run("hangMs", func(t *testing.T) {
		s.Client.Client.Timeout = 100 * time.Millisecond
		defer func() { s.Client.Client.Timeout = 2 * time.Second }()
		s.call(http.MethodPut, "/faults", `{"gateway":{"hangMs":60000}}`, nil)
		_, err := refund("hang")
		require.Error(t, err)
		require.False(t, done("hang"))
	})
	for fault, executed := range map[string]bool{"systemError": false, "systemErrorAfter": true} {
		t.Run(fault, func(t *testing.T) {
			s.call(http.MethodPut, "/faults", `{"gateway":{"`+fault+`":true}}`, nil)
			rsp, err := refund(fault)
			require.NoError(t, err)
			require.Equal(t, []string{"20000", "ACQ.SYSTEM_ERROR"}, []string{string(rsp.Code), rsp.SubCode})
			require.Equal(t, executed, done(fault))
		})
	}
	t.Run("only the methods that are named", func(t *testing.T) {
		s.call(http.MethodPut, "/faults", `{"gateway":{"systemError":true,"methods":["alipay.trade.refund"]}}`, nil)
		require.True(t, s.queryTrade("2006").IsSuccess())
		rsp, err := refund("named")
		require.NoError(t, err)
		require.Equal(t, "ACQ.SYSTEM_ERROR", rsp.SubCode)
	})
}
