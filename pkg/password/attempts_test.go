package password

import (
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/testinfra"
)

func TestFailedLoginsSlowDown(t *testing.T) {
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	a := NewAttempts(client, prefix, "login")
	ctx := t.Context()
	wait := func() float64 {
		d, err := a.Wait(ctx, "member:1", "ip")
		require.NoError(t, err)
		return d.Seconds()
	}
	for i := range freeByAccount {
		require.Zero(t, wait(), "%d", i)
		require.NoError(t, a.Failed(ctx, "member:1", "ip"))
	}
	require.InDelta(t, firstDelay.Seconds(), wait(), 1)
	require.NoError(t, a.Failed(ctx, "member:1", "ip"))
	require.InDelta(t, 2*firstDelay.Seconds(), wait(), 1)
	for range 30 {
		require.NoError(t, a.Failed(ctx, "member:1", "ip"))
	}
	require.InDelta(t, longestDelay.Seconds(), wait(), 1)
	require.NoError(t, a.Succeeded(ctx, "member:1", "ip"))
	require.Zero(t, wait())
	for range freeByIP {
		require.NoError(t, a.Failed(ctx, "member:2", "ip"))
	}
	require.Positive(t, wait(), "the address")
}

func TestAStrangerDoesNotLockTheHolderOut(t *testing.T) {
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	a, ctx := NewAttempts(client, prefix, "staff"), t.Context()
	wait := func(ip string) float64 {
		t.Helper()
		d, err := a.Wait(ctx, "admin", ip)
		require.NoError(t, err)
		return d.Seconds()
	}
	require.NoError(t, a.Succeeded(ctx, "admin", "office"))
	for i := range 40 {
		require.NoError(t, a.Failed(ctx, "admin", "stranger "+string(rune('a'+i))))
	}
	require.InDelta(t, longestDelay.Seconds(), wait("anywhere"), 1)
	require.Zero(t, wait("office"), "where the holder signs in")
	require.NoError(t, a.Succeeded(ctx, "admin", "office"))
	require.InDelta(t, longestDelay.Seconds(), wait("anywhere"), 1, "the strangers are still there")
	for range freeByAccount + 1 {
		require.NoError(t, a.Failed(ctx, "admin", "office"))
	}
	require.InDelta(t, 2*firstDelay.Seconds(), wait("office"), 1, "a known address is no place for guessing either")
	require.NoError(t, a.Succeeded(ctx, "admin", "office"))
	require.Zero(t, wait("office"))
}
