package shop

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"gulimall/deploy/native/servers"
	"gulimall/pkg/contract/topology"
	"gulimall/test/audit"
)

// restTime is how long the shop may take to come to rest: unpaid orders close, messages arrive, refunds are confirmed.
const restTime = OrderTTL + 100*time.Second

// Audit waits until nothing is on its way in the shop, and fails the test when an invariant is violated.
func (m *Mall) Audit(tb testing.TB) {
	tb.Helper()
	began := time.Now()
	var waited error
	err := m.books(tb.Context(), func(err error) { waited = err })
	if err != nil {
		tb.Fatal(err)
	}
	if took := time.Since(began); took > 10*time.Second {
		tb.Logf("the shop came to rest after %s; at the end it waited for: %v", took.Round(time.Second), waited)
	}
}

// Books is Audit where there is no test: nil when all is as it should be.
func (m *Mall) Books(ctx context.Context) error { return m.books(ctx, nil) }

func (m *Mall) books(ctx context.Context, onWait func(error)) error {
	client := redis.NewClient(&redis.Options{Addr: m.RedisAddr, Password: m.RedisPass})
	t := audit.Targets{
		DB: m.DB, Schemas: audit.DefaultSchemas(), Redis: client, RedisPrefix: "gulimall:",
		Broker: &audit.Broker{URL: m.RabbitMgmt, VHost: servers.Account, Topology: topology.Table(OrderTTL), Consumed: true},
		OnWait: onWait,
		Alipay: audit.Ledger(m.Path("data", "alipaysim", "ledger.jsonl")),
	}
	unsettled, err := judge(ctx, t)
	if err != nil && unsettled == nil {
		// A deadline may come due between the rest and the reading, and its messages are on their way then. What is wrong stays wrong.
		unsettled, err = judge(ctx, t)
	}
	if err != nil && unsettled != nil {
		err = errors.Join(unsettled, err)
	}
	err = errors.Join(err, client.Close())
	if err != nil {
		return fmt.Errorf("the books are wrong: %w", err)
	}
	return nil
}

// judge waits until the shop is at rest, unsettled being why it is not, and reads the books.
func judge(ctx context.Context, t audit.Targets) (unsettled, err error) {
	unsettled = audit.Settle(ctx, t, restTime)
	report, err := audit.Run(ctx, t, audit.Final)
	if err == nil {
		err = report.Err()
	}
	return unsettled, err
}
