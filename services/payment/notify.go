package payment

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"time"

	"gulimall/pkg/failpoint"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// Merchant is who we are to Alipay.
type Merchant struct {
	AppID    string
	SellerID string
}

// Signed says whether Alipay has signed a form.
type Signed func(ctx context.Context, form url.Values) error

// The fields that decide something are plain. Names are, too, and no value holds what could be the next field: the library signs k=v
// joined by & without escaping, so that without these rules one signature would fit several forms (see Unambiguous).
var (
	plainID   = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)
	plainName = regexp.MustCompile(`^[a-z0-9_]{1,64}$`)
	nextField = regexp.MustCompile(`&[a-z0-9_]+=`)
)

// alipayTime is the layout of Alipay's times, in China's zone.
const alipayTime = "2006-01-02 15:04:05"

// Notify takes in a notification. A nil error means that everything it says is committed, and Alipay may be answered "success". Whatever
// is abnormal is kept with its verdict and changes nothing (official rule: any check that fails, the notification is to be ignored).
func (p *Payments) Notify(ctx context.Context, form url.Values, who Merchant, signed Signed) error {
	if err := wellFormed(form); err != nil {
		return err
	}
	if err := signed(ctx, form); err != nil {
		return ErrAbnormal.Wrap(err)
	}
	n := Notice{
		NotifyID: form.Get("notify_id"), OrderSn: form.Get("out_trade_no"), TradeNo: form.Get("trade_no"),
		Status: form.Get("trade_status"), Raw: form.Encode(),
	}
	payment, verdict, err := p.judge(ctx, form, who)
	if err != nil {
		return err
	}
	n.Verdict = verdict
	switch verdict {
	case "paid":
		amount, err := money.Parse(form.Get("total_amount"))
		if err != nil {
			return ErrAbnormal.Wrap(err)
		}
		failpoint.Hit("pay.notify.before_credit")
		t := Trade{TradeNo: n.TradeNo, OrderSn: n.OrderSn, Amount: amount, PaidAt: p.paidAt(form.Get("gmt_payment")), Source: "notify"}
		if err := p.store.Credit(ctx, t, &n); err != nil {
			return err
		}
		failpoint.Hit("pay.notify.after_credit")
		return nil
	case "wrong_amount": // signed, and yet not what we asked for: Alipay's own books decide
		if err := p.store.AskSoon(ctx, payment.OrderSn, p.now()); err != nil {
			return err
		}
	}
	if err := p.store.Notified(ctx, n); err != nil {
		return err
	}
	if verdict != "noted" {
		return ErrAbnormal.Wrap(fmt.Errorf("order %s: %s", n.OrderSn, verdict))
	}
	return nil
}

// judge says what a signed notification means.
func (p *Payments) judge(ctx context.Context, form url.Values, who Merchant) (Payment, string, error) {
	if form.Get("app_id") != who.AppID {
		return Payment{}, "wrong_app_id", nil
	}
	if form.Get("seller_id") != who.SellerID {
		return Payment{}, "wrong_seller_id", nil
	}
	payment, err := p.store.Find(ctx, form.Get("out_trade_no"))
	if errors.Is(err, ErrNoRow) {
		return Payment{}, "unknown_order", nil
	}
	if err != nil {
		return Payment{}, "", err
	}
	status := form.Get("trade_status")
	isRefund := form.Get("refund_fee") != "" || form.Get("gmt_refund") != "" || form.Get("out_biz_no") != ""
	if isRefund || (status != "TRADE_SUCCESS" && status != "TRADE_FINISHED") {
		return payment, "noted", nil // refunds are driven by our own rows, closed and waiting trades by the close handshake
	}
	amount, err := money.Parse(form.Get("total_amount"))
	if err != nil || amount != payment.Amount {
		return payment, "wrong_amount", nil //nolint:nilerr // an amount that cannot be read is a wrong amount
	}
	return payment, "paid", nil
}

// Unambiguous refuses a signed form that could be read in more than one way: fields that come twice, and fields that could be split or
// joined without the signature noticing. It refuses certificates as well: that mode is not ours, and the library would fetch one for
// anybody who asks. It is to be asked before the signature.
func Unambiguous(form url.Values) error {
	for name, values := range form {
		switch {
		case len(values) != 1:
			return ErrAbnormal.Wrap(errors.New("repeated field"))
		case !plainName.MatchString(name):
			return ErrAbnormal.Wrap(errors.New("odd name of a field"))
		case nextField.MatchString(values[0]):
			return ErrAbnormal.Wrap(errors.New("fields run together in " + name))
		}
	}
	if form.Has("alipay_cert_sn") {
		return ErrAbnormal.Wrap(errors.New("certificate"))
	}
	return nil
}

// wellFormed refuses what no notification of Alipay looks like, before anything is verified.
func wellFormed(form url.Values) error {
	if err := Unambiguous(form); err != nil {
		return err
	}
	if form.Get("notify_type") != "trade_status_sync" || form.Get("sign_type") != "RSA2" {
		return ErrAbnormal.Wrap(errors.New("no notification of a trade"))
	}
	for _, key := range []string{"notify_id", "out_trade_no", "trade_no", "app_id", "seller_id", "trade_status"} {
		if !plainID.MatchString(form.Get(key)) {
			return ErrAbnormal.Wrap(errors.New("bad " + key))
		}
	}
	return nil
}

// paidAt reads when the buyer paid; now where Alipay does not say.
func (p *Payments) paidAt(text string) time.Time {
	at, err := time.ParseInLocation(alipayTime, text, shopday.Zone())
	if err != nil {
		return p.now()
	}
	return at.UTC()
}

// IsAbnormal says whether a notification was refused for good, and not because something of ours did not work.
func IsAbnormal(err error) bool { return errors.Is(err, ErrAbnormal) }
