package clients

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gulimall/pkg/shopday"
	"gulimall/services/payment"
)

const (
	billHead = "#支付宝业务明细查询\r\n#账号：[20880000000000010156]\r\n#----业务明细列表----\r\n" +
		"支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,备注\r\n"
	billFoot = "#----业务明细列表结束----\r\n#交易合计：2笔，商家实收共20.00元\r\n#导出时间：[2026年11月22日 09:12:33]\r\n"
)

func pack(t *testing.T, files map[string]string, gbk bool) (*bytes.Reader, int64) {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, body := range files {
		if gbk {
			var err error
			name, err = simplifiedchinese.GBK.NewEncoder().String(name)
			require.NoError(t, err)
			body, err = simplifiedchinese.GBK.NewEncoder().String(body)
			require.NoError(t, err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: gbk, Method: zip.Deflate})
		require.NoError(t, err)
		_, err = io.WriteString(w, body)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return bytes.NewReader(out.Bytes()), int64(out.Len())
}

func read(t *testing.T, body string, gbk bool) (payment.Bill, error) {
	t.Helper()
	r, size := pack(t, map[string]string{
		"20880000000000010156_20261121_业务明细.csv":     body,
		"20880000000000010156_20261121_业务明细(汇总).csv": "#支付宝业务汇总查询\r\n门店编号,门店名称\r\n合计,\r\n",
	}, gbk)
	return readBill(r, size, shopday.Zone())
}

func TestReadBill(t *testing.T) {
	rows := "2026112122001400010000000001\t,2026112100000000001\t,交易\t,谷粒商城订单 1,2026-11-21 10:00:00,2026-11-21 10:00:12,\t,12.30,12.30,\t,-0.07,\r\n" +
		"2026112122001400010000000002 ,2026112100000000002 ,退款,手机壳,2026-11-21 10:00:00,2026-11-21 23:59:59, ,-2.50,-2.50,BACK_1 ,0.00,\r\n" +
		"2026112122001400010000000003,2026112100000000003,退款,全额,2026-11-21 10:00:00,2026-11-21 11:00:00,,-8.00,-8.00,,0.00,\r\n" +
		"2026112122001400010000000004,2026112100000000004,分账,别的,2026-11-21 10:00:00,2026-11-21 11:00:00,,1.00,1.00,,0.00,\r\n" +
		"2026112122001400010000000005,2026112100000000005,交易,数据线, 充电器, \"快\"充,2026-11-21 10:00:00,2026-11-21 11:00:00,,9.90,9.90,,0.00,\r\n"
	want := payment.Bill{Strange: 1, Lines: []payment.BillLine{
		{TradeNo: "2026112122001400010000000001", OrderSn: "2026112100000000001", Amount: 1230, At: time.Date(2026, 11, 21, 2, 0, 12, 0, time.UTC)},
		{TradeNo: "2026112122001400010000000002", OrderSn: "2026112100000000002", RefundSn: "BACK_1", Amount: 250, At: time.Date(2026, 11, 21, 15, 59, 59, 0, time.UTC)},
		{TradeNo: "2026112122001400010000000003", OrderSn: "2026112100000000003", RefundSn: "2026112100000000003", Amount: 800, At: time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)},
		{TradeNo: "2026112122001400010000000005", OrderSn: "2026112100000000005", Amount: 990, At: time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)},
	}}
	for name, gbk := range map[string]bool{"GBK, as Alipay writes": true, "UTF-8, as it may one day": false} {
		bill, err := read(t, billHead+rows+billFoot, gbk)
		require.NoError(t, err, name)
		require.Equal(t, want, bill, name)
	}
	bill, err := read(t, strings.NewReplacer("（", "(", "）", ")").Replace(billHead)+billFoot, true)
	require.NoError(t, err, "narrow brackets, and nothing moved")
	require.Empty(t, bill.Lines)
}

// TestABillThatIsNotUnderstoodIsNotBelieved: not one line of it.
func TestABillThatIsNotUnderstoodIsNotBelieved(t *testing.T) {
	row := func(kind, done, amount string) string {
		return "T1,1,交易,x,2026-11-21 10:00:00," + done + ",," + amount + "," + amount + "," + kind + ",0.00,\r\n"
	}
	for name, body := range map[string]string{
		"no columns":              "#nothing\r\n",
		"a column is missing":     strings.Replace(billHead, "订单金额", "金额", 1),
		"a page of HTML":          "<html><body>系统繁忙</body></html>",
		"an amount that is none":  billHead + row("", "2026-11-21 10:00:12", "lots"),
		"an amount of nothing":    billHead + row("", "2026-11-21 10:00:12", "0.00"),
		"a time that is none":     billHead + row("", "yesterday", "1.00"),
		"a line that is cut":      billHead + "T1,1,交易,x\r\n",
		"a line without a trade":  billHead + ",1,交易,x,2026-11-21 10:00:00,2026-11-21 10:00:12,,1.00,1.00,,0.00,\r\n",
		"a line without an order": billHead + "T1,\t,交易,x,2026-11-21 10:00:00,2026-11-21 10:00:12,,1.00,1.00,,0.00,\r\n",
	} {
		bill, err := read(t, body, true)
		require.Error(t, err, "%s: %v", name, bill)
	}
	_, err := readBill(strings.NewReader("no archive"), 10, time.UTC)
	require.Error(t, err)
	r, size := pack(t, map[string]string{"readme.txt": "hello"}, false)
	_, err = readBill(r, size, time.UTC)
	require.ErrorContains(t, err, "no details")
}

func TestBillsComeFromAlipayAlone(t *testing.T) {
	a := &Alipay{own: "alipay.gulimall.localhost:8080"}
	for from, want := range map[string]string{
		"http://alipay.gulimall.localhost:8080/bills/a.zip?x=1":                  "http://alipay.gulimall.localhost:8080/bills/a.zip?x=1",
		"http://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade": "https://dwbillcenter.alipay.com/downloadBillFile.resource?bizType=trade",
		"https://x.alipaydev.com/a":                                              "https://x.alipaydev.com/a",
		"http://127.0.0.1:3306/":                                                 "",
		"https://alipay.com.evil.test/a":                                         "",
		"https://evil.test/.alipay.com":                                          "",
		"https://a.alipay.com:8443/a":                                            "",
		"file:///etc/passwd":                                                     "",
		"ftp://alipay.gulimall.localhost":                                        "",
	} {
		got, err := a.billAddress(from)
		require.Equal(t, want, got, from)
		require.Equal(t, want == "", err != nil, from)
	}
}
