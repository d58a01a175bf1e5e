package rabbit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// Parked is a message that could not be handled.
type Parked struct {
	Ref      string // names it among what is parked: several queues may have given up the same message, and some have no id
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
	err := b.walkParked(ctx, limit, func(p Parked, _ amqp.Delivery) { all = append(all, p) })
	return all, err
}

// ParkedCount says how many messages are parked.
func (b *Broker) ParkedCount(ctx context.Context) (int, error) {
	count := 0
	err := b.parking(ctx, func(_ *amqp.Channel, messages int) error {
		count = messages
		return nil
	})
	return count, err
}

// Replay sends parked messages back to the queues they came from, with their attempts counted from nought. The answer has each that was
// found: nil for one that was sent, and what went wrong otherwise.
func (b *Broker) Replay(ctx context.Context, refs ...string) (map[string]error, error) {
	return b.settleParked(ctx, refs, func(p Parked, d amqp.Delivery) error {
		if err := b.send(ctx, []publishing{republish(d, "", p.Queue, amqp.Table{})})[0]; err != nil {
			return fmt.Errorf("replay message %s to %s: %w", p.ID, p.Queue, err)
		}
		return d.Ack(false)
	})
}

// Discard drops parked messages for good. The answer is that of Replay.
func (b *Broker) Discard(ctx context.Context, refs ...string) (map[string]error, error) {
	return b.settleParked(ctx, refs, func(_ Parked, d amqp.Delivery) error { return d.Ack(false) })
}

func (b *Broker) settleParked(ctx context.Context, refs []string, settle func(p Parked, d amqp.Delivery) error) (map[string]error, error) {
	outcome := map[string]error{}
	err := b.walkParked(ctx, 0, func(p Parked, d amqp.Delivery) {
		if slices.Contains(refs, p.Ref) {
			outcome[p.Ref] = settle(p, d)
		}
	})
	return outcome, err
}

// walkParked takes every message that is parked now, up to limit if that is not 0, and shows it to f. What f does not acknowledge
// goes back to its place when the channel closes.
func (b *Broker) walkParked(ctx context.Context, limit int, f func(p Parked, d amqp.Delivery)) error {
	return b.parking(ctx, func(ch *amqp.Channel, messages int) error {
		if limit == 0 || limit > messages {
			limit = messages
		}
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
			f(parkedFrom(d), d)
		}
		return nil
	})
}

// parking looks into the parking queue. One look at a time: what one has taken the next would not see.
func (b *Broker) parking(ctx context.Context, look func(ch *amqp.Channel, messages int) error) error {
	select {
	case b.looking <- struct{}{}:
		defer func() { <-b.looking }()
	case <-ctx.Done():
		return ctx.Err()
	}
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
	return look(ch, q.Messages)
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
	p.Ref = refOf(p)
	return p
}

// refOf is the same whenever one looks.
func refOf(p Parked) string {
	h := sha256.New()
	for _, part := range []string{p.Queue, p.ID, p.FirstAt.Format(time.RFC3339Nano)} {
		h.Write([]byte(part + "\n"))
	}
	h.Write(p.Body)
	return hex.EncodeToString(h.Sum(nil)[:16])
}
