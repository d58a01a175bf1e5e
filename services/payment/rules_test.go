package payment

import (
	"errors"
	"fmt"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
)

func TestPublicStatus(t *testing.T) {
	open, alive, ended := Order{Payable: true}, Order{Alive: true}, Order{Ended: true}
	back, going := Refund{Status: Confirmed}, Refund{Status: Sent}
	for name, c := range map[string]struct {
		order   Order
		payment Payment
		refunds []Refund
		want    string
	}{
		"nobody came to the cashier yet":            {open, Payment{}, nil, "unpaid"},
		"a link was handed out":                     {open, Payment{Status: Open, Offered: true}, nil, "unpaid"},
		"the money is there, the order not told":    {open, Payment{Status: Paid}, nil, "paid"},
		"paid":                                      {alive, Payment{Status: Paid}, nil, "paid"},
		"an order of nothing is paid by itself":     {alive, Payment{}, nil, "paid"},
		"paid twice, one on its way back":           {alive, Payment{Status: Paid}, []Refund{going}, "paid"},
		"Alipay is being asked":                     {Order{}, Payment{Status: Closing}, nil, "unpaid"},
		"closed here, the order not told":           {Order{}, Payment{Status: Closed}, nil, "closed"},
		"closed":                                    {ended, Payment{Status: Closed}, nil, "closed"},
		"closed without any payment":                {ended, Payment{}, nil, "closed"},
		"late money, nothing done about it yet":     {ended, Payment{Status: Paid}, nil, "refunding"},
		"late money on its way back":                {ended, Payment{Status: Closed}, []Refund{going}, "refunding"},
		"late money asked for a moment ago":         {ended, Payment{Status: Closed}, []Refund{{Status: Requested}}, "refunding"},
		"late money back":                           {ended, Payment{Status: Closed}, []Refund{back}, "refunded"},
		"two late trades, one of them back":         {ended, Payment{Status: Closed}, []Refund{back, going}, "refunding"},
		"a wrong amount went back, still pending":   {open, Payment{Status: Open}, []Refund{back}, "unpaid"},
		"a wrong amount went back, order closed":    {ended, Payment{Status: Closed}, []Refund{back}, "refunded"},
		"a part of it paid back":                    {alive, Payment{Status: Paid}, []Refund{{Reason: ReasonAfterSale, Status: Confirmed}}, "paid"},
		"all of it agreed to, on its way back":      {ended, Payment{Status: Paid}, []Refund{{Reason: ReasonAfterSale, Status: Sent}}, "refunding"},
		"all of it back, as agreed":                 {ended, Payment{Status: Paid}, []Refund{{Reason: ReasonAfterSale, Status: Confirmed}}, "refunded"},
		"late money beside an earlier wrong amount": {ended, Payment{Status: Paid}, []Refund{back}, "refunding"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, publicStatus(c.order, c.payment, c.refunds))
		})
	}
}

func TestPayable(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	good := Order{Payable: true, Amount: 1, ExpiresAt: now.Add(time.Millisecond)}
	require.True(t, payable(good, now))
	require.False(t, payable(good, now.Add(time.Millisecond)), "the deadline itself is too late")
	free, late := good, good
	free.Amount, late.Payable = 0, false
	require.False(t, payable(free, now))
	require.False(t, payable(late, now))
}

func TestOver(t *testing.T) {
	deadline := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	before, at, after := deadline.Add(-time.Minute), deadline.Add(clockSlack-time.Millisecond), deadline.Add(clockSlack)
	for name, c := range map[string]struct {
		state TradeState
		now   time.Time
		cause CloseCause
		want  bool
	}{
		"closed at Alipay":                         {TradeClosed, before, CauseTimeout, true},
		"paid: cannot be paid again":               {TradePaid, before, CauseTimeout, true},
		"waiting, and it is late":                  {TradeWaiting, after, CauseTimeout, false},
		"waiting, and the shopper wants out":       {TradeWaiting, after, CauseCancel, false},
		"nobody knows":                             {TradeUnknown, after, CauseCancel, false},
		"no trade, a cashier may stand open":       {TradeNotExist, before, CauseTimeout, false},
		"no trade, the deadline is not quite over": {TradeNotExist, at, CauseTimeout, false},
		"no trade, and none can come any more":     {TradeNotExist, after, CauseTimeout, true},
		"no trade, and the shopper wants out":      {TradeNotExist, before, CauseCancel, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := &Payments{now: func() time.Time { return c.now }}
			require.Equal(t, c.want, p.over(c.state, deadline, c.cause))
		})
	}
}

func TestQueryPause(t *testing.T) {
	for _, c := range []struct{ age, want time.Duration }{
		{0, 10 * time.Second},
		{-time.Second, 10 * time.Second}, // another machine's clock is behind
		{time.Minute - 1, 10 * time.Second},
		{time.Minute, 30 * time.Second},
		{time.Hour, 5 * time.Minute},
		{3 * time.Hour, time.Hour},
		{25*time.Hour - 1, time.Hour},
		{25 * time.Hour, 0},
		{1000 * time.Hour, 0},
	} {
		require.Equal(t, c.want, QueryPause(c.age), c.age)
	}
	// A payment whose notification never comes is found within a minute at first, and nobody asks for ever.
	questions := 0
	for age := firstQuery; QueryPause(age) > 0; age += QueryPause(age) {
		questions++
	}
	require.Less(t, questions, 300)
}

func TestOwns(t *testing.T) {
	require.True(t, Order{Alive: true, TradeNo: "1"}.Owns("1"))
	require.False(t, Order{Alive: true, TradeNo: "1"}.Owns("2"))
	require.False(t, Order{Ended: true, TradeNo: "1"}.Owns("1"))
	require.False(t, Order{Alive: true}.Owns(""), "an order that cost nothing owns no trade")
}

func form(more ...string) url.Values {
	f := url.Values{
		"notify_type": {"trade_status_sync"}, "sign_type": {"RSA2"}, "notify_id": {"n1"}, "out_trade_no": {"123"}, "trade_no": {"456"},
		"app_id": {"2021"}, "seller_id": {"2088"}, "trade_status": {"TRADE_SUCCESS"}, "total_amount": {"12.30"}, "subject": {"谷粒商城 1 = 1 & 2"},
	}
	for i := 0; i < len(more); i += 2 {
		f[more[i]] = []string{more[i+1]}
	}
	return f
}

func TestWellFormed(t *testing.T) {
	require.NoError(t, wellFormed(form()))
	require.NoError(t, wellFormed(form("fund_bill_list", `[{"amount":"12.30"}]`, "body", "")))
	for name, f := range map[string]url.Values{
		"nothing":              {},
		"certificate":          form("alipay_cert_sn", "1"),
		"empty certificate":    form("alipay_cert_sn", ""),
		"another kind":         form("notify_type", "other"),
		"another signature":    form("sign_type", "RSA"),
		"no number":            form("out_trade_no", ""),
		"a number with a sign": form("out_trade_no", "1-2"),
		"a number with a tail": form("out_trade_no", "123\n"),
		"a long number":        form("trade_no", fmt.Sprintf("%065d", 1)),
		"a joined number":      form("out_trade_no", "1&x=2"),
		"a joined text":        form("subject", "x&total_amount=0.01"),
		"an odd name":          form("Subject", "x"),
		"an empty name":        form("", "x"),
		"a joined name":        form("a=1&b", "x"),
		"twice":                {"notify_type": {"trade_status_sync", "trade_status_sync"}},
		"a name without value": {"notify_type": {}},
	} {
		t.Run(name, func(t *testing.T) {
			err := wellFormed(f)
			require.ErrorIs(t, err, ErrAbnormal)
			require.True(t, IsAbnormal(err))
		})
	}
	require.False(t, IsAbnormal(errors.New("the database is away")))
}

// FuzzUnambiguous: of two different forms that pass, no two give the same text to sign.
func FuzzUnambiguous(f *testing.F) {
	f.Add("a", "1", "b", "2")
	f.Add("a", "1&b=2", "c", "3")
	f.Add("a", "1", "b=2&c", "3")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		given := url.Values{k1: {v1}, k2: {v2}}
		if k1 >= k2 || Unambiguous(given) != nil {
			return
		}
		text := k1 + "=" + v1 + "&" + k2 + "=" + v2
		read := url.Values{}
		from := 0
		cuts := nextField.FindAllStringIndex(text, -1)
		for _, cut := range append(cuts, []int{len(text), len(text)}) {
			name, value, _ := cutField(text[from:cut[0]])
			read[name] = append(read[name], value)
			from = cut[0] + 1
		}
		require.Equal(t, given, read, "the text can be read in one way only")
	})
}

func cutField(s string) (name, value string, ok bool) {
	for i := range len(s) {
		if s[i] == '=' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

func TestPaidAt(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &Payments{now: func() time.Time { return now }}
	require.Equal(t, time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), p.paidAt("2026-11-22 10:00:00"), "Alipay's clock is China's")
	require.Equal(t, now, p.paidAt(""))
	require.Equal(t, now, p.paidAt("yesterday"))
}

func TestTradeNoOfAView(t *testing.T) {
	refunds := []Refund{{TradeNo: "back"}}
	require.Empty(t, View{}.TradeNo())
	require.Equal(t, "paid", View{Payment: Payment{TradeNo: "paid"}, Refunds: refunds}.TradeNo())
	require.Equal(t, "back", View{Order: Order{Ended: true}, Refunds: refunds}.TradeNo())
	require.Empty(t, View{Order: Order{Payable: true}, Refunds: refunds}.TradeNo(), "a wrong amount did not pay it")
}

func TestEach(t *testing.T) {
	var sum atomic.Int64
	bad := errors.New("bad")
	err := each([]money.Fen{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, func(f money.Fen) error {
		sum.Add(int64(f))
		if f == 3 {
			return bad
		}
		return nil
	})
	require.ErrorIs(t, err, bad)
	require.EqualValues(t, 55, sum.Load(), "one failure holds nobody else up")
	require.NoError(t, each(nil, func(int) error { return bad }))
}
