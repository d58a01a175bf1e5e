package rabbit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace"

	"gulimall/pkg/rabbit"
)

type paid struct {
	OrderSn string `json:"orderSn"`
	Fen     int64  `json:"fen"`
}

type shipped struct {
	Carrier string `json:"carrier"`
}

func (shipped) MessageType() (string, int) { return "order.shipped", 2 }

func TestEncodeAndReadBack(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 123e6, time.UTC)
	body, err := rabbit.Encode(rabbit.Message{ID: "1", Type: "order.paid", Version: 1, OccurredAt: at, Subject: "42"}, paid{"42", 1990})
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"1","type":"order.paid","version":1,"occurredAt":"2026-11-22T10:00:00.123Z","subject":"42",
		"data":{"orderSn":"42","fen":1990}}`, string(body))
	var m rabbit.Message
	require.NoError(t, json.Unmarshal(body, &m))
	got, err := rabbit.Decode[paid](m)
	require.NoError(t, err)
	assert.Equal(t, paid{"42", 1990}, got)
}

func TestDecodeIsStrict(t *testing.T) {
	message := func(name string, version int, data string) rabbit.Message {
		return rabbit.Message{ID: "1", Type: name, Version: version, Data: json.RawMessage(data)}
	}
	_, err := rabbit.Decode[shipped](message("order.shipped", 2, `{"carrier":"SF","unknown":1}`))
	require.NoError(t, err, "fields that a newer sender adds do no harm")
	for name, err := range map[string]error{
		"another type":    second(rabbit.Decode[shipped](message("order.paid", 2, `{}`))),
		"another version": second(rabbit.Decode[shipped](message("order.shipped", 1, `{}`))),
		"newer version":   second(rabbit.Decode[paid](message("order.paid", 2, `{}`))),
		"wrong field":     second(rabbit.Decode[paid](message("order.paid", 1, `{"fen":"12"}`))),
		"no data":         second(rabbit.Decode[paid](message("order.paid", 1, ``))),
		"null":            second(rabbit.Decode[paid](message("order.paid", 1, `null`))),
	} {
		assert.True(t, rabbit.IsPermanent(err), "%s: %v", name, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestMarksSurviveWrapping(t *testing.T) {
	assert.True(t, rabbit.IsPermanent(fmt.Errorf("pay order: %w", rabbit.Permanent(errors.New("no such currency")))))
	assert.True(t, rabbit.IsIgnored(fmt.Errorf("pay order: %w", rabbit.Ignore("order %s does not exist", "42"))))
	assert.False(t, rabbit.IsPermanent(rabbit.Ignore("x")))
	assert.NoError(t, rabbit.Permanent(nil))
}

func TestContextCarriesMessageAndTrace(t *testing.T) {
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	_, _, ok := rabbit.FromContext(t.Context())
	assert.False(t, ok)
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "7", Traceparent: parent}, "order.paid.queue")
	m, queue, ok := rabbit.FromContext(ctx)
	assert.True(t, ok)
	assert.Equal(t, "7", m.ID)
	assert.Equal(t, "order.paid.queue", queue)
	assert.Equal(t, "0af7651916cd43dd8448eb211c80319c", trace.SpanContextFromContext(ctx).TraceID().String())
	assert.Equal(t, parent, rabbit.TraceparentOf(ctx))
}

func TestSplitURLs(t *testing.T) {
	assert.Equal(t, []string{"amqp://a/", "amqp://b/"}, rabbit.SplitURLs(" amqp://a/, amqp://b/,\n"))
}
