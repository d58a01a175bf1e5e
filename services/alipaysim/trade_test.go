package alipaysim

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
)

func noon() time.Time { return time.Date(2026, 5, 1, 4, 0, 0, 0, time.UTC) }

func TestMovesOfATrade(t *testing.T) {
	pay := func(tr *Trade) error { return tr.pay(noon(), false) }
	payLate := func(tr *Trade) error { return tr.pay(noon(), true) }
	shut := func(tr *Trade) error { return tr.close(noon()) }
	finish := func(tr *Trade) error { return tr.finish(noon()) }
	waiting := Trade{Status: WaitBuyerPay, Amount: 100, ExpiresAt: noon().Add(time.Minute)}
	expired := Trade{Status: WaitBuyerPay, Amount: 100, ExpiresAt: noon()}
	paid := Trade{Status: TradeSuccess, Amount: 100, PaidAt: noon()}
	closed := Trade{Status: TradeClosed, Amount: 100, ClosedAt: noon()}
	givenBack := Trade{Status: TradeClosed, Amount: 100, PaidAt: noon(), Refunds: []Refund{{RequestNo: "a", Amount: 100}}}
	finished := Trade{Status: TradeFinished, Amount: 100, PaidAt: noon()}
	for _, c := range []struct {
		name string
		from Trade
		move func(*Trade) error
		want Status
		err  error
	}{
		{"waiting is paid", waiting, pay, TradeSuccess, nil},
		{"waiting is closed", waiting, shut, TradeClosed, nil},
		{"waiting cannot finish", waiting, finish, WaitBuyerPay, ErrTradeStatus},
		{"at the very moment of expiry nobody pays", expired, pay, WaitBuyerPay, ErrPaymentTimeout},
		{"late money arrives after expiry", expired, payLate, TradeSuccess, nil},
		{"paid is not paid again", paid, payLate, TradeSuccess, ErrTradeHasSuccess},
		{"paid is not closed", paid, shut, TradeSuccess, ErrTradeStatus},
		{"paid finishes", paid, finish, TradeFinished, nil},
		{"closed is not paid", closed, pay, TradeClosed, ErrTradeHasClose},
		{"late money arrives after the close", closed, payLate, TradeSuccess, nil},
		{"closed is not closed again", closed, shut, TradeClosed, ErrTradeStatus},
		{"given back is not paid again", givenBack, payLate, TradeClosed, ErrTradeHasClose},
		{"finished stays", finished, shut, TradeFinished, ErrTradeStatus},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := c.from
			err := c.move(&tr)
			if c.err == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, c.err)
			}
			require.Equal(t, c.want, tr.Status)
		})
	}
}

func TestRefunds(t *testing.T) {
	tr := &Trade{OutTradeNo: "o", Status: TradeSuccess, Amount: 1000, PaidAt: noon()}
	step := func(no string, amount money.Fen, moved bool, want error) {
		t.Helper()
		got, err := tr.refund(noon(), no, amount, "")
		require.ErrorIs(t, err, want)
		require.Equal(t, moved, got)
	}
	step("", 300, false, ErrRefundNotTotal)
	step("a", 300, true, nil)
	step("a", 300, false, nil)
	step("a", 301, false, ErrDiscordantRepeat)
	step("b", 701, false, ErrRefundFee)
	step("b", 0, false, ErrInvalidParameter)
	require.Equal(t, TradeSuccess, tr.Status)
	step("b", 700, true, nil)
	require.Equal(t, TradeClosed, tr.Status)
	step("b", 700, false, nil)
	step("c", 1, false, ErrRefundFee)
	require.Equal(t, money.Fen(1000), tr.Refunded())

	whole := &Trade{OutTradeNo: "o", Status: TradeSuccess, Amount: 5, PaidAt: noon()}
	moved, err := whole.refund(noon(), "", 5, "")
	require.NoError(t, err)
	require.True(t, moved)
	require.Equal(t, "o", whole.Refunds[0].RequestNo, "without a request number the order's own is taken")

	for from, want := range map[Status]error{WaitBuyerPay: ErrTradeStatus, TradeClosed: ErrTradeStatus, TradeFinished: ErrTradeHasFinished} {
		_, err := (&Trade{Status: from, Amount: 5}).refund(noon(), "x", 5, "")
		require.ErrorIs(t, err, want)
	}
}

func TestScheduleIsAlipaysDividedByTheScale(t *testing.T) {
	var all time.Duration
	for rounds := 1; ; rounds++ {
		wait, ok := Scale(60).after(rounds)
		if !ok {
			require.Equal(t, 8, rounds, "eight sends in all")
			break
		}
		all += wait
	}
	require.Equal(t, (24*time.Hour+24*time.Minute)/60, all)
	first, _ := Scale(60).after(1)
	require.Equal(t, 4*time.Second, first)
	require.Equal(t, 30*time.Second, Scale(1).BillURLLife())
	require.Equal(t, 2*time.Second, Scale(60).BillURLLife())
}

func TestAmountsInRequests(t *testing.T) {
	for text, want := range map[string]Yuan{`"12.30"`: 1230, `"12.3"`: 1230, `"12"`: 1200, `12.3`: 1230, `"0.01"`: 1} {
		var y Yuan
		require.NoError(t, json.Unmarshal([]byte(text), &y), text)
		require.Equal(t, want, y, text)
	}
	for _, text := range []string{`"12.345"`, `"1e3"`, `""`, `"12."`, `".5"`, `" 1"`, `"012"`, `{}`, `true`, `"99999999999999999999"`} {
		var y Yuan
		require.Error(t, json.Unmarshal([]byte(text), &y), text)
	}
}

func TestOffers(t *testing.T) {
	const good = `{"out_trade_no":"2026_1","total_amount":"0.01","subject":"货物","product_code":"FAST_INSTANT_TRADE_PAY"`
	read := func(biz string) (Offer, error) {
		return Request{Method: MethodPagePay, Biz: json.RawMessage(biz)}.Offer()
	}
	deadline := func(more string) time.Time {
		t.Helper()
		o, err := read(good + more + "}")
		require.NoError(t, err)
		return o.deadline(noon())
	}
	require.Equal(t, noon().Add(15*24*time.Hour), deadline(""))
	require.Equal(t, noon().Add(30*time.Minute), deadline(`,"timeout_express":"30m"`))
	require.Equal(t, noon().Add(12*time.Hour), deadline(`,"timeout_express":"1c"`), "midnight in China")
	require.Equal(t, noon().Add(time.Hour), deadline(`,"timeout_express":"30m","time_expire":"2026-05-01 13:00:00"`), "the absolute time wins")
	for _, bad := range []string{
		`{}`, `[`, good + `,"timeout_express":"1.5h"}`, good + `,"timeout_express":"16d"}`, good + `,"time_expire":"2026-05-01T13:00:00Z"}`,
		`{"out_trade_no":"a-b","total_amount":"0.01","subject":"x","product_code":"FAST_INSTANT_TRADE_PAY"}`,
		`{"out_trade_no":"a","total_amount":"0.00","subject":"x","product_code":"FAST_INSTANT_TRADE_PAY"}`,
		`{"out_trade_no":"a","total_amount":"100000000.01","subject":"x","product_code":"FAST_INSTANT_TRADE_PAY"}`,
		`{"out_trade_no":"a","total_amount":"1.00","subject":"a=b&c","product_code":"FAST_INSTANT_TRADE_PAY"}`,
		`{"out_trade_no":"a","total_amount":"1.00","subject":"x","product_code":"QUICK_WAP_WAY"}`,
	} {
		_, err := read(bad)
		require.ErrorIs(t, err, ErrInvalidParameter, bad)
	}
}

func TestDuplicateIsANumberOrABoolean(t *testing.T) {
	for text, want := range map[string]Count{`true`: 1, `false`: 0, `7`: 7} {
		var f Faults
		require.NoError(t, json.Unmarshal([]byte(`{"duplicate":`+text+`}`), &f))
		require.Equal(t, want, f.Duplicate)
	}
	var f Faults
	require.Error(t, json.Unmarshal([]byte(`{"duplicate":"many"}`), &f))
	require.Equal(t, "duplicate", Faults{Duplicate: -1}.Validate())
	require.Equal(t, "gateway.hangMs", Faults{Gateway: GatewayFaults{HangMs: -1}}.Validate())
}
