// Package httpapi is the cart's JSON API, and its calls for other services.
package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/server"
	"gulimall/services/cart"
)

// Carts is what the calls need of the use cases.
type Carts interface {
	View(ctx context.Context, o cart.Owner) (cart.View, error)
	Add(ctx context.Context, o cart.Owner, skuID, count int64) error
	Change(ctx context.Context, o cart.Owner, skuID int64, count *int64, checked *bool) error
	CheckAll(ctx context.Context, o cart.Owner, checked bool) error
	Remove(ctx context.Context, o cart.Owner, skuIDs ...int64) (undo string, err error)
	Restore(ctx context.Context, o cart.Owner, undo string) error
	Checked(ctx context.Context, o cart.Owner) (cart.Checked, error)
	Merge(ctx context.Context, memberID int64, userKey string) error
	Bought(ctx context.Context, memberID int64, orderSn string, pieces []cart.Piece) error
}

var _ Carts = (*cart.Carts)(nil)

// Routes adds the calls. visitors says whose cart a shopper's request is about, members does so for other services.
func Routes(r gin.IRouter, uc Carts, edge *server.Edge, decode *server.Decoder, visitors, members gin.HandlerFunc) {
	a := api{uc, decode}
	public := r.Group("", visitors)
	public.GET(cartapi.PathCart, edge.JSON(a.show))
	public.POST(cartapi.PathItems, edge.JSON(a.add))
	public.PATCH(cartapi.PathItems+"/:skuId", edge.JSON(a.change))
	public.DELETE(cartapi.PathItems+"/:skuId", edge.JSON(a.remove))
	public.PATCH(cartapi.PathCheck, edge.JSON(a.checkAll))
	public.POST(cartapi.PathOut, edge.JSON(a.takeOut))
	public.POST(cartapi.PathOut+"/:undo", edge.JSON(a.restore))

	r.GET(cartapi.PathChecked, members, edge.JSON(a.checked))
	r.POST(cartapi.PathMerge, edge.JSON(a.merge))
	r.POST(cartapi.PathBought, edge.JSON(a.bought))
}

type api struct {
	uc     Carts
	decode *server.Decoder
}

// show answers the caller's cart; every change is answered by it as well.
func (a api) show(c *gin.Context) error { return a.showUndo(c, "") }

// showUndo answers the cart with the word that puts back what was taken out.
func (a api) showUndo(c *gin.Context, undo string) error {
	ctx := c.Request.Context()
	view, err := a.uc.View(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	answer := cartapi.Cart{
		Items: make([]cartapi.Item, len(view.Items)), TotalCount: view.TotalCount, CheckedCount: view.CheckedCount, CheckedAmount: view.CheckedAmount,
		Undo: undo,
	}
	for i, item := range view.Items {
		answer.Items[i] = cartapi.Item{
			SkuID: item.SkuID, Title: item.Goods.Title, Image: item.Goods.Image, Attrs: append([]string{}, item.Goods.Attrs...),
			Price: item.LivePrice, Count: item.Count, Checked: item.Checked, Subtotal: item.Subtotal, Problems: item.Problems,
		}
	}
	c.Header("Cache-Control", "private, no-store")
	c.JSON(http.StatusOK, answer)
	return nil
}
