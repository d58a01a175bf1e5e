package store

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/member"
)

func TestWhatComesBackWithAReturn(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	id := join(t, s, 1, 100)
	back := member.Comeback{OrderSn: "900", ReturnID: 7, MemberID: id, Points: 30, TakePoints: 200, TakeGrowth: 15}
	require.ErrorIs(t, s.ComeBack(ctx, back), member.ErrNotGiven)
	require.NoError(t, s.Credit(ctx, member.Gift{OrderSn: "900", MemberID: id, Points: 200, Growth: 20}))
	require.NoError(t, s.Freeze(ctx, member.Freeze{OrderSn: "901", MemberID: id, Points: 250}))

	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := s.ComeBack(ctx, back); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	m, err := s.Find(ctx, id)
	require.NoError(t, err)
	require.Equal(t, int64(250), m.Points, "300 and 30, less the 80 that are not frozen: nobody falls below nothing")
	require.Equal(t, int64(5), m.Growth)
	requireBooks(t, s)
	history, _, err := s.History(ctx, id, member.LedgerPoints, 0, 10)
	require.NoError(t, err)
	require.Equal(t, member.ReasonTaken, history[0].Reason)
	require.Equal(t, int64(-80), history[0].Change)
	require.Equal(t, member.ReasonReturned, history[1].Reason)

	require.NoError(t, s.ComeBack(ctx, member.Comeback{OrderSn: "900", ReturnID: 8, MemberID: id, Points: 5}))
	require.ErrorIs(t, s.ComeBack(ctx, member.Comeback{OrderSn: "900", ReturnID: 9, MemberID: id + 1, Points: 5}), member.ErrNoMember)
	requireBooks(t, s)
}
