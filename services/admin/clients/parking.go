package clients

import (
	"context"
	"strings"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/admin"
)

// longestPayload is how much of a message is shown.
const longestPayload = 16 << 10

// Parking implements admin.Parking over RabbitMQ.
type Parking struct{ broker *rabbit.Broker }

var _ admin.Parking = Parking{}

// NewParking looks into the broker's parking queue.
func NewParking(broker *rabbit.Broker) Parking { return Parking{broker} }

// Parked implements admin.Parking.
func (p Parking) Parked(ctx context.Context, limit int) ([]adminapi.Parked, error) {
	found, err := p.broker.Parked(ctx, limit)
	if err != nil {
		return nil, err
	}
	all := make([]adminapi.Parked, len(found))
	for i, m := range found {
		body := m.Body[:min(len(m.Body), longestPayload)]
		all[i] = adminapi.Parked{
			Ref: m.Ref, ID: m.ID, Type: m.Message.Type, Subject: m.Message.Subject, Queue: m.Queue, Exchange: m.Exchange, Key: m.Key, Reason: m.Reason,
			Attempts: m.Attempts, FirstAt: known(m.FirstAt), LastAt: known(m.LastAt),
			Payload: strings.ToValidUTF8(string(body), "\uFFFD"), Cut: len(body) < len(m.Body),
		}
	}
	return all, nil
}

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// Count implements admin.Parking.
func (p Parking) Count(ctx context.Context) (int, error) { return p.broker.ParkedCount(ctx) }

// Replay implements admin.Parking.
func (p Parking) Replay(ctx context.Context, refs []string) (map[string]error, error) {
	return p.broker.Replay(ctx, refs...)
}

// Discard implements admin.Parking.
func (p Parking) Discard(ctx context.Context, refs []string) (map[string]error, error) {
	return p.broker.Discard(ctx, refs...)
}
