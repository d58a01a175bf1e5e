package store

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/cart"
)

func TestWhatWasTakenOutComesBackAsItWas(t *testing.T) {
	s := open(t)
	for name, me := range map[string]cart.Owner{"a member": {MemberID: 1}, "a browser": browser(t)} {
		t.Run(name, func(t *testing.T) {
			put(t, s, me, 1, 3)
			put(t, s, me, 2, 5)
			put(t, s, me, 3, 7)
			no := false
			require.NoError(t, s.Change(t.Context(), me, 2, nil, &no))
			before, err := s.Lines(t.Context(), me)
			require.NoError(t, err)

			n, err := s.Remove(t.Context(), me, []int64{1, 2, 9}, "first")
			require.NoError(t, err)
			require.Equal(t, 2, n)
			require.Equal(t, map[int64]int64{3: 7}, counts(t, s, me))
			require.ErrorIs(t, s.Restore(t.Context(), me, "other"), cart.ErrUndoGone)
			require.NoError(t, s.Restore(t.Context(), me, "first"))
			after, err := s.Lines(t.Context(), me)
			require.NoError(t, err)
			require.ElementsMatch(t, before, after, "counts, checks, prices and times")
			require.ErrorIs(t, s.Restore(t.Context(), me, "first"), cart.ErrUndoGone, "once")
		})
	}
}

func TestOnlyTheLastRemovalIsUndone(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 3)
	put(t, s, me, 2, 5)
	for sku, word := range map[int64]string{1: "a", 2: "b"} {
		_, err := s.Remove(t.Context(), me, []int64{sku}, word)
		require.NoError(t, err)
	}
	n, err := s.Remove(t.Context(), me, []int64{99}, "c")
	require.NoError(t, err)
	require.Zero(t, n, "nothing was taken out, so nothing is forgotten")
	gone, left := s.Restore(t.Context(), me, "a"), s.Restore(t.Context(), me, "b")
	if gone == nil {
		gone, left = left, gone
	}
	require.ErrorIs(t, gone, cart.ErrUndoGone)
	require.NoError(t, left)
	require.Len(t, counts(t, s, me), 1)
}

func TestWhatIsThereAgainStaysAsItIs(t *testing.T) {
	s, me := open(t), browser(t)
	put(t, s, me, 1, 3)
	put(t, s, me, 2, 1)
	_, err := s.Remove(t.Context(), me, []int64{1, 2}, "word")
	require.NoError(t, err)
	put(t, s, me, 1, 8)
	require.NoError(t, s.Restore(t.Context(), me, "word"))
	require.Equal(t, map[int64]int64{1: 8, 2: 1}, counts(t, s, me))
	ttl, err := s.client.PTTL(t.Context(), s.key(me)).Result()
	require.NoError(t, err)
	require.Positive(t, ttl, "the cart of a browser does not live for ever")
}

func TestWhatIsTakenOutIsForgotten(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 3)
	_, err := s.Remove(t.Context(), me, []int64{1}, "word")
	require.NoError(t, err)
	ttl, err := s.client.PTTL(t.Context(), removed(s.key(me))).Result()
	require.NoError(t, err)
	require.InDelta(t, cart.UndoTTL.Milliseconds(), ttl.Milliseconds(), 60000)
}

func TestUncheck(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 3)
	put(t, s, me, 2, 5)
	require.NoError(t, s.Uncheck(t.Context(), me, []int64{1, 9}))
	lines, rev, err := s.Seen(t.Context(), me)
	require.NoError(t, err)
	for _, l := range lines {
		require.Equal(t, l.SkuID == 2, l.Checked, "sku %d", l.SkuID)
	}
	require.NoError(t, s.Uncheck(t.Context(), me, []int64{1, 9}))
	_, again, err := s.Seen(t.Context(), me)
	require.NoError(t, err)
	require.Equal(t, rev, again, "what changes nothing is no other state")
}
