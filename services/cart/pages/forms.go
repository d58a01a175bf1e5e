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
	skuID, err := formNumber(c, "skuId")
	if err != nil || skuID < 1 {
		return cart.ErrSkuNotFound
	}
	count, err := formNumber(c, "count")
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
	look, err := p.uc.Look(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(look.Items, func(item cart.Item) bool { return item.SkuID == skuID })
	if i < 0 {
		return p.back(c) // bought or deleted meanwhile
	}
	count := number(look.TotalCount)
	added := page.CartAdded{
		Base: p.frame.Base(c, p.frame.Words(c).T("cart.added"), p.here()), Item: p.line(c, look.Items[i], look.Deal),
	}
	added.CartCount = &count
	for _, card := range cards(p.uc.Popular(ctx, shelf+1)) {
		if card.SKUID != skuID && len(added.Popular) < shelf {
			added.Popular = append(added.Popular, card)
		}
	}
	if deal := p.deal(c, look); len(deal.Hints) > 0 {
		added.Hint = &deal.Hints[0]
	}
	return p.frame.Show(c, http.StatusOK, "cartadded", added)
}

func (p pages) count(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	count, err := formNumber(c, "count")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := p.uc.Change(ctx, cart.OwnerOf(ctx), skuID, &count, nil); err != nil {
		return err
	}
	return p.back(c)
}

func (p pages) check(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx, checked := c.Request.Context(), c.PostForm("checked") == "1"
	if err := p.uc.Change(ctx, cart.OwnerOf(ctx), skuID, nil, &checked); err != nil {
		return err
	}
	return p.back(c)
}

func (p pages) checkAll(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := p.uc.CheckAll(ctx, cart.OwnerOf(ctx), c.PostForm("checked") == "1"); err != nil {
		return err
	}
	return p.back(c)
}

func (p pages) remove(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	undo, err := p.uc.Remove(ctx, cart.OwnerOf(ctx), skuID)
	if err != nil {
		return err
	}
	return p.backWith(c, undo, false)
}

// removeMany takes out what the page showed as chosen or as invalid: the form names the lines, so that a change in another tab is not
// carried along.
func (p pages) removeMany(c *gin.Context) error {
	var ids []int64
	for _, text := range c.PostFormArray("skuId") {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return cart.ErrSkuNotFound
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return p.back(c)
	}
	ctx := c.Request.Context()
	undo, err := p.uc.Remove(ctx, cart.OwnerOf(ctx), ids...)
	if err != nil {
		return err
	}
	return p.backWith(c, undo, false)
}

func (p pages) undo(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := p.uc.Restore(ctx, cart.OwnerOf(ctx), c.PostForm("undo")); err != nil {
		return err
	}
	return p.back(c)
}

// favour moves a line to the favourites; a visitor signs in first.
func (p pages) favour(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	undo, err := p.uc.Favour(ctx, cart.OwnerOf(ctx), skuID)
	if err != nil {
		return err
	}
	return p.backWith(c, undo, true)
}

// formNumber reads a form's number; anything else is out of range.
func formNumber(c *gin.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.PostForm(name), 10, 64)
	if err != nil {
		return 0, apperr.ErrInvalid.WithField(name, "range")
	}
	return n, nil
}
