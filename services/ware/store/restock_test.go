package store

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/ware"
)

// stockOf is what one warehouse has of a SKU.
func (s shop) stockOf(t *testing.T, sku, wareID int64) (n int64) {
	t.Helper()
	require.NoError(t, s.db.Raw("SELECT stock FROM wms_ware_sku WHERE sku_id = ? AND ware_id = ?", sku, wareID).Scan(&n).Error)
	return n
}

// Goods that come back to a warehouse that was closed meanwhile are in its books, where they came from or where staff put them, and are sold
// from the day it opens.
func TestGoodsComeBackToAClosedWarehouse(t *testing.T) {
	s := newShop(t, time.Minute)
	desk, ctx := ware.NewOffice(s.Store), t.Context()
	s.put(t, 2, 1, 2)
	s.put(t, 3, 2, 2)
	_, err := s.Ware.Lock(ctx, ware.Reservation{OrderSn: "910", To: ware.Destination{Province: "上海市"}, Lines: []ware.Line{{SkuID: 2, Count: 2}, {SkuID: 3, Count: 2}}})
	require.NoError(t, err)
	require.NoError(t, s.Ware.Deduct(ctx, "910"))
	_, err = desk.CloseHouse(ctx, 1, 1, true, keeper())
	require.NoError(t, err)
	told := func() (n int) {
		require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE type = 'stock.changed'").Scan(&n).Error)
		return n
	}
	before := told()
	require.NoError(t, s.PutBack(ctx, ware.Comeback{OrderSn: "910", ReturnID: 11, Shares: []ware.Share{{SkuID: 2, Count: 2}, {SkuID: 3, WareID: 1, Count: 2}}}))
	require.Equal(t, before, told(), "nothing of it can be bought yet")
	require.Equal(t, int64(2), s.stockOf(t, 2, 1), "where it came from")
	require.Equal(t, int64(2), s.stockOf(t, 3, 1), "where it was put, though it never had any")
	available, err := s.Available(ctx, []int64{2, 3})
	require.NoError(t, err)
	require.Equal(t, []int64{0, 0}, available)
	requireBooks(t, s.db)

	_, err = desk.CloseHouse(ctx, 1, 2, false, keeper())
	require.NoError(t, err)
	available, err = s.Available(ctx, []int64{2, 3})
	require.NoError(t, err)
	require.Equal(t, []int64{2, 2}, available)
}

func TestReturnedGoodsComeBackOnce(t *testing.T) {
	s := newShop(t, time.Minute)
	s.put(t, 1, 1, 10)
	ctx := context.Background()
	back := ware.Comeback{OrderSn: "900", ReturnID: 7, Shares: []ware.Share{{SkuID: 1, Count: 2}}}
	require.ErrorIs(t, s.PutBack(ctx, back), ware.ErrNoTask)

	_, err := s.Ware.Lock(ctx, ware.Reservation{OrderSn: "900", To: ware.Destination{Province: "上海市"}, Lines: []ware.Line{{SkuID: 1, Count: 3}}})
	require.NoError(t, err)
	require.ErrorIs(t, s.PutBack(ctx, back), ware.ErrNotDeducted, "the word that it was sold is on its way")
	require.NoError(t, s.Ware.Deduct(ctx, "900"))
	require.Equal(t, int64(7), s.stockOf(t, 1, 1))

	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := s.PutBack(ctx, back); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, int64(9), s.stockOf(t, 1, 1))

	require.ErrorIs(t, s.PutBack(ctx, ware.Comeback{OrderSn: "900", ReturnID: 8, Shares: back.Shares}), ware.ErrNotSold)
	require.NoError(t, s.PutBack(ctx, ware.Comeback{OrderSn: "900", ReturnID: 9, Shares: []ware.Share{{SkuID: 1, WareID: 2, Count: 1}}}))
	require.Equal(t, int64(1), s.stockOf(t, 1, 2), "a warehouse that never had it")
	var ledger int64
	require.NoError(t, s.db.Raw("SELECT SUM(delta) FROM wms_stock_ledger WHERE order_sn = '900'").Scan(&ledger).Error)
	require.Zero(t, ledger, "all that was sold is back")

	require.NoError(t, s.Ware.Release(ctx, "901"))
	require.NoError(t, s.PutBack(ctx, ware.Comeback{OrderSn: "901", ReturnID: 10, Shares: back.Shares}), "it never left")
}
