package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// submitOnce fills a cart and submits it; the answer may be a refusal.
func submitOnce(ctx context.Context, s *shop.Shopper, sku int64) (*shop.Answer, error) {
	submission, err := settle(ctx, s, sku)
	if err != nil {
		return nil, err
	}
	return s.SendSubmit(ctx, submission)
}

// settle puts one piece into the cart and opens the settlement page; whatever is not answered with 200 is an error.
func settle(ctx context.Context, s *shop.Shopper, sku int64) (shop.Submission, error) {
	var c shop.Confirm
	add := shop.Request{Method: http.MethodPost, Path: "/api/cart/items", JSON: map[string]int64{"skuId": sku, "count": 1}}
	for _, r := range []shop.Request{add, {Path: "/api/order/confirm"}} {
		a, err := s.Send(ctx, r)
		if err != nil {
			return shop.Submission{}, err
		}
		if a.Status != http.StatusOK {
			return shop.Submission{}, fmt.Errorf("%s: %d %s", a.Request, a.Status, a.Body)
		}
		if r.Method == "" {
			if err := json.Unmarshal(a.Body, &c); err != nil {
				return shop.Submission{}, fmt.Errorf("%s: %w", a.Request, err)
			}
		}
	}
	return c.Submission(), nil
}

func orderOf(a *shop.Answer) (shop.Order, error) {
	var o shop.Order
	if a.Status != http.StatusCreated && a.Status != http.StatusOK {
		return o, fmt.Errorf("%s: %d %s", a.Request, a.Status, a.Body)
	}
	err := json.Unmarshal(a.Body, &o)
	return o, err
}

// TestBrokerAway: with RabbitMQ stopped, a hundred orders are placed and left unpaid. They close on time by the other clocks, and when
// the broker is back every message arrives.
func TestBrokerAway(t *testing.T) {
	m := shop.Stack(t)
	const buyers, each1 = 20, 5
	members := m.Members(t, buyers)
	sku := m.NewSKU(t, 1000)
	m.StopPart(t, "rabbitmq")

	var mu sync.Mutex
	placed := map[string]*shop.Shopper{}
	require.NoError(t, each(t.Context(), buyers, 4, func(ctx context.Context, i int) error {
		for range each1 {
			a, err := submitOnce(ctx, members[i], sku)
			if err != nil {
				return err
			}
			o, err := orderOf(a)
			if err != nil {
				return err
			}
			mu.Lock()
			placed[o.OrderSn] = members[i]
			mu.Unlock()
		}
		return nil
	}))
	require.Len(t, placed, buyers*each1)
	for sn, s := range placed {
		o := s.WaitStatus(t, sn, "closed")
		require.NotNil(t, o.ClosedAt)
		require.Less(t, o.ClosedAt.Sub(o.ExpiresAt), 30*time.Second, "order %s closed late", sn)
	}
	require.Positive(t, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.mq_message"), "what was said waits in the outbox")
	m.StartPart(t, "rabbitmq")
	m.Audit(t)
	require.Zero(t, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.mq_message"), "and has arrived")
}

// TestRedisEmptiedInMidFlight: while shoppers submit, Redis loses everything. No order is doubled and none that was confirmed is lost.
// A shopper who had not come as far as the submission loses session and cart with it, and gives up.
func TestRedisEmptiedInMidFlight(t *testing.T) {
	m := shop.Stack(t)
	members := m.Members(t, 24)
	sku := m.NewSKU(t, 1000)
	client := redis.NewClient(&redis.Options{Addr: m.RedisAddr, Password: m.RedisPass})
	defer client.Close()

	var mu sync.Mutex
	confirmed := map[string]bool{}
	var wg sync.WaitGroup
	for _, s := range members {
		wg.Go(func() {
			submission, err := settle(t.Context(), s, sku)
			if err != nil {
				return
			}
			for range 6 { // the same submission, again and again
				a, err := s.SendSubmit(t.Context(), submission)
				if err != nil {
					continue
				}
				if o, err := orderOf(a); err == nil {
					mu.Lock()
					confirmed[o.OrderSn] = true
					mu.Unlock()
				}
			}
		})
	}
	shop.Await(t, "the first orders are there", patience, func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(confirmed) >= len(members)/6
	})
	require.NoError(t, client.FlushAll(t.Context()).Err())
	wg.Wait()
	for sn := range confirmed {
		require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE order_sn = ? AND placed_at IS NOT NULL", sn), "order %s was confirmed", sn)
	}
	for _, s := range members {
		require.LessOrEqual(t, count(t, m, `SELECT COUNT(*) FROM gulimall_oms.oms_order o JOIN gulimall_oms.oms_order_item i USING (order_sn)
			WHERE o.member_id = ? AND i.sku_id = ? AND o.placed_at IS NOT NULL`, s.ID, sku), 1, "member %d ordered once", s.ID)
	}
	for _, s := range members { // the sessions went with Redis
		s.Login(t, s.Username, s.Password)
	}
	m.Audit(t)
}

// pace is the pause of a shopper between two orders.
const pace = 100 * time.Millisecond

// TestRollingRestartUnderLoad: every part is restarted copy by copy while shoppers buy. Whatever was answered with 2xx is there.
func TestRollingRestartUnderLoad(t *testing.T) {
	m := shop.Stack(t)
	members := m.Members(t, 8)
	sku := m.NewSKU(t, 1000)
	ctx, finish := context.WithCancel(t.Context())
	var mu sync.Mutex
	var confirmed []string
	var refused atomic.Int32
	var wg sync.WaitGroup
	for _, s := range members {
		wg.Go(func() {
			for ctx.Err() == nil {
				a, err := submitOnce(ctx, s, sku)
				if err != nil {
					continue
				}
				o, err := orderOf(a)
				if err != nil {
					refused.Add(1)
					time.Sleep(pace)
					continue
				}
				mu.Lock()
				confirmed = append(confirmed, o.OrderSn)
				mu.Unlock()
				time.Sleep(pace) // a load, not a flood: the restarts are what is tested
			}
		})
	}
	for _, i := range m.Instances() {
		if i.Single {
			continue
		}
		require.NoError(t, m.Supervisor.Stop(ctx, i.Program))
		require.NoError(t, m.Supervisor.Start(ctx, i.Program))
		ready(t, i.Listen)
	}
	finish()
	wg.Wait()
	require.Greater(t, len(confirmed), 20, "the shop went on selling")
	t.Logf("%d orders confirmed during the restarts, %d attempts refused", len(confirmed), refused.Load())
	for _, sn := range confirmed {
		require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE order_sn = ? AND placed_at IS NOT NULL", sn), "order %s was confirmed", sn)
	}
	m.Audit(t)
}
