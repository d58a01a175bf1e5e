package telemetry

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace/noop"
)

const (
	traceID     = "0123456789abcdef0123456789abcdef"
	traceparent = "00-" + traceID + "-0123456789abcdef-01"
)

func TestTraceparent(t *testing.T) {
	ctx := WithTraceparent(t.Context(), traceparent)
	require.Equal(t, traceparent, Traceparent(ctx))
	require.Equal(t, traceID, TraceID(ctx))

	later := "cc-" + traceID + "-0123456789abcdef-00-what.the.future.holds"
	require.Equal(t, "00-"+traceID+"-0123456789abcdef-00", Traceparent(WithTraceparent(t.Context(), later)))
	require.Len(t, TraceID(NewTrace(t.Context())), 32)
}

func TestTraceparentRefused(t *testing.T) {
	for _, s := range []string{
		"", "00", strings.Repeat("-", 55), strings.Repeat("0", 55), traceparent + "-00", traceparent + "x",
		"ff" + traceparent[2:], strings.ToUpper(traceparent), "00-" + strings.Repeat("0", 32) + "-0123456789abcdef-01",
		"00-" + traceID + "-0000000000000000-01", "zz" + traceparent[2:], traceparent[:53] + "zz",
	} {
		require.Empty(t, TraceID(WithTraceparent(t.Context(), s)), "%q", s)
	}
}

func FuzzParseTraceparent(f *testing.F) {
	f.Add(traceparent)
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		sc, ok := parseTraceparent(s)
		if ok != sc.IsValid() {
			t.Errorf("parseTraceparent(%q) = %v, %t", s, sc, ok)
		}
	})
}

// ask sends a request through the middleware and returns the answer and what the handler saw.
func ask(t *testing.T, headers map[string]string) (http.Header, context.Context) {
	t.Helper()
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	var seen context.Context //nolint:fatcontext // kept to look at
	engine.Use(Middleware())
	engine.GET("/orders/:sn", func(c *gin.Context) { seen = c.Request.Context() })
	r := httptest.NewRequest(http.MethodGet, "/orders/7", nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	return w.Header(), seen
}

func TestMiddlewareContinues(t *testing.T) {
	header, ctx := ask(t, map[string]string{"X-Request-Id": "request-0001", "traceparent": traceparent})
	require.Equal(t, "request-0001", RequestID(ctx))
	require.Equal(t, "request-0001", header.Get("X-Request-Id"))
	require.Equal(t, traceID, TraceID(ctx))
	require.Equal(t, traceID, header.Get("X-Trace-Id"))
	require.NotEqual(t, traceparent, Traceparent(ctx), "our span is not the caller's span")
	require.True(t, strings.HasSuffix(Traceparent(ctx), "-01"), "the caller's choice to sample travels on")
}

func TestMiddlewareInvents(t *testing.T) {
	for _, bad := range []string{"", "short", "with space in it", "new\nline-0001", strings.Repeat("x", 65), "<script>alert"} {
		header, ctx := ask(t, map[string]string{"X-Request-Id": bad, "traceparent": "rubbish"})
		require.Len(t, RequestID(ctx), 36)
		require.Equal(t, RequestID(ctx), header.Get("X-Request-Id"))
		require.Len(t, TraceID(ctx), 32)
		require.Len(t, Traceparent(ctx), 55)
	}
	_, one := ask(t, nil)
	_, two := ask(t, nil)
	require.NotEqual(t, TraceID(one), TraceID(two))
}

func TestOutsideARequest(t *testing.T) {
	require.Empty(t, RequestID(t.Context()))
	require.Empty(t, TraceID(t.Context()))
	require.Empty(t, Traceparent(t.Context()))
	ctx, end := Span(t.Context(), "work", 0)
	end(nil)
	require.Equal(t, t.Context(), ctx)
}

func TestExport(t *testing.T) {
	var spans atomic.Int32
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); r.URL.Path == "/v1/traces" && strings.Contains(string(body), "GET /orders/:sn") {
			spans.Add(1)
		}
	}))
	defer collector.Close()
	shutdown, err := Setup(t.Context(), "order", collector.URL+"/v1/traces")
	require.NoError(t, err)
	defer otel.SetTracerProvider(noop.NewTracerProvider())

	_, ctx := ask(t, map[string]string{"traceparent": traceparent})
	require.Equal(t, traceID, TraceID(ctx))
	require.NoError(t, shutdown(t.Context()))
	require.EqualValues(t, 1, spans.Load())
}

func TestMetrics(t *testing.T) {
	gin.SetMode(gin.TestMode)
	reg := NewRegistry()
	engine := gin.New()
	clock := time.Unix(0, 0)
	engine.Use(Metrics(reg, func() time.Time { clock = clock.Add(time.Second); return clock }))
	engine.GET("/orders/:sn", func(c *gin.Context) { c.Status(http.StatusTeapot) })
	engine.GET("/metrics", gin.WrapH(MetricsHandler(reg)))
	for _, path := range []string{"/orders/7", "/orders/8", "/nothing/here", "/metrics"} {
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if path != "/metrics" {
			continue
		}
		text := w.Body.String()
		require.Contains(t, text, `http_server_seconds_count{method="GET",route="/orders/:sn",status="418"} 2`)
		require.Contains(t, text, `http_server_seconds_sum{method="GET",route="/orders/:sn",status="418"} 2`)
		require.Contains(t, text, `http_server_seconds_count{method="GET",route="unmatched",status="404"} 1`)
		require.Contains(t, text, "go_goroutines")
	}
	require.Equal(t, "other", method("BREW"))
}

func TestRegisterTwice(t *testing.T) {
	reg := prometheus.NewRegistry()
	gauge := func() prometheus.Gauge { return prometheus.NewGauge(prometheus.GaugeOpts{Name: "g", Help: "h"}) }
	require.Same(t, Register(reg, gauge()), Register(reg, gauge()))
}

func BenchmarkMiddleware(b *testing.B) {
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	engine.Use(Middleware(), Metrics(NewRegistry(), time.Now))
	engine.GET("/orders/:sn", func(*gin.Context) {})
	r := httptest.NewRequest(http.MethodGet, "/orders/7", nil)
	b.ReportAllocs()
	for b.Loop() {
		engine.ServeHTTP(httptest.NewRecorder(), r)
	}
}
