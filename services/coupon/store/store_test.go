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
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/services/coupon"
)

// desk is a store whose clock can be moved, and the use cases over it.
type desk struct {
	*Store
	*coupon.Coupons
	ahead *atomic.Int64
}

func newDesk(t *testing.T) desk {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	ahead := &atomic.Int64{}
	now := func() time.Time { return time.Now().UTC().Add(time.Duration(ahead.Load())).Truncate(time.Millisecond) }
	s := New(db, outbox.New(db), now)
	return desk{s, coupon.New(s, now), ahead}
}

func (d desk) later(by time.Duration) { d.ahead.Add(int64(by)) }

// template publishes a coupon over one yuan for everybody.
func (d desk) template(t *testing.T, id, issued, perLimit int64) {
	t.Helper()
	now := d.Store.now()
	require.NoError(t, d.db.Exec(`INSERT INTO sms_coupon (id, coupon_type, coupon_name, num, amount, per_limit, start_time, end_time, use_type, publish_count,
		enable_start_time, enable_end_time, publish, created_at, updated_at) VALUES (?, 0, '一元', ?, 100, ?, ?, ?, 0, ?, ?, ?, 1, ?, ?)`,
		id, issued, perLimit, now.Add(-time.Hour), now.Add(time.Hour), issued, now.Add(-time.Hour), now.Add(time.Hour), now, now).Error)
}

// claim gives the member a coupon of a template.
func (d desk) claim(t *testing.T, couponID, memberID int64) int64 {
	t.Helper()
	m, err := d.Coupons.Claim(context.Background(), couponID, memberID)
	require.NoError(t, err)
	return m.ID
}

func (d desk) lock(orderSn string, memberID, id int64) error {
	return d.Coupons.Lock(context.Background(), coupon.Lock{OrderSn: orderSn, MemberID: memberID, CouponID: id})
}

func (d desk) state(t *testing.T, memberID, id int64) coupon.State {
	t.Helper()
	m, err := d.Coupon(context.Background(), memberID, id)
	require.NoError(t, err)
	return m.State
}

func reason(err error) any {
	if e := apperr.From(err); e != nil {
		return e.Ext["reason"]
	}
	return nil
}

// requireBooks checks what the auditor checks of coupon alone.
func requireBooks(t *testing.T, db *gorm.DB) {
	t.Helper()
	var bad int64
	require.NoError(t, db.Raw(`SELECT
		(SELECT COUNT(*) FROM sms_coupon c WHERE receive_count <> (SELECT COUNT(*) FROM sms_coupon_history h WHERE h.coupon_id = c.id)
			OR use_count <> (SELECT COUNT(*) FROM sms_coupon_history h WHERE h.coupon_id = c.id AND h.state = 1))
		+ (SELECT COUNT(*) FROM sms_coupon_history h WHERE h.state IN (1, 3) AND NOT EXISTS
			(SELECT 1 FROM sms_coupon_reservation r WHERE r.order_sn = h.order_sn AND r.history_id = h.id AND r.status = IF(h.state = 1, 3, 1)))
		+ (SELECT COUNT(*) FROM sms_coupon_reservation r WHERE r.status IN (1, 3) AND NOT EXISTS
			(SELECT 1 FROM sms_coupon_history h WHERE h.id = r.history_id AND h.order_sn = r.order_sn))`).Scan(&bad).Error)
	require.Zero(t, bad, "counters, coupons and reservations agree")
}

func TestAThousandClaimantsForAHundredCoupons(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 100, 1)
	var got, exhausted atomic.Int64
	var others sync.Map
	var wg sync.WaitGroup
	for member := range int64(1000) {
		wg.Go(func() {
			_, err := d.Coupons.Claim(context.Background(), 1, member+1)
			switch {
			case err == nil:
				got.Add(1)
			case apperr.From(err).Code == coupon.ErrExhausted.Code:
				exhausted.Add(1)
			default:
				others.Store(err.Error(), true)
			}
		})
	}
	wg.Wait()
	others.Range(func(err, _ any) bool { t.Error(err); return true })
	require.Equal(t, int64(100), got.Load())
	require.Equal(t, int64(900), exhausted.Load())
	requireBooks(t, d.db)
}

func TestOneMemberClaimsNoMoreThanTheLimitInAnyRace(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 1000, 3)
	var got, limited atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := d.Coupons.Claim(context.Background(), 1, 7)
			if err == nil {
				got.Add(1)
			} else if apperr.From(err).Code == coupon.ErrLimit.Code {
				limited.Add(1)
			} else {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(3), got.Load())
	require.Equal(t, int64(47), limited.Load())
	mine, err := d.Claimed(context.Background(), 7)
	require.NoError(t, err)
	require.Equal(t, map[int64]int64{1: 3}, mine)
	requireBooks(t, d.db)
}

func TestClaimOfWhatDoesNotExist(t *testing.T) {
	d := newDesk(t)
	_, err := d.Coupons.Claim(context.Background(), 404, 1)
	require.ErrorIs(t, err, coupon.ErrNotFound)
}

func TestATemplateWithdrawnInTheInstantOfAClaim(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 10, 1)
	calls := 0
	_, err := d.Store.Claim(context.Background(), 1, 1, func(tpl coupon.Template, _ int64) error {
		calls++
		if !tpl.Published {
			return coupon.ErrNotFound
		}
		return d.db.Exec("UPDATE sms_coupon SET publish = 0 WHERE id = 1").Error
	})
	require.ErrorIs(t, err, coupon.ErrNotFound)
	require.Equal(t, 2, calls)
	requireBooks(t, d.db)
}

func TestOneCouponOnFiftyOrdersAtOnce(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 10, 1)
	id := d.claim(t, 1, 7)
	var got, refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			err := d.lock(fmt.Sprint("order", i), 7, id)
			if err == nil {
				got.Add(1)
			} else if reason(err) == couponapi.ReasonLocked {
				refused.Add(1)
			} else {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(1), got.Load())
	require.Equal(t, int64(49), refused.Load())
	requireBooks(t, d.db)
}

func TestTheLifeOfALock(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	d.template(t, 1, 10, 5)
	id := d.claim(t, 1, 7)

	require.Equal(t, couponapi.ReasonUnknown, reason(d.lock("o0", 8, id)), "somebody else's")
	require.Equal(t, couponapi.ReasonUnknown, reason(d.lock("o0", 7, 999)))
	require.NoError(t, d.lock("o1", 7, id))
	require.NoError(t, d.lock("o1", 7, id), "the same order again")
	require.Equal(t, couponapi.ReasonLocked, reason(d.lock("o1", 7, d.claim(t, 1, 7))), "the same order with another coupon")
	require.Equal(t, coupon.Locked, d.state(t, 7, id))

	was, err := d.Coupons.Release(ctx, "o1")
	require.NoError(t, err)
	require.Equal(t, coupon.ReservationLocked, was)
	require.Equal(t, coupon.Unused, d.state(t, 7, id))
	require.ErrorIs(t, d.lock("o1", 7, id), coupon.ErrReleased)
	was, err = d.Coupons.Release(ctx, "o1")
	require.NoError(t, err)
	require.Equal(t, coupon.ReservationReleased, was, "twice is nothing")
	require.ErrorIs(t, d.Coupons.Use(ctx, "o1"), coupon.ErrReleased)

	require.NoError(t, d.lock("o2", 7, id))
	require.NoError(t, d.Coupons.Use(ctx, "o2"))
	require.NoError(t, d.Coupons.Use(ctx, "o2"), "used once, told twice")
	require.Equal(t, coupon.Used, d.state(t, 7, id))
	was, err = d.Coupons.Release(ctx, "o2")
	require.NoError(t, err)
	require.Equal(t, coupon.ReservationUsed, was)
	require.Equal(t, coupon.Used, d.state(t, 7, id), "what is used stays used")
	require.Equal(t, couponapi.ReasonUsed, reason(d.lock("o3", 7, id)))
	require.NoError(t, d.lock("o2", 7, id), "a late repeat of the lock gets its answer")
	requireBooks(t, d.db)
}

func TestReleaseBeforeLockLeavesATombstone(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 10, 1)
	id := d.claim(t, 1, 7)
	was, err := d.Coupons.Release(context.Background(), "o1")
	require.NoError(t, err)
	require.Equal(t, coupon.NoReservation, was)
	require.ErrorIs(t, d.lock("o1", 7, id), coupon.ErrReleased)
	require.Equal(t, coupon.Unused, d.state(t, 7, id))
	require.ErrorIs(t, d.Coupons.Use(context.Background(), "o2"), coupon.ErrNoReservation)
}

func TestReleaseAndUseTogetherEndInOne(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	d.template(t, 1, 100, 100)
	for i := range 20 {
		sn := fmt.Sprint("o", i)
		id := d.claim(t, 1, 7)
		require.NoError(t, d.lock(sn, 7, id))
		var wg sync.WaitGroup
		var used error
		wg.Go(func() { used = d.Coupons.Use(ctx, sn) })
		wg.Go(func() {
			if _, err := d.Coupons.Release(ctx, sn); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		if used == nil {
			require.Equal(t, coupon.Used, d.state(t, 7, id))
		} else {
			require.ErrorIs(t, used, coupon.ErrReleased)
			require.Equal(t, coupon.Unused, d.state(t, 7, id))
		}
	}
	requireBooks(t, d.db)
}

func TestTimeRunsOut(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	d.template(t, 1, 10, 5)
	held, idle := d.claim(t, 1, 7), d.claim(t, 1, 7)
	require.NoError(t, d.lock("o1", 7, held))
	d.later(2 * time.Hour)
	require.Equal(t, couponapi.ReasonExpired, reason(d.lock("o2", 7, idle)), "before any sweep")
	expired, err := d.Mine(ctx, 7, []coupon.State{coupon.Expired})
	require.NoError(t, err)
	require.Len(t, expired, 1)
	n, err := d.Coupons.Expire(ctx)
	require.NoError(t, err)
	require.Equal(t, int64(1), n, "what an order holds does not expire")
	require.Equal(t, coupon.Expired, d.state(t, 7, idle))
	_, err = d.Coupons.Release(ctx, "o1")
	require.NoError(t, err)
	require.Equal(t, coupon.Expired, d.state(t, 7, held), "what comes back too late is expired")
	_, err = d.Coupons.Claim(ctx, 1, 7)
	require.ErrorIs(t, err, coupon.ErrNotOpen)
}

func TestARedeliveredMessageActsOnce(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 10, 1)
	id := d.claim(t, 1, 7)
	require.NoError(t, d.lock("o1", 7, id))
	ctx := rabbit.WithMessage(context.Background(), rabbit.Message{ID: "0192f1de-0000-7000-8000-000000000001"}, "coupon.order.paid.queue")
	require.NoError(t, d.Coupons.Use(ctx, "o1"))
	require.ErrorIs(t, d.Coupons.Use(ctx, "o1"), outbox.ErrDuplicate)
	requireBooks(t, d.db)
}

func TestNewMembersAreWelcomedOnce(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t)
	d.template(t, 1, 10, 1)
	d.template(t, 2, 1, 1)
	d.template(t, 3, 10, 1)
	require.NoError(t, d.db.Exec("UPDATE sms_coupon SET coupon_type = 3 WHERE id IN (1, 2)").Error)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for d.Coupons.Welcome(ctx, 7) != nil { // as the broker does: again
				time.Sleep(time.Millisecond)
			}
		})
	}
	wg.Wait()
	require.NoError(t, d.Coupons.Welcome(ctx, 8))
	seven, err := d.Wallet(ctx, 7)
	require.NoError(t, err)
	require.Len(t, seven, 2)
	eight, err := d.Wallet(ctx, 8)
	require.NoError(t, err)
	require.Len(t, eight, 1, "the second coupon is gone")
	_, err = d.Coupons.Claim(ctx, 1, 7)
	require.ErrorIs(t, err, coupon.ErrNotFound, "coupons for registration are not claimed")
	requireBooks(t, d.db)
}

func TestTheTableRefusesWhatLogicGetsWrong(t *testing.T) {
	d := newDesk(t)
	d.template(t, 1, 1, 1)
	require.Error(t, d.db.Exec("UPDATE sms_coupon SET receive_count = 2 WHERE id = 1").Error, "more than there are")
	require.Error(t, d.db.Exec("UPDATE sms_coupon SET use_count = 1 WHERE id = 1").Error, "more used than claimed")
	id := d.claim(t, 1, 7)
	require.Error(t, d.db.Exec("UPDATE sms_coupon_history SET state = 3 WHERE id = ?", id).Error, "locked by no order")
}
