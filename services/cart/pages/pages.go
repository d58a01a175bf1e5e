// Package pages serves the cart host. Every form is a plain POST that is answered by a redirect; what was refused is shown on the cart.
package pages

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/server"
	"gulimall/services/cart"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Carts is what the pages need of the use cases.
type Carts interface {
	View(ctx context.Context, o cart.Owner) (cart.View, error)
	Add(ctx context.Context, o cart.Owner, skuID, count int64) error
	Change(ctx context.Context, o cart.Owner, skuID int64, count *int64, checked *bool) error
	CheckAll(ctx context.Context, o cart.Owner, checked bool) error
	Remove(ctx context.Context, o cart.Owner, skuID int64) error
}

var _ Carts = (*cart.Carts)(nil)

// Routes adds the pages.
func Routes(r gin.IRouter, uc Carts, f *frame.Frame, visitors gin.HandlerFunc) {
	p := pages{uc, f}
	g := r.Group("", visitors)
	g.GET("/", p.page(p.back))
	g.GET("/cart.html", p.page(func(c *gin.Context) error { return p.show(c, nil) }))
	g.POST("/addToCart", p.page(p.add))
	g.GET("/addToCartSuccess.html", p.page(p.added))
	g.POST("/cart/items/:skuId/count", p.page(p.form(p.count)))
	g.POST("/cart/items/:skuId/checked", p.page(p.form(p.check)))
	g.POST("/cart/items/:skuId/delete", p.page(p.form(p.remove)))
	g.POST("/cart/checked", p.page(p.form(p.checkAll)))
	// Somebody who asks again for the address that a refused form left in the browser sees the cart.
	for _, path := range []string{"/addToCart", "/cart/items/:skuId/count", "/cart/items/:skuId/checked", "/cart/items/:skuId/delete", "/cart/checked"} {
		g.GET(path, p.page(p.back))
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

// form adapts a change: done, it leads back to the cart; refused, the cart says why.
func (p pages) form(change server.Handler) server.Handler {
	return func(c *gin.Context) error {
		switch err := change(c); {
		case err == nil:
			return p.back(c)
		case frame.Expected(err):
			return p.show(c, err)
		default:
			return err
		}
	}
}

// show draws the cart, with what was refused above it.
func (p pages) show(c *gin.Context, refused error) error {
	ctx := c.Request.Context()
	view, err := p.uc.View(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	count := int(view.TotalCount)
	cartPage := page.Cart{
		Base: p.frame.Base(c, "购物车", p.here()), TotalCount: count, CheckedCount: int(view.CheckedCount), CheckedAmount: view.CheckedAmount,
	}
	cartPage.CartCount = &count
	for _, item := range view.Items {
		cartPage.Items = append(cartPage.Items, line(item))
	}
	status := http.StatusOK
	if refused != nil {
		status = apperr.From(refused).Kind.Status()
		cartPage.Errors = page.FormErrors{Summary: p.frame.Errors(c, refused).Summary}
		if errors.Is(refused, apperr.ErrInvalid) { // a cart has no other field that could be wrong
			cartPage.Errors.Summary = fmt.Sprintf("数量没有改动：每种商品可以买 1 到 %d 件。", cart.MaxCount)
		}
	}
	return p.frame.Show(c, status, "cart", cartPage)
}

// line is an item as the page shows it.
func line(item cart.Item) page.CartLine {
	l := page.CartLine{
		SKUID: item.SkuID, Title: item.Goods.Title, Image: item.Goods.Image, Attrs: item.Goods.Attrs, Price: item.LivePrice,
		Count: int(item.Count), Checked: item.Checked, Subtotal: item.Subtotal, Problems: item.Problems,
	}
	if l.Title == "" {
		l.Title = "已失效的商品"
	}
	if slices.Contains(item.Problems, cartapi.ProblemPriceChanged) {
		l.OldPrice = item.Price
	}
	if slices.Contains(item.Problems, cartapi.ProblemStockShort) {
		l.Stock = int(item.Available)
	}
	return l
}

// number reads a form's number; anything else is out of range.
func number(c *gin.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.PostForm(name), 10, 64)
	if err != nil {
		return 0, apperr.ErrInvalid.WithField(name, "range")
	}
	return n, nil
}
