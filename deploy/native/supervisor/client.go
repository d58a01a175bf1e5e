// Package supervisor writes the configuration of a private supervisord and speaks to it over its unix socket.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Client speaks to one supervisord.
type Client struct {
	socket string
	http   *http.Client
	mu     sync.Mutex // one at a time: a reload in the middle of an add confuses supervisor
}

// NewClient returns a client for the supervisord behind a unix socket.
func NewClient(socket string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "unix", socket)
	}
	return &Client{socket: socket, http: &http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}}
}

func (c *Client) call(ctx context.Context, method string, args ...any) (any, error) {
	body, err := encodeCall(method, args...)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://supervisor/RPC2", strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "text/xml")
	res, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("supervisor answered %s to %s", res.Status, method)
	}
	return decodeAnswer(res.Body)
}

// Up says whether a supervisord answers.
func (c *Client) Up(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err := c.call(ctx, "supervisor.getPID")
	return err == nil
}

// PID is the process id of the supervisord.
func (c *Client) PID(ctx context.Context) (int, error) {
	v, err := c.call(ctx, "supervisor.getPID")
	pid, _ := v.(int)
	return pid, err
}

// Process is what supervisor knows of a program.
type Process struct {
	Name, State, Why string
	PID              int
	Since            time.Time
}

// Running says whether it is.
func (p Process) Running() bool { return p.State == "RUNNING" }

// Processes lists all programs by name.
func (c *Client) Processes(ctx context.Context) (map[string]Process, error) {
	v, err := c.call(ctx, "supervisor.getAllProcessInfo")
	if err != nil {
		return nil, err
	}
	all := map[string]Process{}
	list, _ := v.([]any)
	for _, e := range list {
		m, _ := e.(map[string]any)
		p := Process{}
		p.Name, _ = m["name"].(string)
		p.State, _ = m["statename"].(string)
		p.Why, _ = m["spawnerr"].(string)
		p.PID, _ = m["pid"].(int)
		if sec, _ := m["start"].(int); sec > 0 {
			p.Since = time.Unix(int64(sec), 0)
		}
		all[p.Name] = p
	}
	return all, nil
}

// Reload makes supervisor read its configuration again: programs that left are stopped and forgotten,
// programs whose definition changed are stopped and known anew. Nothing is started. Programs for which
// only says no are left as they are; only may be nil.
func (c *Client) Reload(ctx context.Context, only func(program string) bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, err := c.call(ctx, "supervisor.reloadConfig")
	if err != nil {
		return err
	}
	added, changed, removed, err := diff(v, only)
	if err != nil {
		return err
	}
	gone := slices.Concat(removed, changed)
	if err := c.each(gone, func(n string) error {
		_, err := c.call(ctx, "supervisor.stopProcessGroup", n, true)
		return err
	}); err != nil {
		return err
	}
	if err := c.each(gone, func(n string) error {
		_, err := c.call(ctx, "supervisor.removeProcessGroup", n)
		return err
	}); err != nil {
		return err
	}
	return c.each(slices.Concat(changed, added), func(n string) error {
		_, err := c.call(ctx, "supervisor.addProcessGroup", n)
		return err
	})
}

// each does something to all programs side by side; what is done already is no error.
func (c *Client) each(programs []string, do func(string) error) error {
	errs := make([]error, len(programs))
	var wg sync.WaitGroup
	for i, n := range programs {
		wg.Go(func() {
			if err := do(n); !isFault(err, faultBadName, faultAlreadyAdded) {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// diff reads the answer of reloadConfig: [[added, changed, removed]].
func diff(v any, only func(string) bool) (added, changed, removed []string, err error) {
	outer, _ := v.([]any)
	if len(outer) != 1 {
		return nil, nil, nil, errors.New("supervisor: unexpected answer to reloadConfig")
	}
	lists, _ := outer[0].([]any)
	if len(lists) != 3 {
		return nil, nil, nil, errors.New("supervisor: unexpected answer to reloadConfig")
	}
	return names(lists[0], only), names(lists[1], only), names(lists[2], only), nil
}

func names(v any, only func(string) bool) []string {
	list, _ := v.([]any)
	out := make([]string, 0, len(list))
	for _, e := range list {
		if s, ok := e.(string); ok && (only == nil || only(s)) {
			out = append(out, s)
		}
	}
	return out
}

// Start starts a program, if it does not run, and waits until it has outlived its first second.
func (c *Client) Start(ctx context.Context, name string) error {
	_, err := c.call(ctx, "supervisor.startProcess", name, true)
	if isFault(err, faultAlreadyStarted) {
		return nil
	}
	return err
}

// Stop stops a program and waits until it is gone.
func (c *Client) Stop(ctx context.Context, name string) error {
	_, err := c.call(ctx, "supervisor.stopProcess", name, true)
	if isFault(err, faultNotRunning) {
		return nil
	}
	return err
}

// Shutdown stops supervisord and with it every program.
func (c *Client) Shutdown(ctx context.Context) error {
	_, err := c.call(ctx, "supervisor.shutdown")
	return err
}
