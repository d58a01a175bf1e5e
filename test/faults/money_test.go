package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// TestPayAndCloseAtTheSameInstant: two hundred orders are paid within a moment of their deadline. Each ends paid, or closed with its
// money back; the auditor looks after each hundred.
func TestPayAndCloseAtTheSameInstant(t *testing.T) {
	m := shop.Stack(t)
	const rounds, perRound = 2, 100
	for round := range rounds {
		members := m.Members(t, 20)
		sku := m.NewSKU(t, 1000)
		err := each(t.Context(), perRound, perRound, func(ctx context.Context, i int) error {
			return payAtTheDeadline(ctx, members[i%len(members)], sku)
		})
		require.NoError(t, err, "round %d", round)
		m.Audit(t)
	}
}

// payAtTheDeadline places an order, takes a pay link, and pays within 300 ms of the deadline.
func payAtTheDeadline(ctx context.Context, s *shop.Shopper, sku int64) error {
	a, err := s.Send(ctx, shop.Request{Path: fmt.Sprintf("/api/order/confirm?skuId=%d&count=1", sku)})
	if err != nil {
		return err
	}
	o, err := submitPage(ctx, s, a)
	if err != nil {
		return err
	}
	link, err := payLink(ctx, s, o.OrderSn)
	if err != nil {
		return err
	}
	moment := time.Until(o.ExpiresAt) + time.Duration(rand.IntN(600)-300)*time.Millisecond
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(moment):
	}
	_, _ = s.Send(ctx, shop.Request{ // refused when it comes too late
		Method: http.MethodPost, Host: "alipay", Path: "/sandbox/api/trades/" + o.OrderSn + "/pay", JSON: map[string]any{"url": link},
	})
	return ended(ctx, s, o.OrderSn)
}

func submitPage(ctx context.Context, s *shop.Shopper, page *shop.Answer) (shop.Order, error) {
	var c shop.Confirm
	if err := read(page, &c); err != nil {
		return shop.Order{}, err
	}
	a, err := s.SendSubmit(ctx, c.Submission())
	if err != nil {
		return shop.Order{}, err
	}
	return orderOf(a)
}

// ended waits until an order is paid or closed.
func ended(ctx context.Context, s *shop.Shopper, sn string) error {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		a, err := s.Send(ctx, shop.Request{Path: "/api/order/orders/" + sn})
		if err != nil {
			return err
		}
		var o shop.Order
		if err := read(a, &o); err == nil && (o.Status == "paid" || o.Status == "closed") {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(300 * time.Millisecond):
		}
	}
	return errors.New("order " + sn + " never ended")
}

// TestFaultsOfTheProvider: each thing that can go wrong with Alipay's notifications ends as it should; money that no order can keep is
// back within a minute.
func TestFaultsOfTheProvider(t *testing.T) {
	m := shop.Stack(t)
	for _, c := range []struct {
		name   string
		faults shop.Faults
		second bool // a second trade comes back
	}{
		{"drop", shop.Faults{"drop": true}, false},
		{"delayed", shop.Faults{"delayMs": 1500}, false},
		{"duplicate", shop.Faults{"duplicate": 5}, false},
		{"reorder", shop.Faults{"reorder": true}, false},
		{"wrong amount", shop.Faults{"wrongAmount": true}, false},
		{"wrong app", shop.Faults{"wrongAppId": true}, false},
		{"wrong seller", shop.Faults{"wrongSeller": true}, false},
		{"bad sign", shop.Faults{"badSign": true}, false},
		{"paid twice", shop.Faults{"payTwice": true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := m.Members(t, 1)[0]
			o := s.Buy(t, m.NewSKU(t, 1000), 1)
			m.PayTrade(t, o.OrderSn, s.PayURL(t, o.OrderSn), c.faults)
			s.WaitStatus(t, o.OrderSn, "paid")
			if c.second {
				refunded(t, m, o.OrderSn)
			}
		})
	}
	t.Run("paid after closing", func(t *testing.T) {
		s := m.Members(t, 1)[0]
		o := s.Buy(t, m.NewSKU(t, 1000), 1)
		link := s.PayURL(t, o.OrderSn)
		s.WaitStatus(t, o.OrderSn, "closed")
		m.PayTrade(t, o.OrderSn, link, shop.Faults{"payAfterClose": true})
		refunded(t, m, o.OrderSn)
		require.Equal(t, "closed", s.Order(t, o.OrderSn).Status)
		require.Equal(t, "refunded", s.Payment(t, o.OrderSn).Status)
	})
	m.Audit(t)
}

// refunded waits until exactly one refund of an order is confirmed.
func refunded(t *testing.T, m *shop.Mall, sn string) {
	t.Helper()
	shop.Await(t, "the money of order "+sn+" is back", time.Minute, func() bool {
		return count(t, m, "SELECT COUNT(*) FROM gulimall_pay.pay_refund WHERE order_sn = ? AND status = 2", sn) == 1
	})
}

// payLink asks for the address of Alipay's cashier.
func payLink(ctx context.Context, s *shop.Shopper, sn string) (string, error) {
	a, err := s.Send(ctx, shop.Request{Method: http.MethodPost, Path: "/api/payment/orders/" + sn + "/pay", JSON: map[string]string{"channel": "alipay"}})
	if err != nil {
		return "", err
	}
	var link struct {
		URL string `json:"url"`
	}
	err = read(a, &link)
	return link.URL, err
}

// read decodes an answer that must be 200.
func read(a *shop.Answer, out any) error {
	if a.Status != http.StatusOK {
		return fmt.Errorf("%s: %d %s", a.Request, a.Status, a.Body)
	}
	return json.Unmarshal(a.Body, out)
}
