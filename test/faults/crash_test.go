package faults

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// TestOrderKilledBetweenTheStepsOfSubmit: whatever step it dies at, the same submission again gives exactly one order, which closes by
// itself when nobody pays.
func TestOrderKilledBetweenTheStepsOfSubmit(t *testing.T) {
	m := shop.Stack(t)
	points := []string{"submit.before_insert", "submit.after_insert", "submit.after_reserve", "submit.after_pending"}
	members := m.Members(t, 2*len(points))
	sku := m.NewSKU(t, 1000)
	for _, s := range members {
		s.AddToCart(t, sku, 1)
	}
	m.StopPart(t, "order")
	victims := make([]*victim, len(points))
	for i, point := range points {
		victims[i] = kill(t, m, "order", point)
	}
	listed(t, m, "order", len(victims))
	submissions := make([]shop.Submission, len(members))
	for i, s := range members {
		submissions[i] = reaches(t, s).Submission()
	}
	// Every submission that a victim takes kills it; the gateway spreads them.
	require.NoError(t, each(t.Context(), len(members), len(members), func(ctx context.Context, i int) error {
		_, err := members[i].SendSubmit(ctx, submissions[i])
		return err
	}))
	for _, v := range victims {
		v.dies(t)
	}
	m.StartPart(t, "order")
	orders := make([]string, len(members))
	for i, s := range members {
		placed := again(t, s, submissions[i])
		require.Equal(t, "pending_payment", placed.Status)
		require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE order_sn = ? AND placed_at IS NOT NULL", placed.OrderSn))
		require.Equal(t, 1, count(t, m, `SELECT COUNT(*) FROM gulimall_oms.oms_order JOIN gulimall_oms.oms_order_item USING (order_sn)
			WHERE member_id = ? AND sku_id = ? AND placed_at IS NOT NULL`, s.ID, sku))
		orders[i] = placed.OrderSn
	}
	for i, sn := range orders {
		members[i].WaitStatus(t, sn, "closed")
	}
	m.Audit(t)
}

// again sends a submission until it is answered with an order.
func again(t *testing.T, s *shop.Shopper, submission shop.Submission) shop.Order {
	t.Helper()
	var placed shop.Order
	shop.Await(t, "the same submission is answered", patience, func() bool {
		a, err := s.SendSubmit(t.Context(), submission)
		if err != nil {
			return false
		}
		placed, err = orderOf(a)
		return err == nil
	})
	return placed
}

// TestOrderKilledBetweenTheStepsOfClosing: an order whose closing was interrupted is closed all the same, and once.
func TestOrderKilledBetweenTheStepsOfClosing(t *testing.T) {
	m := shop.Stack(t)
	points := []string{"close.after_closing", "close.after_payment", "close.after_closed"}
	members := m.Members(t, 4*len(points))
	sku := m.NewSKU(t, 1000)
	orders := make([]string, len(members))
	for i, s := range members {
		orders[i] = s.Buy(t, sku, 1).OrderSn
	}
	m.StopPart(t, "order")
	victims := make([]*victim, len(points))
	for i, point := range points {
		victims[i] = kill(t, m, "order", point)
	}
	for _, v := range victims {
		v.dies(t) // the deadline comes, and one of the clocks leads each of them to its point
	}
	m.StartPart(t, "order")
	for i, sn := range orders {
		members[i].WaitStatus(t, sn, "closed")
		require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_wms.wms_ware_order_task WHERE order_sn = ?", sn))
	}
	m.Audit(t)
}

// TestPeersKilledInTheMiddle: ware, coupon and payment die with an answer on their lips.
func TestPeersKilledInTheMiddle(t *testing.T) {
	m := shop.Stack(t)
	for _, c := range []struct{ part, point string }{
		{"ware", "ware.lock.before_commit"},
		{"ware", "ware.lock.after_commit"},
		{"payment", "pay.notify.before_credit"},
		{"payment", "pay.notify.after_credit"},
	} {
		t.Run(c.point, func(t *testing.T) {
			s := m.Members(t, 1)[0]
			sku := m.NewSKU(t, 1000)
			m.StopPart(t, c.part)
			v := kill(t, m, c.part, c.point)
			if c.part == "payment" {
				placed := s.Buy(t, sku, 1)
				var link string
				shop.Await(t, "payment hands out a link", patience, func() bool {
					var err error
					link, err = payLink(t.Context(), s, placed.OrderSn)
					return err == nil
				})
				m.PayTrade(t, placed.OrderSn, link, nil)
				v.dies(t)
				m.StartPart(t, c.part)
				require.Equal(t, "paid", s.WaitStatus(t, placed.OrderSn, "paid").Status)
				return
			}
			s.AddToCart(t, sku, 1)
			submission := reaches(t, s).Submission()
			s.TrySubmit(t, submission)
			v.dies(t)
			m.StartPart(t, c.part)
			require.NotEmpty(t, again(t, s, submission).OrderSn)
		})
	}
	m.Audit(t)
}
