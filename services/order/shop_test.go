package order_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/testinfra"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
	"gulimall/services/order/store"
)

// shop is the order service on a real database and a real Redis, with fake peers and a clock that can be put forward.
type shop struct {
	*order.Orders
	peers  *ordertest.Peers
	db     *gorm.DB
	store  *store.Store
	redis  redis.UniversalClient
	prefix string
	ahead  atomic.Int64
	mu     sync.Mutex
	clocks map[order.Clock]int
}

func alice() order.Member { return order.Member{ID: ordertest.Alice, Username: "alice"} }
func bob() order.Member   { return order.Member{ID: ordertest.Bob, Username: "bob"} }

// schemas are those that the tests of this package take turns with.
var schemas = dbtest.NewPool(outbox.Migrations, store.Migrations())

func TestMain(m *testing.M) {
	code := m.Run()
	if err := schemas.Close(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func open(tb testing.TB, change ...func(*order.Limits)) *shop {
	tb.Helper()
	s := &shop{peers: ordertest.New(), db: schemas.Open(tb), clocks: map[order.Clock]int{}}
	addr, prefix := testinfra.Redis(tb)
	s.redis, s.prefix = redis.NewClient(&redis.Options{Addr: addr}), prefix
	tb.Cleanup(func() { require.NoError(tb, s.redis.Close()) })
	limits := order.Limits{OrderTTL: 30 * time.Minute, SubmitWait: 5 * time.Second}
	for _, c := range change {
		c(&limits)
	}
	ob := outbox.New(s.db, outbox.WithNow(s.now))
	s.store = store.New(s.db, ob, limits.OrderTTL)
	ports := s.peers.Ports()
	ports.Store, ports.Numbers = s.store, store.NewNumbers(s.db)
	ports.Tokens, ports.Deadlines = store.NewTokens(s.redis, prefix), store.NewDeadlines(s.redis, prefix)
	s.Orders = order.New(ports, limits, s.now, slog.New(slog.DiscardHandler), func(c order.Clock) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.clocks[c]++
	})
	tb.Cleanup(s.Wait)
	return s
}

func (s *shop) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())).UTC() }

// later puts the shop's clock forward.
func (s *shop) later(d time.Duration) { s.ahead.Add(int64(d)) }

// CheckIndex is a round of the second clock.
func (s *shop) CheckIndex(ctx context.Context) error {
	_, err := s.Orders.CheckIndex(ctx)
	return err
}

// Sweep is a round of everything but the second clock.
func (s *shop) Sweep(ctx context.Context) error {
	var failed error
	for _, round := range s.Rounds()[1:] {
		_, err := round.Do(ctx)
		failed = errors.Join(failed, err)
	}
	return failed
}

// ctx is a context in which a member asks.
func (s *shop) ctx(tb testing.TB, who order.Member) context.Context {
	tb.Helper()
	return ordertest.As(tb.Context(), who.ID)
}

// fill puts checked lines into a cart: sku, count, sku, count…
func (s *shop) fill(who order.Member, pairs ...int64) {
	s.peers.Look(func(p *ordertest.Peers) {
		p.Carts[who.ID] = nil
		p.Revs[who.ID]++
		for i := 0; i < len(pairs); i += 2 {
			p.Carts[who.ID] = append(p.Carts[who.ID], cartapi.Line{SkuID: pairs[i], Count: pairs[i+1]})
		}
	})
}

// settle opens a settlement page over a cart and fills in its form.
func (s *shop) settle(t *testing.T, who order.Member, pairs ...int64) order.Submission {
	t.Helper()
	s.fill(who, pairs...)
	page, err := s.Settle(s.ctx(t, who), who, order.Settle{})
	require.NoError(t, err)
	return order.Submission{Token: page.Token, AddressID: page.AddressID, PayAmount: page.Amounts.Pay}
}

// place settles and submits.
func (s *shop) place(t *testing.T, who order.Member, pairs ...int64) *order.Order {
	t.Helper()
	placed, fresh, err := s.Submit(s.ctx(t, who), who, s.settle(t, who, pairs...))
	require.NoError(t, err)
	require.True(t, fresh)
	s.Wait()
	return placed
}

func (s *shop) find(t *testing.T, sn string) *order.Order {
	t.Helper()
	found, err := s.store.Detail(t.Context(), sn)
	require.NoError(t, err)
	return found
}

// said lists the data of the messages of a type about an order that the outbox holds.
func (s *shop) said(t *testing.T, kind, sn string) []json.RawMessage {
	t.Helper()
	var bodies [][]byte
	require.NoError(t, s.db.Raw("SELECT payload FROM mq_message WHERE type = ? AND subject = ? ORDER BY id", kind, sn).Scan(&bodies).Error)
	all := []json.RawMessage{}
	for _, b := range bodies {
		var m struct{ Data json.RawMessage }
		require.NoError(t, json.Unmarshal(b, &m))
		all = append(all, m.Data)
	}
	return all
}

func (s *shop) count(t *testing.T, query string, args ...any) int64 {
	t.Helper()
	var n int64
	require.NoError(t, s.db.Raw(query, args...).Scan(&n).Error)
	return n
}

func (s *shop) flushRedis(t *testing.T) {
	t.Helper()
	keys, err := s.redis.Keys(t.Context(), s.prefix+"*").Result()
	require.NoError(t, err)
	if len(keys) > 0 {
		require.NoError(t, s.redis.Del(t.Context(), keys...).Err())
	}
}

func (s *shop) by(c order.Clock) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clocks[c]
}
