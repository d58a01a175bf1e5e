// Package pages serves the home, search, item and help pages. What visitors see who are not signed in is drawn once a second at most and
// then sent as it is; a drawing is thrown away when a price, the shelf or the stock changes.
package pages

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/product"
	"gulimall/web"
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
	web       *web.Renderer
	edge      *server.Edge
	payWithin time.Duration
	drawn     *product.Cache[string, *drawing]
}

const (
	drawnTTL = time.Second
	maxDrawn = 600 // of some 40 KiB each
)

// New makes the pages. payWithin is told on the help page.
func New(uc Catalogue, renderer *web.Renderer, edge *server.Edge, payWithin time.Duration, now func() time.Time) *Pages {
	return &Pages{uc: uc, web: renderer, edge: edge, payWithin: payWithin, drawn: product.NewCache[string, *drawing](drawnTTL, maxDrawn, now)}
}

// Routes adds the pages. The hosts (bare, search., item.) all lead here, so the path alone says what is meant.
func (p *Pages) Routes(r gin.IRouter) {
	show := func(path string, handler server.Handler) {
		r.Match([]string{http.MethodGet, http.MethodHead}, path, p.edge.Page(handler, p.failed))
	}
	show("/", p.home)
	show("/list.html", p.search)
	show("/:item", p.item)
	show("/help/:topic", p.help)
}

// NotFound answers what leads nowhere: a problem to programs, a page to people.
func (p *Pages) NotFound() gin.HandlerFunc {
	none := func(*gin.Context) error { return apperr.ErrNotFound }
	problem, shown := p.edge.JSON(none), p.edge.Page(none, p.failed)
	return func(c *gin.Context) {
		if path := c.Request.URL.Path; strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/internal/") {
			problem(c)
			return
		}
		shown(c)
	}
}

// failed shows an error in the shop's frame.
func (p *Pages) failed(c *gin.Context, err *apperr.Error, title, detail, traceID string) {
	if err := p.web.ErrorPage(c.Writer, err.Kind.Status(), err.Code, title, detail, traceID); err != nil {
		p.edge.Problem(c, err)
	}
}

// view fills a page for a member, or for a visitor (nil).
type view func(ctx context.Context, member *page.Member) (template string, data any, err error)

// draw shows a page to a member; to visitors it sends the drawing of the last second. The key names the page.
func (p *Pages) draw(c *gin.Context, key string, fill view) error {
	ctx := c.Request.Context()
	if member := who(ctx); member != nil {
		template, data, err := fill(ctx, member)
		if err != nil {
			return err
		}
		return p.web.Render(c.Writer, http.StatusOK, template, data)
	}
	d, err := p.drawn.Get(ctx, key+"@"+strconv.FormatUint(p.uc.Epoch(), 36), func(ctx context.Context) (*drawing, error) {
		template, data, err := fill(ctx, nil)
		if err != nil {
			return nil, err
		}
		d := &drawing{header: http.Header{}}
		if err := p.web.Render(d, http.StatusOK, template, data); err != nil {
			return nil, err
		}
		return d, nil
	})
	if err != nil {
		return fmt.Errorf("draw %s: %w", key, err)
	}
	d.send(c.Writer)
	return nil
}

// who is the member, or nil. A shop whose Redis is away still shows its goods.
func who(ctx context.Context) *page.Member {
	member, err := session.Of(ctx)
	if err != nil {
		return nil
	}
	return &page.Member{ID: member.ID, Username: member.Username}
}

// claimed tells a member who comes back from claiming a coupon that it worked.
func claimed(c *gin.Context, member *page.Member) *page.Flash {
	if member == nil || c.Query("claimed") == "" {
		return nil
	}
	return &page.Flash{Kind: page.FlashSuccess, Text: "领取成功，已放进“我的优惠券”。"}
}

// drawing is a page as bytes.
type drawing struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header, WriteHeader and Write take the page from the renderer.
func (d *drawing) Header() http.Header { return d.header }

// WriteHeader notes the status.
func (d *drawing) WriteHeader(status int) { d.status = status }

// Write notes the body.
func (d *drawing) Write(b []byte) (int, error) { return d.body.Write(b) }

func (d *drawing) send(w http.ResponseWriter) {
	header := w.Header()
	for name, values := range d.header {
		header[name] = values
	}
	header["Content-Length"] = []string{strconv.Itoa(d.body.Len())}
	w.WriteHeader(d.status)
	// An error here means that the visitor has gone; there is nobody left to tell.
	_, _ = w.Write(d.body.Bytes())
}
