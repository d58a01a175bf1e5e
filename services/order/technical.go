package order

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
)

// Message is something that was said about an order. Sent says that the broker has confirmed it, Heard that another service has said it and
// order has dealt with it.
type Message struct {
	Type     string
	At       time.Time
	Sent     bool
	Heard    bool
	Attempts int
	Error    string
	TraceID  string
}

// Technical is what lies behind an order. Nothing is known of a service that is Away, or that does not tell whoever asks (Denied). Payment
// is nil where nobody has come to the cashier yet.
type Technical struct {
	Messages     []Message
	Tasks        []wareapi.Task
	Houses       map[int64]string // the names of the warehouses, as far as ware tells them
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
	returns, err := d.Store.Returns(ctx, o.Sn)
	if err != nil {
		return Technical{}, err
	}
	t := Technical{Messages: messages(o, returns, unsent), Houses: map[int64]string{}}
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
	group.Go(func() {
		for _, h := range houses(ctx, d.others) {
			t.Houses[h.ID] = h.Name
		}
	})
	group.Wait()
	slices.Sort(t.Away)
	slices.Sort(t.Denied)
	return t, nil
}

// houses are the warehouses, as far as ware tells them to whoever asks, and in time: nobody waits long for names.
func houses(ctx context.Context, ware Houses) []wareapi.Warehouse {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	all, err := ware.Houses(ctx)
	if err != nil {
		return nil
	}
	return all
}
