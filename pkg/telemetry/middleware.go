package telemetry

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// Middleware gives every request a request id and a trace: those of the caller where it sent valid ones, new ones
// otherwise. Both are in the request's context and in the headers of the answer. Build it after Setup.
func Middleware() gin.HandlerFunc {
	if recording() {
		return record(otel.Tracer(scope))
	}
	return func(c *gin.Context) {
		ctx, parent := identify(c)
		sc := newSpanContext()
		if parent.IsValid() {
			// A span of our own under the caller's trace, so that ids differ by process even when nothing is recorded.
			sc = parent.WithSpanID(newSpanID()).WithRemote(false)
		}
		serve(c, trace.ContextWithSpanContext(ctx, sc))
	}
}

// record is Middleware with spans.
func record(tracer trace.Tracer) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, parent := identify(c)
		if parent.IsValid() {
			ctx = trace.ContextWithRemoteSpanContext(ctx, parent)
		}
		ctx, span := tracer.Start(ctx, c.Request.Method, trace.WithSpanKind(trace.SpanKindServer))
		defer span.End()
		serve(c, ctx)

		status := c.Writer.Status()
		span.SetName(c.Request.Method + " " + route(c))
		span.SetAttributes(
			attribute.String("http.request.method", c.Request.Method),
			attribute.String("http.route", route(c)),
			attribute.Int("http.response.status_code", status),
			attribute.String("request.id", RequestID(ctx)),
		)
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
	}
}

// identify reads the caller's ids.
func identify(c *gin.Context) (context.Context, trace.SpanContext) {
	id := c.Request.Header.Get(HeaderRequestID)
	if !validRequestID(id) {
		id = NewRequestID()
	}
	parent, _ := parseTraceparent(strings.TrimSpace(c.Request.Header.Get(HeaderTraceparent)))
	return WithRequestID(c.Request.Context(), id), parent
}

func serve(c *gin.Context, ctx context.Context) { //nolint:revive // gin's context goes first, as everywhere in gin
	header := c.Writer.Header()
	header[HeaderRequestID] = []string{RequestID(ctx)}
	header[HeaderTraceID] = []string{TraceID(ctx)}
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// route is the template that matched, so that a label never holds what a visitor typed.
func route(c *gin.Context) string {
	if path := c.FullPath(); path != "" {
		return path
	}
	return "unmatched"
}
