// Package pages is the HTML pages of the order host: the settlement page, the list and the detail of orders, and what can be done there.
package pages

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Orders is the use cases that pages lead to.
type Orders interface {
	Begin(ctx context.Context, who order.Member, s order.Settle) (token string, err error)
	Opened(ctx context.Context, who order.Member, token string) (order.Opened, error)
	Keep(ctx context.Context, who order.Member, token string, d order.Draft) error
	SaveAddress(ctx context.Context, a order.Address) (order.Address, error)
	Requote(ctx context.Context, who order.Member, r order.Requote) (*order.Settlement, error)
	Submit(ctx context.Context, who order.Member, s order.Submission) (*order.Order, bool, error)
	List(ctx context.Context, who order.Member, f order.Filter) ([]*order.Order, int64, error)
	Counts(ctx context.Context, who order.Member) (order.Counts, error)
	Detail(ctx context.Context, who order.Member, sn string) (*order.Order, error)
	Returns(ctx context.Context, who order.Member, sn string) ([]order.Return, error)
	Cancel(ctx context.Context, who order.Member, sn, reason string) (*order.Order, error)
	Receive(ctx context.Context, who order.Member, sn string) (*order.Order, error)
	ApplyReturn(ctx context.Context, who order.Member, sn string, w order.ReturnWish) (order.Return, error)
	CancelReturn(ctx context.Context, who order.Member, sn string, id int64) error
	BuyAgain(ctx context.Context, who order.Member, sn string) (order.Again, error)
	PaymentRecord(ctx context.Context, sn string) (paymentapi.Cashier, error)
	ReturnPicture(ctx context.Context, who order.Member, id int64, n int) ([]byte, error)
	ReceiveBy(of *order.Order) time.Time
	TooLate(of *order.Order) bool
	Watch(ctx context.Context, who order.Member, sn string) (version string, final bool, err error)
}

type site struct {
	uc    Orders
	frame *frame.Frame
	now   func() time.Time
}

// visit is one member's look at one page.
type visit struct {
	*gin.Context
	who order.Member
}

// Routes is the table of contents.
func Routes(r gin.IRouter, uc Orders, f *frame.Frame, now func() time.Time) {
	s := &site{uc, f, now}
	r.GET("/", s.page(func(v visit) error { return v.seeOther(s.frame.Hosts().Order("/list.html")) }))
	r.GET("/toTrade", s.page(s.settle))
	r.POST("/toTrade", s.page(s.keep))
	r.POST("/toTrade/address.html", s.page(s.saveAddress))
	r.POST("/submitOrder", s.page(s.submit))
	r.GET("/list.html", s.page(s.list))
	r.GET("/detail.html", s.page(s.detail))
	r.POST("/cancelOrder", s.page(s.cancel))
	r.POST("/receiveOrder", s.page(s.receive))
	r.POST("/buyAgain", s.page(s.buyAgain))
	r.GET("/aftersale.html", s.page(s.afterSale))
	r.POST("/applyReturn", s.sized(maxUpload, s.applyReturn))
	r.POST("/cancelReturn", s.page(s.cancelReturn))
	r.GET("/aftersale/:id/:n", s.page(s.picture))
	// Somebody who asks again for the address that a refused form left in the browser sees the page that it belongs to.
	for _, path := range []string{"/submitOrder", "/toTrade/address.html"} {
		r.GET(path, s.page(func(v visit) error { return v.seeOther(s.frame.Hosts().Order("/toTrade")) }))
	}
	for _, path := range []string{"/cancelOrder", "/receiveOrder", "/buyAgain", "/applyReturn", "/cancelReturn"} {
		r.GET(path, s.page(func(v visit) error { return v.seeOther(s.frame.Hosts().Order("/list.html")) }))
	}
}

// page adapts a page of the order host, which is for members only.
func (s *site) page(show func(v visit) error) gin.HandlerFunc { return s.sized(server.MaxBody, show) }

// sized is page for forms of another size.
func (s *site) sized(largest int64, show func(v visit) error) gin.HandlerFunc {
	return s.frame.Page(func(c *gin.Context) error {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, largest)
		who, err := session.Of(c.Request.Context())
		if err != nil {
			return err
		}
		return show(visit{c, order.Member{ID: who.ID, Username: who.Username}})
	}, s.here)
}

// here is the page itself, or the one that a form belongs to.
func (s *site) here(c *gin.Context) string {
	path := c.Request.URL.RequestURI()
	switch {
	case c.Request.Method == http.MethodGet:
	case c.Request.URL.Path == "/submitOrder", strings.HasPrefix(c.Request.URL.Path, "/toTrade"):
		if path = "/toTrade"; c.PostForm("token") != "" {
			path += "?token=" + url.QueryEscape(c.PostForm("token"))
		}
	default:
		path = "/list.html"
	}
	return s.frame.Hosts().Order(path)
}

func (s *site) base(v visit, title string) page.Base {
	return s.frame.Base(v.Context, title, s.here(v.Context))
}

func (v visit) seeOther(url string) error {
	v.Redirect(http.StatusSeeOther, url)
	return nil
}
