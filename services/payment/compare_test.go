package payment

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
)

// day is a day on which everything fits: a trade that an order lives on, one that went back, and its refund.
func day() Sources {
	return Sources{
		Trades: []Booked{
			{Trade: Trade{TradeNo: "T1", OrderSn: "1", Amount: 100}, Credited: true},
			{Trade: Trade{TradeNo: "T2", OrderSn: "2", Amount: 250}},
		},
		Refunds: []Refund{{RefundSn: "BACK_T2", OrderSn: "2", TradeNo: "T2", Amount: 250, Status: Confirmed}},
		Bill: []BillLine{
			{TradeNo: "T1", OrderSn: "1", Amount: 100}, {TradeNo: "T2", OrderSn: "2", Amount: 250}, {TradeNo: "T2", OrderSn: "2", RefundSn: "BACK_T2", Amount: 250},
		},
		Orders:      []PaidOrder{{OrderSn: "1", TradeNo: "T1", Amount: 100}},
		OtherTrades: map[string]Booked{}, OtherRefunds: map[string]Refund{}, OtherOrders: map[string]Order{},
	}
}

func fen(n money.Fen) *money.Fen { return &n }

func TestCompare(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Sources)
		want   []Difference
	}{
		"everything fits": {func(*Sources) {}, nil},
		"a trade that we never heard of": {func(s *Sources) {
			s.Bill = append(s.Bill, BillLine{TradeNo: "T3", OrderSn: "3", Amount: 70})
		}, []Difference{{Kind: MissingInBooks, OrderSn: "3", TradeNo: "T3", Bill: fen(70)}}},
		"a trade that we lost, and the order has": {func(s *Sources) { s.Trades = s.Trades[1:] }, []Difference{
			{Kind: MissingInBooks, OrderSn: "1", TradeNo: "T1", Bill: fen(100), Order: fen(100)},
		}},
		"a trade that Alipay does not have": {func(s *Sources) { s.Bill = s.Bill[1:] }, []Difference{
			{Kind: MissingAtAlipay, OrderSn: "1", TradeNo: "T1", Books: fen(100), Order: fen(100)},
		}},
		"a trade of another amount": {func(s *Sources) { s.Bill[0].Amount = 99 }, []Difference{
			{Kind: AmountDiffers, OrderSn: "1", TradeNo: "T1", Books: fen(100), Bill: fen(99), Order: fen(100)},
		}},
		"an order of another amount": {func(s *Sources) { s.Orders[0].Amount = 101 }, []Difference{
			{Kind: AmountDiffers, OrderSn: "1", TradeNo: "T1", Books: fen(100), Bill: fen(100), Order: fen(101)},
		}},
		"an order that has not heard of it": {func(s *Sources) {
			s.Orders, s.OtherOrders["1"] = nil, Order{OrderSn: "1", Payable: true, Amount: 100}
		}, []Difference{{Kind: OrderNotPaid, OrderSn: "1", TradeNo: "T1", Books: fen(100), Bill: fen(100)}}},
		"an order that lives on another trade": {func(s *Sources) {
			s.Orders[0].TradeNo, s.OtherTrades["T9"] = "T9", Booked{Trade: Trade{TradeNo: "T9", OrderSn: "1", Amount: 100}, Credited: true}
		}, []Difference{{Kind: OrderNotPaid, OrderSn: "1", TradeNo: "T1", Books: fen(100), Bill: fen(100)}}},
		"an order that was paid on another day by it": {func(s *Sources) {
			s.Orders, s.OtherOrders["1"] = nil, Order{OrderSn: "1", Alive: true, TradeNo: "T1", Amount: 100}
		}, nil},
		"an order paid out of nothing": {func(s *Sources) {
			s.Orders = append(s.Orders, PaidOrder{OrderSn: "4", TradeNo: "T4", Amount: 40})
		}, []Difference{{Kind: PaidWithoutPayment, OrderSn: "4", TradeNo: "T4", Order: fen(40)}}},
		"an order that lives on a trade that goes back": {func(s *Sources) {
			s.Orders = append(s.Orders, PaidOrder{OrderSn: "2", TradeNo: "T2", Amount: 250})
		}, []Difference{{Kind: PaidWithoutPayment, OrderSn: "2", TradeNo: "T2", Books: fen(250), Bill: fen(250), Order: fen(250)}}},
		"an order whose trade we have on another day": {func(s *Sources) {
			s.Orders = append(s.Orders, PaidOrder{OrderSn: "5", TradeNo: "T5", Amount: 50})
			s.OtherTrades["T5"] = Booked{Trade: Trade{TradeNo: "T5", OrderSn: "5", Amount: 50}, Credited: true}
		}, nil},
		"an order of another amount than its trade of another day": {func(s *Sources) {
			s.Orders = append(s.Orders, PaidOrder{OrderSn: "5", TradeNo: "T5", Amount: 50})
			s.OtherTrades["T5"] = Booked{Trade: Trade{TradeNo: "T5", OrderSn: "5", Amount: 51}, Credited: true}
		}, []Difference{{Kind: AmountDiffers, OrderSn: "5", TradeNo: "T5", Books: fen(51), Order: fen(50)}}},
		"a trade that the bill has and we have on another day": {func(s *Sources) {
			s.Bill = append(s.Bill, BillLine{TradeNo: "T6", OrderSn: "6", Amount: 60})
			s.OtherTrades["T6"] = Booked{Trade: Trade{TradeNo: "T6", OrderSn: "6", Amount: 60}, Credited: true}
		}, nil},
		"a trade around midnight": {func(s *Sources) { s.Nearby, s.Bill = s.Bill[:1], s.Bill[1:] }, nil},
		"a trade around midnight, of another amount": {func(s *Sources) {
			s.Nearby, s.Bill = []BillLine{{TradeNo: "T1", OrderSn: "1", Amount: 1}}, s.Bill[1:]
		}, []Difference{{Kind: AmountDiffers, OrderSn: "1", TradeNo: "T1", Books: fen(100), Bill: fen(1), Order: fen(100)}}},
		"a refund by somebody else's hand": {func(s *Sources) {
			s.Bill = append(s.Bill, BillLine{TradeNo: "T1", OrderSn: "1", RefundSn: "hand", Amount: 30})
		}, []Difference{{Kind: RefundMissingInBooks, OrderSn: "1", TradeNo: "T1", RefundSn: "hand", Bill: fen(30)}}},
		"a refund whose confirmation was lost": {func(s *Sources) {
			s.OtherRefunds["BACK_T2"] = Refund{RefundSn: "BACK_T2", OrderSn: "2", TradeNo: "T2", Amount: 250, Status: Sent}
			s.Refunds = nil
		}, []Difference{{Kind: RefundMissingInBooks, OrderSn: "2", TradeNo: "T2", RefundSn: "BACK_T2", Books: fen(250), Bill: fen(250)}}},
		"a refund that was confirmed on another day": {func(s *Sources) { s.OtherRefunds["BACK_T2"], s.Refunds = s.Refunds[0], nil }, nil},
		"a refund that Alipay does not have": {func(s *Sources) { s.Bill = s.Bill[:2] }, []Difference{
			{Kind: RefundMissingAtAlipay, OrderSn: "2", TradeNo: "T2", RefundSn: "BACK_T2", Books: fen(250)},
		}},
		"a refund around midnight": {func(s *Sources) { s.Nearby, s.Bill = s.Bill[2:], s.Bill[:2] }, nil},
		"a refund of another amount": {func(s *Sources) { s.Bill[2].Amount = 200 }, []Difference{
			{Kind: RefundAmountDiffers, OrderSn: "2", TradeNo: "T2", RefundSn: "BACK_T2", Books: fen(250), Bill: fen(200)},
		}},
		"a refund around midnight, of another amount": {func(s *Sources) {
			s.Nearby, s.Bill = []BillLine{{TradeNo: "T2", OrderSn: "2", RefundSn: "BACK_T2", Amount: 1}}, s.Bill[:2]
		}, []Difference{{Kind: RefundAmountDiffers, OrderSn: "2", TradeNo: "T2", RefundSn: "BACK_T2", Books: fen(250), Bill: fen(1)}}},
		"two at once, in a fixed order": {func(s *Sources) {
			s.Bill = append(s.Bill[1:], BillLine{TradeNo: "T3", OrderSn: "3", Amount: 70})
		}, []Difference{
			{Kind: MissingAtAlipay, OrderSn: "1", TradeNo: "T1", Books: fen(100), Order: fen(100)}, {Kind: MissingInBooks, OrderSn: "3", TradeNo: "T3", Bill: fen(70)},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := day()
			c.change(&s)
			require.Equal(t, c.want, Compare(s))
		})
	}
}

func TestEveryDifferenceCanBeExplained(t *testing.T) {
	for kind, first := range map[Kind]Action{
		MissingInBooks: Ask, MissingAtAlipay: Ask, AmountDiffers: Ask, OrderNotPaid: Publish, PaidWithoutPayment: Ask,
		RefundMissingInBooks: Explain, RefundMissingAtAlipay: Resend, RefundAmountDiffers: Explain,
	} {
		actions := Difference{Kind: kind}.Actions()
		require.Equal(t, first, actions[0], kind)
		require.Equal(t, Explain, actions[len(actions)-1], kind)
	}
	require.Equal(t, Resend, Difference{Kind: RefundMissingInBooks, Books: fen(1)}.Actions()[0], "written down, and never confirmed")
}

func TestDaysAreThoseOfBeijing(t *testing.T) {
	require.Equal(t, Day("2026-11-22"), DayOf(time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC)))
	require.Equal(t, Day("2026-11-21"), DayOf(time.Date(2026, 11, 21, 15, 59, 59, 0, time.UTC)))
	d, ok := ParseDay("2026-02-28")
	require.True(t, ok)
	require.Equal(t, time.Date(2026, 2, 27, 16, 0, 0, 0, time.UTC), d.From())
	require.Equal(t, Day("2026-03-01"), d.Later(1))
	require.Equal(t, d.Later(1).From(), d.To())
	_, ok = ParseDay("2026-02-30")
	require.False(t, ok)
}
