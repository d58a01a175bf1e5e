package payments_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/server"
	"gulimall/services/alipaysim"
	"gulimall/services/alipaysim/cmd/standin"
	"gulimall/services/payment"
	"gulimall/services/payment/clients"
	"gulimall/services/payment/httpapi"
	"gulimall/services/payment/store"
)

const (
	appID    = "2021000000000001"
	sellerID = "2088000000000001"
	member   = int64(7)
	amount   = money.Fen(12_30)
	ttl      = 30 * time.Minute
	// soon is how long a test waits for what must happen by itself.
	soon = 20 * time.Second
)

// shop is a payment service that is paid through the stand-in.
type shop struct {
	t      testing.TB
	db     *gorm.DB
	uc     *payment.Payments
	store  *store.Store
	orders *orders
	alipay *clients.LoggedAlipay
	web    *httptest.Server // the stand-in
	notify *httptest.Server // the shop
	st     *standin.Standin
	ahead  atomic.Int64 // how far everybody's clock is ahead of the real one
	next   atomic.Int64 // order numbers

	mu   sync.Mutex
	said map[string]int // events by key and subject
}

// keys are made once: they are slow.
var keys = sync.OnceValues(func() (platform, merchant *rsa.PrivateKey) {
	var err error
	if platform, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		panic(err)
	}
	if merchant, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		panic(err)
	}
	return platform, merchant
})

func privatePEM(key *rsa.PrivateKey) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
}

func publicPEM(tb testing.TB, key *rsa.PublicKey) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	require.NoError(tb, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// open opens a shop. Its messages are delivered all the time; Poll and Complete run when a test says so, or all the time after work.
func open(tb testing.TB) *shop {
	tb.Helper()
	gin.SetMode(gin.ReleaseMode)
	platform, merchant := keys()
	s := &shop{t: tb, said: map[string]int{}}
	s.next.Store(time.Now().UnixMilli() * 1000)
	log := slog.New(slog.DiscardHandler)
	s.db = dbtest.Open(tb, store.Migrations(), outbox.Migrations)
	s.store = store.New(s.db, outbox.New(s.db, outbox.WithNow(s.now)), s.now)

	simKeys, err := alipaysim.ParseKeys([]byte(privatePEM(platform)), []byte(publicPEM(tb, &merchant.PublicKey)))
	require.NoError(tb, err)
	s.st, err = standin.New(standin.Settings{AppID: appID, SellerID: sellerID, Keys: simKeys, Scale: 600, Now: s.now, Log: log})
	require.NoError(tb, err)
	s.web = httptest.NewServer(s.st.Handler())

	engine := gin.New()
	s.notify = httptest.NewServer(engine)
	plain, err := clients.NewAlipay(clients.AlipayConfig{
		Gateway: s.web.URL + "/gateway.do", AppID: appID, SellerID: sellerID, PrivateKey: privatePEM(merchant),
		PublicKey: publicPEM(tb, &platform.PublicKey), NotifyURL: s.notify.URL + "/payed/notify", ReturnURL: s.notify.URL + "/payed/return",
	}, s.now)
	require.NoError(tb, err)
	s.alipay = clients.Logged(plain, s.store, log)
	s.orders = &orders{shop: s, all: map[string]*orderRow{}}
	s.uc = payment.New(s.store, s.alipay, s.orders, payment.Settings{Subject: "谷粒商城订单", ConfirmAfter: 20 * time.Millisecond}, s.now, log)
	words, err := i18n.Load()
	require.NoError(tb, err)
	who := payment.Merchant{AppID: appID, SellerID: sellerID}
	httpapi.Routes(engine, s.uc, httpapi.Alipay{Who: who, Signed: s.alipay.Signed}, &server.Edge{Log: log, Words: words}, server.NewDecoder())

	s.background(s.st.Run)
	s.background(s.deliver)
	tb.Cleanup(func() {
		s.notify.Close()
		s.web.Close()
		require.NoError(tb, s.st.Close())
	})
	return s
}

// background runs something until the test is over.
func (s *shop) background(run func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx) }()
	s.t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil && ctx.Err() == nil {
			s.t.Error(err)
		}
	})
}

func (s *shop) now() time.Time {
	return time.Now().Add(time.Duration(s.ahead.Load())).UTC().Truncate(time.Millisecond)
}

// later moves everybody's clock.
func (s *shop) later(d time.Duration) { s.ahead.Add(int64(d)) }

// work runs the poller and the refunds all the time, as two copies of the service do.
func (s *shop) work() {
	for range 2 {
		s.background(func(ctx context.Context) error {
			for ctx.Err() == nil {
				_, _ = s.uc.Poll(ctx)     // what goes wrong goes wrong on purpose, and is tried again
				_, _ = s.uc.Complete(ctx) //
				time.Sleep(20 * time.Millisecond)
			}
			return nil
		})
	}
}

// deliver is the broker: it hands the events of the outbox over to the orders.
func (s *shop) deliver(ctx context.Context) error {
	for ctx.Err() == nil {
		var rows []struct {
			ID         int64
			RoutingKey string
			Payload    []byte
		}
		if err := s.db.Raw("SELECT id, routing_key, payload FROM mq_message ORDER BY id LIMIT 100").Scan(&rows).Error; err != nil {
			return err
		}
		for _, row := range rows {
			var m rabbit.Message
			if err := json.Unmarshal(row.Payload, &m); err != nil {
				return err
			}
			if err := s.hear(ctx, row.RoutingKey, m); err != nil {
				return err
			}
			if err := s.db.Exec("DELETE FROM mq_message WHERE id = ?", row.ID).Error; err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			time.Sleep(5 * time.Millisecond)
		}
	}
	return nil
}

func (s *shop) hear(ctx context.Context, key string, m rabbit.Message) error {
	switch key {
	case paymentapi.KeySucceeded:
		event, err := rabbit.Decode[paymentapi.Succeeded](m)
		if err != nil {
			return err
		}
		s.note(key, event.TradeNo)
		return s.orders.succeeded(ctx, event)
	case paymentapi.KeyRefunded:
		event, err := rabbit.Decode[paymentapi.Refunded](m)
		if err != nil {
			return err
		}
		s.note(key, event.RefundSn)
	}
	return nil
}

func (s *shop) note(key, subject string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said[key+" "+subject]++
}

// heard is how often an event was published about something.
func (s *shop) heard(key, subject string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.said[key+" "+subject]
}

// order places an order that waits for its payment.
func (s *shop) order() string {
	sn := strconv.FormatInt(s.next.Add(1), 10)
	s.orders.place(sn, s.now().Add(ttl).Truncate(time.Second))
	return sn
}

// link opens the cashier.
func (s *shop) link(sn string) string {
	s.t.Helper()
	link, err := s.uc.Start(context.Background(), member, sn, payment.ChannelAlipay)
	require.NoError(s.t, err)
	return link
}

// offer reads a pay link as the stand-in does.
func (s *shop) offer(link string) alipaysim.Offer {
	s.t.Helper()
	u, err := url.Parse(link)
	require.NoError(s.t, err)
	request, err := s.st.Sim.Open(u.Query())
	require.NoError(s.t, err)
	offer, err := request.Offer()
	require.NoError(s.t, err)
	return offer
}

// login opens Alipay's cashier and signs in: now the trade exists.
func (s *shop) login(link string) alipaysim.Trade {
	s.t.Helper()
	trade, err := s.st.Sim.Login(s.offer(link))
	require.NoError(s.t, err)
	return trade
}

// pay does what a buyer does, from opening the link to confirming the payment.
func (s *shop) pay(link string) alipaysim.Trade {
	s.t.Helper()
	offer := s.offer(link)
	paid, err := s.st.Sim.PayByHand(offer.OutTradeNo, &offer, nil)
	require.NoError(s.t, err)
	return paid.Trade
}

func (s *shop) faults(f alipaysim.Faults) {
	s.t.Helper()
	s.st.Sim.SetFaults(f)
}

func (s *shop) healed() {
	s.t.Helper()
	require.NoError(s.t, s.st.Sim.ClearFaults())
}

// close asks payment to close, with the patience of a caller.
func (s *shop) close(sn string, cause payment.CloseCause) payment.CloseResult {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	result, err := s.uc.Close(ctx, sn, s.orders.find(sn).expires, cause)
	require.NoError(s.t, err)
	return result
}

func (s *shop) count(query string, args ...any) int {
	s.t.Helper()
	var n int
	require.NoError(s.t, s.db.Raw("SELECT COUNT(*) FROM "+query, args...).Scan(&n).Error)
	return n
}

func (s *shop) find(sn string) payment.Payment {
	s.t.Helper()
	p, err := s.store.Find(context.Background(), sn)
	require.NoError(s.t, err)
	return p
}

func (s *shop) eventually(what func() bool, msg ...any) {
	s.t.Helper()
	require.Eventually(s.t, what, soon, 10*time.Millisecond, msg...)
}

// becomes waits until an order stands so.
func (s *shop) becomes(sn string, state orderState) {
	s.t.Helper()
	s.eventually(func() bool { return s.orders.find(sn).state == state }, "order %s should become %s", sn, state)
}

// answers are what the shop answered to the notifications of an order.
func (s *shop) answers(sn string) []string {
	var all []string
	for _, n := range s.st.Sim.Notices(sn) {
		for _, a := range n.Attempts {
			if a.Error == "" && len(a.Answer) > 0 && a.Status == http.StatusOK {
				all = append(all, a.Answer)
			}
		}
	}
	return all
}
