package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/apperr"
	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/services/ware"
)

func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// shop is a store with goods in it, and the use cases over it.
type shop struct {
	*Store
	*ware.Ware
	orders *states
}

// states tells how orders stand.
type states struct {
	mu sync.Mutex
	by map[string]ware.OrderState
}

func (s *states) State(_ context.Context, orderSn string) (ware.OrderState, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[orderSn], nil
}

func (s *states) set(orderSn string, state ware.OrderState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[orderSn] = state
}

func newShop(t *testing.T, ttl time.Duration) shop {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	s := New(db, outbox.New(db), clock, func() time.Duration { return ttl }, "stock.locked")
	orders := &states{by: map[string]ware.OrderState{}}
	require.NoError(t, db.Exec("INSERT INTO wms_ware_info (id, name, province) VALUES (1, '上海仓', '上海市'), (2, '广州仓', '广东省')").Error)
	require.NoError(t, db.Exec("INSERT INTO wms_ware_reach VALUES ('广东省', 0, 2), ('广东省', 1, 1)").Error)
	return shop{s, ware.New(s, orders, clock), orders}
}

func (s shop) put(t *testing.T, sku, wareID, n int64) {
	t.Helper()
	require.NoError(t, s.Ware.Adjust(context.Background(), ware.Adjustment{Key: fmt.Sprintf("%d-%d", sku, wareID), SkuID: sku, WareID: wareID, Delta: n, Reason: "first count"}))
}

func (s shop) lock(orderSn string, lines ...ware.Line) error {
	_, err := s.Ware.Lock(context.Background(), ware.Reservation{OrderSn: orderSn, Lines: lines, To: ware.Destination{Province: "广东省"}})
	return err
}

// state reads stock and locked of a SKU over all warehouses.
func (s shop) state(t *testing.T, sku int64) (stock, locked int64) {
	t.Helper()
	row := struct{ Stock, Locked int64 }{}
	require.NoError(t, s.db.Raw("SELECT SUM(stock) stock, SUM(stock_locked) locked FROM wms_ware_sku WHERE sku_id = ?", sku).Scan(&row).Error)
	return row.Stock, row.Locked
}

// requireBooks checks what the auditor checks of ware alone.
func requireBooks(t *testing.T, db *gorm.DB) {
	t.Helper()
	var bad int64
	require.NoError(t, db.Raw(`SELECT COUNT(*) FROM wms_ware_sku s WHERE
		stock <> (SELECT COALESCE(SUM(delta), 0) FROM wms_stock_ledger l WHERE l.sku_id = s.sku_id AND l.ware_id = s.ware_id)
		OR stock_locked <> (SELECT COALESCE(SUM(sku_num), 0) FROM wms_ware_order_task_detail d WHERE d.sku_id = s.sku_id AND d.ware_id = s.ware_id AND d.lock_status = 1)`).
		Scan(&bad).Error)
	require.Zero(t, bad, "stock = Σ ledger and locked = Σ live details")
}

func TestLastPieceIsSoldOnce(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 7, 1, 10)
	s.put(t, 7, 2, 10)
	var sold, short, other atomic.Int64
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			err := s.lock(fmt.Sprint("order", i), ware.Line{SkuID: 7, Count: 1})
			switch {
			case err == nil:
				sold.Add(1)
			case apperr.From(err).Code == ware.ErrStockShort.Code:
				short.Add(1)
			default:
				t.Log(err)
				other.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(20), sold.Load())
	require.Equal(t, int64(80), short.Load())
	require.Zero(t, other.Load())
	_, locked := s.state(t, 7)
	require.Equal(t, int64(20), locked)
	requireBooks(t, s.db)
}

func TestTwoSkusTheSecondShort(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 5)
	s.put(t, 2, 1, 1)
	err := s.lock("o1", ware.Line{SkuID: 1, Count: 1}, ware.Line{SkuID: 2, Count: 2})
	require.ErrorIs(t, err, ware.ErrStockShort)
	var short []int64
	require.True(t, apperr.Extension(err, "skuIds", &short))
	require.Equal(t, []int64{2}, short)
	_, locked := s.state(t, 1)
	require.Zero(t, locked, "all or nothing")
	require.NoError(t, s.lock("o1", ware.Line{SkuID: 1, Count: 1}), "a refused lock leaves nothing behind")
}

func TestOrdersInOppositeOrderDoNotDeadlock(t *testing.T) {
	s := newShop(t, time.Minute)
	for sku := int64(1); sku <= 5; sku++ {
		s.put(t, sku, 1, 1000)
		s.put(t, sku, 2, 1000)
	}
	var wg sync.WaitGroup
	errs := make(chan error, 200)
	for i := range 100 {
		wg.Go(func() {
			lines := []ware.Line{{SkuID: 1, Count: 1}, {SkuID: 2, Count: 1}, {SkuID: 3, Count: 1}, {SkuID: 4, Count: 1}, {SkuID: 5, Count: 1}}
			if i%2 == 0 {
				lines[0], lines[4] = lines[4], lines[0]
			}
			sn := fmt.Sprint("order", i)
			errs <- s.lock(sn, lines...)
			errs <- s.Ware.Release(context.Background(), sn)
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	_, locked := s.state(t, 3)
	require.Zero(t, locked)
	requireBooks(t, s.db)
}

func TestTheSameOrderLocksOnce(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 5)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := s.lock("o1", ware.Line{SkuID: 1, Count: 2}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	_, locked := s.state(t, 1)
	require.Equal(t, int64(2), locked)
}

func TestReleaseBeforeLockLeavesATombstone(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 5)
	require.NoError(t, s.Ware.Release(context.Background(), "o1"))
	require.ErrorIs(t, s.lock("o1", ware.Line{SkuID: 1, Count: 1}), ware.ErrReleased)
	_, locked := s.state(t, 1)
	require.Zero(t, locked)
}

func TestReleaseAndDeductTogetherEndInOne(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 100)
	ctx := context.Background()
	for i := range 30 {
		sn := fmt.Sprint("o", i)
		require.NoError(t, s.lock(sn, ware.Line{SkuID: 1, Count: 1}))
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() { _ = s.Ware.Release(ctx, sn) })
			wg.Go(func() { _ = s.Ware.Deduct(ctx, sn) })
		}
		wg.Wait()
	}
	_, locked := s.state(t, 1)
	require.Zero(t, locked)
	requireBooks(t, s.db)
}

func TestDeductOfWhatWasReleasedIsRefused(t *testing.T) {
	s := newShop(t, time.Minute)
	require.ErrorIs(t, s.Ware.Deduct(context.Background(), "nobody"), ware.ErrNoTask)
	require.NoError(t, s.Ware.Release(context.Background(), "o1"))
	require.ErrorIs(t, s.Ware.Deduct(context.Background(), "o1"), ware.ErrReleased)
}

func TestARedeliveredMessageActsOnce(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 5)
	require.NoError(t, s.lock("o1", ware.Line{SkuID: 1, Count: 2}))
	ctx := rabbit.WithMessage(context.Background(), rabbit.Message{ID: "0197a000-0000-7000-8000-000000000001", Type: "order.paid"}, "ware.order.paid.queue")
	require.NoError(t, s.Ware.Deduct(ctx, "o1"))
	require.ErrorIs(t, s.Ware.Deduct(ctx, "o1"), outbox.ErrDuplicate)
	stock, locked := s.state(t, 1)
	require.Equal(t, []int64{3, 0}, []int64{stock, locked})
	requireBooks(t, s.db)
}

func TestAdjust(t *testing.T) {
	s := newShop(t, time.Minute)
	ctx := context.Background()
	s.put(t, 1, 1, 5)
	s.put(t, 1, 1, 5) // the same key again
	stock, _ := s.state(t, 1)
	require.Equal(t, int64(5), stock)
	require.NoError(t, s.lock("o1", ware.Line{SkuID: 1, Count: 4}))
	require.ErrorIs(t, s.Ware.Adjust(ctx, ware.Adjustment{Key: "x", SkuID: 1, WareID: 1, Delta: -2, Reason: "lost"}), ware.ErrBelowLocks)
	require.NoError(t, s.Ware.Adjust(ctx, ware.Adjustment{Key: "y", SkuID: 1, WareID: 1, Delta: -1, Reason: "lost"}))
	require.ErrorIs(t, s.Ware.Adjust(ctx, ware.Adjustment{Key: "z", SkuID: 1, WareID: 2, Delta: -1, Reason: "never was there"}), ware.ErrBelowLocks)
	requireBooks(t, s.db)
}

func TestOwnDelayedCheck(t *testing.T) {
	s := newShop(t, time.Minute)
	ctx := context.Background()
	s.put(t, 1, 1, 5)
	for _, c := range []struct {
		sn     string
		state  ware.OrderState
		status ware.LockStatus
	}{{"dead", ware.OrderDead, ware.Released}, {"open", ware.OrderOpen, ware.Locked}, {"alive", ware.OrderAlive, ware.Locked}} {
		require.NoError(t, s.lock(c.sn, ware.Line{SkuID: 1, Count: 1}))
		s.orders.set(c.sn, c.state)
		require.NoError(t, s.Check(ctx, c.sn))
		task, err := s.Task(ctx, c.sn)
		require.NoError(t, err)
		require.Equal(t, c.status, task.Status, c.sn)
	}
	var again int64
	require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE subject = 'open'").Scan(&again).Error)
	require.Equal(t, int64(2), again, "the lock's message, and once more round")
}

func TestSweepFindsLocksWhoseMessageWasLost(t *testing.T) {
	s := newShop(t, -ware.CheckGrace) // overdue at once
	s.put(t, 1, 1, 5)
	require.NoError(t, s.lock("o1", ware.Line{SkuID: 1, Count: 1}))
	s.orders.set("o1", ware.OrderDead)
	found, err := s.Sweep(context.Background())
	require.NoError(t, err)
	require.Equal(t, 1, found)
	_, locked := s.state(t, 1)
	require.Zero(t, locked)
	found, err = s.Sweep(context.Background())
	require.NoError(t, err)
	require.Zero(t, found)
}

func TestSellingOutAndComingBackAreAnnounced(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 2)
	changes := func() (n int64) {
		require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE type = 'stock.changed'").Scan(&n).Error)
		return n
	}
	require.Equal(t, int64(1), changes(), "the first count")
	require.NoError(t, s.lock("o1", ware.Line{SkuID: 1, Count: 1}))
	require.Equal(t, int64(1), changes(), "one of two is no news")
	require.NoError(t, s.lock("o2", ware.Line{SkuID: 1, Count: 1}))
	require.Equal(t, int64(2), changes(), "sold out")
	require.NoError(t, s.Ware.Release(context.Background(), "o1"))
	require.Equal(t, int64(3), changes(), "back again")
	require.NoError(t, s.Ware.Release(context.Background(), "o2"))
	require.Equal(t, int64(3), changes())
}

func TestSeedAddsUp(t *testing.T) {
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	s := New(db, outbox.New(db), clock, func() time.Duration { return time.Minute }, "stock.locked")
	for range 2 {
		require.NoError(t, s.Seed(context.Background(), demodata.Warehouses(), demodata.Provinces(), demodata.FreightRules(),
			demodata.Stocks(), demodata.Moves(), demodata.StockTasks()))
	}
	requireBooks(t, db)
	geo, err := s.Geography(context.Background())
	require.NoError(t, err)
	require.Len(t, geo.Rules, len(demodata.Provinces()))
	require.Equal(t, []int64{2, 1}, geo.Nearest["广东省"])
}
