package topology

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestEveryMessageReachesSomebody(t *testing.T) {
	for _, ttl := range []time.Duration{usualTTL, 20 * time.Second} {
		require.NoError(t, Table(ttl).Lint())
	}
}

func TestAChangedLifetimeIsANewQueue(t *testing.T) {
	require.Equal(t, "order.create.order", OrderCreateKey(usualTTL))
	require.Equal(t, "order.create.order.20s", OrderCreateKey(20*time.Second))
}
