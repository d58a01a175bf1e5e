package alipaysim

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gulimall/pkg/money"
)

// MethodPagePay is the one method that a browser opens; all others are called by the merchant's server.
const MethodPagePay = "alipay.trade.page.pay"

const (
	timeLayout   = "2006-01-02 15:04:05"
	longestOffer = 15 * 24 * time.Hour
	maxTotal     = money.Fen(10_000_000_000)
)

// zone is Alipay's: China has had no summer time since 1991.
func zone() *time.Location { return time.FixedZone("GMT+8", 8*60*60) }

// FormatTime writes a moment as Alipay does.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone()).Format(timeLayout)
}

// Request is what came in at the gateway, once its signature is known to be the merchant's.
type Request struct {
	Method    string
	NotifyURL string
	ReturnURL string
	Biz       json.RawMessage
}

// Open checks the common parameters and the signature of a request.
func (s *Sim) Open(form url.Values) (Request, error) {
	fields := make(map[string]string, len(form))
	for name, values := range form {
		if len(values) != 1 {
			return Request{}, ErrRepeatedField.with("参数重复：" + name)
		}
		fields[name] = values[0]
	}
	if err := s.checkCommon(fields); err != nil {
		return Request{}, err
	}
	if err := s.keys.verify(fields); err != nil {
		return Request{}, err
	}
	for _, name := range []string{"notify_url", "return_url"} {
		if fields[name] != "" && !absolute(fields[name]) {
			return Request{}, ErrInvalidParameter.with(name + " 不是完整的 http 地址")
		}
	}
	biz := fields["biz_content"]
	if biz == "" {
		biz = "{}"
	}
	return Request{Method: fields["method"], NotifyURL: fields["notify_url"], ReturnURL: fields["return_url"], Biz: json.RawMessage(biz)}, nil
}

func (s *Sim) checkCommon(fields map[string]string) error {
	switch {
	case fields["method"] == "":
		return missing("method", "缺少方法名参数")
	case fields["app_id"] == "":
		return missing("app-id", "缺少AppId参数")
	case fields["app_id"] != s.appID:
		return ErrInvalidAppID
	case fields["sign_type"] == "":
		return missing("signature-type", "缺少签名类型参数")
	case fields["sign_type"] != "RSA2":
		return ErrInvalidSignType
	case fields["timestamp"] == "":
		return missing("timestamp", "缺少时间戳参数")
	case fields["version"] != "1.0":
		return missing("version", "缺少版本参数，或不是 1.0")
	case fields["charset"] != "" && !strings.EqualFold(fields["charset"], "utf-8"):
		return ErrInvalidCharset
	case fields["format"] != "" && !strings.EqualFold(fields["format"], "json"):
		return ErrInvalidFormat
	}
	if _, err := time.ParseInLocation(timeLayout, fields["timestamp"], zone()); err != nil {
		return ErrInvalidTimestamp
	}
	return nil
}

func absolute(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// Decode reads the business part of a request. Fields that are not known are left alone, as Alipay does.
func (r Request) Decode(into any) error {
	if err := json.Unmarshal(r.Biz, into); err != nil {
		return ErrInvalidParameter.with("biz_content 不是正确的 JSON")
	}
	return nil
}

// Yuan is an amount in a request: a string or a number of yuan with at most two decimals.
type Yuan money.Fen

// UnmarshalJSON implements json.Unmarshaler.
func (y *Yuan) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	whole, cents, dotted := strings.Cut(text, ".")
	if dotted && cents == "" || len(cents) > 2 {
		return fmt.Errorf("amount %s: at most two decimals", b)
	}
	fen, err := money.Parse(whole + "." + (cents + "00")[:2])
	if err != nil {
		return err
	}
	*y = Yuan(fen)
	return nil
}

// Offer is a request of the merchant to be paid: the content of a page.pay URL. It is no trade yet.
type Offer struct {
	OutTradeNo     string
	Amount         money.Fen
	Subject        string
	Body           string
	PassbackParams string
	NotifyURL      string
	ReturnURL      string
	ExpiresAt      time.Time     // zero when the merchant gave no absolute time
	Lasts          time.Duration // from the moment the trade arises; zero means until midnight
}

// Offer reads a page.pay request.
func (r Request) Offer() (Offer, error) {
	if r.Method != MethodPagePay {
		return Offer{}, ErrInvalidMethod.with("这里只接受 " + MethodPagePay)
	}
	var biz struct {
		OutTradeNo     string `json:"out_trade_no"`
		TotalAmount    Yuan   `json:"total_amount"`
		Subject        string `json:"subject"`
		Body           string `json:"body"`
		ProductCode    string `json:"product_code"`
		PassbackParams string `json:"passback_params"`
		TimeExpire     string `json:"time_expire"`
		TimeoutExpress string `json:"timeout_express"`
	}
	if err := r.Decode(&biz); err != nil {
		return Offer{}, err
	}
	o := Offer{
		OutTradeNo: biz.OutTradeNo, Amount: money.Fen(biz.TotalAmount), Subject: biz.Subject, Body: biz.Body,
		PassbackParams: biz.PassbackParams, NotifyURL: r.NotifyURL, ReturnURL: r.ReturnURL,
	}
	switch {
	case !orderNumber(o.OutTradeNo):
		return Offer{}, ErrInvalidParameter.with("out_trade_no 须为 1 至 64 个字母、数字或下划线")
	case o.Amount < 1 || o.Amount > maxTotal:
		return Offer{}, ErrInvalidParameter.with("total_amount 须在 0.01 与 100000000 之间")
	case o.Subject == "" || utf8.RuneCountInString(o.Subject) > 256 || strings.ContainsAny(o.Subject, "/=&"):
		return Offer{}, ErrInvalidParameter.with("subject 须为 1 至 256 个字符，不可含 / = &")
	case biz.ProductCode != "FAST_INSTANT_TRADE_PAY":
		return Offer{}, ErrInvalidParameter.with("product_code 须为 FAST_INSTANT_TRADE_PAY")
	}
	return o, o.readDeadline(biz.TimeExpire, biz.TimeoutExpress)
}

// readDeadline takes the absolute time where both are given, as Alipay does.
func (o *Offer) readDeadline(expire, express string) error {
	o.Lasts = longestOffer
	if expire != "" {
		t, err := time.ParseInLocation(timeLayout, expire, zone())
		if err != nil {
			return ErrInvalidParameter.with("time_expire 格式须为 yyyy-MM-dd HH:mm:ss")
		}
		o.ExpiresAt = t.UTC()
		return nil
	}
	if express == "" {
		return nil
	}
	if express == "1c" {
		o.Lasts = 0
		return nil
	}
	unit := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour}[express[len(express)-1]]
	n, err := strconv.Atoi(express[:len(express)-1])
	if err != nil || unit == 0 || n < 1 || n > 21600 || time.Duration(n)*unit > longestOffer {
		return ErrInvalidParameter.with("timeout_express 须在 1m 与 15d 之间")
	}
	o.Lasts = time.Duration(n) * unit
	return nil
}

// Expired tells whether the offer can no longer be taken.
func (o Offer) Expired(now time.Time) bool {
	return !o.ExpiresAt.IsZero() && !now.Before(o.ExpiresAt)
}

func (o Offer) deadline(now time.Time) time.Time {
	if !o.ExpiresAt.IsZero() {
		return o.ExpiresAt
	}
	if o.Lasts == 0 {
		y, m, d := now.In(zone()).Date()
		return time.Date(y, m, d+1, 0, 0, 0, 0, zone()).UTC()
	}
	return now.Add(o.Lasts)
}

// orderNumber tells whether a merchant's number is one that Alipay takes.
func orderNumber(s string) bool {
	const allowed = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
	return s != "" && len(s) <= 64 && strings.Trim(s, allowed) == ""
}
