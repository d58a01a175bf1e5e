package frame

import (
	"math"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/web/page"
)

// CouponCard is a coupon as pages show it; false where its times cannot be read.
func (f *Frame) CouponCard(c *gin.Context, k couponapi.Claimable) (page.CouponCard, bool) {
	from, errFrom := time.Parse(time.RFC3339, k.ValidFrom)
	until, errUntil := time.Parse(time.RFC3339, k.ValidUntil)
	return page.CouponCard{
		ID: k.ID, Name: k.Name, Amount: k.Amount, MinPoint: k.MinPoint, Scope: k.Scope.Text(f.Words(c)), Note: k.Note, ForLevel: k.LevelID > 0 && k.Note != "", ValidFrom: from, ValidUntil: until,
		Left: number(k.Left), Issued: number(k.Issued), PerLimit: number(k.PerLimit), Claimed: number(k.Claimed), Goods: f.GoodsOf(c, k.Scope),
	}, errFrom == nil && errUntil == nil
}

// GoodsOf leads to what a coupon is good for: everything, its categories, or its products by their names.
func (f *Frame) GoodsOf(c *gin.Context, scope couponapi.Scope) []page.Crumb {
	hosts := f.web.Hosts()
	var goods []page.Crumb
	for i, id := range scope.IDs {
		if i >= len(scope.Names) || scope.Names[i] == "" {
			continue
		}
		query := url.Values{"catalog3Id": {strconv.FormatInt(id, 10)}}
		if scope.Kind == couponapi.ScopeProducts {
			query = url.Values{"keyword": {scope.Names[i]}}
		}
		goods = append(goods, page.Crumb{Label: scope.Names[i], URL: hosts.Search("/list.html?" + query.Encode())})
	}
	if len(goods) == 0 {
		goods = []page.Crumb{{Label: f.Words(c).T("coupon.all_goods"), URL: hosts.Search("/list.html")}}
	}
	return goods
}

// number fits a count into a page.
func number(n int64) int { return int(max(0, min(n, math.MaxInt32))) }
