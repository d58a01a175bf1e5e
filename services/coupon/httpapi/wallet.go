package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/coupon"
)

// offers lists what can be claimed; it works signed out, and where nobody can tell who is signed in.
func (a api) offers(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil && !errors.Is(err, apperr.ErrNotSignedIn) && !errors.Is(err, apperr.ErrUnavailable) {
		return err
	}
	return a.list(c, who.ID)
}

func (a api) claimable(c *gin.Context) error {
	memberID, err := server.Int(c, "memberId", 0, 0, maxID)
	if err != nil {
		return err
	}
	return a.list(c, memberID)
}

func (a api) list(c *gin.Context, memberID int64) error {
	spuID, err := server.Int(c, "spuId", 0, 1, maxID)
	if err != nil {
		return err
	}
	var categories []int64
	for _, text := range c.QueryArray("categoryId") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return apperr.ErrInvalid.WithField("categoryId", "range")
		}
		categories = append(categories, id)
	}
	offers, err := a.uc.Claimable(c.Request.Context(), memberID)
	if err != nil {
		return err
	}
	if spuID > 0 || len(categories) > 0 {
		offers = slices.DeleteFunc(offers, func(o coupon.Offer) bool { return !o.Covers(spuID, categories) })
	}
	c.JSON(http.StatusOK, claimables(offers))
	return nil
}

func (a api) claim(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return coupon.ErrNotFound
	}
	m, err := a.uc.Claim(c.Request.Context(), id, who.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, memberCoupon(m))
	return nil
}

// redeem takes a code for the coupon that it stands for.
func (a api) redeem(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	m, err := a.uc.Redeem(c.Request.Context(), c.Param("code"), who.ID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, memberCoupon(m))
	return nil
}

func (a api) myOwn(c *gin.Context) error {
	who, err := session.Of(c.Request.Context())
	if err != nil {
		return err
	}
	return a.wallet(c, who.ID)
}

func (a api) mine(c *gin.Context) error {
	memberID, err := server.Int(c, "memberId", 0, 1, maxID)
	if err != nil {
		return err
	}
	if memberID == 0 {
		return apperr.ErrInvalid.WithField("memberId", "required")
	}
	return a.wallet(c, memberID)
}

func (a api) wallet(c *gin.Context, memberID int64) error {
	states, err := statesOf(c.Query("state"))
	if err != nil {
		return err
	}
	mine, err := a.uc.Mine(c.Request.Context(), memberID, states)
	if err != nil {
		return err
	}
	all := make([]couponapi.MemberCoupon, len(mine))
	for i, m := range mine {
		all[i] = memberCoupon(m)
	}
	c.JSON(http.StatusOK, all)
	return nil
}

// statesOf reads a list of states with commas; an empty one means all.
func statesOf(list string) ([]coupon.State, error) {
	if list == "" {
		return nil, nil
	}
	var states []coupon.State
	for word := range strings.SplitSeq(list, ",") {
		switch couponapi.State(word) {
		case couponapi.StateUnused:
			states = append(states, coupon.Unused)
		case couponapi.StateLocked:
			states = append(states, coupon.Locked)
		case couponapi.StateUsed:
			states = append(states, coupon.Used)
		case couponapi.StateExpired:
			states = append(states, coupon.Expired)
		default:
			return nil, apperr.ErrInvalid.WithField("state", "invalid")
		}
	}
	return states, nil
}

func stateOf(s coupon.State) couponapi.State {
	switch s {
	case coupon.Unused:
		return couponapi.StateUnused
	case coupon.Locked:
		return couponapi.StateLocked
	case coupon.Used:
		return couponapi.StateUsed
	case coupon.Expired, coupon.Voided:
		return couponapi.StateExpired
	}
	return couponapi.StateExpired
}

func memberCoupon(m coupon.MemberCoupon) couponapi.MemberCoupon {
	return couponapi.MemberCoupon{
		ID: m.ID, CouponID: m.Template.ID, Name: m.Name, Note: m.Note, Amount: m.Amount, MinPoint: m.MinPoint, Scope: m.Reach(),
		State: stateOf(m.State), ValidFrom: m.ValidFrom, ValidUntil: m.ValidUntil, OrderSn: m.OrderSn,
	}
}

func claimables(offers []coupon.Offer) []couponapi.Claimable {
	all := make([]couponapi.Claimable, len(offers))
	for i, o := range offers {
		all[i] = o.Public()
	}
	return all
}
