package order

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
)

// Message is something that was said about an order. Sent says that the broker has confirmed it.
type Message struct {
	Type     string
	At       time.Time
	Sent     bool
	Attempts int
	Error    string
	TraceID  string
}

// Technical is what lies behind an order. Nothing is known of a service that is Away, or that does not tell whoever asks (Denied). Payment
// is nil where nobody has come to the cashier yet.
type Technical struct {
	Messages     []Message
	Tasks        []wareapi.Task
	Payment      *paymentapi.OfficeFile
	Away, Denied []string
}

// Knows says whether a service has told what it knows.
func (t Technical) Knows(service string) bool {
	return !slices.Contains(t.Away, service) && !slices.Contains(t.Denied, service)
}

// askTime is how long somebody who looks at an order waits for the other services.
const askTime = 1500 * time.Millisecond

// Behind gathers what lies behind an order: what was said about it, and what the other services know, asked side by side.
func (d *Desk) Behind(ctx context.Context, o *Order) (Technical, error) {
	unsent, err := d.store.Unsent(ctx, o.Sn)
	if err != nil {
		return Technical{}, err
	}
	t := Technical{Messages: messages(o, unsent)}
	var mu sync.Mutex
	var group sync.WaitGroup
	ask := func(service string, f func(ctx context.Context) error) {
		group.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, askTime)
			defer cancel()
			err := f(ctx)
			if err == nil {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if errors.Is(err, apperr.ErrForbidden) {
				t.Denied = append(t.Denied, service)
				return
			}
			d.log.LogAttrs(ctx, slog.LevelInfo, "desk goes without a service", slog.String("peer", service), slog.Any("error", err))
			t.Away = append(t.Away, service)
		})
	}
	ask(wareapi.Service, func(ctx context.Context) (err error) { t.Tasks, err = d.others.Tasks(ctx, o.Sn); return err })
	ask(paymentapi.Service, func(ctx context.Context) (err error) {
		if t.Payment, err = d.others.Payment(ctx, o.Sn); errors.Is(err, ErrNoPayment) {
			return nil
		}
		return err
	})
	group.Wait()
	slices.Sort(t.Away)
	slices.Sort(t.Denied)
	return t, nil
}

// messages are what was said about an order: each move says its message in its own transaction, and one that the outbox does not hold any
// more was confirmed by the broker.
func messages(o *Order, unsent []Message) []Message {
	waiting := map[string]bool{}
	for _, m := range unsent {
		waiting[m.Type] = true
	}
	var all []Message
	for _, e := range o.Timeline {
		for _, kind := range spoken(e) {
			if !waiting[kind] {
				all = append(all, Message{Type: kind, At: e.At, Sent: true, TraceID: e.TraceID})
			}
		}
	}
	return append(all, unsent...)
}

// spoken are the messages that an event says.
func spoken(e Event) []string {
	switch e.Event {
	case EventPlaced:
		return []string{orderapi.TypeCreated}
	case EventClosed:
		return []string{orderapi.TypeClosed}
	case EventPaid:
		return []string{orderapi.TypePaid}
	case EventCompleted:
		return []string{orderapi.TypeCompleted}
	case EventLatePayment:
		return []string{orderapi.TypePaymentRefused}
	}
	return nil
}
