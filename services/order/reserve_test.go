package order_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

// only gives the one order number that the database holds.
func (s *shop) only(t *testing.T) string {
	t.Helper()
	var sns []string
	require.NoError(t, s.db.Raw("SELECT order_sn FROM oms_order").Scan(&sns).Error)
	require.Len(t, sns, 1)
	return sns[0]
}

func TestAReservationThatIsRefusedClosesTheOrderWithItsReason(t *testing.T) {
	for _, tc := range []struct {
		call   string
		fail   error
		want   error
		reason string
	}{
		{"stock.lock", order.ErrStockShort.With("skuIds", []int64{ordertest.Phone}), order.ErrStockShort, order.ReasonStock},
		{"coupon.lock", order.ErrCouponUnusable, order.ErrCouponUnusable, order.ReasonCoupon},
		{"member.freeze", order.ErrPointsShort, order.ErrPointsShort, order.ReasonPoints},
		{"stock.lock", ordertest.Away(), apperr.ErrUnavailable, order.ReasonUnavailable},
	} {
		t.Run(tc.call+" "+tc.reason, func(t *testing.T) {
			s := open(t)
			form := s.settle(t, alice(), ordertest.Phone, 1)
			form.CouponID, form.Points, form.PayAmount = 11, 100, form.PayAmount-1100
			s.peers.Look(func(p *ordertest.Peers) {
				p.Fail = func(call, _ string) error {
					if call == tc.call {
						return tc.fail
					}
					return nil
				}
			})
			_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.ErrorIs(t, err, tc.want)
			sn := s.only(t)
			stored := s.find(t, sn)
			require.Equal(t, order.Closed, stored.Status)
			require.Equal(t, tc.reason, stored.CloseReason)
			require.False(t, stored.Visible())
			require.Len(t, s.said(t, orderapi.TypeClosed, sn), 1)
			require.Empty(t, s.said(t, orderapi.TypeCreated, sn))
			_, err = s.Detail(t.Context(), alice(), sn)
			require.ErrorIs(t, err, order.ErrNotFound, "what was never placed is not shown")
			orders, total, err := s.List(t.Context(), alice(), order.Filter{Page: 1, PageSize: 10})
			require.NoError(t, err)
			require.Empty(t, orders)
			require.Zero(t, total)

			s.peers.Look(func(p *ordertest.Peers) { p.Fail = nil })
			s.peers.Release(sn)
			placed, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.NoError(t, err, "the token is free again")
			require.True(t, fresh)
			require.NotEqual(t, sn, placed.Sn)
		})
	}
}

// The answer of a reservation is lost: it may be there or not. The order closes, and the release finds it.
func TestALostAnswerOfAReservationReleasesIt(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	s.peers.Look(func(p *ordertest.Peers) {
		p.After = func(call, _ string) error {
			if call == "stock.lock" {
				return ordertest.Away()
			}
			return nil
		}
	})
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	sn := s.only(t)
	s.peers.Look(func(p *ordertest.Peers) { require.Len(t, p.Locks[sn], 1) })
	require.Len(t, s.said(t, orderapi.TypeClosed, sn), 1)
	s.peers.Release(sn)
	s.peers.Look(func(p *ordertest.Peers) { require.Equal(t, int64(10), p.Stocks[ordertest.Phone]) })
}

func TestManyBuyersOfTheLastPiece(t *testing.T) {
	s := open(t)
	forms := make([]order.Submission, 30)
	for i := range forms {
		forms[i] = s.settle(t, alice(), ordertest.Rare, 1)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	placed, short := 0, 0
	for _, form := range forms {
		all.Go(func() {
			_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				placed++
			case apperr.From(err).Code == order.ErrStockShort.Code || apperr.From(err).Code == order.ErrPriceChanged.Code:
				short++ // the cart that they all share is empty once the piece is sold
			default:
				t.Errorf("submit: %v", err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, placed)
	require.Equal(t, len(forms)-1, short)
	require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order WHERE status = ?", order.Pending))
	require.Zero(t, s.count(t, "SELECT COUNT(*) FROM oms_order WHERE status = ?", order.Creating))
}

func TestOneCouponOnTwoOrdersAtOnce(t *testing.T) {
	s := open(t)
	var forms []order.Submission
	for range 2 {
		page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{SkuID: ordertest.Phone, Count: 1})
		require.NoError(t, err)
		forms = append(forms, order.Submission{Token: page.Token, AddressID: 101, CouponID: 11, PayAmount: page.Amounts.Pay - 1000})
	}
	errs := make([]error, 2)
	var all sync.WaitGroup
	for i, form := range forms {
		all.Go(func() { _, _, errs[i] = s.Submit(s.ctx(t, alice()), alice(), form) })
	}
	all.Wait()
	if errs[0] != nil {
		errs[0], errs[1] = errs[1], errs[0]
	}
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], order.ErrCouponUnusable)
}

// leave stores an order in Creating as a process does that dies after the insert, and gives the form that it was submitted with.
func (s *shop) leave(t *testing.T) (order.Submission, string) {
	t.Helper()
	form := s.settle(t, alice(), ordertest.Phone, 1)
	s.peers.Look(func(p *ordertest.Peers) {
		p.Fail = func(call, _ string) error {
			if call == "stock.lock" {
				panic("dies here")
			}
			return nil
		}
	})
	require.Panics(t, func() { _, _, _ = s.Submit(s.ctx(t, alice()), alice(), form) })
	s.peers.Look(func(p *ordertest.Peers) { p.Fail = nil })
	sn := s.only(t)
	require.Equal(t, order.Creating, s.find(t, sn).Status)
	return form, sn
}

func TestARetryResumesTheOrderOfAProcessThatDied(t *testing.T) {
	s := open(t, func(l *order.Limits) { l.Lease, l.SubmitWait = 300*time.Millisecond, 2*time.Second })
	form, sn := s.leave(t)
	s.later(5 * time.Second)
	placed, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, sn, placed.Sn)
	require.Equal(t, order.Pending, s.find(t, sn).Status)
	require.Len(t, s.said(t, orderapi.TypeCreated, sn), 1)
}

func TestARetryWithoutRedisResumesToo(t *testing.T) {
	s := open(t, func(l *order.Limits) { l.SubmitWait = 2 * time.Second })
	form, sn := s.leave(t)
	s.flushRedis(t)
	s.later(5 * time.Second)
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.Equal(t, sn, placed.Sn)
}

func TestASubmissionThatTakesTooLongIsToldSo(t *testing.T) {
	s := open(t, func(l *order.Limits) { l.SubmitWait = 200 * time.Millisecond })
	form, _ := s.leave(t)
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrSubmitInProgress)
	require.Positive(t, apperr.From(err).RetryAfter)
}

func TestTheSweepClosesWhatNobodyResumes(t *testing.T) {
	s := open(t)
	_, sn := s.leave(t)
	require.NoError(t, s.Sweep(t.Context()))
	require.Equal(t, order.Creating, s.find(t, sn).Status, "too young")
	s.later(31 * time.Second)
	require.NoError(t, s.Sweep(t.Context()))
	stored := s.find(t, sn)
	require.Equal(t, order.Closed, stored.Status)
	require.Equal(t, order.ReasonInterrupted, stored.CloseReason)
	require.Len(t, s.said(t, orderapi.TypeClosed, sn), 1)
	// A reservation that comes after the release is refused by its tombstone, and so is the retry that made it.
	s.peers.Release(sn)
	_, err := s.Ports.Stock.Lock(t.Context(), stockLock(sn))
	require.ErrorIs(t, err, order.ErrReleased)
}
