package rabbit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Parked is a message that could not be handled.
type Parked struct {
	ID       string // of the message; empty if the envelope could not be read and the sender gave none
	Message  Message
	Body     []byte // as it came
	Queue    string // whose consumer gave it up
	Exchange string // where it was published first
	Key      string
	Reason   string
	Attempts int
	FirstAt  time.Time // of the first failure
	LastAt   time.Time // of the last one
}

// Parked lists up to limit messages of the parking queue, and leaves them there.
func (b *Broker) Parked(ctx context.Context, limit int) ([]Parked, error) {
	var all []Parked
	err := b.walkParked(ctx, limit, func(p Parked, _ amqp.Delivery) error {
		all = append(all, p)
		return nil
	})
	return all, err
}

// Replay sends the parked messages with the given ids, or all if none is given, back to the queues they came from, with their
// attempts counted from nought. It answers how many it sent.
func (b *Broker) Replay(ctx context.Context, ids ...string) (int, error) {
	sent := 0
	err := b.walkParked(ctx, 0, func(p Parked, d amqp.Delivery) error {
		if len(ids) > 0 && !slices.Contains(ids, p.ID) {
			return nil
		}
		if err := b.send(ctx, []publishing{republish(d, "", p.Queue, amqp.Table{})})[0]; err != nil {
			return fmt.Errorf("replay message %s to %s: %w", p.ID, p.Queue, err)
		}
		sent++
		return d.Ack(false)
	})
	return sent, err
}

// Discard drops the parked messages with the given ids for good and answers how many there were.
func (b *Broker) Discard(ctx context.Context, ids ...string) (int, error) {
	dropped := 0
	err := b.walkParked(ctx, 0, func(p Parked, d amqp.Delivery) error {
		if !slices.Contains(ids, p.ID) {
			return nil
		}
		dropped++
		return d.Ack(false)
	})
	return dropped, err
}

// walkParked takes every message that is parked now, up to limit if that is not 0, and shows it to f. What f does not acknowledge
// goes back to its place when the channel closes.
func (b *Broker) walkParked(ctx context.Context, limit int, f func(p Parked, d amqp.Delivery) error) error {
	conn, err := b.consume.get()
	if err != nil {
		return err
	}
	ch, err := conn.Channel()
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = ch.Close() }()
	q, err := ch.QueueDeclarePassive(ParkingQueue, true, false, false, false, nil)
	if err != nil {
		return fmt.Errorf("look into %s: %w", ParkingQueue, err)
	}
	if limit == 0 || limit > q.Messages {
		limit = q.Messages
	}
	var problems error
	for range limit {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d, ok, err := ch.Get(ParkingQueue, false)
		if err != nil {
			return unavailable(err)
		}
		if !ok {
			break
		}
		problems = errors.Join(problems, f(parkedFrom(d), d))
	}
	return problems
}

func parkedFrom(d amqp.Delivery) Parked {
	p := Parked{
		ID:       d.MessageId,
		Body:     d.Body,
		Queue:    stringHeader(d.Headers, headerQueue),
		Exchange: stringHeader(d.Headers, headerExchange),
		Key:      stringHeader(d.Headers, headerKey),
		Reason:   stringHeader(d.Headers, headerError),
		Attempts: intHeader(d.Headers, headerAttempts),
		FirstAt:  timeHeader(d.Headers, headerFirst),
		LastAt:   timeHeader(d.Headers, headerLast),
	}
	if m, err := parse(d.Body); err == nil {
		p.Message, p.ID = m, m.ID
	}
	return p
}
