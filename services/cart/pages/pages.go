// Package pages serves the cart host. Every form is a plain POST that is answered by a redirect; what was refused is shown on the cart.
package pages

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/server"
	"gulimall/services/cart"
	"gulimall/web/frame"
)

// Carts is what the pages need of the use cases.
type Carts interface {
	View(ctx context.Context, o cart.Owner) (cart.View, error)
	Look(ctx context.Context, o cart.Owner) (cart.Look, error)
	Add(ctx context.Context, o cart.Owner, skuID, count int64) error
	Change(ctx context.Context, o cart.Owner, skuID int64, count *int64, checked *bool) error
	CheckAll(ctx context.Context, o cart.Owner, checked bool) error
	Remove(ctx context.Context, o cart.Owner, skuIDs ...int64) (undo string, err error)
	Restore(ctx context.Context, o cart.Owner, undo string) error
	Favour(ctx context.Context, o cart.Owner, skuIDs ...int64) (undo string, err error)
	Popular(ctx context.Context, n int) []cart.Goods
	Goods(ctx context.Context, ids []int64) []cart.Goods
}

var _ Carts = (*cart.Carts)(nil)

// Routes adds the pages.
func Routes(r gin.IRouter, uc Carts, f *frame.Frame, visitors gin.HandlerFunc) {
	p := pages{uc, f}
	g := r.Group("", visitors)
	g.GET("/", p.page(p.back))
	g.GET("/cart.html", p.page(func(c *gin.Context) error { return p.show(c, nil) }))
	g.GET("/addToCartSuccess.html", p.page(p.added))
	for path, change := range map[string]server.Handler{
		"/addToCart":                   p.add,
		"/cart/items/:skuId/count":     p.form(p.count),
		"/cart/items/:skuId/checked":   p.form(p.check),
		"/cart/items/:skuId/delete":    p.form(p.remove),
		"/cart/items/:skuId/favourite": p.form(p.favour),
		"/cart/checked":                p.form(p.checkAll),
		"/cart/delete":                 p.form(p.removeMany),
		"/cart/undo":                   p.form(p.undo),
	} {
		g.POST(path, p.page(change))
		g.GET(path, p.page(p.back)) // asked again for the address that a refused form left in the browser
	}
}

type pages struct {
	uc    Carts
	frame *frame.Frame
}

func (p pages) page(h server.Handler) gin.HandlerFunc {
	return p.frame.Page(h, func(*gin.Context) string { return p.here() })
}

func (p pages) here() string { return p.frame.Hosts().Cart("/cart.html") }

func (p pages) back(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, p.here())
	return nil
}

// The parameters of the cart's address after something was taken out: the word that puts it back, and that it is a favourite now.
const (
	undoQuery  = "undo"
	movedQuery = "moved"
)

// backWith leads back to the cart, which offers to put back what was taken out.
func (p pages) backWith(c *gin.Context, undo string, moved bool) error {
	if undo == "" {
		return p.back(c)
	}
	query := url.Values{undoQuery: {undo}}
	if moved {
		query.Set(movedQuery, "1")
	}
	c.Redirect(http.StatusSeeOther, p.here()+"?"+query.Encode())
	return nil
}

// form adapts a change, which leads back by itself: what was refused is said on the cart.
func (p pages) form(change server.Handler) server.Handler {
	return func(c *gin.Context) error {
		err := change(c)
		if err != nil && frame.Expected(err) {
			return p.show(c, err)
		}
		return err
	}
}
