// Package notifier delivers the notifications of the stand-in to the merchant, as often as its rules ask for.
package notifier

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"gulimall/services/alipaysim"
)

const (
	workers     = 32
	answerLimit = 4 << 10
	patience    = 10 * time.Second
	longestNap  = time.Minute
)

// Notifier sends what is due.
type Notifier struct {
	sim    *alipaysim.Sim
	client *http.Client
	log    *slog.Logger
	slots  chan struct{}
	active sync.WaitGroup
}

// New makes a notifier. It resolves *.localhost to this machine itself, whatever the resolver thinks, leaves the Host
// header as the address has it, and follows no redirects: to Alipay a redirect is a failure.
func New(sim *alipaysim.Sim, log *slog.Logger) *Notifier {
	return &Notifier{
		sim: sim, log: log, slots: make(chan struct{}, workers),
		client: &http.Client{
			Timeout:       patience,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport:     &http.Transport{DialContext: dial, MaxIdleConnsPerHost: workers, IdleConnTimeout: 30 * time.Second},
		},
	}
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 3 * time.Second}
	return d.DialContext(ctx, network, loopback(address))
}

// loopback turns the address of any host below localhost into that of this machine.
func loopback(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if name := strings.TrimSuffix(strings.ToLower(host), "."); name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

// Run sends until ctx ends, and returns when the sends that were under way have ended too. Those that it gave up then
// come again after the next start.
func (n *Notifier) Run(ctx context.Context) error {
	defer n.client.CloseIdleConnections()
	defer n.active.Wait()
	for {
		due, next, err := n.sim.Due()
		if err != nil {
			return err
		}
		for _, d := range due {
			if !n.start(ctx, d) {
				return nil
			}
		}
		nap := time.NewTimer(n.nap(next))
		select {
		case <-ctx.Done():
			nap.Stop()
			return nil
		case <-n.sim.Wake():
			nap.Stop()
		case <-nap.C:
		}
	}
}

func (n *Notifier) nap(next time.Time) time.Duration {
	if next.IsZero() {
		return longestNap
	}
	return min(max(next.Sub(n.sim.Now()), time.Millisecond), longestNap)
}

func (n *Notifier) start(ctx context.Context, d alipaysim.Dispatch) bool {
	select {
	case n.slots <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	n.active.Go(func() {
		defer func() { <-n.slots }()
		n.deliver(ctx, d)
	})
	return true
}

// deliver sends one notification, all copies of it at the same time, and records the answers.
func (n *Notifier) deliver(ctx context.Context, d alipaysim.Dispatch) {
	attempts := make([]alipaysim.Attempt, d.Copies())
	var copies sync.WaitGroup
	for i := range attempts {
		copies.Go(func() { attempts[i] = n.attempt(ctx, d) })
	}
	copies.Wait()
	if ctx.Err() != nil {
		return // not the merchant's fault: it does not count
	}
	if err := n.sim.Record(d.Notice.ID, attempts); err != nil {
		n.log.LogAttrs(ctx, slog.LevelError, "notification not recorded", slog.String("notify_id", d.Notice.ID), slog.Any("error", err))
	}
	for _, a := range attempts {
		n.log.LogAttrs(ctx, slog.LevelInfo, "notification sent",
			slog.String("out_trade_no", d.Notice.OutTradeNo), slog.String("notify_id", d.Notice.ID), slog.Int("status", a.Status),
			slog.Bool("success", a.Succeeded()), slog.Any("faults", a.Faults), slog.String("error", a.Error))
	}
}

func (n *Notifier) attempt(ctx context.Context, d alipaysim.Dispatch) alipaysim.Attempt {
	a := alipaysim.Attempt{At: n.sim.Now(), Faults: d.FaultNames()}
	if d.Faults.Drop {
		a.Error = "dropped on demand"
		return a
	}
	form, err := n.sim.Form(d)
	if err == nil {
		a.Status, a.Answer, err = n.post(ctx, d.Notice.URL, form)
	}
	if err != nil {
		a.Error = err.Error()
	}
	a.DurationMs = n.sim.Now().Sub(a.At).Milliseconds()
	return a
}

func (n *Notifier) post(ctx context.Context, address string, form url.Values) (status int, answer string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	req.Header.Set("User-Agent", "Mozilla/4.0")
	resp, err := n.client.Do(req)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerLimit))
	return resp.StatusCode, string(body), errors.Join(err, resp.Body.Close())
}
