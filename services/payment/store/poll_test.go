package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
)

func TestMarksShowEveryMove(t *testing.T) {
	f := open(t)
	one, other := f.sn(), f.sn()
	require.NoError(t, f.offer(other))
	seen := map[string]bool{}
	moved := func(what string) {
		t.Helper()
		marks, err := f.Marks(t.Context(), []string{one, other, "none"})
		require.NoError(t, err)
		require.False(t, seen[marks[one]], what)
		seen[marks[one]] = true
		require.NotContains(t, marks, "none")
		again, err := f.Marks(t.Context(), []string{one, other})
		require.NoError(t, err)
		require.Equal(t, marks, again, what)
	}
	moved("nobody came yet")
	require.NoError(t, f.offer(one))
	moved("offered")
	_, err := f.BeginClose(t.Context(), one)
	require.NoError(t, err)
	moved("closing")
	_, err = f.FinishClose(t.Context(), one)
	require.NoError(t, err)
	moved("closed")
	require.NoError(t, f.Credit(t.Context(), f.trade(one, "A"), nil))
	moved("paid late")
	require.NoError(t, f.Refuse(t.Context(), f.trade(one, "A"), payment.ReasonOrderClosed))
	moved("going back")
	require.NoError(t, f.RefundSent(t.Context(), "BACK_A", f.now))
	moved("sent")
	require.NoError(t, f.RefundConfirmed(t.Context(), payment.Refund{RefundSn: "BACK_A", OrderSn: one, TradeNo: "A", Amount: 1230}))
	moved("back")
}
