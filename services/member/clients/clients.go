// Package clients asks other services what the member centre shows of theirs, and tells the cart of logins.
package clients

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/rpc"
	"gulimall/services/member"
)

// timeout bounds calls that a login or a page can do without.
const timeout = time.Second

// Cart is the cart service.
type Cart struct{ peer *rpc.Client }

var _ member.Carts = (*Cart)(nil)

// NewCart makes the client.
func NewCart(peer *rpc.Client) *Cart { return &Cart{peer} }

// Merge moves the cart of a browser into the member's.
func (c *Cart) Merge(ctx context.Context, memberID int64, userKey string) error {
	return c.peer.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: cartapi.PathMerge, In: cartapi.Merge{MemberID: memberID, UserKey: userKey}, Idempotent: true, Timeout: timeout,
	})
}

// Coupon is the coupon service.
type Coupon struct{ peer *rpc.Client }

// NewCoupon makes the client.
func NewCoupon(peer *rpc.Client) *Coupon { return &Coupon{peer} }

// Mine lists a member's coupons in a state.
func (c *Coupon) Mine(ctx context.Context, memberID int64, state couponapi.State) ([]couponapi.MemberCoupon, error) {
	query := url.Values{"memberId": {strconv.FormatInt(memberID, 10)}, "state": {string(state)}}
	var mine []couponapi.MemberCoupon
	err := c.peer.Do(ctx, rpc.Call{Method: http.MethodGet, Path: couponapi.PathMine + "?" + query.Encode(), Out: &mine, Timeout: timeout})
	return mine, err
}
