package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
)

// Rules is what the calls need of the rules desk.
type Rules interface {
	List(ctx context.Context, q coupon.RuleQuery) ([]coupon.Rule, int64, error)
	Save(ctx context.Context, r coupon.Rule, by adminapi.By) (coupon.Rule, error)
	Remove(ctx context.Context, kind coupon.RuleKind, id, version int64, by adminapi.By) error
	Doubts(ctx context.Context, r coupon.Rule) ([]couponapi.Rule, error)
	Product(ctx context.Context, spuID int64) (coupon.ProductRules, error)
	Replace(ctx context.Context, p coupon.ProductRules, by adminapi.By) error
	Watched() []coupon.Doubtful
}

var _ Rules = (*coupon.RuleDesk)(nil)

// RuleRoutes adds the calls about the promotions of SKUs and products: the back office's, and those of the service that publishes products.
func RuleRoutes(r gin.IRouter, uc Rules, edge *server.Edge, decode *server.Decoder) {
	a := ruleAPI{uc, decode}
	r.GET(couponapi.PathRules, edge.JSON(a.product))
	r.PUT(couponapi.PathRules, edge.JSON(a.replace))
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	kinds := []struct {
		path string
		kind coupon.RuleKind
		save server.Handler
	}{
		{couponapi.PathLadders, coupon.LadderRule, a.saveLadder},
		{couponapi.PathFullReductions, coupon.ReductionRule, a.saveReduction},
		{couponapi.PathMemberPrices, coupon.MemberPriceRule, a.saveMemberPrice},
		{couponapi.PathSpuBounds, coupon.BoundsRule, a.saveBounds},
	}
	for _, k := range kinds {
		r.GET(k.path, guarded(adminapi.CouponRead, func(c *gin.Context) error { return a.list(c, k.kind) }))
		r.PUT(k.path, guarded(adminapi.CouponWrite, k.save))
		r.DELETE(k.path+"/:id", guarded(adminapi.CouponWrite, func(c *gin.Context) error { return a.remove(c, k.kind) }))
	}
	r.GET(couponapi.PathWarnings, guarded(adminapi.CouponRead, a.warnings))
}

type ruleAPI struct {
	uc     Rules
	decode *server.Decoder
}

func (a ruleAPI) product(c *gin.Context) error {
	spuID, err := server.Int(c, "spuId", 0, 1, maxID)
	if err != nil {
		return err
	}
	if spuID == 0 {
		return apperr.ErrInvalid.WithField("spuId", "required")
	}
	p, err := a.uc.Product(c.Request.Context(), spuID)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, p.Public())
	return nil
}

func (a ruleAPI) replace(c *gin.Context) error {
	var in couponapi.SpuRules
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := a.uc.Replace(c.Request.Context(), coupon.RulesOf(in), in.By); err != nil {
		return err
	}
	in.By = adminapi.By{}
	c.JSON(http.StatusOK, in)
	return nil
}

func (a ruleAPI) list(c *gin.Context, kind coupon.RuleKind) error {
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	skuID, err := server.Int(c, "skuId", 0, 1, maxID)
	if err != nil {
		return err
	}
	spuID, err := server.Int(c, "spuId", 0, 1, maxID)
	if err != nil {
		return err
	}
	rules, total, err := a.uc.List(c.Request.Context(), coupon.RuleQuery{Kind: kind, SkuID: skuID, SpuID: spuID, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(rules, total, page, func(r coupon.Rule) any { return r.Public(nil) }))
	return nil
}

func (a ruleAPI) remove(c *gin.Context, kind coupon.RuleKind) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return coupon.ErrNoRule
	}
	version, err := server.Int(c, "version", 0, 1, maxID)
	if err != nil {
		return err
	}
	if version == 0 {
		return apperr.ErrInvalid.WithField("version", "required")
	}
	if err := a.uc.Remove(c.Request.Context(), kind, id, version, who); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// save saves a rule and answers with it and what is doubtful about it.
func (a ruleAPI) save(c *gin.Context, r coupon.Rule) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	saved, err := a.uc.Save(c.Request.Context(), r, who)
	if err != nil {
		return err
	}
	doubts, err := a.uc.Doubts(c.Request.Context(), saved)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, saved.Public(doubts))
	return nil
}

func (a ruleAPI) saveLadder(c *gin.Context) error {
	var in couponapi.Ladder
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	return a.save(c, coupon.Rule{Kind: coupon.LadderRule, ID: in.ID, Version: in.Version, SkuID: in.SkuID, Rung: coupon.Rung(in.Rung)})
}

func (a ruleAPI) saveReduction(c *gin.Context) error {
	var in couponapi.Reduction
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	return a.save(c, coupon.Rule{Kind: coupon.ReductionRule, ID: in.ID, Version: in.Version, SkuID: in.SkuID, Reduction: coupon.FullReduction(in.FullReduction)})
}

func (a ruleAPI) saveMemberPrice(c *gin.Context) error {
	var in couponapi.LevelPrice
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	return a.save(c, coupon.Rule{Kind: coupon.MemberPriceRule, ID: in.ID, Version: in.Version, SkuID: in.SkuID, MemberPrice: coupon.MemberPrice(in.MemberPrice)})
}

func (a ruleAPI) saveBounds(c *gin.Context) error {
	var in couponapi.SpuBounds
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	return a.save(c, coupon.Rule{Kind: coupon.BoundsRule, ID: in.ID, Version: in.Version, SpuID: in.SpuID, Bounds: coupon.Bounds(in.Bounds)})
}

func (a ruleAPI) warnings(c *gin.Context) error {
	found := a.uc.Watched()
	all := make([]couponapi.SkuWarning, len(found))
	for i, d := range found {
		all[i] = couponapi.SkuWarning{SkuID: d.SkuID, SpuID: d.SpuID, Title: d.Title, Price: d.Price, Warnings: d.Doubts}
	}
	c.JSON(http.StatusOK, all)
	return nil
}
