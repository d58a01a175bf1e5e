package rabbit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Broadcast is a subscription of this very process, beside all others: every copy of a service hears every message, as long as
// it runs. What is published while it is not connected passes it by, so OnConnect is the moment to catch up.
type Broadcast struct {
	Name   string  // for the log and the metrics
	Listen []Route // exchanges and patterns of keys
	Handle Handler // called for one message at a time; an error is logged and the message is gone
	// OnConnect, if given, is called each time the subscription has come up, the first time included, before the messages that
	// arrived since are handled. An error is logged and the subscription is set up again after a pause.
	OnConnect func(ctx context.Context) error
}

// ConsumeBroadcast follows until ctx ends, over any number of lost connections.
func (b *Broker) ConsumeBroadcast(ctx context.Context, s Broadcast) error {
	if s.Name == "" || len(s.Listen) == 0 || s.Handle == nil {
		return errors.New("consume broadcast: name, routes and handler must be given")
	}
	b.note(s.Name, 1)
	defer b.note(s.Name, -1)
	return b.attend(ctx, s.Name, func(conn *amqp.Connection) error {
		return b.follow(ctx, conn, s)
	})
}

func (b *Broker) follow(ctx context.Context, conn *amqp.Connection, s Broadcast) error {
	ch, err := conn.Channel()
	if err != nil {
		return fmt.Errorf("open channel: %w", err)
	}
	defer func() { _ = ch.Close() }()
	q, err := ch.QueueDeclare("", false, true, true, false, nil)
	if err != nil {
		return fmt.Errorf("declare own queue: %w", err)
	}
	for _, r := range s.Listen {
		if err := ch.QueueBind(q.Name, r.Key, r.Exchange, false, nil); err != nil {
			return fmt.Errorf("listen to (%q, %q): %w", r.Exchange, r.Key, err)
		}
	}
	if err := ch.Qos(256, 0, false); err != nil {
		return fmt.Errorf("set prefetch: %w", err)
	}
	deliveries, err := ch.Consume(q.Name, "", false, true, false, false, nil)
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	if s.OnConnect != nil {
		if err := s.OnConnect(ctx); err != nil {
			return fmt.Errorf("catch up: %w", err)
		}
	}
	b.note(s.Name, -1)
	defer b.note(s.Name, 1)
	c := Consumer{Queue: s.Name, Handle: s.Handle}.withDefaults()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case d, ok := <-deliveries:
			if !ok {
				return errors.New("subscription ended")
			}
			b.hear(ctx, c, d)
		}
	}
}

// hear handles one message of a broadcast; nobody tries it again.
func (b *Broker) hear(ctx context.Context, c Consumer, d amqp.Delivery) {
	m, err := parse(d.Body)
	if err == nil {
		err = b.run(ctx, c, m)
	}
	result := "ok"
	if err != nil && !IsIgnored(err) && !errors.Is(err, ErrDuplicate) {
		result = "failed"
		b.log.LogAttrs(ctx, slog.LevelWarn, "broadcast message failed", slog.String("consumer", c.Queue),
			slog.String("message", m.ID), slog.String("type", m.Type), slog.Any("error", err))
	}
	b.metrics.consumed.WithLabelValues(c.Queue, result).Inc()
	if err := d.Ack(false); err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "broadcast message not acknowledged", slog.String("consumer", c.Queue), slog.Any("error", err))
	}
}
