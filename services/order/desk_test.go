package order_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

// others answers for the other services.
type others struct{ away bool }

func (o others) Tasks(_ context.Context, sn string) ([]wareapi.Task, error) {
	if o.away {
		return nil, ordertest.Away()
	}
	return []wareapi.Task{{OrderSn: sn}}, nil
}

func (others) Houses(context.Context) ([]wareapi.Warehouse, error) {
	return []wareapi.Warehouse{{ID: 2, Name: "Shanghai"}}, nil
}

func (o others) Payment(context.Context, string) (*paymentapi.OfficeFile, error) {
	return nil, apperr.ErrForbidden
}

func clerk() adminapi.By { return adminapi.By{StaffID: 3, Account: "support"} }

func (s *shop) desk() *order.Desk { return order.NewDesk(s.Orders, s.store, others{}) }

// paid is an order that was paid.
func (s *shop) paid(t *testing.T, who order.Member, pairs ...int64) *order.Order {
	t.Helper()
	o := s.place(t, who, pairs...)
	require.NoError(t, s.Pay(t.Context(), paymentapi.Succeeded{OrderSn: o.Sn, TradeNo: "T" + o.Sn, Channel: "alipay", Amount: o.Amounts.Pay, PaidAt: s.now()}))
	return s.find(t, o.Sn)
}

// acts counts what the audit log is told.
func (s *shop) acts(t *testing.T, sn string) int {
	t.Helper()
	return len(s.said(t, adminapi.KeyActed, sn))
}

func fen(n money.Fen) *money.Fen { return &n }

func sound(t *testing.T, o *order.Order) {
	t.Helper()
	a := o.Amounts
	require.Equal(t, a.Pay, a.Goods-a.Promotion-a.Coupon-a.Points+a.Freight)
	var promotion, adjusted, payable money.Fen
	for _, l := range o.Lines {
		require.Equal(t, l.Payable, l.Amount-l.Promotion-l.Coupon-l.Points)
		require.GreaterOrEqual(t, l.Payable, money.Fen(0))
		promotion, adjusted, payable = promotion+l.Promotion, adjusted+l.Adjusted, payable+l.Payable
	}
	require.Equal(t, a.Promotion, promotion)
	require.Equal(t, o.Adjusted, adjusted)
	require.Equal(t, a.Pay-a.Freight, payable)
}

func TestOneOfTwentyShips(t *testing.T) {
	s := open(t)
	o := s.paid(t, alice(), ordertest.Phone, 1)
	var ok atomic.Int32
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			_, err := s.desk().Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: fmt.Sprint("SF", i), By: clerk()})
			if err == nil {
				ok.Add(1)
			}
		})
	}
	group.Wait()
	require.EqualValues(t, 1, ok.Load())
	after := s.find(t, o.Sn)
	require.Equal(t, order.Shipped, after.Status)
	require.Equal(t, 1, s.acts(t, o.Sn))
	again, err := s.desk().Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: after.Company, TrackingNo: after.TrackingNo, By: clerk()})
	require.NoError(t, err, "the same parcel again")
	require.Equal(t, after.ShippedAt, again.ShippedAt)
	require.Equal(t, 1, s.acts(t, o.Sn))
}

func TestShippingIsForOrdersThatArePaid(t *testing.T) {
	s := open(t)
	parcel := func(sn string) order.Shipment {
		return order.Shipment{Sn: sn, Company: "顺丰", TrackingNo: "SF1", By: clerk()}
	}
	o := s.place(t, alice(), ordertest.Book, 1)
	_, err := s.desk().Ship(t.Context(), parcel(o.Sn))
	require.ErrorIs(t, err, order.ErrState)
	_, err = s.desk().Ship(t.Context(), parcel("999"))
	require.ErrorIs(t, err, order.ErrNotFound)
	_, err = s.desk().Close(t.Context(), o.Sn, "买家来电取消", clerk())
	require.NoError(t, err)
	_, err = s.desk().Ship(t.Context(), parcel(o.Sn))
	require.ErrorIs(t, err, order.ErrState)
	paid := s.paid(t, alice(), ordertest.Book, 1)
	require.NoError(t, s.db.Exec("UPDATE oms_order SET status = ? WHERE order_sn = ?", order.AfterSale, paid.Sn).Error)
	_, err = s.desk().Ship(t.Context(), parcel(paid.Sn))
	require.ErrorIs(t, err, order.ErrState, "what is to be sent back is not sent off")
}

// TestShippingClosingAndPayingAtOnce: whatever comes first, an order ends in exactly one way.
func TestShippingClosingAndPayingAtOnce(t *testing.T) {
	s := open(t)
	for range 5 {
		o := s.place(t, alice(), ordertest.Rare, 1)
		s.peers.Look(func(p *ordertest.Peers) { p.Payment = func(string) string { return paymentapi.ResultClosed } })
		var group sync.WaitGroup
		var closed, shipped atomic.Bool
		group.Go(func() {
			_, err := s.desk().Close(t.Context(), o.Sn, "取消", clerk())
			closed.Store(err == nil)
		})
		group.Go(func() {
			_ = s.Pay(t.Context(), paymentapi.Succeeded{OrderSn: o.Sn, TradeNo: "T" + o.Sn, Channel: "alipay", Amount: o.Amounts.Pay, PaidAt: s.now()})
			_, err := s.desk().Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "顺丰", TrackingNo: "SF", By: clerk()})
			shipped.Store(err == nil)
		})
		group.Wait()
		after := s.find(t, o.Sn)
		if shipped.Load() {
			require.Equal(t, order.Shipped, after.Status)
			require.Len(t, s.said(t, orderapi.TypePaid, o.Sn), 1)
			require.Empty(t, s.said(t, orderapi.TypeClosed, o.Sn))
		} else {
			require.Equal(t, order.Closed, after.Status)
			require.Len(t, s.said(t, orderapi.TypeClosed, o.Sn), 1)
			require.Len(t, s.said(t, orderapi.TypePaymentRefused, o.Sn), 1, "the money goes back")
		}
		s.peers.Release(o.Sn)
	}
}

func TestStaffCloseUnpaidOrdersOnly(t *testing.T) {
	s := open(t)
	paid := s.paid(t, alice(), ordertest.Book, 1)
	_, err := s.desk().Close(t.Context(), paid.Sn, "缺货", clerk())
	require.ErrorIs(t, err, order.ErrState)
	require.Zero(t, s.acts(t, paid.Sn))
	o := s.place(t, alice(), ordertest.Book, 1)
	_, err = s.desk().Close(t.Context(), o.Sn, "", clerk())
	require.Error(t, err)
	after, err := s.desk().Close(t.Context(), o.Sn, "缺货", clerk())
	require.NoError(t, err)
	require.Equal(t, order.Closed, after.Status)
	require.Equal(t, []string{o.Sn}, s.peers.Handshakes, "payment was asked first")
	require.Equal(t, 1, s.acts(t, o.Sn))
}

func TestNotesAreForStaff(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Book, 1)
	for range 2 {
		_, err := s.desk().Note(t.Context(), order.StaffNote{Sn: o.Sn, Text: "买家要周末送", Key: "k1", By: clerk()})
		require.NoError(t, err)
	}
	require.Equal(t, 1, s.acts(t, o.Sn), "the same form twice is one note")
	last := s.find(t, o.Sn).Timeline
	note := last[len(last)-1]
	require.True(t, note.Private())
	require.Equal(t, "support", note.Facts.Staff)
	_, err := s.desk().Note(t.Context(), order.StaffNote{Sn: "999", Text: "x", Key: "k2", By: clerk()})
	require.ErrorIs(t, err, order.ErrNotFound)
}

func TestAPriceIsSharedByTheLines(t *testing.T) {
	s := open(t)
	wish := s.settle(t, alice(), ordertest.Phone, 1, ordertest.Book, 2)
	wish.CouponID, wish.Points = 11, 500
	page, err := s.Requote(s.ctx(t, alice()), alice(), order.Requote{Token: wish.Token, AddressID: wish.AddressID, CouponID: 11, Points: 500})
	require.NoError(t, err)
	wish.PayAmount = page.Amounts.Pay
	o, _, err := s.Submit(s.ctx(t, alice()), alice(), wish)
	require.NoError(t, err)
	was := o.Amounts.Pay
	for _, pay := range []money.Fen{was - 1, was - 333, o.Amounts.Freight, was - 7, was} {
		after, err := s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(pay), Reason: "老顾客", By: clerk()})
		require.NoError(t, err)
		require.Equal(t, pay, after.Amounts.Pay)
		require.Equal(t, was-pay, after.Adjusted)
		require.False(t, after.PriceLocked)
		sound(t, after)
	}
	after, err := s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Off: fen(100), Reason: "老顾客", By: clerk()})
	require.NoError(t, err)
	require.Equal(t, was-100, after.Amounts.Pay)
	acts := s.acts(t, o.Sn)
	_, err = s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Off: fen(100), Reason: "老顾客", By: clerk()})
	require.NoError(t, err, "the same again changes nothing")
	require.Equal(t, acts, s.acts(t, o.Sn))
	for _, pay := range []money.Fen{was + 1, o.Amounts.Freight - 1} {
		_, err := s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(pay), Reason: "x", By: clerk()})
		require.Error(t, err)
	}
	_, err = s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(was - 5), Was: fen(was), Reason: "x", By: clerk()})
	require.ErrorIs(t, err, order.ErrEditedMeanwhile, "somebody else has changed it")
	require.NoError(t, s.Pay(t.Context(), paymentapi.Succeeded{OrderSn: o.Sn, TradeNo: "T", Channel: "alipay", Amount: was - 100, PaidAt: s.now()}))
	_, err = s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(was - 5), Reason: "x", By: clerk()})
	require.ErrorIs(t, err, order.ErrState)
}

func TestAnOrderThatCostsNothingAnyMoreIsPaid(t *testing.T) {
	s := open(t)
	s.peers.Look(func(p *ordertest.Peers) { p.Freight = 0 })
	o := s.place(t, alice(), ordertest.Book, 1)
	after, err := s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(0), Reason: "赔偿", By: clerk()})
	require.NoError(t, err)
	require.Equal(t, order.Paid, after.Status)
	require.Equal(t, order.ChannelNone, after.Channel)
	require.Len(t, s.said(t, orderapi.TypePaid, o.Sn), 1)
	sound(t, after)
}

func TestAPriceStaysOnceSomebodyMayPayIt(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	s.peers.Look(func(p *ordertest.Peers) { p.Offered[o.Sn] = true })
	cheaper := order.PriceWish{Sn: o.Sn, Pay: fen(o.Amounts.Pay - 100), Reason: "x", By: clerk()}
	_, err := s.desk().ChangePrice(t.Context(), cheaper)
	require.ErrorIs(t, err, order.ErrPaymentStarted)
	s.peers.Look(func(p *ordertest.Peers) {
		p.Fail = func(call, _ string) error {
			if call == "payment.offered" {
				return ordertest.Away()
			}
			return nil
		}
	})
	_, err = s.desk().ChangePrice(t.Context(), cheaper)
	require.Error(t, err, "nobody knows whether somebody may pay")
	after := s.find(t, o.Sn)
	require.Equal(t, o.Amounts, after.Amounts)
	require.False(t, after.PriceLocked, "the lock was given back")
}

// TestNobodyPaysThePriceThatWas: a link is handed out as payment does it, while the price is changed. Either the price stays, or the link is
// for the new one.
func TestNobodyPaysThePriceThatWas(t *testing.T) {
	s := open(t)
	for range 20 {
		o := s.place(t, alice(), ordertest.Book, 1)
		link := make(chan money.Fen, 1)
		go func() { link <- s.handOut(t, o.Sn) }()
		_, err := s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(o.Amounts.Pay - 100), Reason: "x", By: clerk()})
		offered, now := <-link, s.find(t, o.Sn)
		if err == nil {
			require.Equal(t, o.Amounts.Pay-100, now.Amounts.Pay)
		} else {
			require.ErrorIs(t, err, order.ErrPaymentStarted)
		}
		if offered > 0 {
			require.Equal(t, now.Amounts.Pay, offered, "what can be paid is what is asked for")
		}
		_, err = s.Cancel(t.Context(), alice(), o.Sn, "")
		require.NoError(t, err)
		s.peers.Release(o.Sn)
	}
}

// handOut is what payment does to hand a link out: it looks, writes down, and looks again. It gives the amount of the link; 0 is none.
func (s *shop) handOut(t *testing.T, sn string) money.Fen {
	t.Helper()
	seen, err := s.store.State(t.Context(), sn)
	if err != nil || seen.Told() != orderapi.StatusPending {
		return 0
	}
	s.peers.Look(func(p *ordertest.Peers) { p.Offered[sn] = true })
	still, err := s.store.State(t.Context(), sn)
	if err != nil || still.Told() != orderapi.StatusPending || still.Amounts.Pay != seen.Amounts.Pay {
		return 0
	}
	return seen.Amounts.Pay
}

func TestALockWhoseProcessIsGoneIsGivenBack(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Book, 1)
	locked, err := s.store.LockPrice(t.Context(), o.Sn, "gone", s.now())
	require.NoError(t, err)
	require.True(t, locked)
	require.Equal(t, orderapi.StatusClosing, s.find(t, o.Sn).Told(), "nobody may pay it")
	_, err = s.desk().ChangePrice(t.Context(), order.PriceWish{Sn: o.Sn, Pay: fen(o.Amounts.Pay - 1), Reason: "x", By: clerk()})
	require.ErrorIs(t, err, order.ErrEditedMeanwhile)
	found, err := s.desk().SweepPrices(t.Context())
	require.NoError(t, err)
	require.Zero(t, found)
	require.True(t, s.find(t, o.Sn).PriceLocked, "it is young")
	s.later(time.Minute)
	found, err = s.desk().SweepPrices(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, found)
	require.False(t, s.find(t, o.Sn).PriceLocked)
	set, err := s.store.SetPrice(t.Context(), order.PriceSet{Sn: o.Sn, Token: "gone", Pay: o.Amounts.Pay - 1, By: clerk()}, s.now())
	require.NoError(t, err)
	require.False(t, set, "a lock that was lost changes nothing")
	require.Equal(t, o.Amounts, s.find(t, o.Sn).Amounts)
}

func TestManyShipmentsLineByLine(t *testing.T) {
	s := open(t)
	first, second := s.paid(t, alice(), ordertest.Book, 1), s.paid(t, alice(), ordertest.Book, 1)
	unpaid := s.place(t, alice(), ordertest.Book, 1)
	line := func(sn, tracking string) order.Shipment {
		return order.Shipment{Sn: sn, Company: "中通", TrackingNo: tracking, By: clerk()}
	}
	all := []order.Shipment{line(first.Sn, "1"), line(second.Sn, ""), line(second.Sn, "2"), line(first.Sn, "3"), line(unpaid.Sn, "4"), line("999", "5")}
	judged, err := s.desk().Judge(t.Context(), all)
	require.NoError(t, err)
	require.Equal(t, order.Paid, s.find(t, first.Sn).Status, "judging changes nothing")
	for _, went := range [][]order.Leaving{judged, func() []order.Leaving {
		l, err := s.desk().ShipAll(t.Context(), all)
		require.NoError(t, err)
		return l
	}()} {
		require.NoError(t, went[0].Err)
		require.Error(t, went[1].Err)
		require.NoError(t, went[2].Err)
		require.ErrorIs(t, went[3].Err, order.ErrDuplicateLine)
		require.ErrorIs(t, went[4].Err, order.ErrState)
		require.ErrorIs(t, went[5].Err, order.ErrNotFound)
	}
	require.Equal(t, "2", s.find(t, second.Sn).TrackingNo)
	again, err := s.desk().ShipAll(t.Context(), all[:1])
	require.NoError(t, err)
	require.True(t, again[0].Again)
	require.Equal(t, 1, s.acts(t, first.Sn))
}

func TestWhatLiesBehindAnOrder(t *testing.T) {
	s := open(t)
	o := s.paid(t, alice(), ordertest.Book, 1)
	require.NoError(t, s.db.Exec("DELETE FROM mq_message WHERE type = ?", orderapi.TypeCreated).Error)
	behind, err := s.desk().Behind(t.Context(), s.find(t, o.Sn))
	require.NoError(t, err)
	type message struct{ sent, heard bool }
	known := map[string]message{}
	for _, m := range behind.Messages {
		known[m.Type] = message{m.Sent, m.Heard}
	}
	require.Equal(t, map[string]message{orderapi.TypeCreated: {sent: true}, paymentapi.TypeSucceeded: {heard: true}, orderapi.TypePaid: {}}, known,
		"what the outbox has forgotten was confirmed")
	require.Len(t, behind.Tasks, 1)
	require.Equal(t, "Shanghai", behind.Houses[2])
	require.Empty(t, behind.Away)
	require.Equal(t, []string{paymentapi.Service}, behind.Denied, "not everybody may see money")
	behind, err = order.NewDesk(s.Orders, s.store, others{away: true}).Behind(t.Context(), s.find(t, o.Sn))
	require.NoError(t, err)
	require.Equal(t, []string{wareapi.Service}, behind.Away)
}

func TestOrdersAreFoundByEverything(t *testing.T) {
	s := open(t)
	paid, unpaid := s.paid(t, alice(), ordertest.Phone, 1), s.place(t, bob(), ordertest.Book, 2)
	_, err := s.desk().Ship(t.Context(), order.Shipment{Sn: paid.Sn, Company: "顺丰", TrackingNo: "SF100", By: clerk()})
	require.NoError(t, err)
	day := shopday.Name(s.now())
	for name, c := range map[string]struct {
		params map[string]string
		want   []string
	}{
		"all, the newest first":  {nil, []string{unpaid.Sn, paid.Sn}},
		"by number":              {map[string]string{"orderSn": paid.Sn}, []string{paid.Sn}},
		"by member's id":         {map[string]string{"member": "2"}, []string{unpaid.Sn}},
		"by member's name":       {map[string]string{"member": "ali"}, []string{paid.Sn}},
		"by phone":               {map[string]string{"phone": "1380"}, []string{unpaid.Sn, paid.Sn}},
		"by receiver":            {map[string]string{"receiver": "谷"}, []string{unpaid.Sn, paid.Sn}},
		"a wildcard is none":     {map[string]string{"receiver": "%"}, nil},
		"by state":               {map[string]string{"status": "shipped"}, []string{paid.Sn}},
		"by day":                 {map[string]string{"createdFrom": day, "createdTo": day}, []string{unpaid.Sn, paid.Sn}},
		"paid on a day":          {map[string]string{"paidFrom": day, "paidTo": day}, []string{paid.Sn}},
		"by goods":               {map[string]string{"skuId": fmt.Sprint(ordertest.Book)}, []string{unpaid.Sn}},
		"by parcel":              {map[string]string{"trackingNo": "SF100"}, []string{paid.Sn}},
		"by trade":               {map[string]string{"tradeNo": "T" + paid.Sn}, []string{paid.Sn}},
		"by amount":              {map[string]string{"amountFrom": "10000", "amountTo": "11000"}, []string{paid.Sn}},
		"the cheapest first":     {map[string]string{"sort": "amount"}, []string{unpaid.Sn, paid.Sn}},
		"the oldest first":       {map[string]string{"sort": "created"}, []string{paid.Sn, unpaid.Sn}},
		"those last paid first":  {map[string]string{"sort": "-paid"}, []string{paid.Sn, unpaid.Sn}},
		"two things at the time": {map[string]string{"status": "pending_payment", "member": "bob"}, []string{unpaid.Sn}},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := order.ReadSearch(func(name string) string { return c.params[name] })
			require.NoError(t, err)
			q.Page = paging.Page{Number: 1, Size: 50}
			found, total, err := s.desk().Search(t.Context(), q)
			require.NoError(t, err)
			var sns []string
			for _, o := range found {
				sns = append(sns, o.Sn)
				require.NotEmpty(t, o.Lines)
			}
			require.Equal(t, c.want, sns)
			require.EqualValues(t, len(c.want), total)
		})
	}
	for _, wrong := range []string{"status", "createdFrom", "paidTo", "skuId", "amountTo", "sort"} {
		_, err := order.ReadSearch(func(name string) string { return map[string]string{wrong: "no"}[name] })
		require.Error(t, err, wrong)
	}
}
