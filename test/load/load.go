// Package load puts the running shop under load from outside, through nginx, and measures it. Every answer is checked for what it says:
// figures of a shop that answers wrongly mean nothing.
package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// answerTime is how long an answer may take before it counts as missing.
const answerTime = 15 * time.Second

// Shop is the shop as a client sees it.
type Shop struct {
	domain string
	port   string
	client *http.Client
}

// NewShop speaks to the nginx at addr, whatever host is asked for, over up to conns connections.
func NewShop(addr, domain string, conns int) *Shop {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	_, port, _ := net.SplitHostPort(addr)
	return &Shop{domain: domain, port: port, client: &http.Client{
		Timeout: answerTime,
		Transport: &http.Transport{
			DialContext:         func(ctx context.Context, _, _ string) (net.Conn, error) { return dialer.DialContext(ctx, "tcp", addr) },
			MaxIdleConnsPerHost: 2 * conns, MaxConnsPerHost: 2 * conns, IdleConnTimeout: 20 * time.Second, DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Close ends idle connections.
func (s *Shop) Close() { s.client.CloseIdleConnections() }

// call is one request.
type call struct {
	method string // GET when empty
	host   string // the label before the domain; empty is the bare domain
	path   string
	url    string // instead of host and path
	cookie string
	body   any // JSON
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (s *Shop) send(ctx context.Context, c call) (answer, error) {
	target := c.url
	if target == "" {
		host := s.domain
		if c.host != "" {
			host = c.host + "." + s.domain
		}
		target = "http://" + host + ":" + s.port + c.path
	}
	var body io.Reader
	if c.body != nil {
		encoded, err := json.Marshal(c.body)
		if err != nil {
			return answer{}, err
		}
		body = bytes.NewReader(encoded)
	}
	if c.method == "" {
		c.method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, c.method, target, body)
	if err != nil {
		return answer{}, err
	}
	if c.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.cookie != "" {
		req.Header.Set("Cookie", c.cookie)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	text, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, text}, errors.Join(err, res.Body.Close())
}

// want sends a call that must be answered with a status, and reads the resource into out unless that is nil.
func (s *Shop) want(ctx context.Context, c call, status int, out any) (answer, error) {
	a, err := s.send(ctx, c)
	switch {
	case err != nil:
		return a, fmt.Errorf("%s %s%s: %w", c.method, c.path, c.url, err)
	case a.status != status:
		return a, fmt.Errorf("%s %s%s: %d instead of %d: %.300s", c.method, c.path, c.url, a.status, status, a.body)
	case out == nil:
		return a, nil
	}
	if err := json.Unmarshal(a.body, out); err != nil {
		return a, fmt.Errorf("%s %s%s: %w: %.300s", c.method, c.path, c.url, err, a.body)
	}
	return a, nil
}

// cookies are those that an answer sets, as the next request sends them.
func cookies(a answer) string {
	var all []string
	for _, line := range a.header.Values("Set-Cookie") {
		pair, _, _ := strings.Cut(line, ";")
		all = append(all, pair)
	}
	return strings.Join(all, "; ")
}

// inParallel lets some workers deal with n things. It ends at the first error of any.
func inParallel(ctx context.Context, workers, n int, work func(ctx context.Context, i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(workers, n) {
		wait.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := work(ctx, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}
