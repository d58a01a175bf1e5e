package app

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
)

type config struct {
	Config
	TTL time.Duration `env:"TTL" envDefault:"1m" doc:"how long"`
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

func get(t *testing.T, url string) int {
	t.Helper()
	rsp, err := http.Get(url)
	if err != nil {
		return 0
	}
	defer rsp.Body.Close()
	return rsp.StatusCode
}

func TestALife(t *testing.T) {
	var worked, stopped atomic.Bool
	spec := Spec[config]{Name: "toy", Serve: func(_ context.Context, kit *Kit, c *config) error {
		kit.Engine.GET("/ttl", func(g *gin.Context) { g.String(http.StatusOK, c.TTL.String()) })
		kit.Go("worker", func(ctx context.Context) error {
			worked.Store(true)
			<-ctx.Done()
			stopped.Store(true)
			return nil
		})
		return nil
	}}
	addr := freeAddr(t)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	var stderr bytes.Buffer
	go func() {
		done <- run[config, *config](ctx, spec, nil, []string{"MALL_LISTEN=" + addr, "MALL_CONSUL_ADDR=off", "MALL_TTL=3s"}, &bytes.Buffer{}, &stderr)
	}()
	require.Eventually(t, func() bool { return get(t, "http://"+addr+"/readyz") == 200 && worked.Load() }, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, 200, get(t, "http://"+addr+"/healthz"))
	require.Equal(t, 200, get(t, "http://"+addr+"/metrics"))
	require.Equal(t, 200, get(t, "http://"+addr+"/ttl"))
	require.Equal(t, 404, get(t, "http://"+addr+"/nowhere"))
	stop()
	require.NoError(t, <-done)
	require.True(t, stopped.Load(), "run returns only when every worker has stopped")
}

func TestAWorkerThatGivesUpEndsTheProcess(t *testing.T) {
	spec := Spec[config]{Name: "toy", Serve: func(_ context.Context, kit *Kit, _ *config) error {
		kit.Go("worker", func(context.Context) error { return fmt.Errorf("broken") })
		return nil
	}}
	err := run[config, *config](context.Background(), spec, nil, []string{"MALL_LISTEN=" + freeAddr(t), "MALL_CONSUL_ADDR=off"}, &bytes.Buffer{}, &bytes.Buffer{})
	require.ErrorContains(t, err, "worker: broken")
}

func TestCommands(t *testing.T) {
	var seeded bool
	spec := Spec[config]{Name: "toy", Commands: map[string]func(context.Context, *Kit, *config) error{
		"seed": func(context.Context, *Kit, *config) error { seeded = true; return nil },
	}}
	env := []string{"MALL_CONSUL_ADDR=off"}
	require.NoError(t, run[config, *config](context.Background(), spec, []string{"seed"}, env, &bytes.Buffer{}, &bytes.Buffer{}))
	require.True(t, seeded)
	require.ErrorContains(t, run[config, *config](context.Background(), spec, []string{"dance"}, env, &bytes.Buffer{}, &bytes.Buffer{}), "no such command")
	var table bytes.Buffer
	require.NoError(t, run[config, *config](context.Background(), spec, []string{"config"}, nil, &table, &bytes.Buffer{}))
	require.Contains(t, table.String(), "| `MALL_TTL` | `1m` | how long |")
	require.Contains(t, table.String(), "`MALL_DB_ADDR`")
}
