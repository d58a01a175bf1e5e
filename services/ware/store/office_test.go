package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/ware"
)

func keeper() adminapi.By { return adminapi.By{StaffID: 2, Account: "keeper", Address: "192.0.2.1"} }

func all() paging.Page { return paging.Page{Number: 1, Size: 100} }

// told counts what the audit log will hear of an action.
func told(t *testing.T, s shop, action string) int {
	t.Helper()
	var n int
	require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE routing_key = ? AND JSON_VALUE(payload, '$.data.action') = ?", adminapi.KeyActed, action).Scan(&n).Error)
	return n
}

func TestPurchaseDoneManyTimesAddsStockOnce(t *testing.T) {
	s := newShop(t, time.Hour)
	buying := ware.NewPurchases(s.Store)
	ctx := t.Context()
	first, err := buying.AddNeed(ctx, ware.Need{SkuID: 11, WareID: 1, Count: 30}, keeper())
	require.NoError(t, err)
	second, err := buying.AddNeed(ctx, ware.Need{SkuID: 12, WareID: 2, Count: 5}, keeper())
	require.NoError(t, err)
	_, err = buying.AddNeed(ctx, ware.Need{SkuID: 12, WareID: 9, Count: 5}, keeper())
	require.ErrorIs(t, err, ware.ErrNoWarehouse)

	p, err := buying.Merge(ctx, 0, []int64{first.ID, second.ID}, keeper())
	require.NoError(t, err)
	require.Len(t, p.Needs, 2)
	_, err = buying.Merge(ctx, 0, []int64{first.ID}, keeper())
	require.ErrorIs(t, err, ware.ErrNeedState)
	_, err = buying.Merge(ctx, 0, []int64{999}, keeper())
	require.ErrorIs(t, err, ware.ErrNoNeed)
	outcomes := []ware.Outcome{{NeedID: first.ID, OK: true}, {NeedID: second.ID, Reason: "缺货"}}
	_, err = buying.Done(ctx, p.ID, outcomes, keeper())
	require.ErrorIs(t, err, ware.ErrPurchaseState, "nobody has received it")
	_, err = buying.Receive(ctx, p.ID, keeper())
	require.ErrorIs(t, err, ware.ErrPurchaseState, "it is nobody's yet")
	_, err = buying.Assign(ctx, p.ID, "老李", "13800000000", keeper())
	require.NoError(t, err)
	for range 2 {
		p, err = buying.Receive(ctx, p.ID, keeper())
		require.NoError(t, err)
		require.Equal(t, ware.NeedBuying, p.Needs[0].State)
	}
	_, err = buying.Merge(ctx, p.ID, []int64{second.ID}, keeper())
	require.ErrorIs(t, err, ware.ErrPurchaseState)

	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			done, err := buying.Done(context.Background(), p.ID, outcomes, keeper())
			require.NoError(t, err)
			require.Equal(t, ware.PurchaseFailed, done.State, "one of the two was not to be had")
		})
	}
	wg.Wait()
	stock, _ := s.state(t, 11)
	require.EqualValues(t, 30, stock)
	rows, _, err := s.Stock(ctx, ware.StockQuery{SkuID: 12, Page: all()})
	require.NoError(t, err)
	require.Empty(t, rows)
	_, err = buying.Done(ctx, p.ID, []ware.Outcome{{NeedID: first.ID, OK: true}, {NeedID: second.ID, OK: true}}, keeper())
	require.ErrorIs(t, err, ware.ErrPurchaseState, "another outcome than the first is refused")
	requireBooks(t, s.db)
	require.Equal(t, 1, told(t, s, "purchase.done"))
	require.Equal(t, 1, told(t, s, "purchase.received"))
	needs, total, err := buying.Needs(ctx, ware.NeedQuery{PurchaseID: p.ID, Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 2, total)
	require.Equal(t, "缺货", needs[0].FailReason)
	state := ware.PurchaseFailed
	list, total, err := buying.List(ctx, ware.PurchaseQuery{State: &state, Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, "老李", list[0].Assignee)
}

func TestLowStockIsAskedForOnce(t *testing.T) {
	s := newShop(t, time.Hour)
	buying := ware.NewPurchases(s.Store)
	s.put(t, 21, 1, 4) // below the line of ten
	s.put(t, 22, 1, 40)
	var wg sync.WaitGroup
	var made atomic.Int64
	for range 8 {
		wg.Go(func() {
			n, err := buying.Restock(context.Background())
			require.NoError(t, err)
			made.Add(n)
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, made.Load())
	needs, _, err := buying.Needs(t.Context(), ware.NeedQuery{Page: all()})
	require.NoError(t, err)
	require.Len(t, needs, 1)
	require.Equal(t, int64(16), needs[0].Count, "up to twice the line")
	require.True(t, needs[0].Auto)

	p, err := buying.Merge(t.Context(), 0, []int64{needs[0].ID}, keeper())
	require.NoError(t, err)
	_, err = buying.Assign(t.Context(), p.ID, "老李", "13800000000", keeper())
	require.NoError(t, err)
	_, err = buying.Receive(t.Context(), p.ID, keeper())
	require.NoError(t, err)
	_, err = buying.Done(t.Context(), p.ID, []ware.Outcome{{NeedID: needs[0].ID, Reason: "停产"}}, keeper())
	require.NoError(t, err)
	n, err := buying.Restock(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, n, "what could not be bought is asked for again")
}

// Buyers take pieces while staff count them up and down: the books hold at every moment, and nothing goes below what is locked.
func TestAdjustmentsRaceBuyers(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewOffice(s.Store)
	s.put(t, 31, 1, 60)
	var wg sync.WaitGroup
	var bought, refused atomic.Int64
	for i := range 100 {
		wg.Go(func() {
			if err := s.lock(fmt.Sprintf("3100%d", i), ware.Line{SkuID: 31, Count: 1}); err == nil {
				bought.Add(1)
			}
		})
	}
	for i := range 40 {
		delta := int64(3)
		if i%2 == 0 {
			delta = -4
		}
		wg.Go(func() {
			_, err := desk.Adjust(context.Background(), ware.Adjustment{Key: fmt.Sprint("race", i), SkuID: 31, WareID: 1, Delta: delta, Reason: "盘点"}, keeper())
			if err != nil {
				require.ErrorIs(t, err, ware.ErrBelowLocks)
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	stock, locked := s.state(t, 31)
	require.Equal(t, bought.Load(), locked)
	require.LessOrEqual(t, locked, stock)
	requireBooks(t, s.db)
	require.EqualValues(t, 40-refused.Load(), told(t, s, "stock.adjusted"))
}

func TestAdjustBy(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewOffice(s.Store)
	for range 2 { // the same key again changes nothing
		now, err := desk.Adjust(t.Context(), ware.Adjustment{Key: "staff:k", SkuID: 41, WareID: 2, Delta: 7, Reason: "盘盈"}, keeper())
		require.NoError(t, err)
		require.Equal(t, ware.Stock{SkuID: 41, WareID: 2, WareName: "广州仓", Stock: 7, WarnLine: 10}, now)
	}
	_, err := desk.Adjust(t.Context(), ware.Adjustment{Key: "staff:l", SkuID: 41, WareID: 2, Delta: -8, Reason: "盘亏"}, keeper())
	require.ErrorIs(t, err, ware.ErrBelowLocks)
	_, err = desk.Adjust(t.Context(), ware.Adjustment{Key: "staff:m", SkuID: 41, WareID: 99, Delta: 1, Reason: "x"}, keeper())
	require.ErrorIs(t, err, ware.ErrNoWarehouse)
	require.Equal(t, 1, told(t, s, "stock.adjusted"))
	low, err := desk.SetWarnLine(t.Context(), 41, 2, 5, keeper())
	require.NoError(t, err)
	require.EqualValues(t, 5, low.WarnLine)
	_, err = desk.SetWarnLine(t.Context(), 41, 1, 5, keeper())
	require.ErrorIs(t, err, ware.ErrNoStock)
	rows, total, err := desk.Stock(t.Context(), ware.StockQuery{WareID: 2, Low: true, Page: all()})
	require.NoError(t, err)
	require.Zero(t, total)
	require.Empty(t, rows)
	entries, total, err := desk.Ledger(t.Context(), ware.LedgerQuery{SkuID: 41, Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, "adjust:staff:k", entries[0].Key)
}

func TestWarehouses(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewOffice(s.Store)
	added, err := desk.AddHouse(t.Context(), ware.House{Name: "成都仓", Province: "四川省"}, keeper())
	require.NoError(t, err)
	change := added
	change.Name = "成都一号仓"
	changed, err := desk.ChangeHouse(t.Context(), change, keeper())
	require.NoError(t, err)
	require.Equal(t, added.Version+1, changed.Version)
	_, err = desk.ChangeHouse(t.Context(), change, keeper())
	require.ErrorIs(t, err, ware.ErrEditedMeantime)
	_, err = desk.ChangeHouse(t.Context(), ware.House{ID: 99, Version: 1}, keeper())
	require.ErrorIs(t, err, ware.ErrNoWarehouse)
	s.put(t, 51, 1, 1)
	require.ErrorIs(t, desk.RemoveHouse(t.Context(), 1, keeper()), ware.ErrInUse)
	require.NoError(t, desk.RemoveHouse(t.Context(), added.ID, keeper()))
	require.ErrorIs(t, desk.RemoveHouse(t.Context(), added.ID, keeper()), ware.ErrNoWarehouse)
	houses, err := desk.Houses(t.Context())
	require.NoError(t, err)
	require.Len(t, houses, 2)
}

// TestAClosedWarehouseSendsNothing: its stock stays in the books and is not sold; what is held already goes on.
func TestAClosedWarehouseSendsNothing(t *testing.T) {
	s := newShop(t, time.Hour)
	desk, buying := ware.NewOffice(s.Store), ware.NewPurchases(s.Store)
	s.put(t, 52, 1, 5)
	s.put(t, 53, 1, 5)
	s.put(t, 53, 2, 5)
	require.NoError(t, s.lock("5200001", ware.Line{SkuID: 52, Count: 1}))
	flips := func() (n int) {
		require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE type = 'stock.changed' AND payload LIKE '%\"skuId\":52%'").Scan(&n).Error)
		return n
	}
	before := flips()
	_, err := desk.CloseHouse(t.Context(), 1, 9, true, keeper())
	require.ErrorIs(t, err, ware.ErrEditedMeantime)
	for range 2 {
		closed, err := desk.CloseHouse(t.Context(), 1, 1, true, keeper())
		require.NoError(t, err)
		require.True(t, closed.Closed)
		require.EqualValues(t, 2, closed.Version)
	}
	require.Equal(t, before+1, flips(), "the catalogue hears that it is sold out")
	_, err = desk.CloseHouse(t.Context(), 2, 1, true, keeper())
	require.ErrorIs(t, err, ware.ErrLastHouse)
	_, err = desk.CloseHouse(t.Context(), 99, 1, true, keeper())
	require.ErrorIs(t, err, ware.ErrNoWarehouse)

	require.Equal(t, apperr.From(ware.ErrStockShort).Code, apperr.From(s.lock("5200002", ware.Line{SkuID: 52, Count: 1})).Code)
	require.NoError(t, s.lock("5300001", ware.Line{SkuID: 53, Count: 5}), "the other warehouse has it")
	available, err := s.Available(t.Context(), []int64{52, 53})
	require.NoError(t, err)
	require.Equal(t, []int64{0, 0}, available)
	_, err = buying.AddNeed(t.Context(), ware.Need{SkuID: 52, WareID: 1, Count: 3}, keeper())
	require.ErrorIs(t, err, ware.ErrHouseClosed)
	made, err := buying.Restock(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, made, "for the open one alone")
	load, err := desk.Load(t.Context(), 1)
	require.NoError(t, err)
	require.Equal(t, ware.HouseLoad{Skus: 2, Pieces: 10, Locked: 1}, load)
	require.NoError(t, s.Ware.Deduct(t.Context(), "5200001"), "what an order holds is sent")
	_, err = desk.Adjust(t.Context(), ware.Adjustment{Key: "away", SkuID: 53, WareID: 1, Delta: -5, Reason: "moved"}, keeper())
	require.NoError(t, err)
	requireBooks(t, s.db)

	_, err = desk.CloseHouse(t.Context(), 1, 2, false, keeper())
	require.NoError(t, err)
	require.NoError(t, s.lock("5200003", ware.Line{SkuID: 52, Count: 4}), "as it was")
	require.Equal(t, 1, told(t, s, "warehouse.closed"))
	require.Equal(t, 1, told(t, s, "warehouse.opened"))
}

func TestWhoHoldsWhat(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewOffice(s.Store)
	s.put(t, 61, 1, 5)
	require.NoError(t, s.lock("6100001", ware.Line{SkuID: 61, Count: 2}))
	require.NoError(t, s.Store.Release(t.Context(), "6100002"))
	held, total, err := desk.Tasks(t.Context(), ware.TaskQuery{State: ware.Locked, Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, []ware.HeldShare{{Share: ware.Share{SkuID: 61, WareID: 1, Count: 2}}}, held[0].Shares)
	held, _, err = desk.Tasks(t.Context(), ware.TaskQuery{OrderSn: "6100002", Page: all()})
	require.NoError(t, err)
	require.Empty(t, held[0].Shares, "a tombstone")
}
