package telemetry

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"
)

// Headers that carry a request's identity from process to process.
const (
	HeaderRequestID   = "X-Request-Id"
	HeaderTraceparent = "Traceparent"
	HeaderTraceID     = "X-Trace-Id"
)

type requestIDKey struct{}

// RequestID returns the id of the request that ctx belongs to, or "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// WithRequestID returns a context that belongs to the request with the given id.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// TraceID returns the 32 hexadecimal digits of the trace that ctx belongs to, or "".
func TraceID(ctx context.Context) string {
	sc := trace.SpanContextFromContext(ctx)
	if !sc.HasTraceID() {
		return ""
	}
	return sc.TraceID().String()
}

// Traceparent returns the W3C trace context of ctx as a header value, or "".
func Traceparent(ctx context.Context) string {
	sc := trace.SpanContextFromContext(ctx)
	if !sc.IsValid() {
		return ""
	}
	traceID, spanID := sc.TraceID(), sc.SpanID()
	var b [traceparentLen]byte
	copy(b[:], "00-")
	hex.Encode(b[3:35], traceID[:])
	b[35] = '-'
	hex.Encode(b[36:52], spanID[:])
	copy(b[52:], "-00")
	if sc.IsSampled() {
		b[54] = '1'
	}
	return string(b[:])
}

// WithTraceparent returns a context that continues the trace of the header value s, as a message consumer does.
// Anything that is not a traceparent leaves ctx as it is.
func WithTraceparent(ctx context.Context, s string) context.Context {
	sc, ok := parseTraceparent(s)
	if !ok {
		return ctx
	}
	return trace.ContextWithRemoteSpanContext(ctx, sc)
}

// NewTrace returns a context that begins a new trace, for work that no request asked for.
func NewTrace(ctx context.Context) context.Context {
	return trace.ContextWithSpanContext(ctx, newSpanContext())
}

const traceparentLen = 55

// parseTraceparent reads version 00; later versions begin the same way and are read by the same rule.
func parseTraceparent(s string) (sc trace.SpanContext, ok bool) {
	if len(s) < traceparentLen || s[2] != '-' || s[35] != '-' || s[52] != '-' || s[:2] == "ff" {
		return sc, false
	}
	if len(s) > traceparentLen && (s[:2] == "00" || s[traceparentLen] != '-') {
		return sc, false
	}
	var traceID trace.TraceID
	var spanID trace.SpanID
	var version, flags [1]byte
	for _, part := range []struct {
		to   []byte
		from string
	}{{version[:], s[:2]}, {traceID[:], s[3:35]}, {spanID[:], s[36:52]}, {flags[:], s[53:55]}} {
		if !lowerHex(part.to, part.from) {
			return sc, false
		}
	}
	sc = trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: traceID, SpanID: spanID, TraceFlags: trace.TraceFlags(flags[0]) & trace.FlagsSampled, Remote: true,
	})
	return sc, sc.IsValid()
}

// lowerHex decodes from into to; upper-case digits are not allowed in a traceparent.
func lowerHex(to []byte, from string) bool {
	for i := range len(from) {
		if from[i] >= 'A' && from[i] <= 'F' {
			return false
		}
	}
	_, err := hex.Decode(to, []byte(from))
	return err == nil
}

// newSpanContext invents ids. They identify, they protect nothing: a fast generator is good enough.
func newSpanContext() trace.SpanContext {
	var traceID trace.TraceID
	binary.LittleEndian.PutUint64(traceID[:8], nonZero())
	binary.LittleEndian.PutUint64(traceID[8:], rand.Uint64()) //nolint:gosec // an id, not a secret
	return trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: newSpanID()})
}

func newSpanID() (id trace.SpanID) {
	binary.LittleEndian.PutUint64(id[:], nonZero())
	return id
}

func nonZero() uint64 {
	return rand.Uint64() | 1 //nolint:gosec // an id, not a secret
}

// NewRequestID returns a fresh id: a UUIDv7, so that ids sort by time.
func NewRequestID() string {
	id, err := uuid.NewV7()
	if err != nil {
		id = uuid.New()
	}
	return id.String()
}

// validRequestID keeps foreign text out of logs and headers.
func validRequestID(id string) bool {
	if len(id) < 8 || len(id) > 64 {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}
