// Package server is where the shop meets HTTP: the engine with its standard middleware, the one place where errors become answers,
// strict decoding of requests, health, and a run that ends gracefully.
package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/pkg/telemetry"
)

// Handler is what a room writes: decode, call one use case, encode; an error goes to the Edge.
type Handler func(c *gin.Context) error

// ErrorPage shows an error to somebody who looks at pages.
type ErrorPage func(c *gin.Context, err *apperr.Error, title, detail, traceID string)

// Edge turns errors into answers. It logs each once: our own faults as errors with their cause, the rest as information.
type Edge struct {
	Log   *slog.Logger
	Words *i18n.Catalogue
}

// JSON adapts a handler of the JSON API: an error becomes application/problem+json.
func (e *Edge) JSON(h Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			e.Problem(c, err)
		}
	}
}

// Page adapts a handler of HTML pages: an error becomes a page drawn by show.
func (e *Edge) Page(h Handler, show ErrorPage) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := h(c)
		if err == nil {
			return
		}
		ae := refusal(c, err)
		e.log(c, ae, err)
		lang := e.Words.Language(c.Request)
		e.retryAfter(c, ae)
		show(c, ae, e.Title(lang, ae), ae.Detail, telemetry.TraceID(c.Request.Context()))
	}
}

// Problem answers err as application/problem+json.
func (e *Edge) Problem(c *gin.Context, err error) {
	ae := refusal(c, err)
	e.log(c, ae, err)
	lang := e.Words.Language(c.Request)
	p := apperr.Problem{
		Type:    "about:blank",
		Title:   e.Title(lang, ae),
		Status:  ae.Kind.Status(),
		Detail:  ae.Detail,
		Code:    ae.Code,
		TraceID: telemetry.TraceID(c.Request.Context()),
		Ext:     ae.Ext,
	}
	for _, f := range ae.Fields {
		p.Errors = append(p.Errors, apperr.FieldProblem{Field: f.Name, Code: f.Code, Message: e.FieldMessage(lang, f)})
	}
	e.retryAfter(c, ae)
	body, err := json.Marshal(p)
	if err != nil {
		e.Log.LogAttrs(c.Request.Context(), slog.LevelError, "problem document does not encode", slog.Any("error", err))
		body = []byte(`{"type":"about:blank","title":"internal","status":500,"code":"internal","traceId":""}`)
	}
	c.Data(p.Status, "application/problem+json; charset=utf-8", body)
}

// refusal is how an error is answered. What failed because the request's time was up, or because whoever asked has gone away, is
// no fault of ours.
func refusal(c *gin.Context, err error) *apperr.Error {
	var known *apperr.Error
	if c.Request.Context().Err() != nil && !errors.As(err, &known) {
		return apperr.ErrUnavailable.Wrap(err)
	}
	return apperr.From(err)
}

// Title is what an error is called in a language.
func (e *Edge) Title(lang string, err *apperr.Error) string {
	if text, ok := e.Words.Text(lang, "error_"+err.Code); ok {
		return text
	}
	return http.StatusText(err.Kind.Status())
}

// FieldMessage says in a language what is wrong with a field.
func (e *Edge) FieldMessage(lang string, f apperr.Field) string {
	for _, key := range []string{"field_" + f.Code, "error_" + f.Code, "field_invalid"} {
		if text, ok := e.Words.Text(lang, key); ok {
			return text
		}
	}
	return f.Code
}

func (e *Edge) retryAfter(c *gin.Context, err *apperr.Error) {
	if err.RetryAfter > 0 {
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(err.RetryAfter.Seconds()))))
	} else if err.Kind == apperr.Unavailable || err.Kind == apperr.TooMany {
		c.Header("Retry-After", "1")
	}
}

func (e *Edge) log(c *gin.Context, ae *apperr.Error, err error) {
	level := slog.LevelInfo
	if ae.Kind == apperr.Internal {
		level = slog.LevelError
	}
	e.Log.LogAttrs(c.Request.Context(), level, "request refused",
		slog.String("method", c.Request.Method), slog.String("route", c.FullPath()),
		slog.Int("status", ae.Kind.Status()), slog.String("code", ae.Code), slog.Any("error", err))
}

// recovery answers a panic as an internal error, and logs where it came from. net/http's own abort passes through, so that an answer that
// was cut off does not look complete.
func (e *Edge) recovery() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				panic(cause) //nolint:forbidigo // passed on, not started
			}
			e.Log.LogAttrs(c.Request.Context(), slog.LevelError, "panic", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
			if !c.Writer.Written() {
				e.Problem(c, fmt.Errorf("panic: %v", cause))
			}
			c.Abort()
		}()
		c.Next()
	}
}
