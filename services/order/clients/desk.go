package clients

import (
	"context"
	"net/url"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/services/order"
)

// Others is what the other services' desks know of an order. They are asked with the cookie of whoever looks, and refuse what he may not
// see.
type Others struct{ Stock, Money Peer }

var _ order.Others = Others{}

// Tasks implements order.Others.
func (o Others) Tasks(ctx context.Context, sn string) ([]wareapi.Task, error) {
	var found paging.Rows[wareapi.Task]
	err := get(ctx, o.Stock, wareapi.PathTasks+"?orderSn="+url.QueryEscape(sn), &found, apperr.ErrForbidden)
	return found.Items, err
}

// Houses implements order.Houses.
func (o Others) Houses(ctx context.Context) (all []wareapi.Warehouse, err error) {
	return all, get(ctx, o.Stock, wareapi.PathWarehouses, &all, apperr.ErrForbidden)
}

// Payment implements order.Others.
func (o Others) Payment(ctx context.Context, sn string) (*paymentapi.OfficeFile, error) {
	var file paymentapi.OfficeFile
	err := get(ctx, o.Money, paymentapi.PathPayments+"/"+sn, &file, apperr.ErrForbidden, order.ErrNoPayment)
	if err != nil {
		return nil, err
	}
	return &file, nil
}
