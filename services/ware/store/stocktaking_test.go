package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/paging"
	"gulimall/services/ware"
)

func on(t *testing.T, s shop, skuID, wareID int64) [2]int64 {
	t.Helper()
	row, err := stock(s.db, skuID, wareID)
	require.NoError(t, err)
	return [2]int64{row.Stock, row.Locked}
}

func count(skuID, n int64) ware.Count { return ware.Count{SkuID: skuID, Counted: &n} }

func TestSalesWhileCountingAreNotUndone(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewTakings(s.Store)
	s.put(t, 71, 1, 10)
	s.put(t, 72, 1, 5)
	s.put(t, 73, 1, 7)
	sheet, err := desk.Open(t.Context(), 1, []int64{71, 72, 73}, "月末", keeper())
	require.NoError(t, err)
	require.EqualValues(t, 3, sheet.Lines)
	_, err = desk.Book(t.Context(), sheet.ID, keeper())
	require.ErrorIs(t, err, ware.ErrNothingCounted)
	refused, err := desk.Count(t.Context(), sheet.ID, []ware.Count{count(71, 8), count(72, 5), count(99, 1)}, keeper())
	require.NoError(t, err)
	require.Equal(t, map[int64]string{99: ware.CountNotOnSheet}, refused)

	require.NoError(t, s.lock("7100001", ware.Line{SkuID: 71, Count: 3})) // sold and paid between count and booking
	require.NoError(t, s.Ware.Deduct(t.Context(), "7100001"))
	require.Equal(t, [2]int64{7, 0}, on(t, s, 71, 1))
	booked, err := desk.Book(t.Context(), sheet.ID, keeper())
	require.NoError(t, err)
	require.Equal(t, ware.TakingBooked, booked.State)
	require.Equal(t, [2]int64{5, 0}, on(t, s, 71, 1), "two were missing, three were sold")
	require.Equal(t, [2]int64{5, 0}, on(t, s, 72, 1))
	require.Equal(t, [2]int64{7, 0}, on(t, s, 73, 1), "nobody counted it")
	again, err := desk.Book(t.Context(), sheet.ID, keeper())
	require.NoError(t, err)
	require.Equal(t, booked, again)
	require.Equal(t, [2]int64{5, 0}, on(t, s, 71, 1))
	_, err = desk.Count(t.Context(), sheet.ID, []ware.Count{count(73, 1)}, keeper())
	require.ErrorIs(t, err, ware.ErrTakingState)
	_, err = desk.Cancel(t.Context(), sheet.ID, keeper())
	require.ErrorIs(t, err, ware.ErrTakingState)
	entries, _, err := s.Ledger(t.Context(), ware.LedgerQuery{SkuID: 71, WareID: 1, Page: all()})
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("stocktaking:%d:71", sheet.ID), entries[0].Key)
	require.EqualValues(t, -2, entries[0].Delta)
	require.Equal(t, 1, told(t, s, "stocktaking.booked"))
}

func TestALineBelowItsLocksIsRefusedAndTheOthersAreBooked(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewTakings(s.Store)
	s.put(t, 74, 1, 10)
	s.put(t, 75, 1, 10)
	require.NoError(t, s.lock("7400001", ware.Line{SkuID: 74, Count: 6}))
	sheet, err := desk.Open(t.Context(), 1, []int64{74, 75}, "", keeper())
	require.NoError(t, err)
	_, err = desk.Count(t.Context(), sheet.ID, []ware.Count{count(74, 5), count(75, 12)}, keeper())
	require.NoError(t, err)
	half, err := desk.Book(t.Context(), sheet.ID, keeper())
	require.NoError(t, err)
	require.Equal(t, []int64{1, 1}, []int64{half.Booked, half.Refused})
	require.Equal(t, ware.TakingOpen, half.State)
	require.Equal(t, [2]int64{10, 6}, on(t, s, 74, 1))
	require.Equal(t, [2]int64{12, 0}, on(t, s, 75, 1))
	lines, _, err := desk.Lines(t.Context(), sheet.ID, ware.LinesRefused, 0, all())
	require.NoError(t, err)
	require.EqualValues(t, 74, lines[0].SkuID)
	require.EqualValues(t, -5, lines[0].Delta())
	refused, err := desk.Count(t.Context(), sheet.ID, []ware.Count{count(75, 1)}, keeper())
	require.NoError(t, err)
	require.Equal(t, map[int64]string{75: ware.CountBooked}, refused)

	require.NoError(t, s.Ware.Release(t.Context(), "7400001"))
	whole, err := desk.Book(t.Context(), sheet.ID, keeper())
	require.NoError(t, err)
	require.Equal(t, ware.TakingBooked, whole.State)
	require.Equal(t, [2]int64{5, 0}, on(t, s, 74, 1))
	require.Equal(t, [2]int64{12, 0}, on(t, s, 75, 1))
}

func TestSheetsOpenAndClose(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewTakings(s.Store)
	s.put(t, 76, 2, 10)
	_, err := desk.Open(t.Context(), 9, nil, "", keeper())
	require.ErrorIs(t, err, ware.ErrNoWarehouse)
	_, err = desk.Open(t.Context(), 2, []int64{76, 9999}, "", keeper())
	require.ErrorIs(t, err, ware.ErrNoStock)
	sheet, err := desk.Open(t.Context(), 2, nil, "", keeper())
	require.NoError(t, err)
	_, err = desk.Open(t.Context(), 2, []int64{76}, "", keeper())
	require.ErrorIs(t, err, ware.ErrTakingOverlap, "what is missing would be booked twice")
	_, err = desk.Count(t.Context(), sheet.ID, []ware.Count{count(76, 9)}, keeper())
	require.NoError(t, err)
	nine, ten := int64(9), int64(10)
	refused, err := desk.Count(t.Context(), sheet.ID, []ware.Count{{SkuID: 76, Counted: &nine, Checked: true, Seen: &ten}}, keeper())
	require.NoError(t, err)
	require.Equal(t, map[int64]string{76: ware.CountMeanwhile}, refused)
	refused, err = desk.Count(t.Context(), sheet.ID, []ware.Count{{SkuID: 76, Checked: true, Seen: &nine}}, keeper())
	require.NoError(t, err)
	require.Empty(t, refused, "a count is taken back")
	for range 2 {
		gone, err := desk.Cancel(t.Context(), sheet.ID, keeper())
		require.NoError(t, err)
		require.Equal(t, ware.TakingCancelled, gone.State)
	}
	require.Equal(t, 1, told(t, s, "stocktaking.cancelled"))
	_, err = desk.Book(t.Context(), sheet.ID, keeper())
	require.ErrorIs(t, err, ware.ErrTakingState)
	_, err = desk.Open(t.Context(), 2, []int64{76}, "", keeper())
	require.NoError(t, err)
	state := ware.TakingCancelled
	found, total, err := desk.List(t.Context(), ware.TakingQuery{WareID: 2, State: &state, Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, sheet.ID, found[0].ID)
	_, err = desk.Find(t.Context(), 999)
	require.ErrorIs(t, err, ware.ErrNoTaking)
}

// TestBookingRacesItselfAndBuyers: whatever is booked twice at once while others buy, each difference counts once and no lock is lost.
func TestBookingRacesItselfAndBuyers(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewTakings(s.Store)
	var counts []ware.Count
	for sku := int64(800); sku < 950; sku++ { // more than one batch
		s.put(t, sku, 1, 20)
		counts = append(counts, count(sku, 15))
	}
	sheet, err := desk.Open(t.Context(), 1, skus(counts), "", keeper())
	require.NoError(t, err)
	_, err = desk.Count(t.Context(), sheet.ID, counts, keeper())
	require.NoError(t, err)
	var group sync.WaitGroup
	var locked atomic.Int64
	for i := range 40 {
		group.Go(func() {
			if s.lock(fmt.Sprint(8000000+i), ware.Line{SkuID: 800 + int64(i%4), Count: 1}) == nil {
				locked.Add(1)
			}
		})
	}
	for range 3 {
		group.Go(func() { _, _ = desk.Book(context.Background(), sheet.ID, keeper()) })
	}
	group.Wait()
	done, err := desk.Book(t.Context(), sheet.ID, keeper())
	require.NoError(t, err)
	require.Equal(t, ware.TakingBooked, done.State)
	sum := int64(0)
	for sku := int64(800); sku < 950; sku++ {
		now := on(t, s, sku, 1)
		require.EqualValues(t, 15, now[0])
		sum += now[1]
	}
	require.Equal(t, locked.Load(), sum)
	require.EqualValues(t, 40, sum)
	requireBooks(t, s.db)
}

func skus(counts []ware.Count) []int64 {
	ids := make([]int64, len(counts))
	for i, c := range counts {
		ids[i] = c.SkuID
	}
	return ids
}

func TestStockIsFoundByNameAndLowness(t *testing.T) {
	s := newShop(t, time.Hour)
	s.put(t, 81, 1, 3)
	s.put(t, 82, 1, 30)
	require.NoError(t, s.Name(t.Context(), map[int64]string{81: "50% 棉 T 恤", 82: "500 克面粉"}))
	find := func(q ware.StockQuery) []int64 {
		q.Page = all()
		found, _, err := s.Stock(t.Context(), q)
		require.NoError(t, err)
		ids := []int64{}
		for _, f := range found {
			if f.SkuID >= 81 {
				ids = append(ids, f.SkuID)
			}
		}
		return ids
	}
	require.Equal(t, []int64{81}, find(ware.StockQuery{Name: "50%"}), "% is no wildcard")
	require.Equal(t, []int64{81, 82}, find(ware.StockQuery{Name: "50"}))
	require.Equal(t, []int64{81}, find(ware.StockQuery{Low: true}))
	require.Equal(t, []int64{82, 81}, find(ware.StockQuery{Order: ware.ByAvailable, Down: true, Name: "50"}))
	low, err := s.Low(t.Context(), 1)
	require.NoError(t, err)
	require.Positive(t, low.Count)
	require.Len(t, low.Lowest, 1)
	entries, _, err := s.Ledger(t.Context(), ware.LedgerQuery{SkuID: 82, Page: all()})
	require.NoError(t, err)
	require.Equal(t, "500 克面粉", entries[0].SkuName)
	unnamed, err := s.Unnamed(t.Context(), 100)
	require.NoError(t, err)
	require.NotContains(t, unnamed, int64(81))
	next, err := s.SkusAfter(t.Context(), 80, 1)
	require.NoError(t, err)
	require.Equal(t, []int64{81}, next)
}

func TestAFileOfAdjustments(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewOffice(s.Store)
	s.put(t, 91, 1, 10)
	require.NoError(t, s.lock("9100001", ware.Line{SkuID: 91, Count: 4}))
	rows := func() []ware.AdjustRow {
		return []ware.AdjustRow{
			{Line: 2, Adjustment: ware.Adjustment{SkuID: 91, WareID: 1, Delta: -5, Reason: "破损"}},
			{Line: 3, Adjustment: ware.Adjustment{SkuID: 91, WareID: 1, Delta: -2, Reason: "丢失"}},
			{Line: 4, Adjustment: ware.Adjustment{SkuID: 92, WareID: 2, Delta: 3, Reason: "新品"}},
			{Line: 5, Adjustment: ware.Adjustment{SkuID: 92, WareID: 77, Delta: 3, Reason: "x"}},
		}
	}
	check := func(done []ware.AdjustRow, err error) {
		t.Helper()
		require.NoError(t, err)
		require.NoError(t, done[0].Err)
		require.Equal(t, []int64{10, 5}, []int64{done[0].Before, done[0].After})
		require.ErrorIs(t, done[1].Err, ware.ErrBelowLocks)
		require.NoError(t, done[2].Err)
		require.ErrorIs(t, done[3].Err, ware.ErrNoWarehouse)
	}
	plan, err := desk.PlanAdjustments(t.Context(), "k1", rows())
	check(plan, err)
	require.True(t, plan[2].New)
	require.Equal(t, [2]int64{10, 4}, on(t, s, 91, 1), "a dry run changes nothing")
	check(desk.ImportAdjustments(t.Context(), "k1", rows(), keeper()))
	_, err = desk.ImportAdjustments(t.Context(), "k1", rows(), keeper())
	require.NoError(t, err)
	require.Equal(t, [2]int64{5, 4}, on(t, s, 91, 1), "the same file again changes nothing")
	require.Equal(t, [2]int64{3, 0}, on(t, s, 92, 2))
	_, err = desk.ImportAdjustments(t.Context(), "k2", rows()[2:3], keeper())
	require.NoError(t, err)
	require.Equal(t, [2]int64{6, 0}, on(t, s, 92, 2))
}

func TestAFileOfNeeds(t *testing.T) {
	s := newShop(t, time.Hour)
	buying := ware.NewPurchases(s.Store)
	rows := []ware.NeedRow{{Line: 2, Need: ware.Need{SkuID: 93, WareID: 1, Count: 5}}, {Line: 3, Need: ware.Need{SkuID: 93, WareID: 77, Count: 5}}}
	for range 2 {
		done, err := buying.ImportNeeds(t.Context(), "k1", rows, keeper())
		require.NoError(t, err)
		require.NoError(t, done[0].Err)
		require.ErrorIs(t, done[1].Err, ware.ErrNoWarehouse)
	}
	found, total, err := buying.Needs(t.Context(), ware.NeedQuery{SkuID: 93, Page: paging.Page{Number: 1, Size: 10}})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.EqualValues(t, 5, found[0].Count)
}
