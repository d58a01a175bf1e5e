package rabbit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/propagation"
)

// Message is the envelope in which everything travels. Subject is what the message is about, an order number in most cases.
type Message struct {
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	Version     int             `json:"version"`
	OccurredAt  time.Time       `json:"occurredAt"`
	Subject     string          `json:"subject"`
	Traceparent string          `json:"traceparent,omitempty"`
	Data        json.RawMessage `json:"data"`
}

// Typed is implemented by event data that knows which messages it may be read from.
type Typed interface {
	// MessageType says the type and the version of the message that carries this data.
	MessageType() (name string, version int)
}

// Decode reads the data of a message as T. It refuses, with a permanent error, data that is not valid, a type other than T's own
// when T is [Typed], and a version that T does not know: T's own when Typed, else 1.
func Decode[T any](m Message) (T, error) {
	var v T
	want := 1
	if t, ok := any(&v).(Typed); ok {
		var name string
		name, want = t.MessageType()
		if m.Type != name {
			return v, Permanent(fmt.Errorf("message %s is a %q, not a %q", m.ID, m.Type, name))
		}
	}
	if m.Version != want {
		return v, Permanent(fmt.Errorf("message %s: %s has version %d, this part reads %d", m.ID, m.Type, m.Version, want))
	}
	if len(m.Data) == 0 || string(m.Data) == "null" {
		return v, Permanent(fmt.Errorf("message %s: %s carries no data", m.ID, m.Type))
	}
	if err := json.Unmarshal(m.Data, &v); err != nil {
		return v, Permanent(fmt.Errorf("message %s: data of %s: %w", m.ID, m.Type, err))
	}
	return v, nil
}

// Encode writes the envelope round data in one pass. The data of m itself is not looked at.
func Encode(m Message, data any) ([]byte, error) {
	body, err := json.Marshal(struct {
		ID          string    `json:"id"`
		Type        string    `json:"type"`
		Version     int       `json:"version"`
		OccurredAt  time.Time `json:"occurredAt"`
		Subject     string    `json:"subject"`
		Traceparent string    `json:"traceparent,omitempty"`
		Data        any       `json:"data"`
	}{m.ID, m.Type, m.Version, m.OccurredAt, m.Subject, m.Traceparent, data})
	if err != nil {
		return nil, fmt.Errorf("encode message %s of type %s: %w", m.ID, m.Type, err)
	}
	return body, nil
}

// parse reads an envelope and refuses one without id or type.
func parse(body []byte) (Message, error) {
	var m Message
	if err := json.Unmarshal(body, &m); err != nil {
		return m, fmt.Errorf("read envelope: %w", err)
	}
	if m.ID == "" || m.Type == "" {
		return m, fmt.Errorf("read envelope: id %q and type %q must not be empty", m.ID, m.Type)
	}
	return m, nil
}

// Outgoing is one message on its way to an exchange, encoded already.
type Outgoing struct {
	Exchange string
	Key      string
	ID       string
	Type     string
	Body     []byte // the envelope, see Encode
	// Optional says that nobody needs to listen: without it a message that reaches no queue is an error.
	Optional bool
}

type messageKey struct{}

type delivered struct {
	message Message
	queue   string
}

// WithMessage puts a message and the queue it was taken from into a context, together with the trace it belongs to. Consume does
// so for every handler; tests of handlers may.
func WithMessage(ctx context.Context, m Message, queue string) context.Context {
	ctx = context.WithValue(ctx, messageKey{}, delivered{m, queue})
	if m.Traceparent == "" {
		return ctx
	}
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": m.Traceparent})
}

// FromContext answers the message that is being handled and the queue it was taken from; ok is false outside of a handler.
func FromContext(ctx context.Context) (m Message, queue string, ok bool) {
	d, ok := ctx.Value(messageKey{}).(delivered)
	return d.message, d.queue, ok
}

// TraceparentOf writes the trace of ctx as a traceparent header, or "" where there is none.
func TraceparentOf(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier["traceparent"]
}
