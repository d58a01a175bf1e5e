package consumer

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/member"
)

// book notes what the messages lead to.
type book struct {
	did []string
	err error
}

func (b *book) Spend(_ context.Context, orderSn string) error {
	b.did = append(b.did, "spend "+orderSn)
	return b.err
}

func (b *book) Release(_ context.Context, orderSn string) error {
	b.did = append(b.did, "release "+orderSn)
	return b.err
}

func (b *book) Credit(_ context.Context, g member.Gift) error {
	b.did = append(b.did, fmt.Sprint("credit ", g.OrderSn, " ", g.MemberID, " ", g.Points, " ", g.Growth))
	return b.err
}

func hear(t *testing.T, b *book, queue, kind, data string) error {
	t.Helper()
	for _, c := range Consumers(b) {
		if c.Queue == queue {
			return c.Handle(t.Context(), rabbit.Message{ID: "1", Type: kind, Version: 1, Data: []byte(data)})
		}
	}
	t.Fatalf("nobody hears %s", queue)
	return nil
}

func TestWhatIsHeard(t *testing.T) {
	b := &book{}
	require.NoError(t, hear(t, b, memberapi.QueueOrderPaid, orderapi.TypePaid, `{"orderSn":"1","points":5}`))
	require.NoError(t, hear(t, b, memberapi.QueueOrderPaid, orderapi.TypePaid, `{"orderSn":"2"}`), "no points, nothing to spend")
	require.NoError(t, hear(t, b, memberapi.QueueOrderClose, orderapi.TypeClosed, `{"orderSn":"3"}`))
	require.NoError(t, hear(t, b, memberapi.QueueOrderDone, orderapi.TypeCompleted, `{"orderSn":"4","memberId":7,"giftPoints":8,"giftGrowth":9}`))
	require.NoError(t, hear(t, b, memberapi.QueueOrderDone, orderapi.TypeCompleted, `{"orderSn":"5","memberId":7}`), "nothing to give")
	require.Equal(t, []string{"spend 1", "release 3", "credit 4 7 8 9"}, b.did)
}

func TestWhatCannotBeHelpedIsParkedOrIgnored(t *testing.T) {
	for _, err := range []error{member.ErrReleased, member.ErrNoFreeze} {
		require.True(t, rabbit.IsPermanent(hear(t, &book{err: err}, memberapi.QueueOrderPaid, orderapi.TypePaid, `{"orderSn":"1","points":5}`)))
	}
	err := hear(t, &book{err: member.ErrNoMember}, memberapi.QueueOrderDone, orderapi.TypeCompleted, `{"orderSn":"4","memberId":7,"giftPoints":8}`)
	require.True(t, rabbit.IsIgnored(err))
	require.True(t, rabbit.IsPermanent(hear(t, &book{}, memberapi.QueueOrderPaid, orderapi.TypePaid, `"nonsense"`)))
	err = hear(t, &book{err: context.DeadlineExceeded}, memberapi.QueueOrderClose, orderapi.TypeClosed, `{"orderSn":"3"}`)
	require.False(t, rabbit.IsPermanent(err))
	require.Error(t, err)
}
