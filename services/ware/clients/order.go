// Package clients asks other services what ware needs to know.
package clients

import (
	"context"
	"errors"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rpc"
	"gulimall/services/ware"
)

// Orders asks the order service.
type Orders struct{ peer *rpc.Client }

var _ ware.Orders = (*Orders)(nil)

// NewOrders makes the client.
func NewOrders(peer *rpc.Client) *Orders { return &Orders{peer} }

// State tells how an order stands for its stock.
func (o *Orders) State(ctx context.Context, orderSn string) (ware.OrderState, error) {
	var state orderapi.State
	err := o.peer.Get(ctx, orderapi.PathState+orderSn, &state)
	if err != nil {
		if apperr.From(err).Code == orderapi.CodeNotFound {
			return ware.OrderDead, nil
		}
		return 0, err
	}
	switch state.Status {
	case orderapi.StatusCreating, orderapi.StatusPending, orderapi.StatusClosing:
		return ware.OrderOpen, nil
	case orderapi.StatusClosed:
		return ware.OrderDead, nil
	case orderapi.StatusPaid, orderapi.StatusShipped, orderapi.StatusCompleted, orderapi.StatusAfterSale:
		return ware.OrderAlive, nil
	}
	return 0, errors.New("order service told an unknown status: " + string(state.Status))
}
