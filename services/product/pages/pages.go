// Package pages serves the home, search, item and help pages. What visitors see who are not signed in is drawn once a second at most and
// then sent as it is; a drawing is thrown away when a price, the shelf or the stock changes.
package pages

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/server"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Catalogue is the use cases that pages show.
type Catalogue interface {
	Categories(ctx context.Context) ([]product.Node, error)
	Floors(ctx context.Context) ([]product.Floor, error)
	Claimable(ctx context.Context, memberID int64) []couponapi.Claimable
	Search(q product.Query) (product.Result, error)
	Best(n int) []product.Hit
	Item(ctx context.Context, id int64) (product.Item, error)
	Epoch() uint64
}

var _ Catalogue = (*product.Catalogue)(nil)

// Pages draws the pages.
type Pages struct {
	uc        Catalogue
	frame     *frame.Frame
	payWithin time.Duration
	drawn     *product.Cache[string, *frame.Drawing]
}

const (
	drawnTTL = time.Second
	maxDrawn = 600 // of some 40 KiB each
)

// New makes the pages. payWithin is told on the help page.
func New(uc Catalogue, f *frame.Frame, payWithin time.Duration, now func() time.Time) *Pages {
	return &Pages{uc: uc, frame: f, payWithin: payWithin, drawn: product.NewCache[string, *frame.Drawing](drawnTTL, maxDrawn, now)}
}

// Routes adds the pages. The hosts (bare, search., item.) all lead here, so the path alone says what is meant.
func (p *Pages) Routes(r gin.IRouter) {
	show := func(path string, handler server.Handler) {
		r.Match([]string{http.MethodGet, http.MethodHead}, path, p.frame.Page(handler, nil))
	}
	show("/", p.home)
	show("/list.html", p.search)
	show("/:item", p.item)
	show("/help/:topic", p.help)
}

// view fills a page for a member, or for a visitor (nil).
type view func(ctx context.Context, member *page.Member) (template string, data any, err error)

// draw shows a page to a member; to visitors it sends the drawing of the last second. The key names the page. A shop whose Redis is away
// still shows its goods: everybody is a visitor then.
func (p *Pages) draw(c *gin.Context, key string, fill view) error {
	ctx := c.Request.Context()
	if member := p.frame.Member(c); member != nil {
		template, data, err := fill(ctx, member)
		if err != nil {
			return err
		}
		return p.frame.Show(c, http.StatusOK, template, data)
	}
	d, err := p.drawn.Get(ctx, key+"@"+strconv.FormatUint(p.uc.Epoch(), 36), func(ctx context.Context) (*frame.Drawing, error) {
		template, data, err := fill(ctx, nil)
		if err != nil {
			return nil, err
		}
		return p.frame.Draw(http.StatusOK, template, data)
	})
	if err != nil {
		return fmt.Errorf("draw %s: %w", key, err)
	}
	d.Send(c.Writer)
	return nil
}

// claimed tells a member who comes back from claiming a coupon that it worked.
func claimed(c *gin.Context, member *page.Member) *page.Flash {
	if member == nil || c.Query("claimed") == "" {
		return nil
	}
	return &page.Flash{Kind: page.FlashSuccess, Text: "领取成功，已放进“我的优惠券”。"}
}
