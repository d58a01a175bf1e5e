package clients_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/order"
	"gulimall/services/order/clients"
)

// peer answers every call with an error, and remembers the last one.
type peer struct {
	err  error
	last rpc.Call
}

func (p *peer) Do(_ context.Context, call rpc.Call) error {
	p.last = call
	if closed, ok := call.Out.(*paymentapi.Closed); ok {
		closed.Result = paymentapi.ResultPaid
	}
	return p.err
}

// wire is an error as it comes back from another service.
func wire(err *apperr.Error) error { return fmt.Errorf("POST x: %w", apperr.New(err.Kind, err.Code)) }

func TestOnlyKnownRefusalsPass(t *testing.T) {
	calls := map[string]struct {
		call  func(p *peer) error
		known []*apperr.Error
	}{
		"cart":     {func(p *peer) error { _, err := clients.Cart{Peer: p}.Checked(t.Context()); return err }, nil},
		"checkout": {func(p *peer) error { _, err := clients.Members{Peer: p}.Checkout(t.Context()); return err }, nil},
		"freeze": {
			func(p *peer) error { return clients.Members{Peer: p}.Freeze(t.Context(), memberapi.Freeze{}) },
			[]*apperr.Error{order.ErrPointsShort, order.ErrReleased},
		},
		"quote": {
			func(p *peer) error {
				_, err := clients.Coupons{Peer: p}.Quote(t.Context(), couponapi.QuoteQuery{})
				return err
			},
			[]*apperr.Error{order.ErrCouponUnusable, order.ErrPointsShort},
		},
		"lock coupon": {
			func(p *peer) error { return clients.Coupons{Peer: p}.Lock(t.Context(), couponapi.Lock{}) },
			[]*apperr.Error{order.ErrCouponUnusable, order.ErrReleased},
		},
		"offered": {func(p *peer) error { _, err := clients.Payments{Peer: p}.Offered(t.Context(), "1"); return err }, nil},
		"tasks": {
			func(p *peer) error { _, err := clients.Others{Stock: p}.Tasks(t.Context(), "1"); return err },
			[]*apperr.Error{apperr.ErrForbidden},
		},
		"payment file": {
			func(p *peer) error { _, err := clients.Others{Money: p}.Payment(t.Context(), "1"); return err },
			[]*apperr.Error{apperr.ErrForbidden, order.ErrNoPayment},
		},
		"lock stock": {
			func(p *peer) error {
				_, err := clients.Stock{Peer: p}.Lock(t.Context(), wareapi.Lock{})
				return err
			},
			[]*apperr.Error{order.ErrStockShort, order.ErrReleased},
		},
	}
	for name, tc := range calls {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, tc.call(&peer{}))
			for _, known := range append(tc.known, apperr.ErrNotSignedIn, apperr.ErrUnavailable) {
				err := tc.call(&peer{err: wire(known)})
				require.ErrorIs(t, err, known)
				require.Equal(t, known.Kind, apperr.From(err).Kind)
			}
			err := tc.call(&peer{err: wire(apperr.New(apperr.Invalid, "invalid"))})
			require.Equal(t, apperr.Internal, apperr.From(err).Kind, "a body that a peer does not understand is our fault")
			require.ErrorIs(t, tc.call(&peer{err: context.Canceled}), context.Canceled)
		})
	}
}

func TestCloseHandshake(t *testing.T) {
	p := &peer{}
	result, err := clients.Payments{Peer: p}.Close(t.Context(), "42", paymentapi.Close{Cause: paymentapi.CauseCancel})
	require.NoError(t, err)
	require.Equal(t, paymentapi.ResultPaid, result)
	require.Equal(t, "/internal/payment/close/42", p.last.Path)
	require.True(t, p.last.Idempotent)
	p.err = errors.New("broken")
	_, err = clients.Payments{Peer: p}.Close(t.Context(), "42", paymentapi.Close{})
	require.Error(t, err)
}
