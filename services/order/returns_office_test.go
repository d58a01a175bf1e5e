package order_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func staffer() order.By { return adminapi.By{StaffID: 4, Account: "support"} }

// afterSales is the after-sale desk over the shop's database.
func (s *shop) afterSales() *order.AfterSaleDesk {
	return order.NewAfterSaleDesk(s.store, s.peers.Ports().Pictures, others{}, s.now)
}

// apply applies for a return.
func (s *shop) apply(t *testing.T, o *order.Order, pairs ...int64) order.Return {
	t.Helper()
	r, err := s.ApplyReturn(t.Context(), alice(), o.Sn, wish(pairs...))
	require.NoError(t, err)
	return r
}

// confirm is payment's word that a refund has arrived; whatever it was asked, it hears of every one twice.
func (s *shop) confirm(t *testing.T, sn string) {
	t.Helper()
	o := s.find(t, sn)
	for _, body := range s.said(t, orderapi.TypeRefundRequested, sn) {
		var asked orderapi.RefundRequested
		require.NoError(t, json.Unmarshal(body, &asked))
		require.Equal(t, o.TradeNo, asked.TradeNo)
		for range 2 {
			require.NoError(t, s.Refund(t.Context(), paymentapi.Refunded{
				OrderSn: sn, TradeNo: asked.TradeNo, RefundSn: asked.RefundSn, Amount: asked.Amount, Reason: orderapi.ReasonAfterSale, At: s.now(),
			}))
		}
	}
}

func told[T any](t *testing.T, s *shop, kind, sn string) (all []T) {
	t.Helper()
	for _, body := range s.said(t, kind, sn) {
		var data T
		require.NoError(t, json.Unmarshal(body, &data))
		all = append(all, data)
	}
	return all
}

func TestAnAfterSaleFromTheApplicationToTheMoney(t *testing.T) {
	s := open(t)
	desk, ctx := s.afterSales(), t.Context()
	o := s.deliver(t, ordertest.Phone, 3, ordertest.Book, 1)
	_, err := s.Receive(ctx, alice(), o.Sn)
	require.NoError(t, err)
	r := s.apply(t, o, ordertest.Phone, 2)

	_, err = desk.Refund(ctx, r.ID, staffer())
	require.ErrorIs(t, err, order.ErrReturnState, "nobody has agreed to it")
	_, err = desk.Receive(ctx, r.ID, true, nil, staffer())
	require.ErrorIs(t, err, order.ErrReturnState)
	much := money.Fen(20601)
	_, err = desk.Approve(ctx, r.ID, order.Approval{Amount: &much}, staffer())
	require.ErrorIs(t, err, order.ErrRefundTooMuch, "two phones and the freight are 20600")
	agreed := money.Fen(19999)
	approved, err := desk.Approve(ctx, r.ID, order.Approval{Amount: &agreed, Note: "请寄回"}, staffer())
	require.NoError(t, err)
	require.Equal(t, agreed, approved.Amount)
	require.Equal(t, "support", approved.HandledBy)
	_, err = desk.Approve(ctx, r.ID, order.Approval{}, staffer())
	require.ErrorIs(t, err, order.ErrReturnState)
	_, err = desk.Refund(ctx, r.ID, staffer())
	require.ErrorIs(t, err, order.ErrReturnState, "the goods are not back")

	_, err = desk.Receive(ctx, r.ID, false, []order.Restock{{SkuID: ordertest.Phone, Count: 3}}, staffer())
	require.ErrorIs(t, err, apperr.ErrInvalid, "more than was sent back")
	_, err = desk.Receive(ctx, r.ID, false, []order.Restock{{SkuID: ordertest.Phone, Count: 1, WareID: 2}}, staffer())
	require.NoError(t, err)
	require.Equal(t, []orderapi.Restock{{OrderSn: o.Sn, ReturnID: r.ID, Lines: []orderapi.RestockLine{{SkuID: ordertest.Phone, Count: 1, WareID: 2}}}},
		told[orderapi.Restock](t, s, orderapi.TypeRestock, o.Sn))

	var clicks sync.WaitGroup
	for range 20 {
		clicks.Go(func() {
			if _, err := desk.Refund(ctx, r.ID, staffer()); err != nil {
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	require.Len(t, s.said(t, orderapi.TypeRefundRequested, o.Sn), 1, "twenty clicks are one refund")
	require.Equal(t, order.AfterSale, s.find(t, o.Sn).Status)
	require.ErrorIs(t, s.CancelReturn(ctx, alice(), o.Sn, r.ID), order.ErrState)

	s.confirm(t, o.Sn)
	after := s.find(t, o.Sn)
	require.Equal(t, order.Completed, after.Status, "two things are left of it")
	require.Equal(t, agreed, after.Refunded)
	require.Equal(t, agreed, after.RefundAsked)
	done, _, _, err := desk.Find(ctx, r.ID)
	require.NoError(t, err)
	require.Equal(t, order.ReturnDone, done.Status)
	require.Equal(t, []orderapi.Returned{{OrderSn: o.Sn, MemberID: 1, ReturnID: r.ID, TakePoints: 2, TakeGrowth: 2}},
		told[orderapi.Returned](t, s, orderapi.TypeReturned, o.Sn), "the gifts of two phones")
	require.Equal(t, int64(3), s.count(t, "SELECT COUNT(*) FROM mq_message WHERE routing_key = ? AND payload LIKE '%\"return.%'", adminapi.KeyActed),
		"approved, received, refunded, and nothing twice")
}

func TestARejectedApplication(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 1)
	r := s.apply(t, o, ordertest.Phone, 1)
	_, err := s.afterSales().Reject(t.Context(), r.ID, "", staffer())
	require.ErrorIs(t, err, apperr.ErrInvalid)
	rejected, err := s.afterSales().Reject(t.Context(), r.ID, "已拆封", staffer())
	require.NoError(t, err)
	require.Equal(t, order.ReturnRejected, rejected.Status)
	after := s.find(t, o.Sn)
	require.Equal(t, order.Shipped, after.Status, "where it was")
	require.Equal(t, "已拆封", after.Timeline[len(after.Timeline)-1].Facts.Text)
	_, err = s.afterSales().Approve(t.Context(), r.ID, order.Approval{}, staffer())
	require.ErrorIs(t, err, order.ErrReturnState)
	_, err = s.afterSales().Reject(t.Context(), 999, "x", staffer())
	require.ErrorIs(t, err, order.ErrReturnNotFound)
}

// Pieces that came back before the order was received are not among its gifts; those that come back later are taken back.
func TestGiftsOfWhatCameBack(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 3)
	refund := func(pairs ...int64) {
		t.Helper()
		r := s.apply(t, o, pairs...)
		_, err := s.afterSales().Approve(t.Context(), r.ID, order.Approval{OnlyRefund: true}, staffer())
		require.NoError(t, err)
		_, err = s.afterSales().Refund(t.Context(), r.ID, staffer())
		require.NoError(t, err)
		s.confirm(t, o.Sn)
	}
	refund(ordertest.Phone, 1)
	require.Equal(t, order.Shipped, s.find(t, o.Sn).Status)
	require.Empty(t, s.said(t, orderapi.TypeReturned, o.Sn))
	_, err := s.Receive(t.Context(), alice(), o.Sn)
	require.NoError(t, err)
	require.Equal(t, []orderapi.Completed{{OrderSn: o.Sn, MemberID: 1, GiftPoints: 2, GiftGrowth: 2}}, told[orderapi.Completed](t, s, orderapi.TypeCompleted, o.Sn))
	refund(ordertest.Phone, 2)
	after := s.find(t, o.Sn)
	require.Equal(t, order.Closed, after.Status, "nothing is left of it")
	require.Equal(t, order.ReasonRefunded, after.CloseReason)
	back := told[orderapi.Returned](t, s, orderapi.TypeReturned, o.Sn)
	require.Len(t, back, 1)
	require.Equal(t, int64(2), back[0].TakePoints)
	require.Equal(t, after.Amounts.Pay-after.Amounts.Freight, after.Refunded, "a parcel that came costs its freight")
}

func TestAWholeRefundBeforeTheParcelLeaves(t *testing.T) {
	s := open(t)
	o := s.buy(t, 11, 500, ordertest.Phone, 2, ordertest.Book, 1)
	w := order.RefundWish{Reason: "缺货", Seen: "paid", Key: "form-1"}
	r, err := s.afterSales().RefundOrder(t.Context(), o.Sn, w, staffer())
	require.NoError(t, err)
	again, err := s.afterSales().RefundOrder(t.Context(), o.Sn, w, staffer())
	require.NoError(t, err)
	require.Equal(t, r.ID, again.ID, "the same form is the same refund")
	w.Key = "form-2"
	_, err = s.afterSales().RefundOrder(t.Context(), o.Sn, w, staffer())
	require.ErrorIs(t, err, order.ErrState)

	closed := s.find(t, o.Sn)
	require.Equal(t, order.Closed, closed.Status)
	require.Equal(t, o.Amounts.Pay, closed.RefundAsked)
	require.Empty(t, s.said(t, orderapi.TypeClosed, o.Sn), "nothing is reserved any more that could be released")
	require.Equal(t, []orderapi.RestockLine{{SkuID: ordertest.Phone, Count: 2}, {SkuID: ordertest.Book, Count: 1}},
		told[orderapi.Restock](t, s, orderapi.TypeRestock, o.Sn)[0].Lines)
	s.confirm(t, o.Sn)
	require.Equal(t, []orderapi.Returned{{OrderSn: o.Sn, MemberID: 1, ReturnID: r.ID, Points: 500, CouponID: 11}},
		told[orderapi.Returned](t, s, orderapi.TypeReturned, o.Sn))
	require.Equal(t, "refunded", s.find(t, o.Sn).PaymentStatus())
	_, err = s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF1"})
	require.ErrorIs(t, err, order.ErrState)
}

// buy places an order with a coupon and points, and pays it.
func (s *shop) buy(t *testing.T, couponID, points int64, pairs ...int64) *order.Order {
	t.Helper()
	s.fill(alice(), pairs...)
	page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	quoted, err := s.Requote(s.ctx(t, alice()), alice(), order.Requote{AddressID: page.AddressID, CouponID: couponID, Points: points})
	require.NoError(t, err)
	o, _, err := s.Submit(s.ctx(t, alice()), alice(), order.Submission{
		Token: page.Token, AddressID: page.AddressID, PayAmount: quoted.Amounts.Pay, CouponID: couponID, Points: points,
	})
	require.NoError(t, err)
	require.NoError(t, s.Pay(t.Context(), paid(o, "T"+o.Sn)))
	return o
}

// Closing, shipping and refunding one order at the same instant ends in exactly one of them.
func TestCloseShipAndRefundAtTheSameInstant(t *testing.T) {
	s := open(t)
	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Book] = 1000 })
	shippedAll, refundedAll := 0, 0
	for i := range 30 {
		o := s.place(t, alice(), ordertest.Book, 1)
		require.NoError(t, s.Pay(t.Context(), paid(o, "T"+o.Sn)))
		var at sync.WaitGroup
		var ships, refunds, closes atomic.Int64
		do := func(counter *atomic.Int64, f func() error) {
			at.Go(func() {
				if err := f(); err == nil {
					counter.Add(1)
				} else if !errors.Is(err, order.ErrState) {
					t.Error(err)
				}
			})
		}
		for range 2 {
			do(&ships, func() error {
				_, err := s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF1", By: staffer()})
				return err
			})
			do(&refunds, func() error {
				_, err := s.afterSales().RefundOrder(t.Context(), o.Sn, order.RefundWish{Reason: "缺货", Seen: "paid"}, staffer())
				return err
			})
			do(&closes, func() error {
				_, err := s.Cancel(t.Context(), alice(), o.Sn, "")
				return err
			})
		}
		at.Wait()
		require.Zero(t, closes.Load(), "what is paid is not closed")
		require.Equal(t, int64(1), ships.Load()+refunds.Load(), "round %d", i)
		after := s.find(t, o.Sn)
		asked := s.said(t, orderapi.TypeRefundRequested, o.Sn)
		if ships.Load() == 1 {
			shippedAll++
			require.Equal(t, order.Shipped, after.Status)
			require.Empty(t, asked)
			require.Empty(t, s.said(t, orderapi.TypeRestock, o.Sn))
			require.Zero(t, after.RefundAsked)
			continue
		}
		refundedAll++
		require.Equal(t, order.Closed, after.Status)
		require.Len(t, asked, 1)
		require.Len(t, s.said(t, orderapi.TypeRestock, o.Sn), 1)
		require.Equal(t, after.Amounts.Pay, after.RefundAsked)
	}
	t.Logf("%d shipped, %d refunded", shippedAll, refundedAll)
}

func TestRefundsAtTheSameInstantNeverExceedThePayment(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 3) // 30600
	part := money.Fen(10000)
	var at sync.WaitGroup
	var taken atomic.Int64
	for range 12 {
		at.Go(func() {
			_, err := s.afterSales().RefundOrder(t.Context(), o.Sn, order.RefundWish{Reason: "补偿", Amount: &part}, staffer())
			if err == nil {
				taken.Add(1)
			} else if !errors.Is(err, order.ErrRefundTooMuch) {
				t.Error(err)
			}
		})
	}
	at.Wait()
	require.Equal(t, int64(3), taken.Load())
	require.Equal(t, money.Fen(30000), s.find(t, o.Sn).RefundAsked)
	s.confirm(t, o.Sn)
	require.Equal(t, order.Shipped, s.find(t, o.Sn).Status, "the goods are on their way all the same")
	rest := money.Fen(600)
	_, err := s.afterSales().RefundOrder(t.Context(), o.Sn, order.RefundWish{Reason: "补偿", Amount: &rest}, staffer())
	require.NoError(t, err)
	s.confirm(t, o.Sn)
	after := s.find(t, o.Sn)
	require.Equal(t, order.Closed, after.Status)
	require.Equal(t, after.Amounts.Pay, after.Refunded)
}

// Whatever is applied for, agreed to, cut, refused and paid back, in whatever order: no line, no freight and no order gives back more than
// was paid, nor more points or gifts than there were; and when everything is back, everything is back to the fen.
func TestAnyCourseOfRefundsAddsUp(t *testing.T) {
	for seed := range uint64(400) {
		dice := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // chance, not secrets
		of := &order.Order{Sn: "1", Status: order.Paid, Amounts: order.Amounts{Freight: money.Fen(dice.Int64N(700))}}
		for sku := range dice.Int64N(3) + 1 {
			l := order.Line{SkuID: sku + 1, Count: dice.Int64N(5) + 1, Payable: money.Fen(dice.Int64N(5000)), Points: money.Fen(dice.Int64N(300)), GiftPoints: dice.Int64N(90), GiftGrowth: dice.Int64N(9)}
			of.Lines = append(of.Lines, l)
			of.Amounts.Pay += l.Payable
		}
		of.Amounts.Pay += of.Amounts.Freight
		if dice.IntN(2) == 0 {
			of.Status = order.Shipped
		}
		var all []order.Return
		agree := func(r order.Return) {
			of.RefundAsked += r.Amount
			require.LessOrEqual(t, of.RefundAsked, of.Amounts.Pay)
		}
		for range 12 {
			l := of.Lines[dice.IntN(len(of.Lines))]
			switch dice.IntN(3) {
			case 0:
				if r, err := order.NewReturn(of, all, wish(l.SkuID, dice.Int64N(l.Count)+1), time.Now()); err == nil {
					r.ID = int64(len(all) + 1)
					var amount *money.Fen
					if dice.IntN(2) == 0 {
						cut := money.Fen(dice.Int64N(int64(r.Amount) + 300))
						amount = &cut
					}
					if r.Approve(of, append(all, r), order.Approval{OnlyRefund: true, Amount: amount}, time.Now()) == nil {
						require.NoError(t, r.Agree(of, append(all, r), time.Now()))
						agree(r)
						all = append(all, r)
					}
				}
			case 1:
				w := order.RefundWish{Reason: "x", Items: []order.ReturnItem{{SkuID: l.SkuID, Count: dice.Int64N(l.Count) + 1}}}
				if r, err := order.NewRefund(of, all, w, time.Now()); err == nil {
					r.ID = int64(len(all) + 1)
					agree(r)
					all = append(all, r)
				}
			case 2:
				amount := money.Fen(dice.Int64N(2000) + 1)
				if r, err := order.NewRefund(of, all, order.RefundWish{Reason: "x", Amount: &amount}, time.Now()); err == nil {
					r.ID = int64(len(all) + 1)
					agree(r)
					all = append(all, r)
				}
			}
			requireBounds(t, of, all)
		}
		if _, _, left := order.Refundable(of, all); left > 0 {
			rest, err := order.NewRefund(of, all, order.RefundWish{Reason: "x", Amount: &left}, time.Now())
			require.NoError(t, err)
			require.True(t, rest.Whole)
			rest.ID = int64(len(all) + 1)
			agree(rest)
			all = append(all, rest)
			requireBounds(t, of, all)
		}
		require.Equal(t, of.Amounts.Pay, of.RefundAsked, "seed %d", seed)
	}
}

func requireBounds(t *testing.T, of *order.Order, all []order.Return) {
	t.Helper()
	sums, freight := map[int64]order.ReturnItem{}, money.Fen(0)
	for _, r := range all {
		amount := r.Freight
		freight += r.Freight
		for _, item := range r.Items {
			sum := sums[item.SkuID]
			sum.Count += item.Count
			sum.Amount += item.Amount
			sum.Points += item.Points
			sum.GiftPoints += item.GiftPoints
			sums[item.SkuID] = sum
			amount += item.Amount
			require.GreaterOrEqual(t, min(item.Count, int64(item.Amount), item.Points, item.GiftPoints, item.GiftGrowth), int64(0))
		}
		require.Equal(t, r.Amount, amount, "a return is the sum of its lines and its freight")
	}
	require.LessOrEqual(t, freight, of.Amounts.Freight)
	for _, l := range of.Lines {
		sum := sums[l.SkuID]
		require.LessOrEqual(t, sum.Count, l.Count)
		require.LessOrEqual(t, sum.Amount, l.Payable)
		require.LessOrEqual(t, sum.Points, int64(l.Points))
		require.LessOrEqual(t, sum.GiftPoints, l.GiftPoints)
		if sum.Count == l.Count {
			require.Equal(t, int64(l.Points), sum.Points, "all pieces bring all points back")
		}
	}
}
