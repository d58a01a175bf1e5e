package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
)

func TestCallsAreKeptForATime(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.offer(sn))
	old := payment.Call{OrderSn: sn, Method: payment.MethodQuery, At: f.now.Add(-payment.CallsKept), Took: 31 * time.Millisecond, Outcome: payment.SaidWaiting}
	bad := payment.Call{OrderSn: sn, TradeNo: "A", Method: payment.MethodRefund, At: f.now, Outcome: payment.SaidUnknown, Fault: strings.Repeat("错", 600) + "\xff"}
	require.NoError(t, f.Called(t.Context(), old))
	require.NoError(t, f.Called(t.Context(), bad))
	file, err := f.File(t.Context(), sn)
	require.NoError(t, err)
	require.Len(t, file.Calls, 2)
	require.Equal(t, strings.Repeat("错", 500), file.Calls[0].Fault, "the newest first, and what is too long is cut")
	require.Equal(t, 31*time.Millisecond, file.Calls[1].Took)
	require.NoError(t, f.ForgetCalls(t.Context(), f.now))
	file, err = f.File(t.Context(), sn)
	require.NoError(t, err)
	require.Len(t, file.Calls, 1)
}
