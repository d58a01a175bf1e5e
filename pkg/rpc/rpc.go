// Package rpc is how one service calls another: JSON over HTTP to any living instance, with what belongs to the caller's
// request (cookie, language, request id, trace, what is left of the deadline) carried along, and errors that keep their
// code on the way. An instance that refuses the connection is skipped at once; only calls that may be repeated are repeated.
package rpc

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Resolver knows the living instances of a service. consul.Resolver and consul.Static are resolvers.
type Resolver interface {
	// Addrs returns host:port of the living instances and never waits. The caller does not change the slice.
	Addrs(service string) []string
	// Wait returns when service has a living instance, or with the error of ctx.
	Wait(ctx context.Context, service string) error
}

// Headers of our own between services. The gateway takes them out of what comes from outside.
const (
	// HeaderTimeout is what is left of the caller's deadline, in milliseconds.
	HeaderTimeout = "X-Request-Timeout-Ms"
	// HeaderNotStarted on a 503 says that nothing was done for the request (the instance is stopping), so that any
	// request may be sent to another instance.
	HeaderNotStarted = "X-Not-Started"
)

// Options of a Client. The zero value is good.
type Options struct {
	Timeout     time.Duration         // a call's limit below the deadline of ctx; zero means 2 s
	MaxInFlight int                   // calls at once, the others wait for their turn; zero means 256
	MaxAnswer   int64                 // the longest answer that is read; zero means 8 MiB
	TripAfter   uint                  // failures in a row that open the breaker; zero means 20
	HalfOpen    time.Duration         // how long the breaker stays open before it lets one call try; zero means 1 s
	Registerer  prometheus.Registerer // where rpc_client_seconds goes; nil keeps it private
	Base        http.RoundTripper     // the connection pool; nil means one of its own
	Now         func() time.Time      // nil means time.Now
}

func (o Options) withDefaults() Options {
	if o.Timeout == 0 {
		o.Timeout = 2 * time.Second
	}
	if o.MaxInFlight == 0 {
		o.MaxInFlight = 256
	}
	if o.MaxAnswer == 0 {
		o.MaxAnswer = 8 << 20
	}
	if o.TripAfter == 0 {
		o.TripAfter = 20
	}
	if o.HalfOpen == 0 {
		o.HalfOpen = time.Second
	}
	if o.Base == nil {
		o.Base = NewHTTPTransport()
	}
	if o.Now == nil {
		o.Now = time.Now //nolint:forbidigo // the one default clock of this package
	}
	return o
}
