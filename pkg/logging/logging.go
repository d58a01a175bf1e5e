// Package logging makes the one logger of a process: JSON lines with the service's name, and the request and trace ids of the
// context that a line was written under.
package logging

import (
	"context"
	"io"
	"log/slog"

	"gulimall/pkg/telemetry"
)

// New makes a logger for a service. An unknown level is an error.
func New(w io.Writer, service, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, err
	}
	handler := slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l})
	return slog.New(withIDs{handler}).With(slog.String("service", service)), nil
}

// withIDs adds what the context knows about the request.
type withIDs struct{ slog.Handler }

// Handle writes one line.
func (h withIDs) Handle(ctx context.Context, r slog.Record) error {
	if id := telemetry.RequestID(ctx); id != "" {
		r.AddAttrs(slog.String("request_id", id))
	}
	if id := telemetry.TraceID(ctx); id != "" {
		r.AddAttrs(slog.String("trace_id", id))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the ids on derived loggers.
func (h withIDs) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withIDs{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the ids on derived loggers.
func (h withIDs) WithGroup(name string) slog.Handler { return withIDs{h.Handler.WithGroup(name)} }
