package order_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func TestMovesOfReturns(t *testing.T) {
	all := order.ReturnStatuses()
	legal := map[[2]order.ReturnStatus]bool{
		{order.ReturnPending, order.ReturnApproved}:   true,
		{order.ReturnPending, order.ReturnRejected}:   true,
		{order.ReturnPending, order.ReturnCancelled}:  true,
		{order.ReturnApproved, order.ReturnCancelled}: true,
		{order.ReturnApproved, order.ReturnReceived}:  true,
		{order.ReturnApproved, order.ReturnRefunding}: true, // nothing has to come back
		{order.ReturnReceived, order.ReturnRefunding}: true,
		{order.ReturnRefunding, order.ReturnDone}:     true,
	}
	for _, from := range all {
		for _, to := range all {
			require.Equal(t, legal[[2]order.ReturnStatus{from, to}], slices.Contains(order.ReturnSources(to), from), "%s → %s", from.Name(), to.Name())
		}
		leads := slices.ContainsFunc(all, func(to order.ReturnStatus) bool { return slices.Contains(order.ReturnSources(to), from) })
		require.Equal(t, leads, from.Open(), from.Name())
	}
}

func TestAFormThatComesTwiceIsOneApplication(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 5)
	w := wish(ordertest.Phone, 1)
	w.Key, w.Pictures = "form-1", [][]byte{[]byte("a"), []byte("b")}
	var wave sync.WaitGroup
	ids := make([]int64, 8)
	for i := range ids {
		wave.Go(func() {
			r, err := s.ApplyReturn(t.Context(), alice(), o.Sn, w)
			if err == nil {
				ids[i] = r.ID
			}
		})
	}
	wave.Wait()
	slices.Sort(ids)
	require.NotZero(t, ids[0])
	require.Equal(t, ids[0], ids[len(ids)-1])
	require.Equal(t, int64(1), s.count(t, "SELECT COUNT(*) FROM oms_order_return_apply"))
	s.peers.Look(func(p *ordertest.Peers) { require.Len(t, p.Kept, 2, "the pictures of the others are gone") })

	other := s.deliver(t, ordertest.Phone, 1)
	_, err := s.ApplyReturn(t.Context(), alice(), other.Sn, w)
	require.ErrorIs(t, err, order.ErrState, "the form of another order")
	s.peers.Look(func(p *ordertest.Peers) { require.Len(t, p.Kept, 2) })
}

func TestPicturesOfAReturn(t *testing.T) {
	s := open(t)
	o := s.deliver(t, ordertest.Phone, 5)
	w := wish(ordertest.Phone, 1)
	w.Pictures = [][]byte{[]byte("a"), []byte("no picture")}
	_, err := s.ApplyReturn(t.Context(), alice(), o.Sn, w)
	require.Equal(t, []apperr.Field{{Name: "pictures", Code: "picture_type"}}, apperr.From(err).Fields)
	w.Pictures = make([][]byte, order.MaxPictures+1)
	_, err = s.ApplyReturn(t.Context(), alice(), o.Sn, w)
	require.Equal(t, []apperr.Field{{Name: "pictures", Code: "too_many"}}, apperr.From(err).Fields)
	w.Pictures = [][]byte{[]byte("a")}
	_, err = s.ApplyReturn(t.Context(), bob(), o.Sn, w)
	require.ErrorIs(t, err, order.ErrNotFound)
	s.peers.Look(func(p *ordertest.Peers) { require.Empty(t, p.Kept, "all or none") })

	r, err := s.ApplyReturn(t.Context(), alice(), o.Sn, w)
	require.NoError(t, err)
	got, err := s.ReturnPicture(t.Context(), alice(), r.ID, 1)
	require.NoError(t, err)
	require.Equal(t, "a", string(got))
	for _, ask := range []struct {
		who order.Member
		id  int64
		n   int
	}{{bob(), r.ID, 1}, {alice(), r.ID, 2}, {alice(), r.ID, 0}, {alice(), r.ID + 1, 1}} {
		_, err = s.ReturnPicture(t.Context(), ask.who, ask.id, ask.n)
		require.ErrorIs(t, err, order.ErrNotFound)
	}
}

func TestWithdrawingAReturn(t *testing.T) {
	for name, received := range map[string]bool{"on its way": false, "received": true} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			o := s.deliver(t, ordertest.Phone, 3)
			was := order.Shipped
			if received {
				_, err := s.Receive(t.Context(), alice(), o.Sn)
				require.NoError(t, err)
				was = order.Completed
			}
			first, err := s.ApplyReturn(t.Context(), alice(), o.Sn, wish(ordertest.Phone, 2))
			require.NoError(t, err)
			second, err := s.ApplyReturn(t.Context(), alice(), o.Sn, wish(ordertest.Phone, 1))
			require.NoError(t, err)
			require.ErrorIs(t, s.CancelReturn(t.Context(), bob(), o.Sn, first.ID), order.ErrNotFound)
			require.ErrorIs(t, s.CancelReturn(t.Context(), alice(), o.Sn, 99), order.ErrNotFound)

			require.NoError(t, s.CancelReturn(t.Context(), alice(), o.Sn, first.ID))
			require.ErrorIs(t, s.CancelReturn(t.Context(), alice(), o.Sn, first.ID), order.ErrState)
			require.Equal(t, order.AfterSale, s.find(t, o.Sn).Status, "another is left")
			_, err = s.Ship(t.Context(), order.Shipment{Sn: o.Sn, Company: "x", TrackingNo: "y"})
			require.ErrorIs(t, err, order.ErrState)

			require.NoError(t, s.db.Exec("UPDATE oms_order_return_apply SET status = ? WHERE id = ?", order.ReturnApproved, second.ID).Error)
			require.NoError(t, s.CancelReturn(t.Context(), alice(), o.Sn, second.ID))
			require.Equal(t, was, s.find(t, o.Sn).Status)
			again, err := s.ApplyReturn(t.Context(), alice(), o.Sn, wish(ordertest.Phone, 3))
			require.NoError(t, err, "the pieces are free again")
			require.NoError(t, s.db.Exec("UPDATE oms_order_return_apply SET status = ? WHERE id = ?", order.ReturnReceived, again.ID).Error)
			require.ErrorIs(t, s.CancelReturn(t.Context(), alice(), o.Sn, again.ID), order.ErrState, "the goods are back already")
		})
	}
}
