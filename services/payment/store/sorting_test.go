package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
	"gulimall/services/payment"
)

func TestListsAreSortedByChoice(t *testing.T) {
	f := open(t)
	for i, amount := range []money.Fen{300, 100, 200} {
		tr := f.trade(f.sn(), string(rune('A'+i)))
		tr.Amount = amount
		require.NoError(t, f.Refuse(t.Context(), tr, payment.ReasonUnknownOrder))
	}
	for _, c := range []struct {
		sort string
		want string
	}{{"", "CBA"}, {"created", "ABC"}, {"amount", "BCA"}, {"-amount", "ACB"}} {
		sort, ok := payment.ReadSorting(c.sort)
		require.True(t, ok)
		refunds, _, err := f.RefundList(t.Context(), payment.RefundQuery{Sort: sort, Page: all()})
		require.NoError(t, err)
		exceptions, _, err := f.Exceptions(t.Context(), payment.ExceptionQuery{Sort: sort, Page: all()})
		require.NoError(t, err)
		var backs, odd string
		for i := range refunds {
			backs, odd = backs+refunds[i].TradeNo, odd+exceptions[i].TradeNo
		}
		require.Equal(t, c.want, backs, c.sort)
		require.Equal(t, c.want, odd, c.sort)
	}
	for _, wrong := range []string{"-", "day", "amount desc"} {
		_, ok := payment.ReadSorting(wrong)
		require.False(t, ok, wrong)
	}
	sort, ok := payment.ReadRunSorting("-day")
	require.True(t, ok)
	require.Equal(t, payment.Sorting{By: payment.ByDay}, sort)
}

func TestRunsAreChosenByDay(t *testing.T) {
	f := open(t)
	for _, day := range []payment.Day{"2026-11-20", "2026-11-18", "2026-11-19"} {
		_, err := f.Begin(t.Context(), day, false, finance())
		require.NoError(t, err)
	}
	days := func(q payment.RunQuery) (found string) {
		t.Helper()
		q.Page = all()
		runs, total, err := f.Runs(t.Context(), q)
		require.NoError(t, err)
		require.EqualValues(t, len(runs), total)
		for _, r := range runs {
			found += string(r.Day[8:])
		}
		return found
	}
	require.Equal(t, "191820", days(payment.RunQuery{}))
	require.Equal(t, "181920", days(payment.RunQuery{Sort: payment.Sorting{By: payment.ByDay, Up: true}}))
	require.Equal(t, "1918", days(payment.RunQuery{From: "2026-11-18", To: "2026-11-19"}))
	require.Empty(t, days(payment.RunQuery{Open: true}))
}
