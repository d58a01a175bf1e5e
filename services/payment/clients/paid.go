package clients

import (
	"context"
	"net/url"

	"gulimall/pkg/contract/orderapi"
	"gulimall/services/payment"
)

var _ payment.PaidOrders = (*Orders)(nil)

// Paid lists orders that were paid on a day, a slice at a time.
func (o *Orders) Paid(ctx context.Context, day payment.Day, after string) ([]payment.PaidOrder, string, error) {
	var answer orderapi.PaidOrders
	query := url.Values{"day": {string(day)}}
	if after != "" {
		query.Set("after", after)
	}
	if err := o.peer.Get(ctx, orderapi.PathPaidOrders+"?"+query.Encode(), &answer); err != nil {
		return nil, "", err
	}
	paid := make([]payment.PaidOrder, len(answer.Orders))
	for i, p := range answer.Orders {
		paid[i] = payment.PaidOrder(p)
	}
	return paid, answer.Next, nil
}
