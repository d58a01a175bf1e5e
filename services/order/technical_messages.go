package order

import (
	"slices"
	"time"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
)

// messages are what was said about an order, by order itself and by the others, as it happened. Each move says its messages in its own
// transaction, and what the outbox does not hold any more was confirmed by the broker.
func messages(o *Order, returns []Return, unsent []Message) []Message {
	waiting := map[string]int{}
	for _, m := range unsent {
		waiting[m.Type]++
	}
	all := slices.Clone(unsent)
	said := append(spoken(o), spokenOfReturns(o, returns)...)
	for _, m := range slices.Backward(said) {
		if waiting[m.Type] > 0 {
			waiting[m.Type]-- // the last of its kind is the one on its way
			continue
		}
		all = append(all, m)
	}
	for _, e := range o.Timeline {
		if kind := heard(e); kind != "" {
			all = append(all, Message{Type: kind, At: e.At, Heard: true, TraceID: e.TraceID})
		}
	}
	slices.SortStableFunc(all, func(a, b Message) int { return a.At.Compare(b.At) })
	return all
}

// spoken are the messages that an order's moves say.
func spoken(o *Order) []Message {
	kinds := map[string]string{
		EventPlaced: orderapi.TypeCreated, EventClosed: orderapi.TypeClosed, EventPaid: orderapi.TypePaid, EventCompleted: orderapi.TypeCompleted,
		EventLatePayment: orderapi.TypePaymentRefused,
	}
	var all []Message
	for _, e := range o.Timeline {
		if kind := kinds[e.Event]; kind != "" {
			all = append(all, Message{Type: kind, At: e.At, Sent: true, TraceID: e.TraceID})
		}
	}
	return all
}

// spokenOfReturns are the messages that the steps of returns say.
func spokenOfReturns(o *Order, returns []Return) []Message {
	var all []Message
	for _, r := range returns {
		all = append(all, spokenOfReturn(o, r)...)
	}
	slices.SortStableFunc(all, func(a, b Message) int { return a.At.Compare(b.At) })
	return all
}

func spokenOfReturn(o *Order, r Return) []Message {
	var all []Message
	say := func(kind string, at time.Time, events ...string) {
		m := Message{Type: kind, At: at, Sent: true}
		for _, e := range o.Timeline {
			of := e.Facts.ReturnID == r.ID || e.Facts.RefundSn != "" && e.Facts.RefundSn == r.RefundSn
			if m.TraceID == "" && of && slices.Contains(events, e.Event) {
				m.TraceID = e.TraceID
			}
		}
		all = append(all, m)
	}
	shelved := r.ReceivedAt
	if shelved.IsZero() {
		shelved = r.AgreedAt
	}
	if len(r.Restock) > 0 && !shelved.IsZero() {
		say(orderapi.TypeRestock, shelved, EventReturnReceived, EventRefundAgreed)
	}
	if !r.AgreedAt.IsZero() && r.Amount > 0 {
		say(orderapi.TypeRefundRequested, r.AgreedAt, EventRefundAgreed, EventRefundRequested)
	}
	if _, some := r.Back(o); some && !r.DoneAt.IsZero() {
		say(orderapi.TypeReturned, r.DoneAt, EventReturnDone)
	}
	return all
}

// heard is the message of another service that an event tells of; empty for what order has done itself.
func heard(e Event) string {
	switch e.Event {
	case EventPaid:
		if e.By == ByPayment {
			return paymentapi.TypeSucceeded
		}
	case EventLatePayment:
		return paymentapi.TypeSucceeded
	case EventPayStarted:
		return paymentapi.TypeStarted
	case EventRefundRequested:
		return paymentapi.TypeRefunding
	case EventRefunded:
		return paymentapi.TypeRefunded
	case EventStockDeducted:
		return wareapi.TypeDeducted
	case EventStockUnlocked:
		return wareapi.TypeUnlocked
	case EventPointsGiven:
		return memberapi.TypePointsGiven
	}
	return ""
}
