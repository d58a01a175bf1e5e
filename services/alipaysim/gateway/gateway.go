// Package gateway speaks Alipay's protocol at /gateway.do: it opens signed requests, carries them out, and signs the
// answers byte by byte as they are printed.
package gateway

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/services/alipaysim"
)

// maxForm is the largest request; Alipay's are a few kilobytes.
const maxForm = 256 << 10

// Cashier shows the page of a page.pay request to the buyer. Err says why the request was refused; the request is
// empty then.
type Cashier interface {
	Open(c *gin.Context, req alipaysim.Request, err error)
}

// Gateway is the open platform's door for merchants.
type Gateway struct {
	sim     *alipaysim.Sim
	cashier Cashier
	log     *slog.Logger
	bills   *billURLs
	calls   map[string]call
	forger  func() (*rsa.PrivateKey, error)
}

// call carries out a method and returns the content of the answer.
type call func(c *gin.Context, req alipaysim.Request) (any, error)

// New makes a gateway.
func New(sim *alipaysim.Sim, cashier Cashier, log *slog.Logger) *Gateway {
	g := &Gateway{
		sim: sim, cashier: cashier, log: log, bills: newBillURLs(sim),
		forger: sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
	}
	g.calls = map[string]call{
		"alipay.trade.query":                             g.query,
		"alipay.trade.close":                             g.close,
		"alipay.trade.refund":                            g.refund,
		"alipay.trade.fastpay.refund.query":              g.refundQuery,
		"alipay.data.dataservice.bill.downloadurl.query": g.billURL,
	}
	return g
}

// Routes mounts the gateway.
func (g *Gateway) Routes(r gin.IRouter) {
	r.GET("/gateway.do", g.serve)
	r.POST("/gateway.do", g.serve)
	r.GET("/bills/:name", g.download)
}

func (g *Gateway) serve(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	if err := c.Request.ParseForm(); err != nil {
		g.refuse(c, alipaysim.ErrRepeatedField)
		return
	}
	form := c.Request.Form
	req, err := g.sim.Open(form)
	if form.Get("method") == alipaysim.MethodPagePay {
		g.cashier.Open(c, req, err)
		return
	}
	if err != nil {
		g.refuse(c, err)
		return
	}
	f := g.sim.Faults().Gateway
	if !f.Hit(req.Method) {
		f = alipaysim.GatewayFaults{}
	}
	if !g.before(c, f) {
		return
	}
	g.execute(c, req, f)
}

// before does the faults that keep a request from being carried out.
func (g *Gateway) before(c *gin.Context, f alipaysim.GatewayFaults) (goOn bool) {
	if f.HangMs > 0 {
		t := time.NewTimer(time.Duration(f.HangMs) * time.Millisecond)
		defer t.Stop()
		select {
		case <-t.C:
		case <-c.Request.Context().Done():
			return false
		}
	}
	if f.Status502 {
		c.Data(http.StatusBadGateway, "text/html; charset=utf-8", []byte("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"))
		return false
	}
	return true
}

func (g *Gateway) execute(c *gin.Context, req alipaysim.Request, f alipaysim.GatewayFaults) {
	run, ok := g.calls[req.Method]
	if !ok {
		g.refuse(c, alipaysim.ErrInvalidMethod)
		return
	}
	var content any
	var err error = alipaysim.ErrSystem
	if !f.SystemError {
		content, err = run(c, req)
	}
	var refused *alipaysim.Error
	if err != nil && !errors.As(err, &refused) {
		g.log.LogAttrs(c.Request.Context(), slog.LevelError, "call failed", slog.String("method", req.Method), slog.Any("error", err))
		refused = alipaysim.ErrSystem
	}
	if f.SystemErrorAfter {
		refused = alipaysim.ErrSystem
	}
	if f.LoseAnswer {
		g.cut(c)
		return
	}
	if refused != nil {
		content = failure(refused)
	}
	g.answer(c, req.Method, content, f)
}

// cut ends the connection without a word.
func (g *Gateway) cut(c *gin.Context) {
	conn, _, err := c.Writer.Hijack()
	if err == nil {
		err = conn.Close()
	}
	if err != nil {
		g.log.LogAttrs(c.Request.Context(), slog.LevelWarn, "connection not cut", slog.Any("error", err))
	}
	c.Abort()
}

type status struct {
	Code    string `json:"code"`
	Msg     string `json:"msg"`
	SubCode string `json:"sub_code,omitempty"`
	SubMsg  string `json:"sub_msg,omitempty"`
}

func success() status { return status{Code: "10000", Msg: "Success"} }

func failure(e *alipaysim.Error) status {
	return status{Code: e.Code, Msg: e.Msg, SubCode: e.SubCode, SubMsg: e.SubMsg}
}

// refuse answers a request that was not even looked into; Alipay does not sign that.
func (g *Gateway) refuse(c *gin.Context, err error) {
	refused := alipaysim.ErrSystem
	errors.As(err, &refused)
	body, err := json.Marshal(map[string]status{"error_response": failure(refused)})
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", body)
}

// answer prints the content and signs exactly what it prints.
func (g *Gateway) answer(c *gin.Context, method string, content any, f alipaysim.GatewayFaults) {
	body, err := json.Marshal(content)
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"%s_response":%s`, strings.ReplaceAll(method, ".", "_"), body)
	if !f.Unsigned {
		sign, err := g.sign(body, f)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(&out, `,"sign":"%s"`, sign)
	}
	out.WriteByte('}')
	c.Data(http.StatusOK, "application/json; charset=utf-8", out.Bytes())
}

func (g *Gateway) sign(body []byte, f alipaysim.GatewayFaults) (string, error) {
	key := g.sim.Keys().Private
	if f.WrongKey {
		var err error
		if key, err = g.forger(); err != nil {
			return "", err
		}
	}
	return alipaysim.SignBytes(key, body)
}
