package order_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/cartapi"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func TestBuyAgain(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 3, ordertest.Book, 2, ordertest.Rare, 1)
	_, err := s.BuyAgain(s.ctx(t, bob()), bob(), o.Sn)
	require.ErrorIs(t, err, order.ErrNotFound)
	s.peers.Look(func(p *ordertest.Peers) {
		p.Stocks[ordertest.Phone], p.Stocks[ordertest.Rare] = 2, 0
		p.Carts[ordertest.Alice] = []cartapi.Line{{SkuID: ordertest.Book, Count: 1}}
	})
	for range 2 {
		again, err := s.BuyAgain(s.ctx(t, alice()), alice(), o.Sn)
		require.NoError(t, err)
		require.Equal(t, order.Again{
			Added:   []int64{ordertest.Phone, ordertest.Book},
			LeftOut: []order.AgainLeftOut{{SkuID: ordertest.Phone, Reason: cartapi.ProblemStockShort}, {SkuID: ordertest.Rare, Reason: cartapi.ProblemSoldOut}},
		}, again)
		s.peers.Look(func(p *ordertest.Peers) {
			require.Equal(t, []cartapi.Line{{SkuID: ordertest.Book, Count: 2}, {SkuID: ordertest.Phone, Count: 2}}, p.Carts[ordertest.Alice])
		})
	}
	s.peers.Look(func(p *ordertest.Peers) {
		for _, id := range []int64{ordertest.Phone, ordertest.Book} {
			sku := p.Skus[id]
			sku.OnShelf = false
			p.Skus[id] = sku
		}
	})
	again, err := s.BuyAgain(s.ctx(t, alice()), alice(), o.Sn)
	require.NoError(t, err)
	require.Empty(t, again.Added)
	require.Len(t, again.LeftOut, 3)
}
