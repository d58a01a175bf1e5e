package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"go.opentelemetry.io/otel/trace"

	"gulimall/pkg/apperr"
	"gulimall/pkg/telemetry"
)

// Client calls one service. It is safe for concurrent use; make one per peer and keep it.
type Client struct {
	service string
	opts    Options
	http    http.RoundTripper
	breaker circuitbreaker.CircuitBreaker[any]
	slots   chan struct{}
	metrics *metrics
	buffers sync.Pool // *bytes.Buffer, for answers
}

// New returns a client for service.
func New(resolver Resolver, service string, opts Options) *Client {
	opts = opts.withDefaults()
	return &Client{
		service: service,
		opts:    opts,
		http:    NewTransport(resolver, service, opts.Base, opts.Now),
		breaker: circuitbreaker.NewBuilder[any]().
			WithFailureThreshold(opts.TripAfter).
			WithSuccessThreshold(1).
			WithDelay(opts.HalfOpen).
			Build(),
		slots:   make(chan struct{}, opts.MaxInFlight),
		metrics: newMetrics(opts.Registerer, service),
	}
}

// Call is one call in full; Get, Post and the others are its common forms.
type Call struct {
	Method     string
	Path       string // with its query
	In         any    // sent as JSON; nil sends no body
	Out        any    // the answer is decoded into it; nil ignores the answer
	Idempotent bool   // may be executed twice, whatever its method
	Timeout    time.Duration
}

// Get asks for path and decodes the answer into out.
func (c *Client) Get(ctx context.Context, path string, out any) error {
	return c.Do(ctx, Call{Method: http.MethodGet, Path: path, Out: out})
}

// Post sends in to path, at most once to one instance, and decodes the answer into out.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	return c.Do(ctx, Call{Method: http.MethodPost, Path: path, In: in, Out: out})
}

// PostIdempotent is Post for calls that may be executed twice: a broken connection sends them to another instance.
func (c *Client) PostIdempotent(ctx context.Context, path string, in, out any) error {
	return c.Do(ctx, Call{Method: http.MethodPost, Path: path, In: in, Out: out, Idempotent: true})
}

// Put sends in to path and decodes the answer into out.
func (c *Client) Put(ctx context.Context, path string, in, out any) error {
	return c.Do(ctx, Call{Method: http.MethodPut, Path: path, In: in, Out: out})
}

// Delete deletes path.
func (c *Client) Delete(ctx context.Context, path string) error {
	return c.Do(ctx, Call{Method: http.MethodDelete, Path: path})
}

// Do makes a call. An answer that is no success comes back as the *apperr.Error that the service gave, so errors.Is with a
// sentinel of the same code holds. A service that cannot be reached, does not answer in time, or has failed too often in
// a row is apperr.ErrUnavailable; a ctx that the caller cancelled is its own error.
func (c *Client) Do(ctx context.Context, call Call) error {
	start := c.opts.Now()
	limit := c.opts.Timeout
	if call.Timeout > 0 {
		limit = call.Timeout
	}
	callCtx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	callCtx, end := telemetry.Span(callCtx, call.Method+" "+c.service, trace.SpanKindClient)

	result, err := c.guarded(callCtx, ctx, call)
	end(err)
	c.metrics.observe(result, c.opts.Now().Sub(start))
	if err != nil {
		path, _, _ := strings.Cut(call.Path, "?")
		return fmt.Errorf("%s %s%s: %w", call.Method, c.service, path, err)
	}
	return nil
}

// guarded makes the call if the breaker and the bound on concurrency let it. parent is ctx without the call's own limit.
func (c *Client) guarded(ctx, parent context.Context, call Call) (outcome, error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	default:
		select {
		case c.slots <- struct{}{}:
			defer func() { <-c.slots }()
		case <-ctx.Done():
			return c.broken(parent, ctx.Err())
		}
	}
	if !c.breaker.TryAcquirePermit() {
		return refused, apperr.ErrUnavailable.Wrap(errBreakerOpen).After(c.opts.HalfOpen)
	}
	status, err := c.exchange(ctx, call)
	if status == 0 && err != nil {
		result, err := c.broken(parent, err)
		if result != canceled || c.breaker.IsHalfOpen() {
			c.breaker.RecordFailure()
		}
		return result, err
	}
	if status >= http.StatusInternalServerError {
		c.breaker.RecordFailure()
		return failed, err
	}
	c.breaker.RecordSuccess()
	if err != nil {
		return rejected, err
	}
	return succeeded, nil
}

// errBreakerOpen says that a service failed so often in a row that it is left alone for a moment.
var errBreakerOpen = errors.New("left alone after a run of failures")

// broken classifies a call that got no answer. parent tells the caller's own cancelling from our limits.
func (c *Client) broken(parent context.Context, err error) (outcome, error) {
	switch {
	case errors.Is(parent.Err(), context.Canceled):
		return canceled, parent.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut, apperr.ErrUnavailable.Wrap(err)
	default:
		return unreachable, apperr.ErrUnavailable.Wrap(err)
	}
}

// exchange sends the request and reads the answer; a status of zero means that there was none.
func (c *Client) exchange(ctx context.Context, call Call) (status int, err error) {
	req, err := c.request(ctx, call)
	if err != nil {
		return http.StatusUnprocessableEntity, err
	}
	resp, err := c.http.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close() //nolint:errcheck // an answer that was read or given up
	buf := c.buffer()
	defer c.release(buf)
	n, err := buf.ReadFrom(io.LimitReader(resp.Body, c.opts.MaxAnswer+1))
	if err != nil {
		return 0, fmt.Errorf("read answer: %w", err)
	}
	if n > c.opts.MaxAnswer {
		return http.StatusBadGateway, apperr.ErrInternal.Wrap(fmt.Errorf("answer longer than %d bytes", c.opts.MaxAnswer))
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return resp.StatusCode, apperr.Decode(resp.StatusCode, retryAfter(resp.Header), buf.Bytes())
	}
	if call.Out == nil || n == 0 {
		return resp.StatusCode, nil
	}
	if err := json.Unmarshal(buf.Bytes(), call.Out); err != nil {
		return http.StatusBadGateway, apperr.ErrInternal.Wrap(fmt.Errorf("decode answer: %w", err))
	}
	return resp.StatusCode, nil
}

// request builds the request with everything that travels along.
func (c *Client) request(ctx context.Context, call Call) (*http.Request, error) {
	var body io.Reader
	if call.In != nil {
		encoded, err := json.Marshal(call.In)
		if err != nil {
			return nil, fmt.Errorf("encode request: %w", err)
		}
		body = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, call.Method, "http://"+c.service+call.Path, body)
	if err != nil {
		return nil, fmt.Errorf("build request: %w", err)
	}
	h := req.Header
	if call.In != nil {
		h["Content-Type"] = []string{"application/json"}
	}
	h["Accept"] = []string{"application/json"}
	if call.Idempotent {
		h[idempotencyKey] = nil
	}
	from := callerOf(ctx)
	set(h, "Cookie", from.cookies)
	set(h, "Accept-Language", from.language)
	Carry(ctx, h)
	return req, nil
}

// Carry writes what every onward request carries: request id, trace, and what is left of the deadline.
func Carry(ctx context.Context, h http.Header) {
	set(h, telemetry.HeaderRequestID, telemetry.RequestID(ctx))
	set(h, telemetry.HeaderTraceparent, telemetry.Traceparent(ctx))
	setTimeout(ctx, h)
}

// set sets a header whose name is already canonical; empty values are left out.
func set(h http.Header, name, value string) {
	if value != "" {
		h[name] = []string{value}
	}
}

func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}

// maxKept keeps one huge answer from staying in memory for ever.
const maxKept = 256 << 10

func (c *Client) buffer() *bytes.Buffer {
	if b, ok := c.buffers.Get().(*bytes.Buffer); ok {
		return b
	}
	return new(bytes.Buffer)
}

func (c *Client) release(b *bytes.Buffer) {
	if b.Cap() > maxKept {
		return
	}
	b.Reset()
	c.buffers.Put(b)
}
