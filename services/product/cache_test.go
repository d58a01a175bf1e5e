package product_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

func TestCacheLoadsOnceForAllAndAgainWhenOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := product.NewCache[string, int64](time.Second, 10, time.Now)
		var loads atomic.Int64
		fetch := func(context.Context) (int64, error) {
			time.Sleep(100 * time.Millisecond)
			return loads.Add(1), nil
		}
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				v, err := c.Get(t.Context(), "a", fetch)
				require.NoError(t, err)
				require.EqualValues(t, 1, v)
			})
		}
		wg.Wait()
		time.Sleep(899 * time.Millisecond)
		v, _ := c.Get(t.Context(), "a", fetch)
		require.EqualValues(t, 1, v, "one second counts from before the load")
		time.Sleep(time.Millisecond)
		v, _ = c.Get(t.Context(), "a", fetch)
		require.EqualValues(t, 2, v)
	})
}

func TestCacheNeverKeepsWhatWasDroppedWhileLoading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := product.NewCache[string, string](time.Hour, 10, time.Now)
		go func() {
			_, _ = c.Get(t.Context(), "a", func(context.Context) (string, error) {
				time.Sleep(time.Second)
				return "old", nil
			})
		}()
		synctest.Wait()
		c.Drop("a")
		for range 2 {
			v, err := c.Get(t.Context(), "a", func(context.Context) (string, error) { return "new", nil })
			require.NoError(t, err)
			require.Equal(t, "new", v)
			time.Sleep(2 * time.Second)
		}
	})
}

func TestCacheKeepsNoErrorsAndStaysSmall(t *testing.T) {
	c := product.NewCache[int, int](time.Hour, 3, time.Now)
	failed := errors.New("away")
	_, err := c.Get(t.Context(), 1, func(context.Context) (int, error) { return 0, failed })
	require.ErrorIs(t, err, failed)
	for i := range 100 {
		v, err := c.Get(t.Context(), i, func(context.Context) (int, error) { return i, nil })
		require.NoError(t, err)
		require.Equal(t, i, v)
	}
	c.Clear()
	v, err := c.Get(t.Context(), 99, func(context.Context) (int, error) { return -1, nil })
	require.NoError(t, err)
	require.Equal(t, -1, v)
}
