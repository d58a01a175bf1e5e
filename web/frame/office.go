package frame

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/web"
	"gulimall/web/page"
)

// Office shows the back office's pages: in its frame, to staff alone. Its pages link to each other by path, for all of them lie on one host.
type Office struct{ *Frame }

// NewOffice makes the back office's frame.
func NewOffice(r *web.Renderer, edge *server.Edge) *Office { return &Office{New(r, edge)} }

// officeLogin is the back office's login page.
const officeLogin = "/login.html"

// Page adapts a handler for those who may do something: others get a page that says so, and whoever is not signed in is sent to the login
// and from there back.
func (o *Office) Page(p adminapi.Permission, h server.Handler) gin.HandlerFunc {
	return o.Open(staff.Guard(p, h))
}

// Signed adapts a handler for everybody who is signed in.
func (o *Office) Signed(h server.Handler) gin.HandlerFunc {
	return o.Open(func(c *gin.Context) error {
		if _, err := staff.Of(c.Request.Context()); err != nil {
			return err
		}
		return h(c)
	})
}

// Upload is Page for a form with pictures of so many bytes at the most; its path ends in /upload.
func (o *Office) Upload(p adminapi.Permission, most int64, h server.Handler) gin.HandlerFunc {
	return o.bounded(most, staff.Guard(p, h))
}

// Open adapts a handler for everybody.
func (o *Office) Open(h server.Handler) gin.HandlerFunc { return o.bounded(server.MaxBody, h) }

func (o *Office) bounded(most int64, h server.Handler) gin.HandlerFunc {
	bounded := func(c *gin.Context) error {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
		return h(c)
	}
	return o.edge.Page(bounded, func(c *gin.Context, err *apperr.Error, title, detail, traceID string) {
		if errors.Is(err, apperr.ErrNotSignedIn) {
			c.Redirect(http.StatusSeeOther, officeLogin+"?origin="+url.QueryEscape(origin(c)))
			return
		}
		failure := page.AdminError{AdminBase: o.Base(c, title, ""), Status: err.Kind.Status(), Code: err.Code, TraceID: traceID}
		failure.Errors.Summary = detail
		if showErr := o.Show(c, failure.Status, "adminerror", failure); showErr != nil {
			o.edge.Problem(c, showErr)
		}
	})
}

// origin is where the login leads back to: the page that was asked for, or the one whose form was sent.
func origin(c *gin.Context) string {
	if c.Request.Method == http.MethodGet {
		return Local(c.Request.URL.RequestURI())
	}
	from, err := url.Parse(c.Request.Referer())
	if err != nil || from.Host != c.Request.Host {
		return "/"
	}
	return Local(from.RequestURI())
}

// Local takes the path of a page of the present host that was handed in from outside; anything else becomes the start page. Browsers take a
// backslash for a slash and leave out controls: an address with either is no path of ours.
func Local(raw string) string {
	crooked := func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }
	if !strings.HasPrefix(raw, "/") || strings.HasPrefix(raw, "//") || len(raw) > 2048 || strings.ContainsFunc(raw, crooked) {
		return "/"
	}
	to, err := url.Parse(raw)
	if err != nil || to.Host != "" || to.Scheme != "" || to.Path == officeLogin {
		return "/"
	}
	return raw
}

// NotFound answers what leads nowhere: a problem to programs, a page to people.
func (o *Office) NotFound() gin.HandlerFunc {
	none := func(*gin.Context) error { return apperr.ErrNotFound }
	problem, shown := o.edge.JSON(none), o.Open(none)
	return func(c *gin.Context) {
		if path := c.Request.URL.Path; strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/internal/") {
			problem(c)
			return
		}
		shown(c)
	}
}

// NotFoundBeside answers what leads nowhere in a service that has pages in the shop as well: those below prefix are the back office's.
func (o *Office) NotFoundBeside(shop *Frame, prefix string) gin.HandlerFunc {
	here, there := o.NotFound(), shop.NotFound()
	return func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, prefix) {
			here(c)
			return
		}
		there(c)
	}
}

// Base is the frame of a page: its title, and the menu of whoever looks at it, where entry marks the page that it belongs to.
func (o *Office) Base(c *gin.Context, title, entry string) page.AdminBase {
	base := page.AdminBase{Look: o.Look(c), Title: title, Here: origin(c), Flash: o.flashed(c)}
	who, err := staff.Of(c.Request.Context())
	if err != nil {
		return base
	}
	base.Staff = who.Name
	for _, d := range desks() {
		desk := page.AdminDesk{Key: d.key}
		for _, l := range d.links {
			if who.May(l.needs) {
				desk.Links = append(desk.Links, page.AdminLink{Key: l.key, Path: l.path, Icon: l.icon, Now: l.key == entry})
			}
		}
		if len(desk.Links) > 0 {
			base.Menu = append(base.Menu, desk)
		}
	}
	return base
}

// May says whether whoever asks may do something: what he may not is left out of the page.
func (o *Office) May(c *gin.Context, p adminapi.Permission) bool {
	who, err := staff.Of(c.Request.Context())
	return err == nil && who.May(p)
}

// Wrong words an error beside the form that it came from; each mistake says which field it is in.
func (o *Office) Wrong(c *gin.Context, err error) page.FormErrors {
	form, words := o.Errors(c, err), o.Words(c)
	for i, field := range apperr.From(err).Fields {
		told := &form.Fields[i]
		if fault, none := words.Text("admin.fault." + field.Code); none == nil {
			told.Message = fault
			continue
		}
		if label, none := words.Text("admin.field." + field.Name); none == nil {
			told.Message = words.T("admin.named_value", "Name", label, "Value", told.Message)
		}
	}
	return form
}

type desk struct {
	key   string
	links []link
}

type link struct {
	key, path, icon string
	needs           adminapi.Permission
}

// desks is the back office's menu.
func desks() []desk {
	return []desk{
		{"order", []link{
			{"orders", "/order/orders.html", "list", adminapi.OrderRead},
			{"ship", "/order/ship.html", "truck", adminapi.OrderShip},
			{"returns", "/order/returns.html", "back", adminapi.OrderRead},
		}},
		{"payment", []link{
			{"payments", "/payment/payments.html", "card", adminapi.PaymentRead},
			{"refunds", "/payment/refunds.html", "back", adminapi.PaymentRead},
			{"exceptions", "/payment/exceptions.html", "warning", adminapi.PaymentRead},
			{"reconciliations", "/payment/reconciliations.html", "check", adminapi.PaymentRead},
		}},
		{"product", []link{
			{"spus", "/product/spus.html", "box", adminapi.ProductRead},
			{"categories", "/product/categories.html", "grid", adminapi.ProductRead},
			{"brands", "/product/brands.html", "star", adminapi.ProductRead},
			{"attributes", "/product/attributes.html", "tag", adminapi.ProductRead},
		}},
		{"coupon", []link{
			{"coupons", "/coupon/coupons.html", "ticket", adminapi.CouponRead},
			{"claims", "/coupon/claims.html", "list", adminapi.CouponRead},
			{"rules", "/coupon/rules.html", "gift", adminapi.CouponRead},
		}},
		{"ware", []link{
			{"stock", "/ware/stock.html", "box", adminapi.WareRead},
			{"tasks", "/ware/tasks.html", "lock", adminapi.WareRead},
			{"ledger", "/ware/ledger.html", "list", adminapi.WareRead},
			{"stocktakings", "/ware/stocktakings.html", "check", adminapi.WareRead},
			{"warehouses", "/ware/warehouses.html", "home", adminapi.WareRead},
			{"freight", "/ware/freight.html", "truck", adminapi.WareRead},
		}},
		{"purchase", []link{
			{"needs", "/ware/needs.html", "plus", adminapi.WareRead},
			{"purchases", "/ware/purchases.html", "truck", adminapi.WareRead},
		}},
		{"member", []link{
			{"members", "/member/members.html", "user", adminapi.MemberRead},
			{"levels", "/member/levels.html", "star", adminapi.MemberRead},
		}},
		{"operations", []link{
			{"messages", "/operations/messages.html", "copy", adminapi.OperationsRead},
			{"health", "/operations/health.html", "heart", adminapi.OperationsRead},
			{"settings", "/settings.html", "edit", adminapi.SettingsWrite},
		}},
		{"people", []link{
			{"staff", "/staff.html", "user", adminapi.StaffManage},
			{"roles", "/roles.html", "shield", adminapi.StaffManage},
			{"audit", "/audit.html", "eye", adminapi.AuditRead},
		}},
	}
}
