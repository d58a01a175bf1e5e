package httpapi

import (
	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/server"
	"gulimall/services/cart"
)

func (a api) add(c *gin.Context) error {
	var in cartapi.AddItem
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := a.uc.Add(ctx, cart.OwnerOf(ctx), in.SkuID, in.Count); err != nil {
		return err
	}
	return a.show(c)
}

func (a api) change(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	var in cartapi.ChangeItem
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := a.uc.Change(ctx, cart.OwnerOf(ctx), skuID, in.Count, in.Checked); err != nil {
		return err
	}
	return a.show(c)
}

func (a api) checkAll(c *gin.Context) error {
	var in cartapi.CheckAll
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := a.uc.CheckAll(ctx, cart.OwnerOf(ctx), *in.Checked); err != nil {
		return err
	}
	return a.show(c)
}

func (a api) remove(c *gin.Context) error {
	skuID, err := server.ID(c, "skuId")
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	undo, err := a.uc.Remove(ctx, cart.OwnerOf(ctx), skuID)
	if err != nil {
		return err
	}
	return a.showUndo(c, undo)
}

func (a api) takeOut(c *gin.Context) error {
	var in cartapi.TakeOut
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	ctx := c.Request.Context()
	undo, err := a.uc.Remove(ctx, cart.OwnerOf(ctx), in.SkuIDs...)
	if err != nil {
		return err
	}
	return a.showUndo(c, undo)
}

func (a api) restore(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := a.uc.Restore(ctx, cart.OwnerOf(ctx), c.Param("undo")); err != nil {
		return err
	}
	return a.show(c)
}
