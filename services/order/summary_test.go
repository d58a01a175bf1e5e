package order_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func (s *shop) summaries() *order.Summaries {
	return order.NewSummaries(s.store, s.Settlements(), s.now)
}

func TestTheDashboardIsCounted(t *testing.T) {
	s := open(t)
	paid := s.paid(t, alice(), ordertest.Phone, 1)
	other := s.place(t, bob(), ordertest.Book, 2)
	_, err := s.Cancel(t.Context(), bob(), other.Sn, "")
	require.NoError(t, err)
	sums := s.summaries()
	look := func() order.Summary {
		t.Helper()
		require.NoError(t, sums.Flush(t.Context()))
		sum, err := sums.Summary(t.Context(), 7)
		require.NoError(t, err)
		return sum
	}
	require.NoError(t, sums.Fold(t.Context()), "the first round counts everything")
	want := order.Span{Settled: 2, Submitted: 2, Paid: 1, Closed: 1, Turnover: paid.Amounts.Pay}
	for range 3 {
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() { require.NoError(t, sums.Fold(t.Context())) })
		}
		group.Wait()
		s.later(20 * time.Second)
		sum := look()
		require.Len(t, sum.Days, 7)
		require.Len(t, sum.Hours, 48)
		want.From = sum.Days[6].From
		require.Equal(t, want, sum.Days[6], "however often it is counted")
		var all order.Span
		for _, h := range sum.Hours {
			all.Paid += h.Paid
			all.Turnover += h.Turnover
		}
		require.Equal(t, want.Turnover, all.Turnover)
		require.Equal(t, order.Waiting{ToShip: 1}, sum.Waiting)
		require.Equal(t, []order.Sold{{SkuID: ordertest.Phone, Name: "手机", Count: 1, Turnover: paid.Lines[0].Payable}}, sum.Top)
	}

	s.later(time.Minute)
	more := s.paid(t, alice(), ordertest.Book, 1)
	require.NoError(t, sums.Fold(t.Context()))
	sum := look()
	require.EqualValues(t, 2, sum.Days[6].Paid+sum.Days[5].Paid)
	require.Equal(t, want.Turnover+more.Amounts.Pay, sum.Days[6].Turnover+sum.Days[5].Turnover)
	require.Len(t, sum.Top, 2)
}

// TestWhatIsHeardLateIsCounted: a payment of yesterday that is heard of today is counted where it was made.
func TestWhatIsHeardLateIsCounted(t *testing.T) {
	s := open(t)
	o := s.paid(t, alice(), ordertest.Phone, 1)
	sums := s.summaries()
	require.NoError(t, sums.Fold(t.Context()))
	yesterday := s.now().Add(-24 * time.Hour)
	require.NoError(t, s.db.Exec("UPDATE oms_order SET payment_time = ? WHERE order_sn = ?", yesterday, o.Sn).Error)
	s.later(11 * time.Minute)
	require.NoError(t, sums.Fold(t.Context()))
	sum, err := sums.Summary(t.Context(), 2)
	require.NoError(t, err)
	require.Equal(t, []int64{1, 0}, []int64{sum.Days[0].Paid, sum.Days[1].Paid})
	require.Equal(t, []money.Fen{o.Amounts.Pay, 0}, []money.Fen{sum.Days[0].Turnover, sum.Days[1].Turnover})
}
