package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/paging"
	"gulimall/services/coupon"
)

// everybody is the member service of a shop where each number under a thousand is somebody.
type everybody struct{}

func (everybody) Levels(context.Context) ([]coupon.Level, error) {
	return []coupon.Level{{ID: 1, Name: "普通会员"}, {ID: 2, Name: "铜牌会员", MemberPrice: true}}, nil
}

func (everybody) Exist(_ context.Context, ids []int64) (map[int64]bool, error) {
	there := map[int64]bool{}
	for _, id := range ids {
		there[id] = id < 1000
	}
	return there, nil
}

// office is the coupon desk over the store.
func (d desk) office(goods map[int64]coupon.Good) *coupon.Office {
	return coupon.NewOffice(d.Store, d.Coupons, catalogue{asked: &atomic.Int64{}, goods: goods}, everybody{}, d.Store.now)
}

// draft is a coupon over one yuan for a kind of people.
func (d desk) draft(kind coupon.Type, issued, perLimit int64) coupon.Template {
	now := d.Store.now()
	return coupon.Template{
		Type: kind, Name: "一元", Amount: 100, MinPoint: 1000, Issued: issued, PerLimit: perLimit,
		ClaimFrom: now.Add(-time.Hour), ClaimUntil: now.Add(time.Hour), ValidFrom: now.Add(-time.Hour), ValidUntil: now.Add(2 * time.Hour),
	}
}

// out is such a coupon, published.
func (d desk) out(t *testing.T, kind coupon.Type, issued, perLimit int64) coupon.Kept {
	t.Helper()
	k, err := d.office(nil).Add(t.Context(), d.draft(kind, issued, perLimit), marketing())
	require.NoError(t, err)
	k, err = d.Publish(t.Context(), k.ID, marketing())
	require.NoError(t, err)
	return k
}

func TestACouponIsPublishedOnceHoweverOften(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k, err := desk.Add(t.Context(), d.draft(coupon.ForEverybody, 5, 1), marketing())
	require.NoError(t, err)
	require.Equal(t, couponapi.CouponDraft, k.Stage(d.Store.now()))
	_, err = d.Coupons.Claim(t.Context(), k.ID, 7)
	require.ErrorIs(t, err, coupon.ErrNotFound, "nobody sees a draft")
	_, _, err = desk.Withdraw(t.Context(), k.ID, false, marketing())
	require.ErrorIs(t, err, coupon.ErrDraft)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			now, err := desk.Publish(context.Background(), k.ID, marketing())
			require.NoError(t, err)
			require.True(t, now.Published)
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, d.acts(t, "coupon.published"))
	d.claim(t, k.ID, 7)
	now, err := desk.Kept(t.Context(), k.ID)
	require.NoError(t, err)
	require.EqualValues(t, 2, now.Version)
	require.Equal(t, couponapi.CouponPublished, now.Stage(d.Store.now()))
	d.later(90 * time.Minute)
	require.Equal(t, couponapi.CouponEnded, now.Stage(d.Store.now()))
	_, _, err = desk.Withdraw(t.Context(), k.ID, false, marketing())
	require.NoError(t, err)
	_, err = desk.Publish(t.Context(), k.ID, marketing())
	require.ErrorIs(t, err, coupon.ErrOver)
	_, err = desk.Publish(t.Context(), 99, marketing())
	require.ErrorIs(t, err, coupon.ErrNotFound)
}

func TestOnlyMoreIsPromisedOnceACouponWasPublished(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k, err := desk.Add(t.Context(), d.draft(coupon.ForEverybody, 5, 1), marketing())
	require.NoError(t, err)
	other := k.Template
	other.Amount, other.Scope, other.CategoryIDs, other.ScopeNames = 200, coupon.OnCategories, []int64{225}, []string{"手机"}
	k, err = desk.Change(t.Context(), other, k.Version, marketing())
	require.NoError(t, err, "a draft may become anything")
	_, err = desk.Change(t.Context(), other, 1, marketing())
	require.ErrorIs(t, err, coupon.ErrEditedMeantime)
	read, err := desk.Kept(t.Context(), k.ID)
	require.NoError(t, err)
	require.Equal(t, k.Template, read.Template)
	k, err = desk.Publish(t.Context(), k.ID, marketing())
	require.NoError(t, err)
	for field, change := range map[string]func(*coupon.Template){
		"amount": func(t *coupon.Template) { t.Amount-- }, "minPoint": func(t *coupon.Template) { t.MinPoint++ }, "issued": func(t *coupon.Template) { t.Issued-- },
		"kind": func(t *coupon.Template) { t.Type = coupon.ForGift }, "scopeIds": func(t *coupon.Template) { t.CategoryIDs = []int64{226} },
		"validUntil": func(t *coupon.Template) { t.ValidUntil = t.ValidUntil.Add(-time.Minute) }, "claimFrom": func(t *coupon.Template) { t.ClaimFrom = t.ClaimFrom.Add(time.Minute) },
	} {
		less := k.Template
		change(&less)
		_, err := desk.Change(t.Context(), less, k.Version, marketing())
		require.ErrorIs(t, err, coupon.ErrFixed, field)
		require.Equal(t, []apperr.Field{{Name: field, Code: "fixed"}}, apperr.From(err).Fields)
	}
	more := k.Template
	more.Name, more.Issued, more.PerLimit, more.ValidUntil = "两元", 50, 0, more.ValidUntil.Add(time.Hour)
	_, err = desk.Change(t.Context(), more, k.Version, marketing())
	require.NoError(t, err)
}

func TestWithdrawingLeavesWhatMembersHaveAndVoidsOnlyWhatIsUnused(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k := d.out(t, coupon.ForEverybody, 10, 1)
	one, two, three := d.claim(t, k.ID, 1), d.claim(t, k.ID, 2), d.claim(t, k.ID, 3)
	require.NoError(t, d.lock("101", 2, two))
	require.NoError(t, d.Coupons.Lock(t.Context(), coupon.Lock{OrderSn: "102", MemberID: 3, CouponID: three, Amount: 80}))
	require.NoError(t, d.Coupons.Use(t.Context(), "102"))
	_, voided, err := desk.Withdraw(t.Context(), k.ID, false, marketing())
	require.NoError(t, err)
	require.Zero(t, voided)
	_, err = d.Coupons.Claim(t.Context(), k.ID, 4)
	require.ErrorIs(t, err, coupon.ErrNotFound)
	require.Equal(t, coupon.Unused, d.state(t, 1, one))
	_, err = desk.Grant(t.Context(), coupon.Grant{CouponID: k.ID, MemberIDs: []int64{4}, Key: "a"}, marketing())
	require.ErrorIs(t, err, coupon.ErrNotPublished)

	for i, want := range []int64{1, 0} {
		_, voided, err = desk.Withdraw(t.Context(), k.ID, true, marketing())
		require.NoError(t, err)
		require.Equal(t, want, voided, "time %d", i)
	}
	require.EqualValues(t, 2, d.acts(t, "coupon.withdrawn"))
	require.Equal(t, coupon.Voided, d.state(t, 1, one))
	require.Equal(t, couponapi.ReasonVoided, reason(d.lock("103", 1, one)))
	shown, err := d.Mine(t.Context(), 1, []coupon.State{coupon.Expired})
	require.NoError(t, err)
	require.Len(t, shown, 1, "its member sees it as expired")
	require.NoError(t, d.Coupons.Use(t.Context(), "101"), "an order that holds one keeps it")
	now, err := desk.Kept(t.Context(), k.ID)
	require.NoError(t, err)
	require.Equal(t, coupon.Stats{Used: 2, Voided: 1, Discount: 180}, now.Stats, "what an order said it takes off, and else the face value")
	requireBooks(t, d.db)
}

func TestGrantsThatRaceWithClaimsNeverGiveMoreThanThereAre(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k := d.out(t, coupon.ForEverybody, 60, 1)
	var given atomic.Int64
	var wg sync.WaitGroup
	for batch := range int64(8) {
		wg.Go(func() {
			ids := make([]int64, 10)
			for i := range ids {
				ids[i] = batch*10 + int64(i) + 1
			}
			results, err := desk.Grant(context.Background(), coupon.Grant{CouponID: k.ID, MemberIDs: ids, Key: fmt.Sprint(batch)}, marketing())
			if err != nil {
				t.Error(err)
				return
			}
			for _, r := range results {
				if r.Result == couponapi.GrantOK {
					given.Add(1)
				}
			}
		})
	}
	for member := range int64(80) {
		wg.Go(func() {
			if _, err := d.Coupons.Claim(context.Background(), k.ID, member+1); err == nil {
				given.Add(1)
			} else {
				require.Contains(t, []string{"coupon_exhausted", "coupon_limit"}, apperr.From(err).Code)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 60, given.Load())
	now, err := desk.Kept(t.Context(), k.ID)
	require.NoError(t, err)
	require.EqualValues(t, 60, now.Claimed)
	requireBooks(t, d.db)
}

func TestAGrantSaysHowItWentAndHappensOnceForItsKey(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k := d.out(t, coupon.ForGift, 2, 1)
	ask := coupon.Grant{CouponID: k.ID, MemberIDs: []int64{3, 1, 1, 2000, 4}, Key: "monday"}
	want := []couponapi.GrantResult{{MemberID: 1, Result: "ok"}, {MemberID: 3, Result: "ok"}, {MemberID: 4, Result: "exhausted"}, {MemberID: 2000, Result: "unknown"}}
	tried, err := desk.TryGrant(t.Context(), ask)
	require.NoError(t, err)
	require.Equal(t, want, tried)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			results, err := desk.Grant(context.Background(), ask, marketing())
			require.NoError(t, err)
			require.Equal(t, want, results)
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, d.acts(t, "coupon.granted"))
	again := coupon.Grant{CouponID: k.ID, MemberIDs: []int64{1}, Key: "tuesday"}
	results, err := desk.Grant(t.Context(), again, marketing())
	require.NoError(t, err)
	require.Equal(t, []couponapi.GrantResult{{MemberID: 1, Result: "limit"}}, results)
	_, err = desk.Grant(t.Context(), coupon.Grant{CouponID: d.out(t, coupon.ForCode, 5, 1).ID, MemberIDs: []int64{1}, Key: "x"}, marketing())
	require.ErrorIs(t, err, coupon.ErrByCode)
	requireBooks(t, d.db)
}

func TestACodeIsRedeemedOnce(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k := d.out(t, coupon.ForCode, 3, 1)
	_, err := d.Coupons.Claim(t.Context(), k.ID, 7)
	require.ErrorIs(t, err, coupon.ErrNotFound, "it is not in the coupon centre")
	codes, err := desk.MakeCodes(t.Context(), k.ID, 2, "first", marketing())
	require.NoError(t, err)
	again, err := desk.MakeCodes(t.Context(), k.ID, 2, "first", marketing())
	require.NoError(t, err)
	require.Equal(t, codes, again)
	_, err = desk.MakeCodes(t.Context(), k.ID, 2, "second", marketing())
	require.ErrorIs(t, err, coupon.ErrExhausted, "no more codes than coupons")
	var got atomic.Int64
	var wg sync.WaitGroup
	for member := range int64(10) {
		wg.Go(func() {
			_, err := d.Coupons.Redeem(context.Background(), coupon.ShownCode(codes[0]), member+1)
			if err == nil {
				got.Add(1)
			} else {
				require.ErrorIs(t, err, coupon.ErrCodeUsed)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, got.Load())
	used := true
	rows, total, err := desk.Codes(t.Context(), k.ID, &used, paging.Whole(9))
	require.NoError(t, err)
	require.EqualValues(t, 1, total)
	require.Equal(t, codes[0], rows[0].Code)
	_, err = d.Coupons.Redeem(t.Context(), codes[1], rows[0].MemberID)
	require.ErrorIs(t, err, coupon.ErrLimit, "one a member")
	_, err = desk.MakeCodes(t.Context(), d.out(t, coupon.ForGift, 3, 1).ID, 1, "k", marketing())
	require.ErrorIs(t, err, coupon.ErrNoCodes)
	requireBooks(t, d.db)
}

func TestWhoeverGuessesCodesHasToWait(t *testing.T) {
	d := newDesk(t)
	k := d.out(t, coupon.ForCode, 3, 1)
	codes, err := d.office(nil).MakeCodes(t.Context(), k.ID, 1, "first", marketing())
	require.NoError(t, err)
	for range 10 {
		_, err := d.Coupons.Redeem(t.Context(), "0000-0000-0000-0000", 7)
		require.ErrorIs(t, err, coupon.ErrNoCode)
	}
	_, err = d.Coupons.Redeem(t.Context(), codes[0], 7)
	require.Equal(t, apperr.TooMany, apperr.From(err).Kind, "even a right one")
	require.Greater(t, apperr.From(err).RetryAfter, time.Minute)
	d.later(16 * time.Minute)
	_, err = d.Coupons.Redeem(t.Context(), codes[0], 7)
	require.NoError(t, err)
}

func TestListsAreFiltered(t *testing.T) {
	d := newDesk(t)
	desk := d.office(nil)
	k, gift := d.out(t, coupon.ForEverybody, 10, 2), d.out(t, coupon.ForGift, 10, 1)
	_, err := desk.Add(t.Context(), d.draft(coupon.ForEverybody, 5, 1), marketing())
	require.NoError(t, err)
	for stage, want := range map[string]int64{"": 3, couponapi.CouponDraft: 1, couponapi.CouponPublished: 2, couponapi.CouponEnded: 0, couponapi.CouponWithdrawn: 0} {
		_, total, err := desk.List(t.Context(), coupon.KeptQuery{Stage: stage, Page: paging.Whole(10)})
		require.NoError(t, err)
		require.Equal(t, want, total, stage)
	}
	kind := coupon.ForGift
	found, _, err := desk.List(t.Context(), coupon.KeptQuery{Type: &kind, Name: "一", Page: paging.Whole(10)})
	require.NoError(t, err)
	require.Equal(t, gift.ID, found[0].ID)
	_, total, err := desk.List(t.Context(), coupon.KeptQuery{Name: "%", Page: paging.Whole(10)})
	require.NoError(t, err)
	require.Zero(t, total)

	for _, by := range coupon.Sorts() {
		up, _, err := desk.List(t.Context(), coupon.KeptQuery{Sort: by, Page: paging.Whole(10)})
		require.NoError(t, err)
		down, _, err := desk.List(t.Context(), coupon.KeptQuery{Sort: by, Down: true, Page: paging.Whole(10)})
		require.NoError(t, err)
		slices.Reverse(down)
		require.Equal(t, up, down, "by %s", by)
	}

	one := d.claim(t, k.ID, 1)
	d.claim(t, k.ID, 2)
	oldest, _, err := desk.Claims(t.Context(), coupon.ClaimQuery{CouponID: k.ID, Up: true, Page: paging.Whole(10)})
	require.NoError(t, err)
	require.Equal(t, one, oldest[0].ID)
	require.NoError(t, d.lock("101", 1, one))
	locked := coupon.Locked
	for _, q := range []coupon.ClaimQuery{{OrderSn: "101"}, {MemberID: 1}, {State: &locked}, {CouponID: k.ID, MemberID: 1}} {
		q.Page = paging.Whole(10)
		claims, total, err := desk.Claims(t.Context(), q)
		require.NoError(t, err)
		require.EqualValues(t, 1, total)
		require.Equal(t, one, claims[0].ID)
		require.Equal(t, "一元", claims[0].Name)
	}
	summary, err := desk.Summary(t.Context())
	require.NoError(t, err)
	require.Len(t, summary.Coupons, 3)
}

func TestADraftIsTriedOnACart(t *testing.T) {
	d := newDesk(t)
	desk := d.office(map[int64]coupon.Good{71: {SkuID: 71, SpuID: 7, Title: "茶", CategoryIDs: []int64{2}, Price: 1000}})
	require.NoError(t, d.db.Exec("INSERT INTO sms_sku_ladder (sku_id, full_count, discount) VALUES (71, 2, 900)").Error)
	t1 := d.draft(coupon.ForEverybody, 5, 1)
	shown, err := desk.Preview(t.Context(), t1, map[int64]int64{71: 2}, 1)
	require.NoError(t, err)
	require.Empty(t, shown.Reason.Code)
	require.EqualValues(t, 100, shown.Quote.Coupon)
	require.EqualValues(t, 200, shown.Quote.Promotion)
	t1.MinPoint = 999900
	shown, err = desk.Preview(t.Context(), t1, map[int64]int64{71: 2}, 1)
	require.NoError(t, err)
	require.Equal(t, couponapi.ReasonThreshold, shown.Reason.Code)
	require.Zero(t, shown.Quote.Coupon)
	_, err = desk.Preview(t.Context(), t1, map[int64]int64{99: 1}, 1)
	require.Equal(t, apperr.Invalid, apperr.From(err).Kind)
}
