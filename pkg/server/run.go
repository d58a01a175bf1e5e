package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server listens and serves until it is stopped, then finishes what is in flight.
type Server struct {
	http     *http.Server
	addr     string
	done     chan error
	stopping chan struct{}
}

type stoppingKey struct{}

// Stopping is closed when the server that a request came to begins to stop. Answers that last, streams of events, end then: Stop waits
// for them as for any other. A request that came another way never hears of it.
func Stopping(ctx context.Context) <-chan struct{} {
	stopping, _ := ctx.Value(stoppingKey{}).(chan struct{})
	return stopping
}

// Listen begins to serve handler on addr, with limits on slow and large requests. Deadlines on bodies and answers are the
// handlers' own, so that a live stream may last.
func Listen(ctx context.Context, addr string, handler http.Handler) (*Server, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	stopping := make(chan struct{})
	s := &Server{
		stopping: stopping,
		http: &http.Server{
			BaseContext: func(net.Listener) context.Context {
				return context.WithValue(context.WithoutCancel(ctx), stoppingKey{}, stopping)
			},
			Handler:           handler,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       15 * time.Second,
			IdleTimeout:       60 * time.Second,
			MaxHeaderBytes:    32 << 10,
		},
		addr: listener.Addr().String(),
		done: make(chan error, 1),
	}
	go func() { s.done <- s.http.Serve(listener) }()
	return s, nil
}

// Addr is where it listens, as host:port.
func (s *Server) Addr() string { return s.addr }

// Done gives the error that ended serving before Stop was called.
func (s *Server) Done() <-chan error { return s.done }

// Stop takes no new connections, asks the living ones to close after their answer, and waits for the requests in flight until
// ctx ends. It is called once.
func (s *Server) Stop(ctx context.Context) error {
	close(s.stopping)
	s.http.SetKeepAlivesEnabled(false)
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	if err := <-s.done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
