package shop

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"gulimall/deploy/native/stack"
)

// partEnv is what the first copy of a part is told.
func (m *Mall) partEnv(part string) map[string]string {
	for _, i := range m.Instances() {
		if i.Name == part {
			return m.PartEnv(i)
		}
	}
	return nil
}

// Copy is one more copy of a part, that only the test which started it speaks to.
type Copy struct {
	URL  string
	Addr string
	Log  string
	done chan struct{}
}

// StartCopy starts one more copy of a part with settings of its own, such as a crash point, and waits until it is ready. It finds its
// peers by a fixed list and is not in Consul, so that nobody but the caller asks it anything; messages it takes as any other copy.
// It ends with the test, if it has not died before.
func (m *Mall) StartCopy(tb testing.TB, part string, settings map[string]string) *Copy {
	tb.Helper()
	listen := freePort(tb)
	env := m.PartEnv(stack.Instance{Part: m.part(part), Listen: listen})
	env["MALL_CONSUL_ADDR"], env["MALL_PEERS"] = "off", m.peers()
	maps.Copy(env, settings)
	name := fmt.Sprintf("%s-test-%s", part, listen[strings.LastIndexByte(listen, ':')+1:])
	c := &Copy{URL: "http://" + listen, Addr: listen, Log: m.LogFile(name), done: make(chan struct{})}
	log, err := os.Create(c.Log)
	if err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command(m.Path("bin", part), "serve")
	cmd.Dir, cmd.Stdout, cmd.Stderr = m.Root, log, log
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		_ = cmd.Wait() // how it ended is for the test to judge
		_ = log.Close()
		close(c.done)
	}()
	tb.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-c.done:
		case <-time.After(40 * time.Second):
			_ = cmd.Process.Kill()
		}
	})
	Await(tb, part+" is ready; see "+c.Log, 60*time.Second, func() bool { return c.ready(tb.Context()) || c.Dead(0) })
	if c.Dead(0) {
		tb.Fatalf("%s does not start; see %s", part, c.Log)
	}
	return c
}

func (c *Copy) ready(ctx context.Context) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	return errors.Join(resp.Body.Close()) == nil && resp.StatusCode == http.StatusOK
}

// Dead waits for the process to end and says whether it has.
func (c *Copy) Dead(within time.Duration) bool {
	select {
	case <-c.done:
		return true
	case <-time.After(within):
		return false
	}
}

func (m *Mall) part(name string) stack.Part {
	for _, p := range stack.Parts() {
		if p.Name == name {
			return p
		}
	}
	return stack.Part{}
}

// peers is MALL_PEERS for everything that runs.
func (m *Mall) peers() string {
	all := map[string][]string{}
	for _, i := range m.Instances() {
		all[i.Name] = append(all[i.Name], i.Listen)
	}
	list := make([]string, 0, len(all))
	for name, addrs := range all {
		list = append(list, name+"="+strings.Join(addrs, ","))
	}
	return strings.Join(list, ";")
}

func freePort(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// StopPart stops all copies of a part, or one server, until the test ends.
func (m *Mall) StopPart(tb testing.TB, name string) {
	tb.Helper()
	programs, err := m.Match(name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { m.StartPart(tb, name) })
	for _, p := range programs {
		if err := m.Supervisor.Stop(tb.Context(), p); err != nil {
			tb.Fatal(err)
		}
	}
}

// StartPart starts what StopPart or a kill has ended, and waits until it is ready.
func (m *Mall) StartPart(tb testing.TB, name string) {
	tb.Helper()
	programs, err := m.Match(name)
	if err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // also when the test's context is over
	defer cancel()
	for _, p := range programs {
		if err := m.Supervisor.Start(ctx, p); err != nil {
			tb.Errorf("start %s: %v; see %s", p, err, m.LogFile(p))
			continue
		}
		for _, i := range m.Instances() {
			if i.Program != p {
				continue
			}
			for !(&Copy{URL: "http://" + i.Listen}).ready(ctx) {
				if ctx.Err() != nil {
					tb.Errorf("%s does not become ready; see %s", p, m.LogFile(p))
					return
				}
				time.Sleep(100 * time.Millisecond)
			}
		}
	}
}
