package order_test

import (
	"testing"
	"time"

	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

// BenchmarkSettleAndSubmit is the order service's own share of the hot path: its database and its Redis are real, its peers answer at once.
func BenchmarkSettleAndSubmit(b *testing.B) {
	s := open(b)
	s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 1 << 40 })
	b.SetParallelism(16)
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			page, err := s.Settle(s.ctx(b, alice()), alice(), order.Settle{SkuID: ordertest.Phone, Count: 1})
			if err != nil {
				b.Fatal(err)
			}
			_, _, err = s.Submit(s.ctx(b, alice()), alice(), order.Submission{Token: page.Token, AddressID: 101, PayAmount: page.Amounts.Pay})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "orders/s")
}
