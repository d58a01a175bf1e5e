package order_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func TestSettleShowsWhatSubmitAsksFor(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Book, 2, ordertest.Phone, 1, ordertest.Old, 1)
	page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	require.Equal(t, order.Amounts{Goods: 16000, Freight: 600, Pay: 16600}, page.Amounts)
	require.Len(t, page.Items, 2, "what is off the shelf cannot be settled")
	require.Equal(t, order.PointsOffer{Balance: 5000, Usable: 5000, Worth: 5000}, page.Points)
	require.Len(t, page.Coupons, 2)
	s.peers.Look(func(p *ordertest.Peers) { require.LessOrEqual(t, p.Calls, 5) })
}

func TestSettleRefusesACartWithNothingToBuy(t *testing.T) {
	s := open(t)
	_, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.ErrorIs(t, err, order.ErrCartEmpty)
	s.fill(alice(), ordertest.Old, 1)
	_, err = s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.ErrorIs(t, err, order.ErrNothingChecked)
	_, err = s.Settle(s.ctx(t, alice()), alice(), order.Settle{SkuID: 99, Count: 1})
	require.ErrorIs(t, err, order.ErrSkuNotFound)
	_, err = s.Settle(s.ctx(t, alice()), alice(), order.Settle{SkuID: ordertest.Phone, Count: -1})
	require.ErrorIs(t, err, apperr.ErrInvalid)
}

func TestFreightIsAskedAgainOnlyWhereDiscountsCrossTheThreshold(t *testing.T) {
	s := open(t)
	s.peers.FreeFrom = 9500
	s.fill(alice(), ordertest.Phone, 1)
	page, err := s.Requote(s.ctx(t, alice()), alice(), order.Requote{AddressID: 101})
	require.NoError(t, err)
	require.Zero(t, page.Amounts.Freight)
	page, err = s.Requote(s.ctx(t, alice()), alice(), order.Requote{AddressID: 101, CouponID: 11})
	require.NoError(t, err)
	require.Equal(t, order.Amounts{Goods: 10000, Coupon: 1000, Freight: 600, Pay: 9600}, page.Amounts)
}

func TestSubmitPlacesTheOrder(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1, ordertest.Book, 2)
	form.CouponID, form.Points, form.Note = 11, 500, "放门口"
	form.Invoice = order.Invoice{Type: order.CompanyInvoice, Title: "甲公司", TaxNo: "9144030071526726XG"}
	form.PayAmount -= 1500
	placed, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.True(t, fresh)
	s.Wait()

	stored := s.find(t, placed.Sn)
	require.Equal(t, order.Pending, stored.Status)
	require.Equal(t, order.Amounts{Goods: 16000, Coupon: 1000, Points: 500, Freight: 600, Pay: 15100}, stored.Amounts)
	require.Equal(t, placed.Lines, stored.Lines)
	require.Zero(t, stored.ExpiresAt.Nanosecond())
	require.Equal(t, "放门口", stored.Note)
	require.Equal(t, form.Invoice, stored.Invoice)
	require.Equal(t, []string{order.EventCreated, order.EventStockLocked, order.EventCouponLocked, order.EventPointsFrozen, order.EventPlaced}, events(stored))
	require.Equal(t, placed.Discounts, stored.Timeline[0].Facts.Discounts)
	require.NotEmpty(t, placed.Discounts)
	require.Equal(t, ordertest.Ware, stored.Timeline[1].Facts.Parcels[0].WareName)
	require.Len(t, s.said(t, orderapi.TypeCreated, placed.Sn), 1)
	s.peers.Look(func(p *ordertest.Peers) {
		require.Len(t, p.Locks[placed.Sn], 2)
		require.Equal(t, placed.Sn, p.Coupons[11].OrderSn)
		require.Equal(t, int64(4500), p.Points[ordertest.Alice])
		require.Len(t, p.Bought, 1)
		require.Empty(t, p.Carts[ordertest.Alice])
	})
	score, err := s.redis.ZScore(t.Context(), s.prefix+"order:deadline", placed.Sn).Result()
	require.NoError(t, err)
	require.InDelta(t, float64(stored.ExpiresAt.UnixMilli()), score, 0)
}

func events(o *order.Order) []string {
	var all []string
	for _, e := range o.Timeline {
		all = append(all, e.Event)
	}
	return all
}

func TestBuyNowLeavesTheCartAlone(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Book, 1)
	page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{SkuID: ordertest.Phone, Count: 2})
	require.NoError(t, err)
	require.Equal(t, money.Fen(20600), page.Amounts.Pay)
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), order.Submission{Token: page.Token, AddressID: 101, PayAmount: 20600})
	require.NoError(t, err)
	require.False(t, placed.FromCart)
	s.Wait()
	s.peers.Look(func(p *ordertest.Peers) {
		require.Empty(t, p.Bought)
		require.Equal(t, []cartapi.Line{{SkuID: ordertest.Book, Count: 1}}, p.Carts[ordertest.Alice])
	})
}

func TestAnOrderThatCostsNothingIsPaidAtOnce(t *testing.T) {
	s := open(t)
	s.peers.Freight = 0
	form := s.settle(t, alice(), ordertest.Book, 1)
	form.CouponID, form.PayAmount = 12, 0
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	stored := s.find(t, placed.Sn)
	require.Equal(t, order.Paid, stored.Status)
	require.Equal(t, order.ChannelNone, stored.Channel)
	require.Equal(t, "paid", stored.PaymentStatus())
	require.Len(t, s.said(t, orderapi.TypePaid, placed.Sn), 1)
	require.Len(t, s.said(t, orderapi.TypeCreated, placed.Sn), 1)
}

func TestTheSameSubmitFiftyTimesAtOnceIsOneOrder(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	sns, freshOnes := submitAtOnce(t, s, 50, form)
	require.Len(t, sns, 1, "%v", sns)
	require.Equal(t, 1, freshOnes)
	require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order"))
}

// submitAtOnce submits one form n times at once; every answer must be an order.
func submitAtOnce(t *testing.T, s *shop, n int, form order.Submission) (sns map[string]int, freshOnes int) {
	t.Helper()
	sns = map[string]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			placed, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("submit: %v", err)
				return
			}
			sns[placed.Sn]++
			if fresh {
				freshOnes++
			}
		})
	}
	all.Wait()
	return sns, freshOnes
}

func TestAFlushOfRedisInMidFlightDoublesNothing(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	var once sync.Once
	s.peers.Look(func(p *ordertest.Peers) {
		p.Fail = func(call, _ string) error {
			if call == "stock.lock" {
				once.Do(func() { s.flushRedis(t) })
			}
			return nil
		}
	})
	sns, _ := submitAtOnce(t, s, 20, form)
	require.Len(t, sns, 1, "%v", sns)
	require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order"))
}

func TestASubmittedTokenIsKnownToTheDatabaseAlone(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	s.Wait()
	s.flushRedis(t)
	again, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, placed.Sn, again.Sn)

	form.Invoice = order.Invoice{}
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)

	form.Invoice = order.Invoice{Type: order.PersonalInvoice}
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrTokenMismatch)

	form.Invoice, form.Note = order.Invoice{}, "other"
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrTokenMismatch)

	unused := s.settle(t, alice(), ordertest.Phone, 1)
	s.flushRedis(t)
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), unused)
	require.ErrorIs(t, err, order.ErrTokenExpired)
}

// A Redis that crashes may give a used token back as it was before (reliability.md D1).
func TestATokenThatComesBackFromTheDeadFindsItsOrder(t *testing.T) {
	for _, tc := range []struct {
		name string
		cart []int64
	}{{"with the same cart", []int64{ordertest.Phone, 1}}, {"with an empty cart", nil}, {"with another cart", []int64{ordertest.Book, 3}}} {
		t.Run(tc.name, func(t *testing.T) {
			s := open(t)
			form := s.settle(t, alice(), ordertest.Phone, 1)
			key := s.prefix + "order:token:" + form.Token
			snapshot, err := s.redis.Dump(t.Context(), key).Result()
			require.NoError(t, err)
			placed, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.NoError(t, err)
			s.Wait()
			require.NoError(t, s.redis.RestoreReplace(t.Context(), key, time.Minute, snapshot).Err())
			s.fill(alice(), tc.cart...)
			again, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.NoError(t, err)
			require.False(t, fresh)
			require.Equal(t, placed.Sn, again.Sn)
			require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order"))
		})
	}
}

func TestTokensAreNobodyElses(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	s.fill(bob(), ordertest.Phone, 1)
	form.AddressID = 201
	_, _, err := s.Submit(s.ctx(t, bob()), bob(), form)
	require.ErrorIs(t, err, order.ErrTokenExpired)
	for _, token := range []string{"x", "ot_", "ot_zz", "订单"} {
		form.Token = token
		_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
		require.ErrorIs(t, err, order.ErrTokenExpired, token)
	}
}

func TestAnotherBodyForATokenThatBecameAnOrder(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1)
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	form.Points = 1
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrTokenMismatch)
}

func TestRefusalsBeforeAnythingIsWritten(t *testing.T) {
	for _, tc := range []struct {
		name   string
		spoil  func(s *shop, form *order.Submission)
		want   error
		repair func(s *shop, form *order.Submission)
	}{
		{
			name:   "another amount was seen",
			spoil:  func(_ *shop, f *order.Submission) { f.PayAmount++ },
			want:   order.ErrPriceChanged,
			repair: func(_ *shop, f *order.Submission) { f.PayAmount-- },
		},
		{
			name: "a price has changed",
			spoil: func(s *shop, _ *order.Submission) {
				s.peers.Look(func(p *ordertest.Peers) {
					k := p.Skus[ordertest.Phone]
					k.Price += 100
					p.Skus[ordertest.Phone] = k
				})
			},
			want:   order.ErrPriceChanged,
			repair: func(_ *shop, f *order.Submission) { f.PayAmount += 100 },
		},
		{
			name:   "the cart has changed in another tab",
			spoil:  func(s *shop, _ *order.Submission) { s.fill(alice(), ordertest.Phone, 2) },
			want:   order.ErrPriceChanged,
			repair: func(_ *shop, f *order.Submission) { f.PayAmount += 10000 },
		},
		{
			name: "somebody else was faster",
			spoil: func(s *shop, _ *order.Submission) {
				s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 0 })
			},
			want: order.ErrStockShort,
			repair: func(s *shop, _ *order.Submission) {
				s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 5 })
			},
		},
		{
			name:   "the address is somebody else's",
			spoil:  func(_ *shop, f *order.Submission) { f.AddressID = 201 },
			want:   order.ErrAddressNotFound,
			repair: func(_ *shop, f *order.Submission) { f.AddressID = 101 },
		},
		{
			name:   "the coupon is somebody else's",
			spoil:  func(_ *shop, f *order.Submission) { f.CouponID = 21 },
			want:   order.ErrCouponUnusable,
			repair: func(_ *shop, f *order.Submission) { f.CouponID = 0 },
		},
		{
			name:   "more points than there are",
			spoil:  func(_ *shop, f *order.Submission) { f.Points = 5001 },
			want:   order.ErrPointsShort,
			repair: func(_ *shop, f *order.Submission) { f.Points = 0 },
		},
		{
			name: "a peer is away",
			spoil: func(s *shop, _ *order.Submission) {
				s.peers.Look(func(p *ordertest.Peers) { p.Fail = func(string, string) error { return ordertest.Away() } })
			},
			want:   apperr.ErrUnavailable,
			repair: func(s *shop, _ *order.Submission) { s.peers.Look(func(p *ordertest.Peers) { p.Fail = nil }) },
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := open(t)
			form := s.settle(t, alice(), ordertest.Phone, 1)
			tc.spoil(s, &form)
			_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.ErrorIs(t, err, tc.want)
			require.Zero(t, s.count(t, "SELECT COUNT(*) FROM oms_order"))
			tc.repair(s, &form)
			_, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
			require.NoError(t, err, "the token is ready for the corrected body")
			require.True(t, fresh)
		})
	}
}

func TestPriceChangedTellsWhatChanged(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1, ordertest.Book, 1, ordertest.Rare, 1)
	s.fill(alice(), ordertest.Phone, 3, ordertest.Rare, 1, ordertest.Book, 1)
	s.peers.Look(func(p *ordertest.Peers) {
		book, rare := p.Skus[ordertest.Book], p.Skus[ordertest.Rare]
		book.Price, rare.OnShelf = 2500, false
		p.Skus[ordertest.Book], p.Skus[ordertest.Rare] = book, rare
		p.Stocks[ordertest.Phone] = 2
	})
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrPriceChanged)
	var changes []order.Change
	require.True(t, apperr.Extension(err, "changes", &changes))
	require.ElementsMatch(t, []order.Change{
		{SkuID: ordertest.Phone, Field: order.ChangedCount, Was: 1, Now: 3},
		{SkuID: ordertest.Phone, Field: order.ChangedStock, Was: 3, Now: 2},
		{SkuID: ordertest.Book, Field: order.ChangedPrice, Was: 3000, Now: 2500},
		{SkuID: ordertest.Rare, Field: order.ChangedOffShelf, Was: 1, Now: 0},
	}, changes)
	var amounts order.ShownAmounts
	require.True(t, apperr.Extension(err, "amounts", &amounts))
	require.Equal(t, money.Fen(33100), amounts.Pay)
}

func TestACartThatWasEmptiedInAnotherTab(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 2)
	s.fill(alice())
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrPriceChanged)
	var changes []order.Change
	require.True(t, apperr.Extension(err, "changes", &changes))
	require.Equal(t, []order.Change{{SkuID: ordertest.Phone, Field: order.ChangedCount, Was: 2, Now: 0}}, changes)
}

func TestTwoTabsOverOneCartAreOneOrder(t *testing.T) {
	s := open(t)
	// The cart hears of orders late: all tabs see the goods however quick the first one is.
	s.fail("cart.bought")
	forms := []order.Submission{s.settle(t, alice(), ordertest.Book, 2)}
	for len(forms) < 8 {
		page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
		require.NoError(t, err)
		forms = append(forms, order.Submission{Token: page.Token, AddressID: page.AddressID, PayAmount: page.Amounts.Pay})
	}
	placed, refused := make([]*order.Order, len(forms)), make([]error, len(forms))
	var tabs sync.WaitGroup
	for i, form := range forms {
		tabs.Go(func() { placed[i], _, refused[i] = s.Submit(s.ctx(t, alice()), alice(), form) })
	}
	tabs.Wait()
	first := slices.Index(refused, nil)
	require.GreaterOrEqual(t, first, 0)
	for i, err := range refused {
		if i == first {
			continue
		}
		require.ErrorIs(t, err, order.ErrPriceChanged)
		var changes []order.Change
		require.True(t, apperr.Extension(err, "changes", &changes))
		require.Equal(t, []order.Change{{SkuID: ordertest.Book, Field: order.ChangedCount, Was: 2, Now: 0}}, changes)
		_, _, err = s.Submit(s.ctx(t, alice()), alice(), forms[i])
		require.ErrorIs(t, err, order.ErrPriceChanged, "and again, as long as the cart does not change")
	}
	require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order"))
	again, fresh, err := s.Submit(s.ctx(t, alice()), alice(), forms[first])
	require.NoError(t, err)
	require.False(t, fresh)
	require.Equal(t, placed[first].Sn, again.Sn, "its own token still answers")
	s.place(t, alice(), ordertest.Book, 2) // the same goods once more, in a cart that was filled anew
}

func TestAnOrderThatFailedGivesTheCartFree(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Book, 1)
	other, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	s.fail("stock.lock")
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	s.fail("")
	form.Token = other.Token
	_, fresh, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.True(t, fresh)
}

// fail makes one call to a peer fail from now on.
func (s *shop) fail(broken string) {
	s.peers.Look(func(p *ordertest.Peers) {
		p.Fail = func(call, _ string) error {
			if call == broken {
				return ordertest.Away()
			}
			return nil
		}
	})
}

func TestSubmissionsThatCanNeverBeRight(t *testing.T) {
	s := open(t)
	good := s.settle(t, alice(), ordertest.Phone, 1)
	for name, spoil := range map[string]func(f *order.Submission){
		"token":     func(f *order.Submission) { f.Token = "" },
		"addressId": func(f *order.Submission) { f.AddressID = -1 },
		"payAmount": func(f *order.Submission) { f.PayAmount = -1 },
		"couponId":  func(f *order.Submission) { f.CouponID = -1 },
		"points":    func(f *order.Submission) { f.Points = 1 << 62 },
		"payType":   func(f *order.Submission) { f.PayType = 9 },
		"note":      func(f *order.Submission) { f.Note = string(make([]rune, order.MaxNote+1)) },
	} {
		form := good
		spoil(&form)
		_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
		require.ErrorIs(t, err, apperr.ErrInvalid, name)
		require.Equal(t, name, apperr.From(err).Fields[0].Name)
	}
}
