package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
	"gulimall/pkg/telemetry"
)

// newProxy passes requests on to one service. What went wrong is left in the request's journey.
func newProxy(transport http.RoundTripper, h *headers, log *slog.Logger) http.Handler {
	return &httputil.ReverseProxy{
		Transport:  transport,
		BufferPool: &copyBuffers{},
		ErrorLog:   slog.NewLogLogger(log.Handler(), slog.LevelInfo),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme = "http" // the transport chooses the host
			strip(r.Out.Header)
			r.Out.Header["X-Forwarded-For"] = []string{visitor(r.In).String()}
			r.Out.Header["X-Forwarded-Proto"] = []string{proto(r.In)}
			r.Out.Header["X-Forwarded-Host"] = []string{r.In.Host}
			rpc.Carry(r.In.Context(), r.Out.Header)
		},
		ModifyResponse: func(answer *http.Response) error {
			for _, name := range [...]string{telemetry.HeaderRequestID, telemetry.HeaderTraceID, rpc.HeaderNotStarted, "Server"} {
				delete(answer.Header, name) // the first two are already in our own answer
			}
			if len(answer.Header["Cache-Control"]) == 0 {
				answer.Header["Cache-Control"] = []string{"private, no-store"} // most answers are for one person; who means otherwise says so
			}
			h.secure(answer.Header)
			if j, ok := answer.Request.Context().Value(journeyKey{}).(*journey); ok && isStream(answer.Header.Get("Content-Type")) {
				answer.Header["X-Accel-Buffering"] = []string{"no"} // to nginx: every event is passed on as it comes
				j.lasts()
			}
			return nil
		},
		ErrorHandler: func(_ http.ResponseWriter, r *http.Request, err error) {
			if j, ok := r.Context().Value(journeyKey{}).(*journey); ok {
				j.failed = err
			}
		},
	}
}

// journey is one request's way through a proxy.
type journey struct {
	failed error  // what kept the proxy from answering
	lasts  func() // the answer is a stream of events
}

type journeyKey struct{}

// pass sends the request to its service, which has a while to answer. A stream of events, once it has begun, lasts until the visitor
// leaves, the service ends it, or this process stops.
func (g *Gateway) pass(c *gin.Context) {
	j := journey{lasts: func() {}}
	ctx := context.WithValue(c.Request.Context(), journeyKey{}, &j)
	var cancel context.CancelFunc
	if isStream(c.GetHeader("Accept")) {
		ctx, cancel = context.WithCancel(ctx)
		patience := time.AfterFunc(g.timeout, cancel)
		defer patience.Stop()
		j.lasts = func() {
			patience.Stop()
			c.Set(lastingKey, true)
			// The server's limit on reading a request would otherwise end the stream: net/http goes on reading to see the visitor leave.
			_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Time{})
			go func() {
				select {
				case <-server.Stopping(ctx):
					cancel()
				case <-ctx.Done():
				}
			}()
		}
	} else {
		ctx, cancel = context.WithTimeout(ctx, g.timeout)
	}
	defer cancel()
	g.services[c.GetString(serviceKey)].ServeHTTP(c.Writer, c.Request.WithContext(ctx))
	switch {
	case j.failed == nil:
	case errors.Is(c.Request.Context().Err(), context.Canceled):
		c.Status(499) // the visitor has left; nobody reads the answer
	default:
		g.refuse(c, apperr.ErrUnavailable.Wrap(j.failed))
	}
}

// isStream reports whether an Accept or Content-Type header names a stream of events.
func isStream(header string) bool { return strings.HasPrefix(header, "text/event-stream") }

// body reads the request's body, which is not large, before a service is troubled: one that is too large is refused whatever it claims
// to be, one that arrives slowly occupies nobody but the gateway, and one that met a closed door can be shown at the next.
func (g *Gateway) body(c *gin.Context) {
	r := c.Request
	if r.ContentLength == 0 || r.Body == nil || r.Body == http.NoBody {
		c.Next()
		return
	}
	largest := c.GetInt64(largestKey)
	if r.ContentLength > largest {
		c.Header("Connection", "close") // rather than reading what was refused
		g.refuse(c, apperr.ErrTooLarge)
		return
	}
	content, err := io.ReadAll(http.MaxBytesReader(c.Writer, r.Body, largest))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		g.refuse(c, apperr.ErrTooLarge.Wrap(err))
		return
	case err != nil:
		c.Header("Connection", "close")
		g.refuse(c, apperr.ErrMalformed.Wrap(err))
		return
	}
	r.ContentLength = int64(len(content))
	r.TransferEncoding = nil
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
	r.Body, _ = r.GetBody()
	c.Next()
}

// copyBuffers lends the buffers by which answers are copied.
type copyBuffers struct{ pool sync.Pool }

const copyBufferSize = 16 << 10

// Get lends a buffer.
func (b *copyBuffers) Get() []byte {
	if buffer, ok := b.pool.Get().(*[copyBufferSize]byte); ok {
		return buffer[:]
	}
	return make([]byte, copyBufferSize)
}

// Put takes it back.
func (b *copyBuffers) Put(buffer []byte) {
	if len(buffer) == copyBufferSize {
		b.pool.Put((*[copyBufferSize]byte)(buffer))
	}
}
