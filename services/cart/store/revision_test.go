package store

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/cart"
)

// seen reads a cart as the order service does.
func seen(t *testing.T, s *Store, o cart.Owner) (map[int64]int64, string) {
	t.Helper()
	lines, rev, err := s.Seen(t.Context(), o)
	require.NoError(t, err)
	all := map[int64]int64{}
	for _, l := range lines {
		all[l.SkuID] = l.Count
	}
	return all, rev
}

func TestEveryChangeGivesTheCartARevisionOfItsOwn(t *testing.T) {
	s, guest := open(t), browser(t)
	me := cart.Owner{MemberID: 1, UserKey: guest.UserKey}
	had := map[string]string{}
	no, three := false, int64(3)
	for _, step := range []struct {
		name   string
		change func() error
	}{
		{"add", func() error { return s.Add(t.Context(), me, line(1, 2)) }},
		{"add more", func() error { return s.Add(t.Context(), me, line(1, 1)) }},
		{"add another", func() error { return s.Add(t.Context(), me, line(2, 1)) }},
		{"count", func() error { return s.Change(t.Context(), me, 1, &three, nil) }},
		{"uncheck", func() error { return s.Change(t.Context(), me, 1, nil, &no) }},
		{"check all", func() error { return s.CheckAll(t.Context(), me, true) }},
		{"remove", func() error { _, err := s.Remove(t.Context(), me, []int64{2}, "word"); return err }},
		{"put back", func() error { return s.Restore(t.Context(), me, "word") }},
		{"sold out", func() error { return s.Uncheck(t.Context(), me, []int64{2}) }},
		{"remove again", func() error { _, err := s.Remove(t.Context(), me, []int64{2}, "word"); return err }},
		{"merge", func() error { return s.Add(t.Context(), guest, line(4, 1)) }},
		{"bought", func() error { return s.Bought(t.Context(), 1, "order-1", []cart.Piece{{SkuID: 1, Count: 1}}) }},
	} {
		require.NoError(t, step.change(), step.name)
		_, rev := seen(t, s, me)
		require.NotEmpty(t, rev, step.name)
		require.NotContains(t, had, rev, "%s leaves the revision of %s", step.name, had[rev])
		had[rev] = step.name
		_, again := seen(t, s, me)
		require.Equal(t, rev, again, "looking changes nothing")
	}
	require.NoError(t, s.Bought(t.Context(), 1, "order-2", []cart.Piece{{SkuID: 1, Count: 2}, {SkuID: 4, Count: 1}}))
	all, rev := seen(t, s, me)
	require.Empty(t, all)
	require.Empty(t, rev)
	n, err := s.client.Exists(t.Context(), revision(s.key(me))).Result()
	require.NoError(t, err)
	require.Zero(t, n, "nothing is left of an empty cart")
}

func TestACartWithoutARevisionGetsOneAndKeepsIt(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 1)
	require.NoError(t, s.client.Del(t.Context(), revision(s.key(me))).Err())
	revs := make([]string, 20)
	var wg sync.WaitGroup
	for i := range revs {
		wg.Go(func() {
			var err error
			if _, revs[i], err = s.Seen(t.Context(), me); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, rev := range revs {
		require.NotEmpty(t, rev)
		require.Equal(t, revs[0], rev)
	}
}

func TestOneRevisionIsOneStateHoweverManyTabsChangeTheCart(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 1)
	var mu sync.Mutex
	states := map[string]int64{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if err := s.Add(t.Context(), me, line(1, 1)); err != nil {
					t.Error(err)
				}
				lines, rev, err := s.Seen(t.Context(), me)
				if err != nil || len(lines) != 1 {
					t.Error(err, lines)
					return
				}
				mu.Lock()
				if count, known := states[rev]; known && count != lines[0].Count {
					t.Errorf("revision %s stands for %d and for %d pieces", rev, count, lines[0].Count)
				}
				states[rev] = lines[0].Count
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}
