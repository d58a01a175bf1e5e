package clients

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gulimall/pkg/money"
	"gulimall/services/payment"
)

// maxUnpacked is how large the files of a bill may be, unpacked, in bytes.
const maxUnpacked = 512 << 20

// The columns of a bill that are read, by their names. Alipay writes the brackets of amounts now wide, now narrow.
const (
	columnTrade   = "支付宝交易号"
	columnOrder   = "商户订单号"
	columnKind    = "业务类型"
	columnSubject = "商品名称"
	columnDone    = "完成时间"
	columnAmount  = "订单金额(元)"
	columnRequest = "退款批次号/请求号"
)

// The kinds of lines.
const (
	kindPayment = "交易"
	kindRefund  = "退款"
)

// readBill reads the files with details of a packed bill; the others hold sums. A bill without any is none.
func readBill(packed io.ReaderAt, size int64, zone *time.Location) (payment.Bill, error) {
	var bill payment.Bill
	archive, err := zip.NewReader(packed, size)
	if err != nil {
		return bill, fmt.Errorf("unpack: %w", err)
	}
	details, left := 0, int64(maxUnpacked)
	for _, file := range archive.File {
		name := text(file.Name)
		if !strings.HasSuffix(strings.ToLower(name), ".csv") || strings.Contains(name, "汇总") {
			continue
		}
		details++
		body, err := file.Open()
		if err != nil {
			return bill, fmt.Errorf("unpack %q: %w", name, err)
		}
		limited := &io.LimitedReader{R: body, N: left}
		err = readDetails(limited, zone, &bill)
		if left = limited.N; left == 0 {
			err = errors.Join(err, errors.New("too large"))
		}
		if err = errors.Join(err, body.Close()); err != nil {
			return bill, fmt.Errorf("%s: %w", name, err)
		}
	}
	if details == 0 {
		return bill, errors.New("no details in it")
	}
	return bill, nil
}

// text reads a name in UTF-8 or GBK.
func text(raw string) string {
	if utf8.ValidString(raw) {
		return raw
	}
	decoded, err := simplifiedchinese.GBK.NewDecoder().String(raw)
	if err != nil {
		return raw
	}
	return decoded
}

// readDetails reads one file: lines that begin with # are comments, the first other one names the columns.
func readDetails(r io.Reader, zone *time.Location, bill *payment.Bill) error {
	in := bufio.NewReader(r)
	var source io.Reader = in
	// Alipay writes GBK. Peek sees no whole file, but a head in GBK is no UTF-8.
	if head, _ := in.Peek(512); !validHead(head) {
		source = simplifiedchinese.GBK.NewDecoder().Reader(in)
	}
	rows := csv.NewReader(source)
	rows.Comment, rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = '#', -1, true, true
	var at columns
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if at == nil {
			if at, err = columnsOf(row); err != nil {
				return err
			}
			continue
		}
		if err := at.take(row, zone, bill); err != nil {
			line, _ := rows.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
	if at == nil {
		return errors.New("no columns")
	}
	return nil
}

// validHead says whether the beginning of a file is UTF-8; its last character may be cut.
func validHead(head []byte) bool {
	for range utf8.UTFMax {
		if utf8.Valid(head) {
			return true
		}
		if len(head) == 0 {
			return true
		}
		head = head[:len(head)-1]
	}
	return false
}

// columns are the places of the columns that are read, and under "" how many there are.
type columns map[string]int

func columnsOf(head []string) (columns, error) {
	at := columns{"": len(head)}
	for i, name := range head {
		name = strings.Trim(strings.NewReplacer("（", "(", "）", ")", "\ufeff", "").Replace(name), " \t")
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	for _, name := range []string{columnTrade, columnOrder, columnKind, columnSubject, columnDone, columnAmount, columnRequest} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("no column %s", name)
		}
	}
	return at, nil
}

// take adds a line to a bill. Names of goods are not quoted, so that a comma in one makes a line too long by it.
func (at columns) take(row []string, zone *time.Location, bill *payment.Bill) error {
	if extra := len(row) - at[""]; extra > 0 {
		subject := at[columnSubject]
		row = slices.Delete(slices.Clone(row), subject+1, subject+1+extra)
	}
	if len(row) < at[""] {
		return fmt.Errorf("%d fields instead of %d", len(row), at[""])
	}
	field := func(name string) string { return strings.Trim(row[at[name]], " \t\r\n") }
	kind := field(columnKind)
	if kind != kindPayment && kind != kindRefund {
		bill.Strange++
		return nil
	}
	amount, err := money.Parse(strings.TrimPrefix(field(columnAmount), "-"))
	if err != nil {
		return fmt.Errorf("amount %q: %w", field(columnAmount), err)
	}
	done, err := time.ParseInLocation(time.DateTime, field(columnDone), zone)
	if err != nil {
		return fmt.Errorf("time %q: %w", field(columnDone), err)
	}
	line := payment.BillLine{TradeNo: field(columnTrade), OrderSn: field(columnOrder), Amount: amount, At: done.UTC()}
	if kind == kindRefund {
		// A whole refund that was sent without a number of its own goes by the order's.
		if line.RefundSn = field(columnRequest); line.RefundSn == "" {
			line.RefundSn = line.OrderSn
		}
	}
	if line.TradeNo == "" || line.OrderSn == "" || line.Amount <= 0 {
		return errors.New("no trade, no order or no amount")
	}
	bill.Lines = append(bill.Lines, line)
	return nil
}
