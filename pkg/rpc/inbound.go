package rpc

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// maxInbound caps the deadline that a caller may ask for.
const maxInbound = 30 * time.Second

type callerKey struct{}

// caller is what of an inbound request travels on with outbound calls.
type caller struct {
	cookies  string
	language string
}

// Inbound puts the caller's cookies and language into the request's context, from where calls take them along, and
// applies the deadline that the caller sent.
func Inbound() gin.HandlerFunc {
	return func(c *gin.Context) {
		header := c.Request.Header
		from := caller{cookies: header.Get("Cookie"), language: header.Get("Accept-Language")}
		ctx := context.WithValue(c.Request.Context(), callerKey{}, from)
		if left := timeout(header.Get(HeaderTimeout)); left > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, left)
			defer cancel()
		}
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

func callerOf(ctx context.Context) caller {
	from, _ := ctx.Value(callerKey{}).(caller)
	return from
}

// timeout reads a HeaderTimeout value; zero means none. An unreadable one is as good as none.
func timeout(header string) time.Duration {
	if header == "" {
		return 0
	}
	ms, err := strconv.ParseInt(header, 10, 32)
	if err != nil || ms < 1 {
		return 0
	}
	return min(maxInbound, time.Duration(ms)*time.Millisecond)
}

// setTimeout writes what is left of ctx's deadline.
func setTimeout(ctx context.Context, header http.Header) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return
	}
	ms := max(1, time.Until(deadline).Milliseconds())
	header[HeaderTimeout] = []string{strconv.FormatInt(ms, 10)}
}
