package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/stack"
	"gulimall/test/shop"
)

// patience is how long the shop has to come to rest after a fault.
const patience = 90 * time.Second

func ready(t *testing.T, addr string) {
	t.Helper()
	shop.Await(t, addr+" ready", patience, func() bool {
		resp, err := http.Get("http://" + addr + "/readyz") //nolint:gosec // an address of ours
		if err != nil {
			return false
		}
		return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
	})
}

// victim is a copy of a part, known to Consul, that dies at a crash point.
type victim struct {
	cmd  *exec.Cmd
	done chan struct{}
	log  string // the name of its log
}

// kill starts one copy of a part, beside no other, that kills itself the first time it comes to a crash point.
func kill(t *testing.T, m *shop.Mall, part, point string) *victim {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	addr := listener.Addr().String()
	require.NoError(t, listener.Close())
	first := m.Instances()[slices.IndexFunc(m.Instances(), func(i stack.Instance) bool { return i.Name == part })]
	env := m.PartEnv(stack.Instance{Part: first.Part, Program: part, Listen: addr})
	env["MALL_CRASH_POINT"] = point
	v := &victim{done: make(chan struct{}), log: m.LogFile(part + "-" + point)}
	log, err := os.Create(v.log)
	require.NoError(t, err)
	v.cmd = exec.Command(filepath.Join(m.Path("bin"), part), "serve")
	v.cmd.Dir = m.Root
	for key, value := range env {
		v.cmd.Env = append(v.cmd.Env, key+"="+value)
	}
	v.cmd.Stderr = log
	require.NoError(t, v.cmd.Start())
	go func() {
		_ = v.cmd.Wait()
		_ = log.Close()
		close(v.done)
	}()
	t.Cleanup(func() {
		_ = v.cmd.Process.Kill()
		<-v.done
	})
	ready(t, addr)
	return v
}

// dies waits until the victim has killed itself.
func (v *victim) dies(t *testing.T) {
	t.Helper()
	select {
	case <-v.done:
	case <-time.After(patience):
		t.Fatalf("it never came to the crash point; see %s", v.log)
	}
	var exit syscall.WaitStatus
	exit, _ = v.cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.Equal(t, syscall.SIGKILL, exit.Signal(), "it should have been killed; see %s", v.log)
}

// listed waits until Consul, and so every caller, knows n living copies of a part.
func listed(t *testing.T, m *shop.Mall, part string, n int) {
	t.Helper()
	shop.Await(t, "Consul lists all copies", patience, func() bool {
		resp, err := http.Get("http://" + m.ConsulAddr + "/v1/health/service/" + part + "?passing")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		var living []struct{}
		return json.NewDecoder(resp.Body).Decode(&living) == nil && len(living) == n
	})
}

// reaches waits until calls to the order service go through again, whichever copy there is.
func reaches(t *testing.T, s *shop.Shopper) shop.Confirm {
	t.Helper()
	var c shop.Confirm
	shop.Await(t, "the order service answers", patience, func() bool {
		a, err := s.Send(t.Context(), shop.Request{Path: "/api/order/confirm"})
		if err != nil || a.Status != http.StatusOK {
			return false
		}
		a.Into(t, http.StatusOK, &c)
		return true
	})
	return c
}

// each runs f for n numbers, at most width at once, and gives all errors together.
func each(ctx context.Context, n, width int, f func(ctx context.Context, i int) error) error {
	var mu sync.Mutex
	var failed []error
	var wg sync.WaitGroup
	slots := make(chan struct{}, width)
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if err := f(ctx, i); err != nil {
				mu.Lock()
				failed = append(failed, fmt.Errorf("%d: %w", i, err))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errors.Join(failed...)
}

// count reads one number from the tables.
func count(t *testing.T, m *shop.Mall, query string, args ...any) int {
	t.Helper()
	var n int
	require.NoError(t, m.DB.QueryRowContext(t.Context(), query, args...).Scan(&n))
	return n
}
