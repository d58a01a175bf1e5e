package order_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/services/order"
)

func states() []order.Status {
	return []order.Status{
		order.Pending, order.Paid, order.Shipped, order.Completed, order.Closed, order.AfterSale, order.Creating, order.Closing,
	}
}

func TestMoves(t *testing.T) {
	legal := map[[2]order.Status]bool{
		{order.Creating, order.Pending}:    true,
		{order.Creating, order.Closed}:     true,
		{order.Pending, order.Closing}:     true,
		{order.Pending, order.Paid}:        true,
		{order.Closing, order.Paid}:        true,
		{order.Closing, order.Closed}:      true,
		{order.Paid, order.Shipped}:        true,
		{order.Shipped, order.Completed}:   true,
		{order.Shipped, order.AfterSale}:   true,
		{order.Completed, order.AfterSale}: true,
		{order.AfterSale, order.AfterSale}: true, // another application
		{order.AfterSale, order.Shipped}:   true, // the last one withdrawn
		{order.AfterSale, order.Completed}: true,
		{order.Paid, order.Closed}:         true, // refunded before it left
		{order.AfterSale, order.Closed}:    true, // everything came back
	}
	for _, from := range states() {
		for _, to := range states() {
			require.Equal(t, legal[[2]order.Status{from, to}], slices.Contains(order.Sources(to), from), "%s → %s", from.Name(), to.Name())
		}
	}
}

func TestStatusesInTheWordsOfTheAPI(t *testing.T) {
	for i, name := range []string{"pending_payment", "paid", "shipped", "completed", "closed", "after_sale"} {
		require.Equal(t, orderapi.Status(name), order.Status(i).Public())
		require.Contains(t, order.Named(name), order.Status(i))
	}
	require.Equal(t, orderapi.StatusPending, order.Closing.Public())
	require.Equal(t, []order.Status{order.Pending, order.Closing}, order.Named("pending_payment"))
	for _, hidden := range []string{"creating", "closing", "", "PAID"} {
		require.Nil(t, order.Named(hidden))
	}
}

func TestJudgePayment(t *testing.T) {
	placed := time.Now()
	for _, tc := range []struct {
		name string
		o    *order.Order
		want order.PayOutcome
	}{
		{"no such order", nil, order.PayUnknown},
		{"still being assembled", &order.Order{Status: order.Creating}, order.PayTooEarly},
		{"assembly was given up", &order.Order{Status: order.Closed}, order.PayClosed},
		{"closed", &order.Order{Status: order.Closed, PlacedAt: placed}, order.PayClosed},
		{"waiting, so the amount was wrong", &order.Order{Status: order.Pending, PlacedAt: placed}, order.PayWrongAmount},
		{"paid by this trade", &order.Order{Status: order.Paid, TradeNo: "T1", PlacedAt: placed}, order.PayKnown},
		{"shipped, paid by this trade", &order.Order{Status: order.Shipped, TradeNo: "T1", PlacedAt: placed}, order.PayKnown},
		{"paid by another trade", &order.Order{Status: order.Paid, TradeNo: "T0", PlacedAt: placed}, order.PayTwice},
		{"completed, paid by another trade", &order.Order{Status: order.Completed, TradeNo: "T0", PlacedAt: placed}, order.PayTwice},
		{"cost nothing", &order.Order{Status: order.Paid, PlacedAt: placed}, order.PayTwice},
	} {
		t.Run(tc.name, func(t *testing.T) {
			require.Equal(t, tc.want, order.JudgePayment(tc.o, paymentapi.Succeeded{TradeNo: "T1"}))
		})
	}
}

func TestOrderNumbersThatCannotBe(t *testing.T) {
	for _, sn := range []string{"", "12a", "-1", " 1", "123456789012345678901", "１２"} {
		require.False(t, order.ValidSn(sn), sn)
	}
	require.True(t, order.ValidSn("1000000000000001"))
}

func wish(pairs ...int64) order.ReturnWish {
	w := order.ReturnWish{Reason: "不想要了"}
	for i := 0; i < len(pairs); i += 2 {
		w.Items = append(w.Items, order.ReturnItem{SkuID: pairs[i], Count: pairs[i+1]})
	}
	return w
}

// Whatever the order in which the pieces of a line come back, together they bring back exactly what was paid for them.
func TestReturnsAddUpToTheFen(t *testing.T) {
	for _, payable := range []money.Fen{0, 1, 2, 10, 100, 9999} {
		for _, parts := range [][]int64{{7}, {1, 1, 1, 1, 1, 1, 1}, {3, 4}, {4, 2, 1}, {1, 5, 1}} {
			of := &order.Order{Sn: "1", Status: order.Completed, Lines: []order.Line{{SkuID: 5, Count: 7, Payable: payable}}}
			var earlier []order.Return
			var sum money.Fen
			for _, n := range parts {
				r, err := order.NewReturn(of, earlier, wish(5, n), time.Now())
				require.NoError(t, err)
				require.GreaterOrEqual(t, r.Amount, money.Fen(0))
				sum += r.Amount
				earlier = append(earlier, r)
			}
			require.Equal(t, payable, sum, "%v", parts)
			_, err := order.NewReturn(of, earlier, wish(5, 1), time.Now())
			require.ErrorIs(t, err, apperr.ErrInvalid)
		}
	}
}

func TestARejectedReturnGivesItsPiecesFree(t *testing.T) {
	of := &order.Order{Sn: "1", Status: order.Shipped, Lines: []order.Line{{SkuID: 5, Count: 3, Payable: 10}}}
	rejected, err := order.NewReturn(of, nil, wish(5, 2), time.Now())
	require.NoError(t, err)
	rejected.Status = order.ReturnRejected
	all, err := order.NewReturn(of, []order.Return{rejected}, wish(5, 3), time.Now())
	require.NoError(t, err)
	require.Equal(t, money.Fen(10), all.Amount)
}

func TestReturnsOfOrdersThatHaveNotLeft(t *testing.T) {
	for _, s := range states() {
		of := &order.Order{Sn: "1", Status: s, Lines: []order.Line{{SkuID: 5, Count: 1, Payable: 10}}}
		_, err := order.NewReturn(of, nil, wish(5, 1), time.Now())
		if s == order.Shipped || s == order.Completed || s == order.AfterSale {
			require.NoError(t, err, s.Name())
		} else {
			require.ErrorIs(t, err, order.ErrState, s.Name())
		}
	}
}

func TestEveryRefusalHasWords(t *testing.T) {
	words, err := i18n.Load()
	require.NoError(t, err)
	for _, e := range []*apperr.Error{
		order.ErrNotFound, order.ErrAddressNotFound, order.ErrSkuNotFound, order.ErrCartEmpty, order.ErrNothingChecked, order.ErrPriceChanged,
		order.ErrStockShort, order.ErrCouponUnusable, order.ErrPointsShort, order.ErrSubmitInProgress, order.ErrTokenExpired, order.ErrTokenMismatch,
		order.ErrState, order.ErrReleased, order.ErrTokenTaken, order.ErrCartTaken, order.ErrNotYet, order.ErrAmount,
		order.ErrReturnNotFound, order.ErrReturnState, order.ErrRefundTooMuch,
	} {
		for _, lang := range i18n.Languages() {
			_, ok := words.Text(lang.String(), "error_"+e.Code)
			require.True(t, ok, "%s in %s", e.Code, lang)
		}
	}
}
