package product_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
	"gulimall/services/product"
	"gulimall/services/product/search"
)

var errAway = errors.New("away")

// shop is a catalogue over a database, a ware and a coupon that exist only in memory.
type shop struct {
	*product.Catalogue
	mu       sync.Mutex
	docs     map[int64]product.Document
	stock    map[int64]int64
	wareAway bool
	slow     time.Duration // how long the database takes
	reads    int
	indexed  int // how often documents were read
	couponUp bool
}

func newShop(t *testing.T, n int) *shop {
	t.Helper()
	index, err := search.New()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, index.Close()) })
	s := &shop{docs: map[int64]product.Document{}, stock: map[int64]int64{}}
	for id := int64(1); id <= int64(n); id++ {
		s.docs[id] = product.Document{SKU: product.SKU{
			ID: id, SPUID: (id + 1) / 2, Title: "茶", Price: money.Fen(100 * id), OnShelf: true, SaleCount: id,
			Path: []product.Named{{ID: 1, Name: "一"}, {ID: 2, Name: "二"}, {ID: 3, Name: "三"}},
		}}
		s.stock[id] = 10
	}
	s.Catalogue = product.New(s, index, s, s, s, slog.New(slog.DiscardHandler), time.Now)
	return s
}

func (s *shop) Categories(context.Context) ([]product.Category, error) {
	return []product.Category{{ID: 1, Level: 1, Name: "一"}, {ID: 2, ParentID: 1, Level: 2, Name: "二"}, {ID: 3, ParentID: 2, Level: 3, Name: "三"}}, nil
}

func (s *shop) Freight(context.Context) ([]product.FreightRule, error) {
	if s.wareAway {
		return nil, errAway
	}
	return []product.FreightRule{{Region: "华东", Provinces: []string{"上海市"}, FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100}}, nil
}

func (s *shop) Levels(context.Context) ([]product.Level, error) { return nil, errAway }

func (s *shop) Skus(_ context.Context, ids []int64) ([]product.SKU, error) {
	s.mu.Lock()
	s.reads++
	var skus []product.SKU
	for _, id := range ids {
		if d, ok := s.docs[id]; ok {
			skus = append(skus, d.SKU)
		}
	}
	slow := s.slow
	s.mu.Unlock()
	time.Sleep(slow) // the answer was true when it was read, and comes late
	return skus, nil
}

func (s *shop) SPU(_ context.Context, id int64) (product.SPU, error) {
	return product.SPU{ID: id, SkuIDs: []int64{2*id - 1, 2 * id}}, nil
}

func (s *shop) Documents(_ context.Context, ids []int64) ([]product.Document, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.indexed++
	var docs []product.Document
	for id, d := range s.docs {
		asked := ids == nil
		for _, want := range ids {
			asked = asked || want == id
		}
		if asked && d.OnShelf {
			docs = append(docs, d)
		}
	}
	return docs, nil
}

func (s *shop) Change(_ context.Context, id int64, change product.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.docs[id]
	if !ok {
		return product.ErrSkuNotFound
	}
	if change.Price != nil {
		d.Price = *change.Price
	}
	if change.OnShelf != nil {
		d.OnShelf = *change.OnShelf
	}
	s.docs[id] = d
	return nil
}

func (s *shop) Sold(_ context.Context, counts map[int64]int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, n := range counts {
		d := s.docs[id]
		d.SaleCount += n
		s.docs[id] = d
	}
	return nil
}

func (s *shop) Announce(ctx context.Context) error { return s.SkusChanged(ctx, nil, false) }

func (s *shop) Available(_ context.Context, ids []int64) (map[int64]int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wareAway {
		return nil, errAway
	}
	available := map[int64]int64{}
	for _, id := range ids {
		available[id] = s.stock[id]
	}
	return available, nil
}

func (s *shop) Promotions(context.Context, product.SKU) (couponapi.Promotions, error) {
	if !s.couponUp {
		return couponapi.Promotions{}, errAway
	}
	return couponapi.Promotions{Promotions: []couponapi.Rule{{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 3, PerMille: 900}}}, GiftPoints: 7}, nil
}

func (s *shop) Claimable(context.Context, int64) ([]couponapi.Claimable, error) { return nil, errAway }

func (s *shop) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *shop) total(t *testing.T, q product.Query) int {
	t.Helper()
	found, err := s.Search(q)
	require.NoError(t, err)
	return found.Total
}

func (s *shop) price(t *testing.T, id int64) money.Fen {
	t.Helper()
	found, err := s.Catalogue.Skus(t.Context(), []int64{id})
	require.NoError(t, err)
	require.Len(t, found, 1)
	return found[0].Price
}

func TestTheIndexIsBuiltWithoutWareAndAsksAgain(t *testing.T) {
	s, in := newShop(t, 10), true
	s.wareAway = true
	s.stock[3] = 0
	require.Error(t, s.Built(t.Context()))
	require.NoError(t, s.Rebuild(t.Context()))
	require.NoError(t, s.Built(t.Context()))
	require.Equal(t, 10, s.total(t, product.Query{HasStock: &in}), "what is unknown counts as there")
	require.ErrorIs(t, s.Tick(t.Context()), errAway)
	s.set(func() { s.wareAway = false })
	require.NoError(t, s.Tick(t.Context()))
	require.Equal(t, 9, s.total(t, product.Query{HasStock: &in}))
}

func TestStockEventsInTheWrongOrderAreMended(t *testing.T) {
	s, in := newShop(t, 10), true
	require.NoError(t, s.Rebuild(t.Context()))
	s.set(func() { s.stock[4] = 0 })
	require.NoError(t, s.StockChanged(t.Context(), map[int64]int64{4: 0}))
	require.Equal(t, 9, s.total(t, product.Query{HasStock: &in}))
	require.NoError(t, s.StockChanged(t.Context(), map[int64]int64{4: 5}), "an older event that comes late")
	require.Equal(t, 10, s.total(t, product.Query{HasStock: &in}))
	require.NoError(t, s.Tick(t.Context()))
	require.Equal(t, 9, s.total(t, product.Query{HasStock: &in}))
}

func TestChangesShowAtOnceHereAndByEventElsewhere(t *testing.T) {
	s := newShop(t, 10)
	require.NoError(t, s.Rebuild(t.Context()))
	require.EqualValues(t, 500, s.price(t, 5))
	epoch := s.Epoch()

	price, off, on := money.Fen(999), false, true
	sku, err := s.Catalogue.Change(t.Context(), 5, product.Change{Price: &price})
	require.NoError(t, err)
	require.EqualValues(t, 999, sku.Price)
	require.EqualValues(t, 999, s.price(t, 5))
	require.Equal(t, 1, s.total(t, product.Query{PriceLow: 999, PriceHigh: 999}))
	require.NotEqual(t, epoch, s.Epoch(), "drawn pages are thrown away")

	s.set(func() { d := s.docs[6]; d.Price = 777; s.docs[6] = d }) // by another instance
	require.NoError(t, s.SkusChanged(t.Context(), []int64{6}, false))
	require.EqualValues(t, 777, s.price(t, 6))
	require.Equal(t, 1, s.total(t, product.Query{PriceLow: 777, PriceHigh: 777}))

	_, err = s.Catalogue.Change(t.Context(), 5, product.Change{OnShelf: &off})
	require.NoError(t, err)
	require.Equal(t, 9, s.total(t, product.Query{}))
	item, err := s.Item(t.Context(), 5)
	require.NoError(t, err)
	require.False(t, item.SKU.OnShelf, "what is not for sale any more can still be looked at")
	item, err = s.Item(t.Context(), 6)
	require.NoError(t, err)
	require.Len(t, item.Siblings, 1)
	_, err = s.Catalogue.Change(t.Context(), 5, product.Change{OnShelf: &on})
	require.NoError(t, err)
	require.Equal(t, 10, s.total(t, product.Query{}))

	_, err = s.Catalogue.Change(t.Context(), 77, product.Change{Price: &price})
	require.ErrorIs(t, err, product.ErrSkuNotFound)
	for _, bad := range []money.Fen{0, -1, 1e10 + 1} {
		_, err = s.Catalogue.Change(t.Context(), 5, product.Change{Price: &bad})
		require.ErrorIs(t, err, apperr.ErrInvalid)
	}
}

func TestSaleCountsWaitForTheNextTick(t *testing.T) {
	s := newShop(t, 4)
	require.NoError(t, s.Rebuild(t.Context()))
	require.NoError(t, s.Catalogue.Sold(t.Context(), map[int64]int64{1: 100, 0: 5, 2: -1}))
	require.NoError(t, s.SkusChanged(t.Context(), []int64{1}, true))
	first := func() int64 {
		found, err := s.Search(product.Query{Sort: product.SortSales})
		require.NoError(t, err)
		return found.Hits[0].SKU.ID
	}
	require.EqualValues(t, 4, first())
	require.NoError(t, s.Tick(t.Context()))
	require.EqualValues(t, 1, first())
}

// An attribute that is moved names every SKU of its category; a hundred of them moved, one after the other, are read once.
func TestVeryManySkusWaitForTheNextTick(t *testing.T) {
	const many = 501
	s := newShop(t, many)
	require.NoError(t, s.Rebuild(t.Context()))
	require.EqualValues(t, 500, s.price(t, 5))
	ids := make([]int64, many)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	s.set(func() {
		d := s.docs[5]
		d.Price, d.Title = 777, "咖啡"
		s.docs[5] = d
	})
	for range 3 {
		require.NoError(t, s.SkusChanged(t.Context(), ids, false))
	}
	require.EqualValues(t, 777, s.price(t, 5), "a price does not wait")
	require.Zero(t, s.total(t, product.Query{PriceLow: 777, PriceHigh: 777}))
	require.Equal(t, 1, s.indexed, "only when it was built")
	require.NoError(t, s.Tick(t.Context()))
	require.Equal(t, 1, s.total(t, product.Query{PriceLow: 777, PriceHigh: 777}))
	require.Equal(t, 2, s.indexed)
}

func TestAnEventWithoutNamesRebuilds(t *testing.T) {
	s := newShop(t, 4)
	require.NoError(t, s.Rebuild(t.Context()))
	s.set(func() {
		delete(s.docs, 1)
		s.docs[9] = product.Document{SKU: product.SKU{ID: 9, Title: "新", OnShelf: true}}
	})
	require.NoError(t, s.Reindex(t.Context()))
	require.Equal(t, 1, s.total(t, product.Query{Keyword: "新"}))
	require.Equal(t, 4, s.total(t, product.Query{}))
}

func TestPricesAreNeverOlderThanTheirTerm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, 4)
		require.EqualValues(t, 100, s.price(t, 1))
		s.set(func() { d := s.docs[1]; d.Price = 5; s.docs[1] = d }) // and no event comes
		time.Sleep(1499 * time.Millisecond)
		require.EqualValues(t, 100, s.price(t, 1))
		time.Sleep(time.Millisecond)
		require.EqualValues(t, 5, s.price(t, 1))
	})
}

func TestABusyPriceCostsAQueryEveryNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, 4)
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Refresh(ctx) }()
		for range 1000 {
			s.price(t, 1)
			time.Sleep(10 * time.Millisecond)
		}
		stop()
		require.NoError(t, <-done)
		require.Less(t, s.reads, 20, "ten seconds of a hundred requests each")
	})
}

func TestAPriceReadBeforeAChangeIsNotKeptAfterIt(t *testing.T) {
	s := newShop(t, 4)
	s.slow = 200 * time.Millisecond
	var wg sync.WaitGroup
	wg.Go(func() { s.price(t, 1) }) // reads 100 and is slow to say so
	require.Eventually(t, func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.reads == 1 }, time.Second, time.Millisecond)
	s.set(func() { s.slow = 0 })
	price := money.Fen(7)
	_, err := s.Catalogue.Change(t.Context(), 1, product.Change{Price: &price})
	require.NoError(t, err)
	wg.Wait()
	require.EqualValues(t, 7, s.price(t, 1))
}

func TestSkusKeepTheOrderAskedAndLeaveOutTheUnknown(t *testing.T) {
	s := newShop(t, 4)
	for range 2 {
		found, err := s.Catalogue.Skus(t.Context(), []int64{3, 99, 1, 3, -1})
		require.NoError(t, err)
		require.Len(t, found, 2)
		require.EqualValues(t, 3, found[0].ID)
		require.EqualValues(t, 1, found[1].ID)
	}
}

func TestAnItemIsPoorerWithoutItsNeighboursNotAway(t *testing.T) {
	s := newShop(t, 4)
	require.NoError(t, s.Rebuild(t.Context()))
	s.wareAway = true
	item, err := s.Item(t.Context(), 1)
	require.NoError(t, err)
	require.True(t, item.HasStock(), "what the index heard last")
	require.Empty(t, item.Promotions.Promotions)
	require.Empty(t, s.Catalogue.Claimable(t.Context(), 0))

	s.set(func() { s.wareAway, s.couponUp, s.stock[1] = false, true, 0 })
	item, err = s.Item(t.Context(), 1)
	require.NoError(t, err)
	require.True(t, item.HasStock(), "who did not answer is not asked again at once")
	time.Sleep(1100 * time.Millisecond)
	item, err = s.Item(t.Context(), 1)
	require.NoError(t, err)
	require.False(t, item.HasStock())
	require.EqualValues(t, 7, item.Promotions.GiftPoints)
	_, err = s.Item(t.Context(), 99)
	require.ErrorIs(t, err, product.ErrSkuNotFound)
}

func TestFloors(t *testing.T) {
	s := newShop(t, 10)
	require.NoError(t, s.Rebuild(t.Context()))
	floors, err := s.Floors(t.Context())
	require.NoError(t, err)
	require.Len(t, floors, 1)
	require.Len(t, floors[0].Hits, 5, "one SKU a product")
	require.EqualValues(t, 10, floors[0].Hits[0].SKU.ID)
}
