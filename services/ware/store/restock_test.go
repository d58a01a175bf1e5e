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
