package e2e

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/test/shop"
)

// The cases in which the course's shop went wrong, one by one (19 is about flash sales, which this shop has not).

func TestCase01OneTokenSubmittedTwiceIsOneOrder(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	b := s.Settle(t, sku).Submission()
	first := s.Submit(t, b)
	var second shop.Order
	s.TrySubmit(t, b).Into(t, http.StatusOK, &second)
	require.Equal(t, first.OrderSn, second.OrderSn)
	require.Equal(t, first.Amounts, second.Amounts)
	require.Len(t, s.Orders(t).Items, 1)
	require.Equal(t, int64(1), m.StockOf(t, sku).Locked)
	giveUp(t, s, first.OrderSn)
	s.WaitStatus(t, first.OrderSn, shop.Closed)
	s.TrySubmit(t, b).Into(t, http.StatusOK, &second) // also when it is long over
	require.Equal(t, first.OrderSn, second.OrderSn)
	require.Equal(t, shop.Closed, second.Status)
}

func TestCase02TwoTabsDoNotBuyTwice(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	a := s.Settle(t, sku)
	b := s.Confirm(t)
	require.NotEqual(t, a.Token, b.Token, "every page has a token of its own")
	o := s.Submit(t, b.Submission()) // the page that was opened last does not spoil the first, nor the other way round
	shop.Await(t, "the cart is empty", backTime, func() bool { return len(s.Cart(t).Items) == 0 })
	p := s.TrySubmit(t, a.Submission()).Refused(t, 409, "price_changed")
	require.NotEmpty(t, p.Changes)
	require.Len(t, s.Orders(t).Items, 1)
	require.Equal(t, int64(1), m.StockOf(t, sku).Locked)
	giveUp(t, s, o.OrderSn)
}

func TestCase03APriceThatChangedIsShownBeforeItIsPaid(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 2)
	b := s.Confirm(t).Submission()
	m.SetPrice(t, sku, shop.Price+1)
	p := s.TrySubmit(t, b).Refused(t, 409, "price_changed")
	require.Equal(t, int64(2*(shop.Price+1)), p.Amounts.Goods)
	require.Contains(t, p.Changes, shop.Change{SkuID: sku, Field: "price", Was: shop.Price, Now: shop.Price + 1})
	require.Empty(t, s.Orders(t).Items)
	require.Zero(t, m.StockOf(t, sku).Locked)
	b.PayAmount = p.Amounts.Pay // seen and agreed to: the token is still good
	o := s.Submit(t, b)
	require.Equal(t, p.Amounts.Pay, o.Amounts.Pay)
	m.SetPrice(t, sku, shop.Price)
	require.Equal(t, p.Amounts.Pay, s.Order(t, o.OrderSn).Amounts.Pay, "an order keeps its price")
	giveUp(t, s, o.OrderSn)
}

func TestCase05ASecondSKUThatIsShortLocksNothing(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	plenty, scarce := m.NewSKU(t, 5), m.NewSKU(t, 1)
	s := m.WithAddress(t)
	s.AddToCart(t, plenty, 2)
	s.AddToCart(t, scarce, 1)
	b := s.Confirm(t).Submission()
	m.SetStock(t, scarce, shop.Wares()[0], 0)
	p := s.TrySubmit(t, b).Refused(t, 409, "stock_short")
	require.Equal(t, []int64{scarce}, p.SkuIDs)
	require.Equal(t, shop.Stock{Stock: 5}, m.StockOf(t, plenty))
	require.Equal(t, shop.Stock{}, m.StockOf(t, scarce))
	require.Empty(t, s.Orders(t).Items)
}

// crash submits an order to a copy of order that dies at a crash point, and gives the member and what was bought.
func crash(t *testing.T, point string) (*shop.Shopper, int64, shop.Submission) {
	t.Helper()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	b := s.Settle(t, sku).Submission()
	c := m.StartCopy(t, "order", map[string]string{"MALL_CRASH_POINT": point})
	_, err := s.Send(t.Context(), shop.Request{Method: "POST", Path: "/api/order/orders", JSON: b, Via: c.Addr})
	require.Error(t, err, "the process dies before it answers")
	require.True(t, c.Dead(20*time.Second), "see %s", c.Log)
	return s, sku, b
}

// over waits until a member has no order that is still open, and nothing is kept for one.
func over(t *testing.T, s *shop.Shopper, sku int64) {
	t.Helper()
	shop.Await(t, "the order is closed and the stock is back", shop.StatusTime+backTime, func() bool {
		open := s.Mall.Count(t, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE member_id=? AND status<>4", s.ID)
		return open == 0 && s.Mall.StockOf(t, sku) == shop.Stock{Stock: 5}
	})
}

func TestCase06ACrashAfterTheLockGivesTheStockBack(t *testing.T) {
	t.Parallel()
	s, sku, b := crash(t, "submit.after_reserve")
	// Who asks again gets an order or a clean refusal, and never two orders.
	a := s.TrySubmit(t, b)
	require.Contains(t, []int{200, 201, 409, 503}, a.Status, "%s", a.Body)
	require.LessOrEqual(t, len(s.Orders(t).Items), 1)
	over(t, s, sku)
}

func TestCase07ACrashBeforeTheMessageIsSentStillClosesTheOrder(t *testing.T) {
	t.Parallel()
	s, sku, b := crash(t, "submit.after_pending")
	require.Equal(t, int64(1), s.Mall.StockOf(t, sku).Locked)
	var o shop.Order
	shop.Await(t, "who asks again is given the order", shop.StatusTime, func() bool {
		a := s.TrySubmit(t, b)
		if a.Status != http.StatusOK {
			a.Refused(t, 409, "submit_in_progress") // the dead process still has the token, for a while
			return false
		}
		a.Into(t, http.StatusOK, &o)
		return true
	})
	closed := s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, "timeout", closed.CloseReason)
	over(t, s, sku)
	require.Empty(t, s.Cart(t).Items)
}

// Paying and cancelling at the same moment has two legal ends: paid and sold, or closed, the money back if it came, and nothing kept.
func TestCase08PayAndCloseAtTheSameMoment(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	const rounds = 6
	for range rounds {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			sku := m.NewSKU(t, 5)
			s := m.WithAddress(t)
			o := s.Buy(t, sku, 1)
			link := s.PayURL(t, o.OrderSn)
			login(t, s, link)
			var both sync.WaitGroup
			var cancelled *shop.Answer
			var cancelErr error
			both.Go(func() {
				_, err := m.Guest().Send(t.Context(), shop.Request{Method: "POST", Host: "alipay", Path: "/sandbox/api/trades/" + o.OrderSn + "/pay", JSON: map[string]string{}})
				if err != nil {
					t.Errorf("pay: %v", err)
				}
			})
			both.Go(func() {
				cancelled, cancelErr = s.Send(t.Context(), shop.Request{Method: "POST", Path: "/api/order/orders/" + o.OrderSn + "/cancel"})
			})
			both.Wait()
			require.NoError(t, cancelErr)
			require.Contains(t, []int{200, 409}, cancelled.Status, "%s", cancelled.Body)
			shop.Await(t, "one of the two legal ends", shop.StatusTime+backTime, func() bool {
				now, stock, trade := s.Order(t, o.OrderSn).Status, m.StockOf(t, sku), m.Trade(t, o.OrderSn)
				sold := now == shop.Paid && trade.Status == "TRADE_SUCCESS" && trade.Refunded == 0 && stock == shop.Stock{Stock: 4}
				back := now == shop.Closed && (trade.Status == "TRADE_CLOSED" || trade.Refunded == trade.Amount) && stock == shop.Stock{Stock: 5}
				return sold || back
			})
		})
	}
}

// login goes through the login step at the cashier of the stand-in: from then on there is a trade.
func login(t *testing.T, s *shop.Shopper, link string) {
	t.Helper()
	s.Follow(t, s.Press(t, s.Visit(t, link).Form(t, "/cashier/login")))
}

func TestCase09MoneyForAClosedOrderGoesBack(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	link := s.PayURL(t, o.OrderSn)
	login(t, s, link)
	giveUp(t, s, o.OrderSn)
	s.WaitStatus(t, o.OrderSn, shop.Closed)
	trade := m.PayTrade(t, o.OrderSn, link, shop.Faults{"payAfterClose": true})
	shop.Await(t, "the money is back", 60*time.Second, func() bool {
		now := m.Trade(t, o.OrderSn)
		return now.Refunded == o.Amounts.Pay && s.Payment(t, o.OrderSn).Status == "refunded"
	})
	p := s.Payment(t, o.OrderSn)
	require.Len(t, p.Refunds, 1)
	require.Equal(t, o.Amounts.Pay, p.Refunds[0].Amount)
	require.Equal(t, shop.Closed, s.Order(t, o.OrderSn).Status)
	require.Equal(t, shop.Stock{Stock: 5}, m.StockOf(t, sku))
	require.True(t, s.Visit(t, trade.ReturnURL).Says("退款"), "the return page tells the truth")
}

func TestCase10ANotificationEightTimesIsOnePayment(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	m.PayTrade(t, o.OrderSn, s.PayURL(t, o.OrderSn), shop.Faults{"duplicate": 7})
	s.WaitStatus(t, o.OrderSn, shop.Paid)
	shop.Await(t, "all eight are answered with success", backTime, func() bool {
		attempts := 0
		for _, n := range m.Trade(t, o.OrderSn).Notifications {
			for _, a := range n.Attempts {
				if a.Answer == "success" {
					attempts++
				}
			}
		}
		return attempts == 8
	})
	shop.Await(t, "the stock is deducted", backTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 4} })
	require.Equal(t, int64(1), m.Count(t, "SELECT COUNT(*) FROM gulimall_pay.pay_trade WHERE order_sn=?", o.OrderSn))
	require.Equal(t, int64(1), m.Count(t, "SELECT COUNT(*) FROM gulimall_wms.wms_stock_ledger WHERE order_sn=?", o.OrderSn))
	require.Zero(t, m.Trade(t, o.OrderSn).Refunded)
}

func TestCase11ForgedNotificationsChangeNothing(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	s.PayURL(t, o.OrderSn)
	const right = "400.00"
	for name, forge := range map[string]func() string{
		"amount":        func() string { return m.Notify(t, m.Sign(t, m.Notice(t, o.OrderSn, "0.01"))) },
		"amount in fen": func() string { return m.Notify(t, m.Sign(t, m.Notice(t, o.OrderSn, "40000"))) },
		"unknown order": func() string { return m.Notify(t, m.Sign(t, m.Notice(t, "2099"+o.OrderSn[4:], right))) },
		"no signature":  func() string { return m.Notify(t, m.Notice(t, o.OrderSn, right)) },
		"not even tried": func() string {
			return m.Notify(t, map[string][]string{"out_trade_no": {o.OrderSn}, "trade_status": {"TRADE_SUCCESS"}})
		},
		"app": func() string {
			n := m.Notice(t, o.OrderSn, right)
			n.Set("app_id", "2021000000009999")
			return m.Notify(t, m.Sign(t, n))
		},
		"seller": func() string {
			n := m.Notice(t, o.OrderSn, right)
			n.Set("seller_id", "2088000000009999")
			return m.Notify(t, m.Sign(t, n))
		},
		"signature of another form": func() string {
			n := m.Sign(t, m.Notice(t, o.OrderSn, "0.01"))
			n.Set("total_amount", right)
			return m.Notify(t, n)
		},
		"repeated key": func() string {
			n := m.Sign(t, m.Notice(t, o.OrderSn, right))
			n.Add("out_trade_no", "1")
			return m.Notify(t, n)
		},
		"certificate": func() string {
			n := m.Sign(t, m.Notice(t, o.OrderSn, right))
			n.Set("alipay_cert_sn", "0123456789abcdef")
			return m.Notify(t, n)
		},
	} {
		require.Equal(t, "fail", forge(), name)
	}
	untouched(t, s, o.OrderSn)
	require.Zero(t, m.Count(t, "SELECT COUNT(*) FROM gulimall_pay.pay_trade WHERE order_sn=?", o.OrderSn))
	if time.Until(o.ExpiresAt) > 5*time.Second { // a slow machine may have used up the time
		s.Pay(t, o.OrderSn) // and the true one still counts
	}
}

// Messages of the same end in any order, at once and again and again: the stock comes back once.
func TestCase12MessagesInAnyOrder(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	for _, first := range []string{"stock", "close", "both"} {
		t.Run(first+" first", func(t *testing.T) {
			t.Parallel()
			sku := m.NewSKU(t, 5)
			s := m.WithAddress(t)
			o := s.Buy(t, sku, 2)
			stock := func(id string) {
				m.Publish(t, wareapi.Exchange, wareapi.KeyRelease, id, wareapi.TypeLocked, o.OrderSn, wareapi.StockLocked{OrderSn: o.OrderSn})
			}
			closed := func(id string) {
				m.Publish(t, orderapi.Exchange, orderapi.KeyReleaseOther, id, orderapi.TypeClosed, o.OrderSn,
					orderapi.Closed{OrderSn: o.OrderSn, MemberID: s.ID, Reason: "cancelled"})
			}
			if first == "stock" {
				id := shop.MessageID()
				stock(id)
				stock(id)
				quiet(t, m, wareapi.QueueRelease)
				require.Equal(t, shop.Stock{Stock: 5, Locked: 2}, m.StockOf(t, sku), "an order that is open keeps its goods")
			}
			giveUp(t, s, o.OrderSn)
			s.WaitStatus(t, o.OrderSn, shop.Closed)
			a, b := shop.MessageID(), shop.MessageID()
			var all sync.WaitGroup
			for range 3 {
				if first != "close" {
					all.Go(func() { stock(a) })
				}
				all.Go(func() { closed(b) })
			}
			all.Wait()
			closed(b)
			closed(shop.MessageID())
			stock(a)
			shop.Await(t, "the stock is back", backTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 5} })
			quiet(t, m, wareapi.QueueRelease)
			require.Equal(t, shop.Stock{Stock: 5}, m.StockOf(t, sku), "and came back once")
		})
	}
}

// quiet waits until a queue is empty, as the broker counts it every few seconds.
func quiet(t *testing.T, m *shop.Mall, queue string) {
	t.Helper()
	empty := 0
	shop.Await(t, queue+" is empty", 90*time.Second, func() bool {
		if m.Queued(t, queue) == 0 {
			empty++
		} else {
			empty = 0
		}
		return empty >= 10
	})
}

func TestCase13AMessageAboutNothingIsNoLoop(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	nobody := "1" + num(time.Now().UnixNano())
	m.Publish(t, orderapi.Exchange, orderapi.KeyReleaseOrder, shop.MessageID(), orderapi.TypeCreated, nobody,
		orderapi.Created{OrderSn: nobody, MemberID: 1, Lines: []orderapi.Line{}, ExpiresAt: time.Now().Add(-time.Minute).UTC().Truncate(time.Second)})
	m.Publish(t, wareapi.Exchange, wareapi.KeyRelease, shop.MessageID(), wareapi.TypeLocked, nobody, wareapi.StockLocked{OrderSn: nobody})
	m.Publish(t, orderapi.Exchange, orderapi.KeyReleaseOther, shop.MessageID(), orderapi.TypeClosed, nobody,
		orderapi.Closed{OrderSn: nobody, MemberID: 1, Reason: "timeout"})
	for _, q := range []string{orderapi.QueueRelease, wareapi.QueueRelease, "coupon.order.closed.queue", "member.order.closed.queue"} {
		quiet(t, m, q)
	}
	require.LessOrEqual(t, m.Queued(t, "parking.queue"), 0, "nothing is parked")
}

func TestCase14ACouponOfOneOpenOrderIsNotForAnother(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	c := s.Claim(t, couponTwice)
	with := func() shop.Submission {
		b := s.Settle(t, sku).Submission()
		b.CouponID = c.ID
		b.PayAmount -= c.Amount
		return b
	}
	first := s.Submit(t, with())
	shop.Await(t, "the cart is empty", backTime, func() bool { return len(s.Cart(t).Items) == 0 })
	s.TrySubmit(t, with()).Refused(t, 409, "coupon_unusable")
	require.Equal(t, int64(1), m.StockOf(t, sku).Locked)
	giveUp(t, s, first.OrderSn)
	shop.Await(t, "the coupon is back", backTime, func() bool { return s.Coupon(t, c.ID).State == "unused" })
	s.EmptyCart(t)
	giveUp(t, s, s.Submit(t, with()).OrderSn)
}

func TestCase15AnAddressOfAnotherMemberIsRefused(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	other, s := m.NewMember(t), m.WithAddress(t)
	foreign := other.AddAddress(t, shop.Home())
	b := s.Settle(t, sku).Submission()
	b.AddressID = foreign.ID
	s.TrySubmit(t, b).Refused(t, 404, "address_not_found")
	require.Empty(t, s.Orders(t).Items)
	require.Zero(t, m.StockOf(t, sku).Locked)
}

func TestCase16GoodsReceivedTwiceAreCountedOnce(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	purchase := wareapi.Adjust{Key: "purchase-" + shop.MessageID(), SkuID: sku, WareID: shop.Wares()[0], Delta: 7, Reason: "purchase"}
	var twice sync.WaitGroup
	for range 4 {
		twice.Go(func() {
			a, err := m.Internal(t.Context(), "POST", wareapi.Service, wareapi.PathAdjust, purchase)
			if err != nil || a.Status != http.StatusNoContent {
				t.Errorf("%v %v", a, err)
			}
		})
	}
	twice.Wait()
	require.Equal(t, shop.Stock{Stock: 12}, m.StockOf(t, sku))
}

func TestCase17AGuestsCartGoesStraightToCheckout(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	g := m.Guest()
	g.AddToCart(t, sku, 2)
	g.Login(t, s.Username, s.Password)
	c := g.Confirm(t) // without a look at the cart in between
	require.Len(t, c.Items, 1)
	require.Equal(t, int64(2), c.Items[0].Count)
	giveUp(t, g, g.Submit(t, c.Submission()).OrderSn)
	g.API(t, "POST", "/api/member/logout", nil).Want(t, 204)
	require.Empty(t, g.Cart(t).Items, "whoever comes next at this browser sees no cart of the member")
}

func TestCase18NegativeCountsAreRefused(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 1)
	for _, n := range []int64{-1, -200, 0} {
		s.API(t, "POST", "/api/cart/items", map[string]int64{"skuId": sku, "count": n}).Refused(t, 422, "invalid")
		s.API(t, "PATCH", "/api/cart/items/"+num(sku), map[string]int64{"count": n}).Refused(t, 422, "invalid")
		a := s.Do(t, shop.Request{Method: "POST", Host: "cart", Path: "/addToCart", Form: map[string][]string{"skuId": {num(sku)}, "count": {num(n)}}})
		require.Equal(t, 422, a.Status)
	}
	b := s.Confirm(t).Submission()
	for field, bad := range map[string]int64{"points": -100, "payAmount": -1, "couponId": -1} {
		raw := map[string]any{"token": b.Token, "addressId": b.AddressID, "payAmount": b.PayAmount}
		raw[field] = bad
		s.API(t, "POST", "/api/order/orders", raw).Refused(t, 422, "invalid")
	}
	s.API(t, "POST", "/api/order/quote", map[string]any{"addressId": b.AddressID, "points": -1}).Refused(t, 422, "invalid")
	require.Equal(t, int64(1), s.Cart(t).TotalCount)
}

func TestCase20AnUnopenedCashierDoesNotKeepTheOrder(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 1)
	link := s.PayURL(t, o.OrderSn) // handed out and never opened: Alipay knows of no trade
	closed := s.WaitStatus(t, o.OrderSn, shop.Closed)
	require.Equal(t, "timeout", closed.CloseReason)
	shop.Await(t, "the stock is back", backTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 5} })
	// And the link, still in the browser's history, pays nothing any more.
	m.TryPayTrade(t, o.OrderSn, link, nil).Refused(t, 409, "trade_expired")
}
