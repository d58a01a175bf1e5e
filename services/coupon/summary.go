package coupon

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gulimall/pkg/contract/couponapi"
)

// summaryAge is how old a summary may be, and summarySize how many coupons it tells of.
const (
	summaryAge  = 30 * time.Second
	summarySize = 10
)

// remembered is the last summary.
type remembered struct {
	mu   sync.Mutex
	last couponapi.Summary
}

// Summary tells what coupons bring about, from the sums that each coupon keeps.
func (o *Office) Summary(ctx context.Context) (couponapi.Summary, error) {
	o.summary.mu.Lock()
	defer o.summary.mu.Unlock()
	now := o.now()
	if now.Sub(o.summary.last.At) < summaryAge {
		return o.summary.last, nil
	}
	most, err := o.MostUsed(ctx, summarySize)
	if err != nil {
		return couponapi.Summary{}, fmt.Errorf("coupon summary: %w", err)
	}
	fresh := couponapi.Summary{At: now, Coupons: make([]couponapi.Effect, len(most))}
	for i, k := range most {
		fresh.Coupons[i] = couponapi.Effect{ID: k.ID, Name: k.Name, Claimed: k.Claimed, Used: k.Stats.Used, Discount: k.Stats.Discount}
	}
	o.summary.last = fresh
	return fresh, nil
}
