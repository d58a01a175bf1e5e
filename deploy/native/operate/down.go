package operate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
)

// Down stops everything: first what faces people, then what it stands on. Data stays.
func (m *Mall) Down(ctx context.Context) error {
	c := m.client()
	if !c.Up(ctx) {
		m.endOrphans()
		fmt.Fprintln(m.Out, "  nothing is running")
		return nil
	}
	release, err := m.lock()
	if err != nil {
		return err
	}
	defer release()
	pid, err := c.PID(ctx)
	if err != nil {
		return err
	}
	running, err := c.Processes(ctx)
	if err != nil {
		return err
	}
	isServer := map[string]bool{}
	for _, n := range m.S.Servers() {
		isServer[n] = n != "nginx"
	}
	var first, second, last []string
	for name := range running {
		switch {
		case !isServer[name]:
			first = append(first, name)
		case name == "epmd": // RabbitMQ wants it until its end
			last = append(last, name)
		default:
			second = append(second, name)
		}
	}
	start := m.Now()
	for _, names := range [][]string{first, second, last} {
		if err := m.stopAll(ctx, names); err != nil {
			return err
		}
	}
	if err := c.Shutdown(ctx); err != nil {
		return err
	}
	for deadline := m.Now().Add(30 * time.Second); syscall.Kill(pid, 0) == nil; time.Sleep(50 * time.Millisecond) {
		if m.Now().After(deadline) {
			return fmt.Errorf("supervisord (process %d) does not end; see %s", pid, m.rel(m.S.LogFile("supervisor")))
		}
	}
	m.strayEpmd(ctx)
	fmt.Fprintf(m.Out, "  stopped after %s; the data stays in %s\n", m.Now().Sub(start).Round(100*time.Millisecond), m.rel(m.S.Path("data")))
	return nil
}

func (m *Mall) stopAll(ctx context.Context, names []string) error {
	errs := make([]error, len(names))
	var wg sync.WaitGroup
	for i, n := range names {
		wg.Go(func() { errs[i] = m.client().Stop(ctx, n) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// strayEpmd ends a port mapper on our port that RabbitMQ started by itself, as it does when it finds none.
func (m *Mall) strayEpmd(ctx context.Context) {
	port := m.S.Ports().Epmd
	if holder(ctx, stack.Loopback(port)) == "" {
		return
	}
	_ = exec.CommandContext(ctx, servers.Find("epmd"), "-port", fmt.Sprint(port), "-kill").Run()
}

// Reset stops everything and deletes what it made, but for what was built.
func (m *Mall) Reset(ctx context.Context) error {
	if err := m.Down(ctx); err != nil {
		return err
	}
	var errs []error
	for _, name := range []string{"data", "state", "secrets", "media", "conf", "log", "nginx", "tmp", "stack.json", "env", "lock"} {
		errs = append(errs, os.RemoveAll(m.S.Path(name)))
	}
	fmt.Fprintf(m.Out, "  deleted all data in %s\n", m.rel(m.S.Run))
	return errors.Join(errs...)
}
