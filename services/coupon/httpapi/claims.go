package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/coupon"
)

func (o office) makeCodes(c *gin.Context) error {
	who, id, err := acting(c)
	if err != nil {
		return err
	}
	var in couponapi.NewCodes
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	codes, err := o.desk.MakeCodes(c.Request.Context(), id, in.Count, in.Key, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, couponapi.MadeCodes{Codes: codes})
	return nil
}

func (o office) codes(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return coupon.ErrNotFound
	}
	var used *bool
	switch state := c.Query("state"); state {
	case "":
	case "free", "used":
		is := state == "used"
		used = &is
	default:
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	codes, total, err := o.desk.Codes(c.Request.Context(), id, used, page)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(codes, total, page, func(k coupon.Code) couponapi.Code { return couponapi.Code(k) }))
	return nil
}

func (o office) claims(c *gin.Context) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	q := coupon.ClaimQuery{OrderSn: c.Query("orderSn"), Page: page}
	if q.CouponID, err = server.Int(c, "couponId", 0, 1, maxID); err != nil {
		return err
	}
	if q.MemberID, err = server.Int(c, "memberId", 0, 1, maxID); err != nil {
		return err
	}
	if name := c.Query("state"); name != "" {
		state, known := coupon.StateOf(name)
		if !known {
			return apperr.ErrInvalid.WithField("state", "unknown")
		}
		q.State = &state
	}
	found, total, err := o.desk.Claims(c.Request.Context(), q)
	if err != nil {
		return err
	}
	now := o.desk.Now()
	c.JSON(http.StatusOK, paging.Show(found, total, page, func(h coupon.Held) couponapi.Claim {
		return couponapi.Claim{
			ID: h.ID, CouponID: h.CouponID, Name: h.Name, MemberID: h.MemberID, State: h.StateAt(now).Name(), Given: h.Given, ClaimedAt: h.ClaimedAt,
			UsedAt: h.UsedAt, ValidUntil: h.ValidUntil, OrderSn: h.OrderSn,
		}
	}))
	return nil
}
