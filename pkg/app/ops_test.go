package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
)

// TestWhatAProcessSaysOfItself asks a process what its rounds have found and what it has not sent.
func TestWhatAProcessSaysOfItself(t *testing.T) {
	spec := Spec[config]{Name: "toy", Serve: func(_ context.Context, kit *Kit, _ *config) error {
		n := 0
		kit.Sweep("sweep", time.Millisecond, func(context.Context) (int, error) {
			if n++; n == 2 {
				return 1, errors.New("one of two")
			}
			return 2, nil
		})
		kit.Every("count", time.Hour, func(context.Context) error { return nil })
		require.Same(t, kit.Settings(), kit.Settings())
		return nil
	}}
	addr := freeAddr(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- run[config, *config](ctx, spec, nil, []string{"MALL_LISTEN=" + addr, "MALL_CONSUL_ADDR=off"}, &bytes.Buffer{}, &bytes.Buffer{})
	}()
	var p adminapi.Process
	require.Eventually(t, func() bool {
		return read(t, "http://"+addr+adminapi.PathOps, &p) && len(p.Rounds) == 2 && p.Rounds[0].Runs > 2 && p.Rounds[1].Runs == 1
	}, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, "toy", p.Service)
	require.True(t, p.Ready)
	swept := p.Rounds[0]
	require.Equal(t, "sweep", swept.Name)
	require.Equal(t, int64(1), swept.Failures)
	require.Equal(t, 2*swept.Runs-1, swept.Found)
	require.Equal(t, int64(2), swept.LastFound)
	require.Equal(t, "one of two", swept.Error)
	require.Zero(t, p.Rounds[1].Found)

	var waiting adminapi.Outbox
	require.True(t, read(t, "http://"+addr+adminapi.PathOpsOutbox, &waiting), "a process without a schema has nothing to send")
	require.Empty(t, waiting.Items)
	stop()
	require.NoError(t, <-done)
}

func read(t *testing.T, url string, out any) bool {
	t.Helper()
	rsp, err := http.Get(url) //nolint:gosec // the test's own server
	if err != nil {
		return false
	}
	defer rsp.Body.Close()
	require.NoError(t, json.NewDecoder(rsp.Body).Decode(out))
	return rsp.StatusCode == http.StatusOK
}
