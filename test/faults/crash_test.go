package faults

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// TestOrderKilledBetweenTheStepsOfSubmit: whatever step it dies at, the same submission again gives exactly one order, which closes by
// itself when nobody pays.
func TestOrderKilledBetweenTheStepsOfSubmit(t *testing.T) {
	m := shop.Stack(t)
	var orders []string
	var buyers []*shop.Shopper
	points := []string{"submit.before_insert", "submit.after_insert", "submit.after_reserve", "submit.after_pending"}
	members := m.Members(t, len(points))
	for i, point := range points {
		t.Run(point, func(t *testing.T) {
			s := members[i]
			s.AddToCart(t, m.NewSKU(t, 1000), 1)
			m.StopPart(t, "order")
			v := kill(t, m, "order", point)
			submission := reaches(t, s).Submission()
			before := s.TrySubmit(t, submission)
			require.GreaterOrEqual(t, before.Status, 500, "nobody was there to say that it worked")
			v.dies(t)
			m.StartPart(t, "order")
			var placed shop.Order
			shop.Await(t, "the same submission is answered", patience, func() bool {
				again, err := s.SendSubmit(t.Context(), submission)
				if err != nil || (again.Status != http.StatusOK && again.Status != http.StatusCreated) {
					return false
				}
				again.Into(t, again.Status, &placed)
				return true
			})
			require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_oms.oms_order WHERE member_id = ? AND placed_at IS NOT NULL", s.ID))
			require.Equal(t, "pending_payment", placed.Status)
			orders, buyers = append(orders, placed.OrderSn), append(buyers, s)
		})
	}
	for i, sn := range orders {
		buyers[i].WaitStatus(t, sn, "closed")
	}
	m.Audit(t)
}

// TestOrderKilledBetweenTheStepsOfClosing: an order whose closing was interrupted is closed all the same, and once.
func TestOrderKilledBetweenTheStepsOfClosing(t *testing.T) {
	m := shop.Stack(t)
	points := []string{"close.after_closing", "close.after_payment", "close.after_closed"}
	members := m.Members(t, len(points))
	for i, point := range points {
		t.Run(point, func(t *testing.T) {
			s := members[i]
			placed := s.Buy(t, m.NewSKU(t, 1000), 1)
			m.StopPart(t, "order")
			kill(t, m, "order", point).dies(t) // the deadline comes, and one of the clocks leads it to the point
			m.StartPart(t, "order")
			require.Equal(t, "closed", s.WaitStatus(t, placed.OrderSn, "closed").Status)
			require.Equal(t, 1, count(t, m, "SELECT COUNT(*) FROM gulimall_wms.wms_ware_order_task WHERE order_sn = ?", placed.OrderSn))
		})
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
			var placed shop.Order
			shop.Await(t, "the same submission is answered", patience, func() bool {
				again, err := s.SendSubmit(t.Context(), submission)
				if err != nil || (again.Status != http.StatusOK && again.Status != http.StatusCreated) {
					return false
				}
				again.Into(t, again.Status, &placed)
				return true
			})
			require.NotEmpty(t, placed.OrderSn)
		})
	}
	m.Audit(t)
}
