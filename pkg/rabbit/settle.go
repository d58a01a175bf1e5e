package rabbit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// The headers in which retries and parking keep their books.
const (
	headerAttempts = "mall-attempts"
	headerError    = "mall-error"
	headerQueue    = "mall-queue"    // the queue the message was taken from
	headerExchange = "mall-exchange" // where it was published first
	headerKey      = "mall-key"
	headerFirst    = "mall-first-at" // the first failure
	headerLast     = "mall-last-at"  // the last one
)

const maxErrorText = 500

// retryDelays are the waits between the attempts at one message; the last one repeats.
func retryDelays() []time.Duration {
	return []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute}
}

// handle gives one delivery to the handler and settles it.
func (b *Broker) handle(ctx context.Context, c Consumer, d amqp.Delivery) {
	m, err := parse(d.Body)
	if err != nil {
		err = Permanent(err)
	} else {
		began := time.Now()
		err = b.run(ctx, c, m)
		b.metrics.seconds.WithLabelValues(c.Queue).Observe(time.Since(began).Seconds())
	}
	result, err := b.settle(ctx, c, d, m, err)
	b.metrics.consumed.WithLabelValues(c.Queue, result).Inc()
	if err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "message not settled, it will be delivered again",
			slog.String("queue", c.Queue), slog.String("message", m.ID), slog.Any("error", err))
	}
}

// run calls the handler with its deadline and turns a panic into an error.
func (b *Broker) run(ctx context.Context, c Consumer, m Message) (err error) {
	ctx, cancel := context.WithTimeout(WithMessage(ctx, m, c.Queue), c.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			b.log.LogAttrs(ctx, slog.LevelError, "handler panicked", slog.String("queue", c.Queue), slog.String("message", m.ID),
				slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			err = fmt.Errorf("handler panicked: %v", p)
		}
	}()
	return c.Handle(ctx, m)
}

// settle acknowledges, puts off or parks, and says which; the error is that of the settling itself.
func (b *Broker) settle(ctx context.Context, c Consumer, d amqp.Delivery, m Message, err error) (string, error) {
	attrs := []slog.Attr{
		slog.String("queue", c.Queue), slog.String("message", m.ID), slog.String("type", m.Type),
		slog.String("subject", m.Subject), slog.Any("error", err),
	}
	switch {
	case err == nil:
		return "ok", d.Ack(false)
	case errors.Is(err, ErrDuplicate):
		return "duplicate", d.Ack(false)
	case IsIgnored(err):
		b.log.LogAttrs(ctx, slog.LevelInfo, "message ignored", attrs...)
		return "ignored", d.Ack(false)
	case ctx.Err() != nil: // told to stop in the middle: nobody's fault, no attempt counted
		return "stopped", d.Nack(false, true)
	}
	attempts := intHeader(d.Headers, headerAttempts) + 1
	headers := failureHeaders(c.Queue, d, attempts, err)
	if IsPermanent(err) || attempts >= c.MaxAttempts {
		b.log.LogAttrs(ctx, slog.LevelError, "message parked", append(attrs, slog.Int("attempts", attempts))...)
		b.metrics.parked.WithLabelValues(c.Queue).Inc()
		return "parked", b.forward(ctx, d, "", ParkingQueue, headers)
	}
	delays := retryDelays()
	delay := delays[min(attempts, len(delays))-1]
	b.log.LogAttrs(ctx, slog.LevelWarn, "message will be tried again",
		append(attrs, slog.Int("attempts", attempts), slog.Duration("in", delay))...)
	b.metrics.retried.WithLabelValues(c.Queue).Inc()
	return "retried", b.forward(ctx, d, retryName(delay), c.Queue, headers)
}

// forward publishes a copy of d and acknowledges d once the copy is confirmed. If that fails d goes back to its queue, after a
// pause that keeps it from coming round at full speed.
func (b *Broker) forward(ctx context.Context, d amqp.Delivery, exchange, key string, headers amqp.Table) error {
	err := b.send(ctx, []publishing{republish(d, exchange, key, headers)})[0]
	if err == nil {
		return d.Ack(false)
	}
	select {
	case <-ctx.Done():
	case <-time.After(b.cfg.ReconnectDelay):
	}
	return errors.Join(fmt.Errorf("forward to (%q, %q): %w", exchange, key, err), d.Nack(false, true))
}

func republish(d amqp.Delivery, exchange, key string, headers amqp.Table) publishing {
	return publishing{exchange: exchange, key: key, mandatory: true, msg: amqp.Publishing{
		ContentType:  d.ContentType,
		DeliveryMode: amqp.Persistent,
		MessageId:    d.MessageId,
		Type:         d.Type,
		Headers:      headers,
		Body:         d.Body,
	}}
}

// failureHeaders are the headers of d with the books of this attempt. The broker's own x- headers stay behind: with them it would
// take the way through the retry queue and back for a loop and drop the message.
func failureHeaders(queue string, d amqp.Delivery, attempts int, cause error) amqp.Table {
	now := time.Now().UTC().Truncate(time.Millisecond)
	h := amqp.Table{}
	for k, v := range d.Headers {
		if !strings.HasPrefix(k, "x-") {
			h[k] = v
		}
	}
	if attempts == 1 || h[headerFirst] == nil {
		h[headerFirst] = now.Format(time.RFC3339Nano)
		h[headerExchange], h[headerKey] = d.Exchange, d.RoutingKey
	}
	h[headerQueue] = queue
	h[headerAttempts] = int64(attempts)
	h[headerLast] = now.Format(time.RFC3339Nano)
	h[headerError] = shorten(cause.Error())
	return h
}

func shorten(s string) string {
	if len(s) > maxErrorText {
		s = strings.ToValidUTF8(s[:maxErrorText], "") + "…"
	}
	return s
}

func intHeader(h amqp.Table, name string) int {
	switch v := h[name].(type) {
	case int64:
		return int(v)
	case int32:
		return int(v)
	default:
		return 0
	}
}

func stringHeader(h amqp.Table, name string) string {
	s, _ := h[name].(string)
	return s
}

func timeHeader(h amqp.Table, name string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, stringHeader(h, name))
	return t
}
