package shop

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Publish puts a message into the broker as a part's outbox does, and waits for the confirm. The same id again is the same message
// again.
func (m *Mall) Publish(tb testing.TB, exchange, key, id, kind, subject string, data any) {
	tb.Helper()
	conn, err := amqp.Dial(m.AMQP)
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Close()
	ch, err := conn.Channel()
	if err == nil {
		err = ch.Confirm(false)
	}
	if err != nil {
		tb.Fatal(err)
	}
	raw, err := json.Marshal(data)
	if err != nil {
		tb.Fatal(err)
	}
	body, err := json.Marshal(map[string]any{
		"id": id, "type": kind, "version": 1, "occurredAt": time.Now().UTC(), "subject": subject, "data": json.RawMessage(raw),
	})
	if err != nil {
		tb.Fatal(err)
	}
	confirm, err := ch.PublishWithDeferredConfirm(exchange, key, true, false, amqp.Publishing{
		ContentType: "application/json", DeliveryMode: amqp.Persistent, MessageId: id, Type: kind, Body: body,
	})
	if err != nil {
		tb.Fatal(err)
	}
	if acked, err := confirm.WaitContext(tb.Context()); err != nil || !acked {
		tb.Fatalf("%s %s is not confirmed: %v", exchange, key, err)
	}
}

// MessageID draws the id of a new message.
func MessageID() string { return rand.Text() }

// Queued is how many messages lie in a queue, ready or on their way to a consumer; -1 where nobody knows yet.
func (m *Mall) Queued(tb testing.TB, queue string) int {
	tb.Helper()
	r, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, m.RabbitMgmt+"/api/queues/gulimall/"+url.PathEscape(queue), nil)
	if err != nil {
		tb.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		tb.Fatalf("%s: %d %v", r.URL.Redacted(), resp.StatusCode, err)
	}
	var q struct {
		Messages *int `json:"messages"`
	}
	if err := json.Unmarshal(body, &q); err != nil || q.Messages == nil {
		return -1
	}
	return *q.Messages
}
