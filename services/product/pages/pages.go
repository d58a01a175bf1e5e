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
	"gulimall/pkg/i18n"
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
	Suggest(ctx context.Context, typed string) ([]product.Suggestion, error)
	Loosen(ctx context.Context, q product.Query) ([]product.Looser, error)
	Best(n int) []product.Hit
	Fresh(n int) ([]product.Hit, error)
	Freight(ctx context.Context) []product.FreightRule
	Levels(ctx context.Context) []product.Level
	Item(ctx context.Context, id int64) (product.Item, error)
	Similar(sku product.SKU, n int) []product.Hit
	ForSale() []int64
	Epoch() uint64
}

var _ Catalogue = (*product.Catalogue)(nil)

// Pages draws the pages.
type Pages struct {
	uc        Catalogue
	frame     *frame.Frame
	deadlines Deadlines
	dev       bool
	now       func() time.Time
	drawn     *product.Cache[string, *frame.Drawing]
	sitemaps  *product.Cache[struct{}, []byte]
}

const (
	drawnTTL = time.Second
	maxDrawn = 600 // of some 40 KiB each
	// sitemapTTL is long: search engines come once in a while.
	sitemapTTL = time.Minute
)

// Deadlines are those that the help tells of.
type Deadlines struct {
	Pay     time.Duration // an unpaid order closes
	Receive time.Duration // a shipped order counts as received

	// Now gives the deadlines as staff have changed them meanwhile; nil leaves them as they are.
	Now func(Deadlines) Deadlines
}

func (d Deadlines) now() Deadlines {
	if d.Now == nil {
		return d
	}
	return d.Now(d)
}

// New makes the pages; in development there is one more, which shows the design system.
func New(uc Catalogue, f *frame.Frame, deadlines Deadlines, dev bool, now func() time.Time) *Pages {
	return &Pages{
		uc: uc, frame: f, deadlines: deadlines, dev: dev, now: now,
		drawn:    product.NewCache[string, *frame.Drawing](drawnTTL, maxDrawn, now),
		sitemaps: product.NewCache[struct{}, []byte](sitemapTTL, 1, now),
	}
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
	show("/robots.txt", p.robots)
	show("/sitemap.xml", p.sitemap)
	if p.dev {
		show("/styleguide", p.styleguide)
	}
}

// visit is who looks at a page, and in which language and theme. What is drawn for all visitors is drawn once for each of those.
type visit struct {
	frame page.Base
	words *i18n.Words
	card  func(k couponapi.Claimable) (page.CouponCard, bool)
}

// visit says who looks. A member who comes back from claiming a coupon is told that it worked.
func (p *Pages) visit(c *gin.Context) visit {
	v := visit{
		p.frame.Base(c, "", ""), p.frame.Words(c),
		func(k couponapi.Claimable) (page.CouponCard, bool) { return p.frame.CouponCard(c, k) },
	}
	if v.frame.Member != nil && c.Query("claimed") != "" {
		v.frame.Flash = &page.Flash{Kind: page.FlashSuccess, Text: v.words.T("home.claimed")}
	}
	return v
}

// base is the frame of a page.
func (v visit) base(title, here string) page.Base {
	base := v.frame
	base.Title, base.Here = title, here
	return base
}

// member is the id of the member who looks, 0 for a visitor.
func (v visit) member() int64 {
	if v.frame.Member == nil {
		return 0
	}
	return v.frame.Member.ID
}

// coupons are the cards of coupons that can be claimed.
func (v visit) coupons(list []couponapi.Claimable) []page.CouponCard {
	cards := make([]page.CouponCard, 0, len(list))
	for _, k := range list {
		if card, ok := v.card(k); ok {
			cards = append(cards, card)
		}
	}
	return cards
}

// view fills a page.
type view func(ctx context.Context, v visit) (template string, data any, err error)

// draw shows a page to a member, and to whoever is told something after a redirect; to all other visitors it sends the drawing of the
// last second. The key names the page. A shop whose Redis is away still shows its goods: everybody is a visitor then.
func (p *Pages) draw(c *gin.Context, key string, fill view) error {
	ctx := c.Request.Context()
	v := p.visit(c)
	if v.frame.Member != nil || v.frame.Flash != nil {
		template, data, err := fill(ctx, v)
		if err != nil {
			return err
		}
		return p.frame.Show(c, http.StatusOK, template, data)
	}
	key += "@" + strconv.FormatUint(p.uc.Epoch(), 36) + "@" + v.frame.Lang + "@" + v.frame.Theme
	d, err := p.drawn.Get(ctx, key, func(ctx context.Context) (*frame.Drawing, error) {
		template, data, err := fill(ctx, v)
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
