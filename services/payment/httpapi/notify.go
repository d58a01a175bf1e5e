package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/server"
	"gulimall/services/payment"
)

const (
	// maxNotify is the largest notification that is read, in bytes.
	maxNotify = 16 << 10
	// notifyTimeout bounds the work on one; Alipay sends it again.
	notifyTimeout = 10 * time.Second
)

// notify answers Alipay in its own way: the seven characters success once everything is committed, fail otherwise. There is no session
// and no page here; the signature is the only proof.
func (a api) notify(edge *server.Edge) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), notifyTimeout)
		defer cancel()
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxNotify)
		if err := a.read(ctx, c); err != nil {
			level := slog.LevelError
			if payment.IsAbnormal(err) {
				level = slog.LevelWarn
			}
			edge.Log.LogAttrs(ctx, level, "notification refused", slog.Any("error", err))
			c.String(http.StatusOK, "fail")
			return
		}
		c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte("success"))
	}
}

func (a api) read(ctx context.Context, c *gin.Context) error {
	if c.Request.URL.RawQuery != "" || c.ContentType() != "application/x-www-form-urlencoded" {
		return payment.ErrAbnormal
	}
	if err := c.Request.ParseForm(); err != nil {
		return payment.ErrAbnormal.Wrap(err)
	}
	return a.uc.Notify(ctx, c.Request.PostForm, a.alipay.Who, a.alipay.Signed)
}
