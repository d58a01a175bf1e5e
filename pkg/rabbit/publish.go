package rabbit

import (
	"context"
	"errors"
	"fmt"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	publishChannels = 4   // batches that can be under way at the same time
	publishChunk    = 256 // messages that wait for their confirms together
)

// publishChannel is a channel in confirm mode that one batch at a time owns. It belongs to one connection and is thrown away
// after any trouble.
type publishChannel struct {
	conn    *amqp.Connection
	ch      *amqp.Channel
	returns chan amqp.Return
	closed  chan *amqp.Error
}

// Publish hands a batch to the broker and waits until each message is confirmed. The answer holds one error per message, in the
// order of the batch: nil only for what the broker confirmed and could route. ErrUnroutable and ErrRefused speak of the message;
// ErrUnavailable means that the broker is away or did not answer in time, and that the message may be there all the same.
func (b *Broker) Publish(ctx context.Context, batch []Outgoing) []error {
	out := make([]publishing, len(batch))
	for i, o := range batch {
		out[i] = publishing{exchange: o.Exchange, key: o.Key, mandatory: !o.Optional, msg: amqp.Publishing{
			ContentType:  "application/json",
			DeliveryMode: amqp.Persistent,
			MessageId:    o.ID,
			Type:         o.Type,
			Body:         o.Body,
		}}
	}
	return b.send(ctx, out)
}

// publishing is a message with its properties, as it goes over the wire.
type publishing struct {
	exchange  string
	key       string
	mandatory bool
	msg       amqp.Publishing
}

func (b *Broker) send(ctx context.Context, batch []publishing) []error {
	errs := make([]error, len(batch))
	for start := 0; start < len(batch); start += publishChunk {
		end := min(start+publishChunk, len(batch))
		b.sendChunk(ctx, batch[start:end], errs[start:end])
	}
	return errs
}

func (b *Broker) sendChunk(ctx context.Context, batch []publishing, errs []error) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ConfirmTimeout)
	defer cancel()
	var pc *publishChannel
	select {
	case pc = <-b.pool:
		defer func() { b.pool <- pc }()
	case <-ctx.Done():
		fill(errs, unavailable(ctx.Err()))
		return
	}
	if err := b.prepare(pc); err != nil {
		fill(errs, err)
		return
	}
	refusal := pc.exchange(ctx, batch, errs)
	switch {
	case refusal == nil:
	case len(batch) == 1:
		errs[0] = fmt.Errorf("%w: exchange %q, key %q: %w", ErrUnroutable, batch[0].exchange, batch[0].key, refusal)
	default:
		b.sendSingly(ctx, pc, batch, errs)
	}
	b.count(batch, errs)
}

// sendSingly sends again, one by one, what a refusal took down with it: the broker closes the channel over one message that it
// will not have, as for an exchange that does not exist, and says nothing about the others.
func (b *Broker) sendSingly(ctx context.Context, pc *publishChannel, batch []publishing, errs []error) {
	for i := range batch {
		if !errors.Is(errs[i], ErrUnavailable) {
			continue
		}
		if errs[i] = b.prepare(pc); errs[i] != nil {
			continue
		}
		if refusal := pc.exchange(ctx, batch[i:i+1], errs[i:i+1]); refusal != nil {
			errs[i] = fmt.Errorf("%w: exchange %q, key %q: %w", ErrUnroutable, batch[i].exchange, batch[i].key, refusal)
		}
	}
}

// prepare opens the channel anew if its connection is not the current one any more.
func (b *Broker) prepare(pc *publishChannel) error {
	if err := b.publish.ready(); err != nil {
		return err
	}
	conn, err := b.publish.get()
	if err != nil {
		return err
	}
	if pc.ch != nil && pc.conn == conn && !pc.ch.IsClosed() {
		return nil
	}
	pc.discard()
	ch, err := conn.Channel()
	if err != nil {
		return unavailable(err)
	}
	if err := ch.Confirm(false); err != nil {
		_ = ch.Close()
		return unavailable(err)
	}
	// There must be room for a return of every message of a chunk: the library drops what nobody takes.
	pc.conn, pc.ch = conn, ch
	pc.returns = ch.NotifyReturn(make(chan amqp.Return, publishChunk))
	pc.closed = ch.NotifyClose(make(chan *amqp.Error, 1))
	return nil
}

// discard forgets the channel, so that no late confirm or return can be taken for that of a later message.
func (pc *publishChannel) discard() {
	if pc.ch != nil && !pc.ch.IsClosed() {
		_ = pc.ch.Close()
	}
	*pc = publishChannel{}
}

// exchange sends the batch and collects the confirms. It throws the channel away if anything makes it doubtful, and answers the
// broker's refusal if the broker closed it over one of the messages.
func (pc *publishChannel) exchange(ctx context.Context, batch []publishing, errs []error) (refusal error) {
	confirms := make([]*amqp.DeferredConfirmation, 0, len(batch))
	for i := range batch {
		p := &batch[i]
		c, err := pc.ch.PublishWithDeferredConfirm(p.exchange, p.key, p.mandatory, false, p.msg)
		if err != nil {
			fill(errs[i:], unavailable(err))
			break
		}
		confirms = append(confirms, c)
	}
	sound := len(confirms) == len(batch)
	for i, c := range confirms {
		acked, err := c.WaitContext(ctx)
		switch {
		case err != nil:
			errs[i], sound = unavailable(fmt.Errorf("no confirm: %w", err)), false
		case !acked && pc.ch.IsClosed():
			errs[i], sound = fmt.Errorf("%w: channel lost before the confirm", ErrUnavailable), false
		case !acked:
			errs[i] = ErrRefused
		default:
			errs[i] = nil
		}
	}
	pc.takeReturns(batch, errs)
	if sound {
		return nil
	}
	defer pc.discard()
	return pc.refusal()
}

// refusal answers why the broker closed the channel, if it closed just the channel.
func (pc *publishChannel) refusal() error {
	select {
	case e := <-pc.closed:
		if e != nil && (e.Code == amqp.NotFound || e.Code == amqp.AccessRefused || e.Code == amqp.PreconditionFailed) {
			return e
		}
	default:
	}
	return nil
}

// takeReturns fails what came back. The broker sends a return before the confirm of the same message, so all are here by now.
func (pc *publishChannel) takeReturns(batch []publishing, errs []error) {
	for {
		select {
		case r, ok := <-pc.returns:
			if !ok {
				return
			}
			for i := range batch {
				p := &batch[i]
				if p.msg.MessageId == r.MessageId && p.exchange == r.Exchange && p.key == r.RoutingKey {
					errs[i] = fmt.Errorf("%w: exchange %q, key %q: %s", ErrUnroutable, r.Exchange, r.RoutingKey, r.ReplyText)
				}
			}
		default:
			return
		}
	}
}

func (b *Broker) count(batch []publishing, errs []error) {
	for i := range batch {
		exchange := batch[i].exchange
		b.metrics.published.WithLabelValues(exchange).Inc()
		switch {
		case errs[i] == nil:
			b.metrics.confirmed.WithLabelValues(exchange).Inc()
		case errors.Is(errs[i], ErrUnroutable):
			b.metrics.returned.WithLabelValues(exchange).Inc()
		}
	}
}

func fill(errs []error, err error) {
	for i := range errs {
		errs[i] = err
	}
}
