package store

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/coupon"
)

func TestACouponIsGivenBackOnce(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	d.template(t, 1, 10, 10)
	id := d.claim(t, 1, 7)
	require.ErrorIs(t, d.GiveBack(ctx, "900"), coupon.ErrNoReservation)
	use := func(sn string) {
		t.Helper()
		require.NoError(t, d.lock(sn, 7, id))
		require.ErrorIs(t, d.GiveBack(ctx, sn), coupon.ErrNotUsed)
		require.NoError(t, d.Store.Use(ctx, sn))
	}
	use("900")
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if err := d.GiveBack(ctx, "900"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, coupon.Unused, d.state(t, 7, id))
	use("901")
	d.later(365 * 24 * time.Hour)
	require.NoError(t, d.GiveBack(ctx, "901"))
	require.Equal(t, coupon.Expired, d.state(t, 7, id))
	var uses int64
	require.NoError(t, d.db.Raw("SELECT use_count + discount_sum FROM sms_coupon WHERE id = 1").Scan(&uses).Error)
	require.Zero(t, uses)
}
