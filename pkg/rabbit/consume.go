package rabbit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Handler does what a message asks for. Its error decides what becomes of the message, see the package comment. The context
// carries the message, its trace and a deadline; it outlives the stop of the consumer by the broker's drain timeout.
type Handler func(ctx context.Context, m Message) error

// Consumer is one queue and who empties it. The zero values of the numbers mean the defaults.
type Consumer struct {
	Queue       string
	Handle      Handler
	Prefetch    int           // deliveries under way to the workers; 32
	Workers     int           // handlers that run at the same time; 4
	MaxAttempts int           // attempts before a message is parked; 8
	Timeout     time.Duration // deadline of one attempt; 30 s
}

func (c Consumer) withDefaults() Consumer {
	if c.Prefetch == 0 {
		c.Prefetch = 32
	}
	if c.Workers == 0 {
		c.Workers = 4
	}
	if c.MaxAttempts == 0 {
		c.MaxAttempts = 8
	}
	if c.Timeout == 0 {
		c.Timeout = 30 * time.Second
	}
	return c
}

// Consume empties a queue until ctx ends; it then takes nothing new, waits for the handlers that run and returns nil. Lost
// connections, restarts of the broker and queues that are not there yet are waited out.
func (b *Broker) Consume(ctx context.Context, c Consumer) error {
	if c.Queue == "" || c.Handle == nil {
		return errors.New("consume: queue and handler must be given")
	}
	c = c.withDefaults()
	b.note(c.Queue, 1)
	defer b.note(c.Queue, -1)
	return b.attend(ctx, c.Queue, func(conn *amqp.Connection) error {
		return b.session(ctx, conn, c)
	})
}

// attend runs session on every connection that comes up, until ctx ends. A session ends with an error that says why.
func (b *Broker) attend(ctx context.Context, queue string, session func(conn *amqp.Connection) error) error {
	last := ""
	for {
		conn, err := b.consume.wait(ctx)
		if err != nil {
			return nil //nolint:nilerr // ctx has ended, which is how it is asked to stop
		}
		began := time.Now()
		err = session(conn)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the session ended because it was asked to
		}
		if err.Error() != last || time.Since(began) > time.Minute { // once, not once a second
			last = err.Error()
			b.log.LogAttrs(ctx, slog.LevelWarn, "consumer detached, trying again", slog.String("queue", queue), slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(b.cfg.ReconnectDelay):
		}
	}
}

// session consumes on one channel until the channel or ctx ends.
func (b *Broker) session(ctx context.Context, conn *amqp.Connection, c Consumer) error {
	ch, err := conn.Channel()
	if err != nil {
		return fmt.Errorf("open channel: %w", err)
	}
	defer func() { _ = ch.Close() }()
	closed := ch.NotifyClose(make(chan *amqp.Error, 1))
	if err := ch.Qos(c.Prefetch, 0, false); err != nil {
		return fmt.Errorf("set prefetch: %w", err)
	}
	deliveries, err := ch.Consume(c.Queue, "", false, false, false, false, nil)
	if err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	b.note(c.Queue, -1)
	defer b.note(c.Queue, 1)
	b.log.LogAttrs(ctx, slog.LevelInfo, "consumer attached", slog.String("queue", c.Queue))
	b.work(ctx, c, deliveries)
	select {
	case e := <-closed:
		if e != nil {
			return e
		}
	default:
	}
	return errors.New("subscription ended")
}

// work runs the workers until the deliveries or ctx end, and waits for them. What was delivered and not begun stays
// unacknowledged: the broker hands it to somebody else when the channel closes.
func (b *Broker) work(ctx context.Context, c Consumer, deliveries <-chan amqp.Delivery) {
	running, abort := context.WithCancel(context.WithoutCancel(ctx))
	defer abort()
	stopWatch := context.AfterFunc(ctx, func() {
		select {
		case <-running.Done():
		case <-time.After(b.cfg.DrainTimeout):
			abort()
		}
	})
	defer stopWatch()
	var workers sync.WaitGroup
	for range c.Workers {
		workers.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				default:
				}
				select {
				case <-ctx.Done():
					return
				case d, ok := <-deliveries:
					if !ok {
						return
					}
					b.handle(running, c, d)
				}
			}
		})
	}
	workers.Wait()
}
