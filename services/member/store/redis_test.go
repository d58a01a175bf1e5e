package store

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/testinfra"
)

func openRedis(t *testing.T) (redis.UniversalClient, string) {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client, prefix
}

const phone = "13800001234"

func TestCodesWorkOnceAndNotForEver(t *testing.T) {
	c := NewCodes(openRedis(t))
	ctx := t.Context()
	_, err := c.Issue(ctx, phone, "ip", "012345", true)
	require.NoError(t, err)
	last, err := c.Last(ctx, phone)
	require.NoError(t, err)
	require.Equal(t, "012345", last)
	right := func(code string) bool {
		ok, err := c.Verify(ctx, phone, code)
		require.NoError(t, err)
		return ok
	}
	require.True(t, right("012345"))
	for range codeTries - 1 {
		require.False(t, right("999999"))
	}
	require.False(t, right("012345"), "too many tries")

	_, err = c.Issue(ctx, phone, "ip", "111111", false)
	require.NoError(t, err)
	require.NoError(t, c.Consume(ctx, phone, "222222"))
	require.True(t, right("111111"), "an older code's end is not this one's")
	require.NoError(t, c.Consume(ctx, phone, "111111"))
	require.False(t, right("111111"))
	last, err = c.Last(ctx, phone)
	require.NoError(t, err)
	require.Empty(t, last)
}

func TestCodesAreRationed(t *testing.T) {
	c := NewCodes(openRedis(t))
	ctx := t.Context()
	issue := func(phone, ip string) time.Duration {
		wait, err := c.Issue(ctx, phone, ip, "1", true)
		require.NoError(t, err)
		return wait
	}
	require.Zero(t, issue(phone, "ip"))
	require.InDelta(t, 60, issue(phone, "ip").Seconds(), 2)
	for i := 1; i < codesPerDay; i++ {
		require.NoError(t, c.client.Del(ctx, c.key("gap", phone)).Err())
		require.Zero(t, issue(phone, "ip"), "%d", i)
	}
	require.NoError(t, c.client.Del(ctx, c.key("gap", phone)).Err())
	require.InDelta(t, 86400, issue(phone, "another").Seconds(), 60)
	wait, err := c.Issue(ctx, phone, "ip", "1", false)
	require.NoError(t, err)
	require.Zero(t, wait, "limits are off")

	for i := range codesPerHour {
		require.Zero(t, issue("1390000"+string(rune('0'+i/10))+string(rune('0'+i%10)), "one address"))
	}
	require.InDelta(t, 3600, issue("13911111111", "one address").Seconds(), 60)
}
