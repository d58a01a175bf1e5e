package order

import (
	"context"
	"errors"
	"sync"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/wareapi"
)

// reserveTime is how long the reservations of one order may take together.
const reserveTime = 4 * time.Second

// reserve keeps stock, coupon and points for an order, in parallel. All are tried to the end, so that none is left unknown because
// another was refused. The answer is the refusal that says most: a business reason before an unreachable service.
func (o *Orders) reserve(ctx context.Context, of *Order) error {
	ctx, cancel := context.WithTimeout(ctx, reserveTime)
	defer cancel()
	var coupon, points error
	var wave sync.WaitGroup
	if of.CouponID > 0 {
		wave.Go(func() {
			coupon = o.Coupons.Lock(ctx, couponapi.Lock{OrderSn: of.Sn, MemberID: of.MemberID, CouponID: of.CouponID, Amount: of.Amounts.Coupon})
		})
	}
	if of.PointsUsed > 0 {
		wave.Go(func() {
			points = o.Members.Freeze(ctx, memberapi.Freeze{OrderSn: of.Sn, MemberID: of.MemberID, Points: of.PointsUsed})
		})
	}
	locked, stock := o.Stock.Lock(ctx, of.stockLock())
	wave.Wait()
	of.Parcels = locked.Parcels
	var unknown error
	for _, err := range []error{stock, coupon, points} {
		switch {
		case err == nil:
		case apperr.From(err).Kind == apperr.Conflict:
			return err
		default:
			unknown = errors.Join(unknown, err)
		}
	}
	if unknown != nil {
		return apperr.ErrUnavailable.Wrap(unknown)
	}
	return nil
}

func (o *Order) stockLock() wareapi.Lock {
	a := o.Address
	lock := wareapi.Lock{
		OrderSn: o.Sn, Consignee: a.Name, Phone: a.Phone, Province: a.Province, City: a.City,
		Address: a.Province + a.City + a.Region + a.Detail, Note: o.Note, Lines: make([]wareapi.Line, len(o.Lines)),
	}
	for i, l := range o.Lines {
		lock.Lines[i] = wareapi.Line{SkuID: l.SkuID, Count: l.Count, Weight: l.Weight}
	}
	return lock
}

// reasonOf is why an order closes that was refused by err.
func reasonOf(err error) string {
	switch {
	case errors.Is(err, ErrStockShort):
		return ReasonStock
	case errors.Is(err, ErrCouponUnusable):
		return ReasonCoupon
	case errors.Is(err, ErrPointsShort):
		return ReasonPoints
	case errors.Is(err, ErrReleased):
		return ReasonInterrupted
	}
	return ReasonUnavailable
}

// refusalOf is how an order refuses its submission that closed for a reason before anybody saw it.
func refusalOf(reason string) error {
	switch reason {
	case ReasonStock:
		return ErrStockShort.With("skuIds", []int64{})
	case ReasonCoupon:
		return ErrCouponUnusable
	case ReasonPoints:
		return ErrPointsShort
	}
	return apperr.ErrUnavailable
}
