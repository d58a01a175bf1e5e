package password

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
)

func TestMatch(t *testing.T) {
	h, err := New(Usual())
	require.NoError(t, err)
	hash, err := h.Hash("Demo-2026!")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$"), hash)
	for password, want := range map[string]bool{"Demo-2026!": true, "demo-2026!": false, "": false, "nobody's password": false} {
		right, err := h.Match(password, hash)
		require.NoError(t, err)
		require.Equal(t, want, right, password)
	}
	right, err := h.Match("nobody's password", "")
	require.NoError(t, err)
	require.False(t, right)
}

func TestAnUnknownAccountTakesAsLong(t *testing.T) {
	h, err := New(Usual())
	require.NoError(t, err)
	hash, err := h.Hash("Demo-2026!")
	require.NoError(t, err)
	took := func(hash string) time.Duration {
		var all []time.Duration
		for range 7 {
			start := time.Now()
			_, err := h.Match("wrong", hash)
			require.NoError(t, err)
			all = append(all, time.Since(start))
		}
		return slices.Min(all)
	}
	known, unknown := took(hash), took("")
	// Without the dummy it would be microseconds; a busy machine may well triple either.
	require.Greater(t, 3*unknown, known)
	require.Greater(t, 3*known, unknown)
}

func TestOnlyAFewAtOnceAndNoEndlessLine(t *testing.T) {
	h, err := New(Usual())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var places []func()
	for range atOnce {
		release, err := h.Turn(ctx)
		require.NoError(t, err)
		places = append(places, release)
	}
	refused := make(chan error, inLine)
	for range inLine {
		go func() {
			_, err := h.Turn(ctx)
			refused <- err
		}()
	}
	require.Eventually(t, func() bool { return h.waiting.Load() == inLine }, 5*time.Second, time.Millisecond)
	_, err = h.Turn(ctx)
	require.Equal(t, apperr.Unavailable, apperr.From(err).Kind)
	cancel()
	for range inLine {
		require.Error(t, <-refused)
	}
	places[0]()
	release, err := h.Turn(context.Background())
	require.NoError(t, err)
	release()
}
