// Package cashier shows the buyer's pages: confirm the login, pay, pay twice, or walk away. They need no script, and every
// form answers with a redirect, so that reloading a page repeats nothing.
package cashier

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/i18n"
	"gulimall/services/alipaysim"
)

//go:embed t/*.html
var files embed.FS

// Cashier serves the pages.
type Cashier struct {
	sim   *alipaysim.Sim
	words *i18n.Catalogue
	log   *slog.Logger
	pages *template.Template
}

// New parses the pages.
func New(sim *alipaysim.Sim, words *i18n.Catalogue, log *slog.Logger) (*Cashier, error) {
	pages, err := template.New("cashier").Funcs(template.FuncMap{"moment": alipaysim.FormatTime}).ParseFS(files, "t/*.html")
	if err != nil {
		return nil, fmt.Errorf("cashier pages: %w", err)
	}
	return &Cashier{sim, words, log, pages}, nil
}

// Routes mounts the pages behind the first one, which the gateway opens. All addresses in the pages are relative.
func (k *Cashier) Routes(r gin.IRouter) {
	r.GET("/", func(c *gin.Context) { k.show(c, http.StatusOK, "home.html", nil) })
	r.POST("/cashier/login", k.login)
	r.GET("/cashier/:tradeNo", k.trade)
	r.POST("/cashier/:tradeNo/pay", func(c *gin.Context) { k.pay(c, false) })
	r.POST("/cashier/:tradeNo/pay-twice", func(c *gin.Context) { k.pay(c, true) })
	r.POST("/cashier/:tradeNo/abandon", k.abandon)
}

// hidden is a field of the signed request, which the login form carries on: the pages keep no state of their own.
type hidden struct{ Name, Value string }

type loginPage struct {
	Offer  alipaysim.Offer
	Logon  string
	Fields []hidden
}

type tradePage struct {
	Trade     *alipaysim.Trade
	Logon     string
	Payable   bool
	Late      bool
	Abandoned bool
	ReturnURL string
}

type refusedPage struct{ SubCode, SubMsg string }

// Open shows the page of a page.pay request: the login step, or how things stand with a trade that is there already.
func (k *Cashier) Open(c *gin.Context, req alipaysim.Request, err error) {
	var o alipaysim.Offer
	if err == nil {
		o, err = req.Offer()
	}
	if err != nil {
		k.refuse(c, err)
		return
	}
	t, exists, err := k.sim.Peek(o)
	switch {
	case err != nil:
		k.refuse(c, err)
	case exists && t.Status != alipaysim.WaitBuyerPay:
		c.Redirect(http.StatusSeeOther, "cashier/"+t.TradeNo)
	default:
		k.show(c, http.StatusOK, "login.html", loginPage{Offer: o, Logon: alipaysim.BuyerLogonID, Fields: fields(c.Request.Form)})
	}
}

func fields(form url.Values) []hidden {
	all := make([]hidden, 0, len(form))
	for name := range form {
		all = append(all, hidden{name, form.Get(name)})
	}
	slices.SortFunc(all, func(a, b hidden) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// login opens the request that the form carried once more, signature and all, and lets the trade arise.
func (k *Cashier) login(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 256<<10)
	if err := c.Request.ParseForm(); err != nil {
		k.refuse(c, alipaysim.ErrInvalidParameter)
		return
	}
	req, err := k.sim.Open(c.Request.PostForm)
	var o alipaysim.Offer
	if err == nil {
		o, err = req.Offer()
	}
	var t alipaysim.Trade
	if err == nil {
		t, err = k.sim.Login(o)
	}
	if err != nil {
		k.refuse(c, err)
		return
	}
	c.Redirect(http.StatusSeeOther, t.TradeNo)
}

func (k *Cashier) trade(c *gin.Context) {
	t, err := k.sim.Find(alipaysim.Ref{TradeNo: c.Param("tradeNo")})
	if err != nil {
		k.refuse(c, err)
		return
	}
	k.showTrade(c, t)
}

func (k *Cashier) showTrade(c *gin.Context, t alipaysim.Trade) {
	p := tradePage{Trade: &t, Logon: alipaysim.BuyerLogonID, Payable: t.Status == alipaysim.WaitBuyerPay}
	_, p.Abandoned = c.GetQuery("abandoned")
	if t.Status == alipaysim.TradeClosed && t.PaidAt.IsZero() && k.sim.Faults().PayAfterClose {
		p.Payable, p.Late = true, true
	}
	var err error
	if p.ReturnURL, err = k.sim.ReturnURL(t); err != nil {
		k.refuse(c, err)
		return
	}
	k.show(c, http.StatusOK, "trade.html", p)
}

// pay moves the money and sends the buyer back to the merchant.
func (k *Cashier) pay(c *gin.Context, twice bool) {
	p, err := k.sim.Pay(c.Param("tradeNo"), twice)
	switch {
	case errors.Is(err, alipaysim.ErrTradeHasSuccess), errors.Is(err, alipaysim.ErrTradeHasClose):
		c.Redirect(http.StatusSeeOther, "../"+c.Param("tradeNo"))
	case err != nil:
		k.refuse(c, err)
	case p.ReturnURL == "":
		c.Redirect(http.StatusSeeOther, "../"+p.Trade.TradeNo)
	default:
		c.Redirect(http.StatusSeeOther, p.ReturnURL)
	}
}

// abandon leaves the trade as it is: a buyer who closes the window tells nobody.
func (k *Cashier) abandon(c *gin.Context) {
	c.Redirect(http.StatusSeeOther, "../"+c.Param("tradeNo")+"?abandoned=1")
}

func (k *Cashier) refuse(c *gin.Context, err error) {
	var e *alipaysim.Error
	if !errors.As(err, &e) {
		k.log.LogAttrs(c.Request.Context(), slog.LevelError, "cashier failed", slog.Any("error", err))
		e = alipaysim.ErrSystem
	}
	status := http.StatusBadRequest
	switch {
	case errors.Is(e, alipaysim.ErrTradeNotExist):
		status = http.StatusNotFound
	case errors.Is(e, alipaysim.ErrPaymentTimeout):
		status = http.StatusGone
	case errors.Is(e, alipaysim.ErrSystem):
		status = http.StatusInternalServerError
	}
	k.show(c, status, "refused.html", refusedPage{e.SubCode, e.SubMsg})
}

// frame is what every page is drawn from, with the words of the visitor's language.
type frame struct {
	Page  any
	Nonce string
	Lang  string
	Now   time.Time
	words *i18n.Words
}

// T gives the words of a key.
func (f frame) T(key string) (string, error) { return f.words.Text(key) }

// Status says in words how a trade stands.
func (f frame) Status(s alipaysim.Status) (string, error) {
	return f.words.Text("buyer_is_" + string(s))
}

// show draws a page. Its policy lets forms lead anywhere: after the payment the answer to a form is a redirect to the
// merchant, which is another site.
func (k *Cashier) show(c *gin.Context, status int, name string, page any) {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // ends the process before it returns an error
	words := k.words.Words(k.words.Language(c.Request))
	f := frame{Page: page, Nonce: base64.RawURLEncoding.EncodeToString(raw), Lang: words.Lang, Now: k.sim.Now(), words: words}
	var out bytes.Buffer
	if err := k.pages.ExecuteTemplate(&out, name, f); err != nil {
		k.log.LogAttrs(c.Request.Context(), slog.LevelError, "page not drawn", slog.String("page", name), slog.Any("error", err))
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+f.Nonce+"'; base-uri 'none'; frame-ancestors 'none'; form-action *")
	c.Header("Cache-Control", "no-store")
	c.Header("Referrer-Policy", "same-origin")
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
}
