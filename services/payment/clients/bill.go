package clients

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/smartwalle/alipay/v3"

	"gulimall/services/payment"
)

var _ payment.Bills = (*Alipay)(nil)

const (
	// billTimeout bounds the download of a bill, whose address is good for half a minute.
	billTimeout = 25 * time.Second
	// maxBill is the largest file that is downloaded, in bytes.
	maxBill = 64 << 20
)

// Bill downloads what moved on a day: Alipay is asked for the address of the file in a signed call, and the file is fetched from there.
func (a *Alipay) Bill(ctx context.Context, day payment.Day) (payment.Bill, error) {
	rsp, err := a.client.BillDownloadURLQuery(ctx, alipay.BillDownloadURLQuery{BillType: "trade", BillDate: string(day)})
	if err != nil {
		return payment.Bill{}, err
	}
	if !rsp.IsSuccess() {
		if strings.EqualFold(rsp.SubCode[strings.LastIndexByte(rsp.SubCode, '.')+1:], "BILL_NOT_EXIST") {
			return payment.Bill{}, payment.ErrNoBill.Wrap(rsp.Error)
		}
		return payment.Bill{}, rsp.Error
	}
	from, err := a.billAddress(rsp.BillDownloadURL)
	if err != nil {
		return payment.Bill{}, err
	}
	packed, err := a.fetch(ctx, from)
	if err != nil {
		return payment.Bill{}, fmt.Errorf("download bill of %s: %w", day, err)
	}
	bill, err := readBill(bytes.NewReader(packed), int64(len(packed)), a.zone)
	if err != nil {
		return payment.Bill{}, payment.ErrBillUnread.Wrap(fmt.Errorf("bill of %s: %w", day, err))
	}
	return bill, nil
}

// billAddress takes the address of a file: on the host of the gateway as it is, at Alipay over TLS, and nowhere else.
func (a *Alipay) billAddress(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("address of a bill: %w", err)
	}
	if u.Host == a.own && (u.Scheme == "http" || u.Scheme == "https") {
		return u.String(), nil
	}
	for _, home := range []string{".alipay.com", ".alipaydev.com"} {
		if strings.HasSuffix(u.Hostname(), home) && u.Port() == "" {
			u.Scheme = "https"
			return u.String(), nil
		}
	}
	return "", fmt.Errorf("address of a bill at %q", u.Host)
}

func (a *Alipay) fetch(ctx context.Context, from string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return nil, err
	}
	answer, err := a.files.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("answered %s", answer.Status)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBill+1))
	if err == nil && len(body) > maxBill {
		err = fmt.Errorf("larger than %d bytes", maxBill)
	}
	return body, err
}
