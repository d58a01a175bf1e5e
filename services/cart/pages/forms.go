package pages

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/server"
	"gulimall/services/cart"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// add puts pieces into the cart and shows which.
func (p pages) add(c *gin.Context) error {
	err := p.tryAdd(c)
	if err != nil && frame.Expected(err) {
		return p.show(c, err)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.frame.Hosts().Cart("/addToCartSuccess.html?skuId="+c.PostForm("skuId")))
	return nil
}

func (p pages) tryAdd(c *gin.Context) error {
	skuID, err := number(c, "skuId")
	if err != nil || skuID < 1 {
		return cart.ErrSkuNotFound
	}
	count, err := number(c, "count")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	return p.uc.Add(ctx, cart.OwnerOf(ctx), skuID, count)
}

// added shows the line as it now stands. It changes nothing, so that a reload is safe.
func (p pages) added(c *gin.Context) error {
	skuID, err := strconv.ParseInt(c.Query("skuId"), 10, 64)
	if err != nil {
		return apperr.ErrNotFound
	}
	ctx := c.Request.Context()
	view, err := p.uc.View(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(view.Items, func(item cart.Item) bool { return item.SkuID == skuID })
	if i < 0 {
		return p.back(c) // bought or deleted meanwhile
	}
	count := int(view.TotalCount)
	added := page.CartAdded{Base: p.frame.Base(c, "已加入购物车", p.here()), Item: line(view.Items[i])}
	added.CartCount = &count
	return p.frame.Show(c, http.StatusOK, "cartadded", added)
}

func (p pages) count(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	count, err := number(c, "count")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	return p.uc.Change(ctx, cart.OwnerOf(ctx), skuID, &count, nil)
}

func (p pages) check(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx, checked := c.Request.Context(), c.PostForm("checked") == "1"
	return p.uc.Change(ctx, cart.OwnerOf(ctx), skuID, nil, &checked)
}

func (p pages) checkAll(c *gin.Context) error {
	ctx := c.Request.Context()
	return p.uc.CheckAll(ctx, cart.OwnerOf(ctx), c.PostForm("checked") == "1")
}

func (p pages) remove(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	return p.uc.Remove(ctx, cart.OwnerOf(ctx), skuID)
}
