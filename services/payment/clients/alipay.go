package clients

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/smartwalle/alipay/v3"

	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
	"gulimall/services/payment"
)

// AlipayConfig says who we are to Alipay and where Alipay is. docs/alipay.md tells where each comes from.
type AlipayConfig struct {
	Gateway    string `env:"ALIPAY_GATEWAY" doc:"Alipay's gateway; the local stand-in when empty"`
	AppID      string `env:"ALIPAY_APP_ID" envDefault:"2021000000000001" doc:"our app at Alipay"`
	SellerID   string `env:"ALIPAY_SELLER_ID" envDefault:"2088000000000001" doc:"the account that is paid (PID, 2088…)"`
	PrivateKey string `env:"ALIPAY_PRIVATE_KEY_FILE,file" doc:"file with our app's private key (PEM or bare base64)" secret:"true"`
	PublicKey  string `env:"ALIPAY_PUBLIC_KEY_FILE,file" doc:"file with Alipay's public key: not our own" secret:"true"`
	NotifyURL  string `env:"ALIPAY_NOTIFY_URL" doc:"where Alipay's notifications reach us; the pay host's /payed/notify when empty"`
	ReturnURL  string `env:"ALIPAY_RETURN_URL" doc:"where Alipay sends the buyer back; the pay host's /payed/return when empty"`
}

// Alipay is the provider, through the library as it is.
type Alipay struct {
	client *alipay.Client
	files  *http.Client
	own    string // host of the gateway
	notify string
	back   string
	zone   *time.Location
	now    func() time.Time
}

var _ payment.Provider = (*Alipay)(nil)

// callTimeout bounds one call to Alipay.
const callTimeout = 5 * time.Second

// NewAlipay makes the provider. The library's sandbox mode is used for every gateway on purpose: it differs from its production mode
// only in that it never downloads certificates that a notification names, which anybody could make it do.
func NewAlipay(c AlipayConfig, now func() time.Time) (*Alipay, error) {
	if err := checkKeys(c.PrivateKey, c.PublicKey); err != nil {
		return nil, fmt.Errorf("alipay: %w", err)
	}
	zone := shopday.Zone()
	client, err := alipay.New(c.AppID, strings.TrimSpace(c.PrivateKey), false,
		alipay.WithSandboxGateway(c.Gateway), alipay.WithTimeLocation(zone), alipay.WithHTTPClient(httpClient()))
	if err != nil {
		return nil, fmt.Errorf("alipay: our private key: %w", err)
	}
	if err := client.LoadAliPayPublicKey(strings.TrimSpace(c.PublicKey)); err != nil {
		return nil, fmt.Errorf("alipay: Alipay's public key: %w", err)
	}
	gateway, err := url.Parse(c.Gateway)
	if err != nil {
		return nil, fmt.Errorf("alipay: address of the gateway: %w", err)
	}
	files := httpClient()
	files.Timeout = billTimeout
	return &Alipay{client: client, files: files, own: gateway.Host, notify: c.NotifyURL, back: c.ReturnURL, zone: zone, now: now}, nil
}

// httpClient follows no redirects, waits for nobody longer than callTimeout, and finds *.localhost on this machine, as browsers do.
func httpClient() *http.Client {
	dialer := &net.Dialer{Timeout: 2 * time.Second}
	return &http.Client{
		Timeout:       callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			MaxIdleConnsPerHost: 16,
			IdleConnTimeout:     time.Minute,
			DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				if host, port, err := net.SplitHostPort(addr); err == nil && strings.HasSuffix(host, ".localhost") {
					addr = net.JoinHostPort("127.0.0.1", port)
				}
				return dialer.DialContext(ctx, network, addr)
			},
		},
	}
}

// PayURL signs a link to Alipay's cashier.
func (a *Alipay) PayURL(orderSn, subject string, amount money.Fen, expires time.Time) (string, error) {
	link, err := a.client.TradePagePay(alipay.TradePagePay{Trade: alipay.Trade{
		NotifyURL: a.notify, ReturnURL: a.back, Subject: subject, OutTradeNo: orderSn, TotalAmount: amount.String(),
		ProductCode: "FAST_INSTANT_TRADE_PAY", TimeExpire: expires.In(a.zone).Format(time.DateTime),
	}})
	if err != nil {
		return "", err
	}
	return link.String(), nil
}

// Query tells how an order's trade stands. Only a signed answer counts; anything else is an error, that is: unknown.
func (a *Alipay) Query(ctx context.Context, orderSn string) (payment.TradeState, payment.Trade, error) {
	state, trade, err := a.query(ctx, alipay.TradeQuery{OutTradeNo: orderSn})
	if err == nil && state == payment.TradePaid && trade.OrderSn != orderSn {
		return payment.TradeUnknown, payment.Trade{}, fmt.Errorf("Alipay answers about order %q instead", trade.OrderSn)
	}
	return state, trade, err
}

// QueryTrade tells how a trade stands by its own number: of several of one order each can be asked about.
func (a *Alipay) QueryTrade(ctx context.Context, tradeNo string) (payment.TradeState, payment.Trade, error) {
	state, trade, err := a.query(ctx, alipay.TradeQuery{TradeNo: tradeNo})
	if err == nil && state == payment.TradePaid && trade.TradeNo != tradeNo {
		return payment.TradeUnknown, payment.Trade{}, fmt.Errorf("Alipay answers about trade %q instead", trade.TradeNo)
	}
	return state, trade, err
}

func (a *Alipay) query(ctx context.Context, q alipay.TradeQuery) (payment.TradeState, payment.Trade, error) {
	rsp, err := a.client.TradeQuery(ctx, q)
	if err != nil {
		return payment.TradeUnknown, payment.Trade{}, err
	}
	if !rsp.IsSuccess() {
		if rsp.SubCode == "ACQ.TRADE_NOT_EXIST" {
			return payment.TradeNotExist, payment.Trade{}, nil
		}
		return payment.TradeUnknown, payment.Trade{}, rsp.Error
	}
	switch rsp.TradeStatus {
	case alipay.TradeStatusWaitBuyerPay:
		return payment.TradeWaiting, payment.Trade{}, nil
	case alipay.TradeStatusClosed:
		return payment.TradeClosed, payment.Trade{}, nil
	case alipay.TradeStatusSuccess, alipay.TradeStatusFinished:
		amount, err := money.Parse(rsp.TotalAmount)
		if err != nil {
			return payment.TradeUnknown, payment.Trade{}, err
		}
		paidAt, err := time.ParseInLocation(time.DateTime, rsp.SendPayDate, a.zone)
		if err != nil {
			paidAt = a.now()
		}
		if rsp.OutTradeNo == "" || rsp.TradeNo == "" {
			return payment.TradeUnknown, payment.Trade{}, errors.New("Alipay names no trade")
		}
		trade := payment.Trade{TradeNo: rsp.TradeNo, OrderSn: rsp.OutTradeNo, Amount: amount, PaidAt: paidAt.UTC(), Source: "query"}
		return payment.TradePaid, trade, nil
	}
	return payment.TradeUnknown, payment.Trade{}, fmt.Errorf("unknown trade status %q", rsp.TradeStatus)
}

// Close closes a waiting trade.
func (a *Alipay) Close(ctx context.Context, orderSn string) error {
	rsp, err := a.client.TradeClose(ctx, alipay.TradeClose{OutTradeNo: orderSn})
	if err != nil {
		return err
	}
	if !rsp.IsSuccess() {
		return rsp.Error
	}
	return nil
}

// Refund sends money back under the refund's own number. Whether it changed anything is for Refunded to find out.
func (a *Alipay) Refund(ctx context.Context, r payment.Refund) error {
	rsp, err := a.client.TradeRefund(ctx, alipay.TradeRefund{
		TradeNo: r.TradeNo, RefundAmount: r.Amount.String(), RefundReason: r.Reason, OutRequestNo: r.RefundSn,
	})
	if err != nil {
		return err
	}
	if !rsp.IsSuccess() {
		return rsp.Error
	}
	return nil
}

// Refunded says whether Alipay confirms a refund: the answer must name it as done, with its amount. No word of it means that it was not
// received, or failed.
func (a *Alipay) Refunded(ctx context.Context, r payment.Refund) (bool, error) {
	rsp, err := a.client.TradeFastPayRefundQuery(ctx, alipay.TradeFastPayRefundQuery{TradeNo: r.TradeNo, OutRequestNo: r.RefundSn})
	if err != nil {
		return false, err
	}
	if !rsp.IsSuccess() {
		return false, rsp.Error
	}
	if rsp.RefundStatus != "REFUND_SUCCESS" {
		return false, nil
	}
	amount, err := money.Parse(rsp.RefundAmount)
	if err != nil {
		return false, err
	}
	if amount != r.Amount {
		return false, errors.New("Alipay refunded " + amount.String() + " instead of " + r.Amount.String())
	}
	return true, nil
}

// Signed says whether Alipay has signed a form: a notification, or the query of the buyer's return.
func (a *Alipay) Signed(ctx context.Context, form url.Values) error {
	return a.client.VerifySign(ctx, form)
}
