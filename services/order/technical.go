package order

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
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

// Technical is what lies behind an order. Of a service that is Away nothing is known.
type Technical struct {
	Messages []Message
	Tasks    []wareapi.Task
	Payment  PaymentFile
	Away     []string
}

// PaymentFile is what payment knows of an order: how its payment stands, and everything that came from Alipay or went there.
type PaymentFile struct {
	Status  string
	Offered time.Time // when a link was first handed out
	Entries []PaymentEntry
}

// The kinds of entries of a payment.
const (
	EntryTrade     = "trade"
	EntryNotice    = "notice"
	EntryRefund    = "refund"
	EntryException = "exception"
)

// PaymentEntry is a trade, a notification, a refund or an exception. State is as payment calls it.
type PaymentEntry struct {
	Kind, Number, State string
	Amount              money.Fen
	At                  time.Time
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
			if err := f(ctx); err != nil {
				d.log.LogAttrs(ctx, slog.LevelInfo, "desk goes without a service", slog.String("service", service), slog.Any("error", err))
				mu.Lock()
				defer mu.Unlock()
				t.Away = append(t.Away, service)
			}
		})
	}
	ask(wareapi.Service, func(ctx context.Context) (err error) { t.Tasks, err = d.others.Tasks(ctx, o.Sn); return err })
	ask(paymentapi.Service, func(ctx context.Context) (err error) { t.Payment, err = d.others.Paid(ctx, o.Sn); return err })
	group.Wait()
	slices.Sort(t.Away)
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
