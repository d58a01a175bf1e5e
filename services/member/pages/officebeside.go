package pages

import (
	"context"

	"github.com/gin-gonic/gin"
	"golang.org/x/sync/errgroup"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/paging"
	"gulimall/web/page"
)

// Beside is what other services know of members. Their parts of a page are left out for those who may not see them, and a service that does
// not answer leaves a note in their place.
type Beside struct {
	Orders  OfficeOrders
	Coupons Coupons
}

// OfficeOrders is the orders desk, asked in the name of whoever looks.
type OfficeOrders interface {
	// Of gives the newest orders of a member, in one state or in any, and how many there are.
	Of(ctx context.Context, memberID int64, status orderapi.Status, most int) (paging.Rows[orderapi.OfficeOrder], error)
}

// newest is how many orders and coupons the page of a member shows.
const newest = 5

// beside asks the other services side by side; either part is nil for those who may not see it.
func (o office) beside(c *gin.Context, memberID int64) (*page.AdminMemberOrders, *page.AdminMemberCoupons) {
	var orders *page.AdminMemberOrders
	var coupons *page.AdminMemberCoupons
	ctx := c.Request.Context()
	var group errgroup.Group
	if o.frame.May(c, adminapi.OrderRead) {
		group.Go(func() error { orders = o.ordersOf(ctx, memberID); return nil })
	}
	if o.frame.May(c, adminapi.CouponRead) {
		group.Go(func() error { coupons = o.couponsOf(ctx, memberID); return nil })
	}
	_ = group.Wait() // none of them fails
	return orders, coupons
}

func (o office) ordersOf(ctx context.Context, memberID int64) *page.AdminMemberOrders {
	found, err := o.next.Orders.Of(ctx, memberID, "", newest)
	shown := page.AdminMemberOrders{Away: err != nil, Total: found.Total}
	for _, order := range found.Items {
		row := page.AdminMemberOrder{Sn: order.OrderSn, State: string(order.Status), Pay: order.Amounts.Pay, At: order.CreatedAt}
		for i, item := range order.Items {
			row.Pieces += item.Count
			if i == 0 {
				row.Title = item.Title
			}
		}
		shown.Newest = append(shown.Newest, row)
	}
	return &shown
}

func (o office) couponsOf(ctx context.Context, memberID int64) *page.AdminMemberCoupons {
	all, err := o.next.Coupons.Mine(ctx, memberID, "")
	shown := page.AdminMemberCoupons{Away: err != nil, Total: len(all)}
	counts := map[couponapi.State]int{}
	for i, k := range all {
		counts[k.State]++
		if i < newest {
			shown.Newest = append(shown.Newest, page.AdminMemberCoupon{
				Name: k.Name, Amount: k.Amount, From: k.MinPoint, State: string(k.State), Until: k.ValidUntil, OrderSn: k.OrderSn,
			})
		}
	}
	for _, s := range []couponapi.State{couponapi.StateUnused, couponapi.StateLocked, couponapi.StateUsed, couponapi.StateExpired} {
		shown.States = append(shown.States, page.AdminMemberCount{State: string(s), Count: int64(counts[s])})
	}
	return &shown
}

// underWay counts the orders that freezing a member leaves behind, by their states.
func (o office) underWay(c *gin.Context, memberID int64) *page.AdminMemberUnderWay {
	if !o.frame.May(c, adminapi.OrderRead) {
		return nil
	}
	states := []orderapi.Status{orderapi.StatusPending, orderapi.StatusPaid, orderapi.StatusShipped, orderapi.StatusAfterSale}
	shown := page.AdminMemberUnderWay{States: make([]page.AdminMemberCount, len(states))}
	group, ctx := errgroup.WithContext(c.Request.Context())
	for i, state := range states {
		group.Go(func() error {
			found, err := o.next.Orders.Of(ctx, memberID, state, 1)
			shown.States[i] = page.AdminMemberCount{State: string(state), Count: found.Total}
			return err
		})
	}
	shown.Away = group.Wait() != nil
	for _, s := range shown.States {
		shown.Total += s.Count
	}
	return &shown
}
