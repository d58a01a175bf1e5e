package settings

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rpc"
)

// desk is an admin whose answers the test decides.
type desk struct {
	mu    sync.Mutex
	now   adminapi.SettingsNow
	fails error
	asked []string
}

func (d *desk) set(revision int64, values map[adminapi.SettingKey]int64, fails error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now, d.fails = adminapi.SettingsNow{Revision: revision, Values: values}, fails
}

func (d *desk) Do(_ context.Context, call rpc.Call) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, call.Path)
	if d.fails != nil {
		return d.fails
	}
	body, err := json.Marshal(d.now)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, call.Out)
}

func TestWhatStaffSetCountsWithoutARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		admin := &desk{fails: errors.New("away")}
		s := New(admin, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Follow(ctx) }()
		unpaid := func() time.Duration { return s.Duration(adminapi.SettingUnpaid, 20*time.Second) }

		synctest.Wait()
		require.Equal(t, 20*time.Second, unpaid(), "admin was never reached")

		admin.set(1, map[adminapi.SettingKey]int64{adminapi.SettingUnpaid: 45}, nil)
		time.Sleep(Every)
		synctest.Wait()
		require.Equal(t, 45*time.Minute, unpaid())
		require.Equal(t, time.Hour, s.Duration(adminapi.SettingReceive, time.Hour), "not set")

		admin.set(0, nil, errors.New("away"))
		time.Sleep(Every)
		synctest.Wait()
		require.Equal(t, 45*time.Minute, unpaid(), "the last known counts while admin is away")

		admin.set(2, map[adminapi.SettingKey]int64{adminapi.SettingUnpaid: 0, "order.unheard": 3}, nil)
		time.Sleep(Every)
		synctest.Wait()
		require.Equal(t, 45*time.Minute, unpaid(), "a value that may not be is never used")

		admin.set(3, nil, nil)
		time.Sleep(Every)
		synctest.Wait()
		require.Equal(t, 20*time.Second, unpaid(), "the default is back")
		require.Equal(t, []string{"/internal/settings", "/internal/settings", "/internal/settings?revision=1"}, admin.asked[:3])

		stop()
		require.NoError(t, <-done)
	})
}

func TestTheDefinitionsAreSound(t *testing.T) {
	for _, d := range adminapi.Definitions() {
		require.Positive(t, d.Unit.Length(), d.Key)
		require.Less(t, d.Low, d.High, d.Key)
		require.True(t, d.Allows(d.Low) && d.Allows(d.High) && !d.Allows(d.Low-1) && !d.Allows(d.High+1), d.Key)
	}
	unpaid, ok := adminapi.Defined(adminapi.SettingUnpaid)
	require.True(t, ok)
	require.Equal(t, adminapi.Amount{Value: 30, Unit: adminapi.Minutes}, unpaid.In(30*time.Minute))
	require.Equal(t, adminapi.Amount{Value: 20, Unit: adminapi.Seconds}, unpaid.In(20*time.Second))
	_, ok = adminapi.Defined("order.nothing")
	require.False(t, ok)
}
