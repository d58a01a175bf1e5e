package gateway

import (
	"archive/zip"
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gulimall/pkg/money"
	"gulimall/services/alipaysim"
)

// billURLs makes the addresses of bills and knows its own again. The key lives as long as the process.
type billURLs struct {
	sim *alipaysim.Sim
	key []byte
}

func newBillURLs(sim *alipaysim.Sim) *billURLs {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // ends the process before it returns an error
	return &billURLs{sim, key}
}

func (b *billURLs) sign(date, until string) string {
	mac := hmac.New(sha256.New, b.key)
	_, _ = io.WriteString(mac, date+"|"+until) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}

func (b *billURLs) query(date string) url.Values {
	until := strconv.FormatInt(b.sim.Now().Add(b.sim.Scale().BillURLLife()).UnixMilli(), 10)
	return url.Values{"bill_date": {date}, "until": {until}, "token": {b.sign(date, until)}}
}

func (b *billURLs) valid(q url.Values) bool {
	date, until := q.Get("bill_date"), q.Get("until")
	if !hmac.Equal([]byte(b.sign(date, until)), []byte(q.Get("token"))) {
		return false
	}
	ms, err := strconv.ParseInt(until, 10, 64)
	return err == nil && b.sim.Now().Before(time.UnixMilli(ms))
}

type billAnswer struct {
	status
	BillDownloadURL string `json:"bill_download_url"`
}

func (g *Gateway) billURL(c *gin.Context, req alipaysim.Request) (any, error) {
	var biz struct {
		BillType string `json:"bill_type"`
		BillDate string `json:"bill_date"`
	}
	if err := req.Decode(&biz); err != nil {
		return nil, err
	}
	bill, err := g.sim.Bill(biz.BillDate)
	if err != nil {
		return nil, err
	}
	if biz.BillType != "trade" {
		return nil, alipaysim.ErrBillNotExist
	}
	scheme := "http"
	if c.Request.TLS != nil || c.GetHeader("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	u := url.URL{Scheme: scheme, Host: c.Request.Host, Path: "/bills/" + billName(bill) + ".csv.zip", RawQuery: g.bills.query(biz.BillDate).Encode()}
	return billAnswer{success(), u.String()}, nil
}

func billName(b alipaysim.Bill) string {
	return b.SellerID + "0156_" + b.From.Format("20060102")
}

func (g *Gateway) download(c *gin.Context) {
	q := c.Request.URL.Query()
	if !g.bills.valid(q) {
		c.String(http.StatusForbidden, "下载链接无效或已过期")
		return
	}
	bill, err := g.sim.Bill(q.Get("bill_date"))
	if err != nil {
		c.String(http.StatusNotFound, "账单不存在")
		return
	}
	body, err := zipped(bill, g.sim.Now())
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Header("Content-Disposition", `attachment; filename="`+billName(bill)+`.csv.zip"`)
	c.Data(http.StatusOK, "application/zip", body)
}

// zipped packs the two files of a bill, details and summary, as Alipay does: text and file names in GBK.
func zipped(b alipaysim.Bill, now time.Time) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		suffix string
		write  func(io.Writer, alipaysim.Bill, time.Time) error
	}{
		{"业务明细", details},
		{"业务明细(汇总)", summary},
	} {
		name, err := gbk().String(billName(b) + "_" + f.suffix + ".csv")
		if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate, Modified: now})
		if err != nil {
			return nil, err
		}
		text := gbk().Writer(w)
		if err := f.write(text, b, now); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// gbk encodes for Alipay's files; what GBK has no sign for becomes a substitute.
func gbk() *encoding.Encoder {
	return encoding.ReplaceUnsupported(simplifiedchinese.GBK.NewEncoder())
}

const detailColumns = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户," +
	"订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称," +
	"商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"

func details(w io.Writer, b alipaysim.Bill, now time.Time) error {
	if err := head(w, "业务明细", b); err != nil {
		return err
	}
	rows := csv.NewWriter(w)
	rows.UseCRLF = true
	if err := rows.Write(strings.Split(detailColumns, ",")); err != nil {
		return err
	}
	for _, l := range b.Lines {
		// Alipay puts a tab behind numbers, so that spreadsheets leave them alone.
		kind, amount, t := kindOf(l), l.Amount.String(), l.Trade
		row := []string{
			t.TradeNo + "\t", t.OutTradeNo + "\t", kind, t.Subject, alipaysim.FormatTime(t.CreatedAt), alipaysim.FormatTime(l.At),
			"\t", "", "", "\t", "*" + alipaysim.BuyerLogonID, amount, amount, "0.00", "0.00", "0.00", "0.00", "0.00", "",
			"0.00", "0.00", l.RequestNo + "\t", "0.00", "0.00", t.Body,
		}
		if err := rows.Write(row); err != nil {
			return err
		}
	}
	rows.Flush()
	return errors.Join(rows.Error(), foot(w, "业务明细", b, now))
}

func kindOf(l alipaysim.BillLine) string {
	if l.RequestNo != "" {
		return "退款"
	}
	return "交易"
}

func summary(w io.Writer, b alipaysim.Bill, now time.Time) error {
	if err := head(w, "业务汇总", b); err != nil {
		return err
	}
	paid, back, in, out := totals(b)
	rows := csv.NewWriter(w)
	rows.UseCRLF = true
	err := rows.WriteAll([][]string{
		{"门店编号", "门店名称", "交易订单总笔数", "退款订单总笔数", "订单金额（元）", "商家实收（元）", "支付宝优惠（元）", "商家优惠（元）", "卡消费金额（元）", "服务费（元）", "分润（元）", "实收净额（元）"},
		{"合计", "", strconv.Itoa(paid), strconv.Itoa(back), (in + out).String(), (in + out).String(), "0.00", "0.00", "0.00", "0.00", "0.00", (in + out).String()},
	})
	return errors.Join(err, foot(w, "业务汇总", b, now))
}

func head(w io.Writer, title string, b alipaysim.Bill) error {
	const layout = "2006年01月02日 15:04:05"
	_, err := fmt.Fprintf(w, "#支付宝%s查询\r\n#账号：[%s0156]\r\n#起始日期：[%s]   终止日期：[%s]\r\n#-----------------------------------------%s列表----------------------------------------\r\n",
		title, b.SellerID, b.From.Format(layout), b.To.Format(layout), title)
	return err
}

func foot(w io.Writer, title string, b alipaysim.Bill, now time.Time) error {
	paid, back, in, out := totals(b)
	_, err := fmt.Fprintf(w, "#-----------------------------------------%s列表结束------------------------------------\r\n#交易合计：%d笔，商家实收共%s元，商家优惠共0.00元\r\n#退款合计：%d笔，商家实收退款共%s元，商家优惠退款共0.00元\r\n#导出时间：[%s]\r\n",
		title, paid, in, back, out, now.In(b.From.Location()).Format("2006年01月02日 15:04:05"))
	return err
}

func totals(b alipaysim.Bill) (paid, back int, in, out money.Fen) {
	for _, l := range b.Lines {
		if l.RequestNo != "" {
			back++
			out += l.Amount
			continue
		}
		paid++
		in += l.Amount
	}
	return paid, back, in, out
}
