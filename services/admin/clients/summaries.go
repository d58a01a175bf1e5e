package clients

import (
	"context"
	"strconv"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/admin"
)

// Summaries implements admin.Summaries.
type Summaries struct {
	Order, Payment, Coupon, Ware, Member *rpc.Client
	Messages                             func(ctx context.Context) (int64, error)
}

var _ admin.Summaries = Summaries{}

func get[T any](ctx context.Context, from *rpc.Client, path string) (T, error) {
	var answer T
	err := from.Get(ctx, path, &answer)
	return answer, err
}

func over(path string, days int) string { return path + "?days=" + strconv.Itoa(days) }

// Orders implements admin.Summaries.
func (s Summaries) Orders(ctx context.Context, days int) (orderapi.Summary, error) {
	return get[orderapi.Summary](ctx, s.Order, over(orderapi.PathSummary, days))
}

// Payments implements admin.Summaries.
func (s Summaries) Payments(ctx context.Context, days int) (paymentapi.Summary, error) {
	return get[paymentapi.Summary](ctx, s.Payment, over(paymentapi.PathSummary, days))
}

// Coupons implements admin.Summaries.
func (s Summaries) Coupons(ctx context.Context) (couponapi.Summary, error) {
	return get[couponapi.Summary](ctx, s.Coupon, couponapi.PathSummary)
}

// Stock implements admin.Summaries.
func (s Summaries) Stock(ctx context.Context) (wareapi.Summary, error) {
	return get[wareapi.Summary](ctx, s.Ware, wareapi.PathSummary)
}

// Members implements admin.Summaries.
func (s Summaries) Members(ctx context.Context, days int) (memberapi.Summary, error) {
	return get[memberapi.Summary](ctx, s.Member, over(memberapi.PathSummary, days))
}

// Trouble implements admin.Summaries.
func (s Summaries) Trouble(ctx context.Context) (int64, error) { return s.Messages(ctx) }
