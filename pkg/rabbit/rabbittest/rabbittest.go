// Package rabbittest gives a test a virtual host of its own on the test broker, and a hand on it: its queues can be looked into
// and its connections cut.
package rabbittest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/rabbit"
	"gulimall/pkg/testinfra"
)

// Host is a virtual host that lives as long as its test.
type Host struct {
	URL  string // amqp address
	name string
	mgmt string
}

// New makes an empty virtual host and deletes it after the test.
func New(tb testing.TB) *Host {
	tb.Helper()
	address := testinfra.RabbitMQ(tb)
	u, err := url.Parse(address)
	require.NoError(tb, err)
	return &Host{URL: address, name: strings.TrimPrefix(u.Path, "/"), mgmt: testinfra.RabbitMQManagement(tb)}
}

// Open makes a virtual host with the given topology and a broker on it, all gone after the test.
func Open(tb testing.TB, t rabbit.Topology) (*rabbit.Broker, *Host) {
	tb.Helper()
	h := New(tb)
	h.Declare(tb, t)
	return h.Broker(tb), h
}

// Declare brings the virtual host to the state of the table.
func (h *Host) Declare(tb testing.TB, t rabbit.Topology) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	require.NoError(tb, rabbit.Declare(ctx, []string{h.URL}, t, rabbit.Classic))
}

// Broker opens a broker on the virtual host, waits until it is connected, and closes it after the test.
func (h *Host) Broker(tb testing.TB) *rabbit.Broker {
	tb.Helper()
	b, err := rabbit.Open(context.Background(), rabbit.Config{
		URLs: []string{h.URL}, Name: tb.Name(), ReconnectDelay: 50 * time.Millisecond, DrainTimeout: 5 * time.Second,
	}, slog.New(slog.NewTextHandler(tb.Output(), nil)))
	require.NoError(tb, err)
	tb.Cleanup(b.Close)
	require.Eventually(tb, func() bool { return b.Ready() == nil }, 15*time.Second, 5*time.Millisecond)
	return b
}

// Consume runs a consumer until the test is over.
func Consume(tb testing.TB, b *rabbit.Broker, c rabbit.Consumer) {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Consume(ctx, c) }()
	tb.Cleanup(func() {
		cancel()
		require.NoError(tb, <-done)
	})
}

// Depth answers how many messages wait in a queue, without those that are being handled.
func (h *Host) Depth(tb testing.TB, queue string) int {
	tb.Helper()
	conn, err := amqp.Dial(h.URL)
	require.NoError(tb, err)
	defer func() { _ = conn.Close() }()
	ch, err := conn.Channel()
	require.NoError(tb, err)
	q, err := ch.QueueDeclarePassive(queue, true, false, false, false, nil)
	require.NoError(tb, err)
	return q.Messages
}

// CutConnections makes the broker close every connection to the virtual host and answers how many there were. The broker lists a
// connection only some seconds after it came up.
func (h *Host) CutConnections(tb testing.TB) int {
	tb.Helper()
	var connections []struct {
		Name string `json:"name"`
	}
	body := h.call(tb, http.MethodGet, "/api/vhosts/"+h.name+"/connections")
	require.NoError(tb, json.Unmarshal(body, &connections))
	for _, c := range connections {
		h.call(tb, http.MethodDelete, "/api/connections/"+url.PathEscape(c.Name))
	}
	return len(connections)
}

// call speaks to the management interface. What is gone already need not be deleted.
func (h *Host) call(tb testing.TB, method, path string) []byte {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, h.mgmt+path, http.NoBody)
	require.NoError(tb, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(tb, err)
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	require.NoError(tb, err)
	if method != http.MethodDelete || res.StatusCode != http.StatusNotFound {
		require.Less(tb, res.StatusCode, http.StatusMultipleChoices, "%s %s: %s", method, path, body)
	}
	return body
}
