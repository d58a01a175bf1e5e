package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

// look is what the page of a token shows.
func (s *shop) look(t *testing.T, token string, r order.Requote) *order.Settlement {
	t.Helper()
	r.Token = token
	page, err := s.Requote(s.ctx(t, alice()), alice(), r)
	require.NoError(t, err)
	return page
}

func (s *shop) begin(t *testing.T, what order.Settle) string {
	t.Helper()
	token, err := s.Begin(s.ctx(t, alice()), alice(), what)
	require.NoError(t, err)
	return token
}

func TestAPageThatWasBegunShowsAndSubmitsLikeAnyOther(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Book, 2)
	token := s.begin(t, order.Settle{})
	page := s.look(t, token, order.Requote{})
	require.Empty(t, page.Changes, "nothing was shown before")
	require.Equal(t, money.Fen(6600), page.Amounts.Pay)
	require.Equal(t, []wareapi.Parcel{{WareID: 1, WareName: ordertest.Ware, Lines: []wareapi.Line{{SkuID: ordertest.Book, Count: 2, Weight: 500}}}}, page.Parcels)
	placed, fresh, err := s.Submit(s.ctx(t, alice()), alice(), order.Submission{Token: token, AddressID: 101, PayAmount: 6600})
	require.NoError(t, err)
	require.True(t, fresh)
	opened, err := s.Opened(s.ctx(t, alice()), alice(), token)
	require.NoError(t, err)
	require.Equal(t, placed.Sn, opened.OrderSn)
	s.Wait()
	s.flushRedis(t)
	opened, err = s.Opened(s.ctx(t, alice()), alice(), token)
	require.NoError(t, err)
	require.Equal(t, placed.Sn, opened.OrderSn, "the database knows it too")
	_, err = s.Opened(s.ctx(t, bob()), bob(), token)
	require.ErrorIs(t, err, order.ErrTokenExpired)
}

func TestBuyNowByAPageThatWasBegun(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Book, 1)
	token := s.begin(t, order.Settle{SkuID: ordertest.Phone, Count: 2})
	opened, err := s.Opened(s.ctx(t, alice()), alice(), token)
	require.NoError(t, err)
	require.Equal(t, order.Opened{Buys: order.Settle{SkuID: ordertest.Phone, Count: 2}}, opened)
	page := s.look(t, token, order.Requote{})
	require.Len(t, page.Items, 1)
	s.peers.Look(func(p *ordertest.Peers) {
		phone := p.Skus[ordertest.Phone]
		phone.Price += 100
		p.Skus[ordertest.Phone] = phone
	})
	form := order.Submission{Token: token, AddressID: 101, PayAmount: page.Amounts.Pay}
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrPriceChanged)
	page = s.look(t, token, order.Requote{AddressID: 101})
	require.Len(t, page.Items, 1, "still what was bought now")
	form.PayAmount = page.Amounts.Pay
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
	require.False(t, placed.FromCart)
	s.Wait()
	s.peers.Look(func(p *ordertest.Peers) {
		require.Empty(t, p.Bought)
		require.Equal(t, []cartapi.Line{{SkuID: ordertest.Book, Count: 1}}, p.Carts[ordertest.Alice])
	})
	for _, bad := range []order.Settle{{SkuID: ordertest.Phone}, {SkuID: ordertest.Phone, Count: 201}, {SkuID: -1, Count: 1}, {Count: 1}} {
		_, err := s.Begin(s.ctx(t, alice()), alice(), bad)
		require.ErrorIs(t, err, apperr.ErrInvalid, "%+v", bad)
	}
}

func TestTheBestCouponAndAllPoints(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Phone, 1)
	s.peers.Look(func(p *ordertest.Peers) { delete(p.Coupons, 12) })
	token := s.begin(t, order.Settle{})
	page := s.look(t, token, order.Requote{BestCoupon: true, AllPoints: true})
	require.Equal(t, int64(11), page.CouponID)
	require.Equal(t, order.Amounts{Goods: 10000, Coupon: 1000, Points: 4500, Freight: 600, Pay: 5100}, page.Amounts)
	require.Equal(t, int64(4500), page.Points.Used)
	s.peers.Look(func(p *ordertest.Peers) { p.Coupons[11].OrderSn = "1" })
	page = s.look(t, token, order.Requote{BestCoupon: true})
	require.Zero(t, page.CouponID, "none is usable")
}

// What has sold out is not part of the settlement, and does not stand in the way of the rest; unless there is nothing else.
func TestWhatIsSoldOutIsLeftOut(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Phone, 1, ordertest.Rare, 1, ordertest.Old, 1)
	token := s.begin(t, order.Settle{})
	require.Equal(t, money.Fen(15600), s.look(t, token, order.Requote{}).Amounts.Pay)

	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Rare] = 0 })
	page := s.look(t, token, order.Requote{})
	require.Equal(t, money.Fen(10600), page.Amounts.Pay)
	require.Len(t, page.Items, 1)
	require.Equal(t, []order.Change{{SkuID: ordertest.Rare, Field: order.ChangedStock, Was: 1, Now: 0}}, page.Changes)
	left := map[int64]string{}
	for _, l := range page.LeftOut {
		left[l.SkuID] = l.Reason + " " + l.Title
	}
	require.Equal(t, map[int64]string{ordertest.Rare: "stock 孤品", ordertest.Old: "off_shelf 旧货"}, left)
	require.Empty(t, s.look(t, token, order.Requote{}).Changes, "told once")

	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), order.Submission{Token: token, AddressID: 101, PayAmount: 10600})
	require.NoError(t, err)
	require.Len(t, placed.Lines, 1)
	s.Wait()
	s.peers.Look(func(p *ordertest.Peers) {
		require.Len(t, p.Carts[ordertest.Alice], 2, "what was left out stays in the cart")
	})

	alone, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	require.Len(t, alone.Items, 1)
	require.False(t, alone.Items[0].HasStock())
}

// A page that has told of a line to be left out is submitted without it, even when there is some again.
func TestWhatWasLeftOutIsNotOrderedBehindTheMembersBack(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Phone, 1, ordertest.Rare, 1)
	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Rare] = 0 })
	page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Rare] = 1 })
	placed, _, err := s.Submit(s.ctx(t, alice()), alice(), order.Submission{Token: page.Token, AddressID: 101, PayAmount: page.Amounts.Pay})
	require.NoError(t, err)
	require.Len(t, placed.Lines, 1)
	require.Equal(t, ordertest.Phone, placed.Lines[0].SkuID)
}

// What sells out between looking and submitting is told, and what the member then sees is the rest.
func TestWhatSellsOutBeforeItIsSubmittedIsTold(t *testing.T) {
	s := open(t)
	form := s.settle(t, alice(), ordertest.Phone, 1, ordertest.Rare, 1)
	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Rare] = 0 })
	_, _, err := s.Submit(s.ctx(t, alice()), alice(), form)
	require.ErrorIs(t, err, order.ErrStockShort)
	page := s.look(t, form.Token, order.Requote{AddressID: 101})
	require.Len(t, page.Items, 1)
	form.PayAmount = page.Amounts.Pay
	_, _, err = s.Submit(s.ctx(t, alice()), alice(), form)
	require.NoError(t, err)
}

func TestADraftLivesAndDiesWithItsToken(t *testing.T) {
	s := open(t)
	s.fill(alice(), ordertest.Phone, 1)
	token := s.begin(t, order.Settle{})
	refused := order.ErrPriceChanged.WithField("points", "range").With("changes", []order.Change{{SkuID: 1, Field: order.ChangedPrice, Was: 2, Now: 3}})
	draft := order.Draft{Fields: map[string]string{"note": "放门口 <b>"}, Refused: order.RefusalOf(refused, 700)}
	require.NoError(t, s.Keep(s.ctx(t, alice()), alice(), token, draft))
	opened, err := s.Opened(s.ctx(t, alice()), alice(), token)
	require.NoError(t, err)
	require.Equal(t, &draft, opened.Draft)
	require.ErrorIs(t, opened.Draft.Refused.Err(), order.ErrPriceChanged)
	require.NoError(t, (&order.Refusal{Changes: draft.Refused.Changes}).Err())

	require.ErrorIs(t, s.Keep(s.ctx(t, bob()), bob(), token, draft), order.ErrTokenExpired)
	for _, none := range []string{"", "x", "ot_00000000000000000000000000000000"} {
		require.ErrorIs(t, s.Keep(s.ctx(t, alice()), alice(), none, draft), order.ErrTokenExpired)
		_, err := s.Opened(s.ctx(t, alice()), alice(), none)
		require.ErrorIs(t, err, order.ErrTokenExpired)
	}
	ttl, err := s.redis.PTTL(t.Context(), s.prefix+"order:token:"+token).Result()
	require.NoError(t, err)
	require.InDelta(t, 30*time.Minute, ttl, float64(time.Minute), "keeping does not make it live longer or for ever")
}
