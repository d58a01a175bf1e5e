package rabbit

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// QueueType is how RabbitMQ keeps a queue's messages.
type QueueType string

// The kinds of queue that the topology can be declared with.
const (
	Classic QueueType = "classic" // one node; the default
	Quorum  QueueType = "quorum"  // replicated over a cluster
)

// ParkingQueue holds what could not be handled.
const ParkingQueue = "parking.queue"

const (
	retryPrefix    = "retry."
	quorumCapacity = 1_000_000
	quorumSettles  = 1500 * time.Millisecond
)

// retryName is the name of both the exchange and the queue of one delay, "retry.30s".
func retryName(d time.Duration) string {
	if d >= time.Minute {
		return fmt.Sprintf("%s%dm", retryPrefix, d/time.Minute)
	}
	return fmt.Sprintf("%s%ds", retryPrefix, d/time.Second)
}

// Declare brings the broker to the state of the table, with the retry and parking queues that consumers need. It may be run any
// number of times. It belongs into a step of its own before the services publish: a quorum queue younger than a second may not
// survive the death of its broker.
//
// A queue keeps the arguments it was declared with: a table that asks for others gets an error that names the queue and the
// argument, and a delay that may be configured must therefore be part of the queue's name.
func Declare(ctx context.Context, urls []string, t Topology, kind QueueType) error {
	if err := t.Lint(); err != nil {
		return fmt.Errorf("declare topology: %w", err)
	}
	if kind == "" {
		kind = Classic
	}
	if kind != Classic && kind != Quorum {
		return fmt.Errorf("declare topology: unknown queue type %q", kind)
	}
	conn, err := dialAny(ctx, urls, "topology")
	if err != nil {
		return fmt.Errorf("declare topology: %w", err)
	}
	defer func() { _ = conn.CloseDeadline(time.Now().Add(2 * time.Second)) }()
	d := declarer{conn: conn, kind: kind}
	err = errors.Join(d.plumbing(), d.table(t))
	if err != nil {
		return fmt.Errorf("declare topology: %w", err)
	}
	if kind == Quorum && d.created {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(quorumSettles):
		}
	}
	return nil
}

func dialAny(ctx context.Context, urls []string, name string) (*amqp.Connection, error) {
	err := errors.New("no address given")
	for _, url := range urls {
		var conn *amqp.Connection
		if conn, err = dial(ctx, url, name); err == nil {
			return conn, nil
		}
	}
	return nil, unavailable(err)
}

// declarer opens a new channel for every step, because a refusal closes the one it happened on.
type declarer struct {
	conn    *amqp.Connection
	kind    QueueType
	created bool // some queue was not there before
}

func (d *declarer) on(f func(ch *amqp.Channel) error) error {
	ch, err := d.conn.Channel()
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = ch.Close() }()
	return f(ch)
}

// plumbing declares what every consumer needs: the retry queues, and the queue for what nobody can handle.
func (d *declarer) plumbing() error {
	err := d.queue(ParkingQueue, d.workArgs())
	for _, delay := range retryDelays() {
		name := retryName(delay)
		err = errors.Join(err, d.on(func(ch *amqp.Channel) error {
			return ch.ExchangeDeclare(name, amqp.ExchangeFanout, true, false, false, false, nil)
		}))
		// Without a dead-letter key a message keeps its own, which is the name of the queue it goes back to.
		args := d.delayArgs(delay)
		args["x-dead-letter-exchange"] = ""
		err = errors.Join(err, d.queue(name, args), d.bind(Binding{Queue: name, Exchange: name}))
	}
	return err
}

func (d *declarer) table(t Topology) error {
	var err error
	for _, name := range t.Exchanges {
		err = errors.Join(err, d.on(func(ch *amqp.Channel) error {
			if e := ch.ExchangeDeclare(name, amqp.ExchangeTopic, true, false, false, false, nil); e != nil {
				return fmt.Errorf("exchange %q: %w", name, e)
			}
			return nil
		}))
	}
	if err != nil {
		return err
	}
	for _, q := range t.Queues {
		if e := d.declareQueue(q); e != nil {
			err = errors.Join(err, e)
			continue
		}
		for _, b := range t.Bindings {
			if b.Queue == q.Name {
				err = errors.Join(err, d.bind(b))
			}
		}
	}
	return err
}

func (d *declarer) declareQueue(q Queue) error {
	if !q.delays() {
		return d.queue(q.Name, d.workArgs())
	}
	args := d.delayArgs(q.TTL)
	args["x-dead-letter-exchange"] = q.DeadLetterExchange
	args["x-dead-letter-routing-key"] = q.DeadLetterKey
	return d.queue(q.Name, args)
}

func (d *declarer) queue(name string, args amqp.Table) error {
	if d.kind == Quorum && !d.created {
		d.created = d.on(func(ch *amqp.Channel) error {
			_, err := ch.QueueDeclarePassive(name, true, false, false, false, nil)
			return err
		}) != nil
	}
	return d.on(func(ch *amqp.Channel) error {
		_, err := ch.QueueDeclare(name, true, false, false, false, args)
		if err != nil {
			return queueError(name, err)
		}
		return nil
	})
}

func (d *declarer) bind(b Binding) error {
	return d.on(func(ch *amqp.Channel) error {
		if err := ch.QueueBind(b.Queue, b.Key, b.Exchange, false, nil); err != nil {
			return fmt.Errorf("bind queue %q to (%q, %q): %w", b.Queue, b.Exchange, b.Key, err)
		}
		return nil
	})
}

// workArgs are the arguments of a queue that somebody empties. Classic is left unsaid, as it is on brokers that know no other.
func (d *declarer) workArgs() amqp.Table {
	if d.kind == Quorum {
		return amqp.Table{"x-queue-type": string(Quorum)}
	}
	return amqp.Table{}
}

// delayArgs are the arguments of a queue that holds messages back. A classic queue passes on what has expired without losing it
// to a crash; a quorum queue does only with at-least-once dead lettering, which in turn demands that it refuse what is too much.
func (d *declarer) delayArgs(ttl time.Duration) amqp.Table {
	args := d.workArgs()
	args["x-message-ttl"] = ttl.Milliseconds()
	if d.kind == Quorum {
		args["x-dead-letter-strategy"] = "at-least-once"
		args["x-overflow"] = "reject-publish"
		args["x-max-length"] = int64(quorumCapacity)
	}
	return args
}

// queueError names the queue, and for a refused redeclaration the argument that differs.
func queueError(name string, err error) error {
	if !isCode(err, amqp.PreconditionFailed) {
		return fmt.Errorf("queue %q: %w", name, err)
	}
	argument := "an argument"
	if m := regexp.MustCompile(`inequivalent arg '([^']+)'`).FindStringSubmatch(err.Error()); m != nil {
		argument = m[1]
	}
	return fmt.Errorf("queue %q exists with another value of %s; arguments of a queue never change: "+
		"give it another name, or delete it when it is empty: %w", name, argument, err)
}

func isCode(err error, code int) bool {
	var e *amqp.Error
	return errors.As(err, &e) && e.Code == code
}
