// Package clients asks the order service how orders stand, and Alipay how trades do.
package clients

import (
	"context"
	"net/url"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rpc"
	"gulimall/services/payment"
)

// Orders asks the order service.
type Orders struct{ peer *rpc.Client }

var _ payment.Orders = (*Orders)(nil)

// NewOrders makes the client.
func NewOrders(peer *rpc.Client) *Orders { return &Orders{peer} }

// Order tells how an order stands; payment.ErrNotFound where there is none, or none yet.
func (o *Orders) Order(ctx context.Context, orderSn string) (payment.Order, error) {
	var s orderapi.State
	if err := o.peer.Get(ctx, orderapi.PathState+url.PathEscape(orderSn), &s); err != nil {
		if e := apperr.From(err); e.Code == orderapi.CodeNotFound {
			return payment.Order{}, payment.ErrNotFound.Wrap(err)
		}
		return payment.Order{}, err
	}
	order := payment.Order{OrderSn: s.OrderSn, MemberID: s.MemberID, Amount: s.PayAmount, ExpiresAt: s.ExpiresAt, TradeNo: s.TradeNo}
	switch s.Status {
	case orderapi.StatusCreating:
		return payment.Order{}, payment.ErrNotFound
	case orderapi.StatusPending:
		order.Payable = true
	case orderapi.StatusClosing:
	case orderapi.StatusClosed:
		order.Ended = true
	case orderapi.StatusPaid, orderapi.StatusShipped, orderapi.StatusCompleted, orderapi.StatusAfterSale:
		order.Alive = true
	}
	return order, nil
}
