package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/consul"
	"gulimall/pkg/server"
)

const (
	// settle is how long a stopping process goes on serving after it has left Consul, so that callers who still know it are answered.
	settle = 500 * time.Millisecond
	// patience bounds each step of stopping.
	patience = 15 * time.Second
)

// run serves until ctx ends: listen, register, work; then leave Consul, answer what is in flight, end the consumers after the message
// in hand, let the relay send what is left, and return.
func (k *Kit) run(ctx context.Context) error {
	web, err := server.Listen(ctx, k.Config.Listen, k.Engine)
	if err != nil {
		return err
	}
	deregister, err := k.enlist(ctx)
	if err != nil {
		return errors.Join(err, web.Stop(context.WithoutCancel(ctx)))
	}
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	group, workCtx := errgroup.WithContext(work)
	for _, w := range k.workers {
		group.Go(func() error { return named(w.name, w.run(workCtx)) })
	}
	relaying, stopRelay := context.WithCancel(context.WithoutCancel(ctx))
	defer stopRelay()
	relayed := k.startRelay(relaying)
	k.Log.LogAttrs(ctx, slog.LevelInfo, "serving", slog.String("listen", k.Config.Listen))

	var failed error
	select {
	case <-ctx.Done():
	case failed = <-web.Done():
	case <-workCtx.Done(): // a worker gave up
	}
	stopping := context.WithoutCancel(ctx)
	k.Log.LogAttrs(stopping, slog.LevelInfo, "stopping")
	failed = errors.Join(failed, k.leave(stopping, deregister, web))
	stopWork()
	failed = errors.Join(failed, group.Wait())
	stopRelay()
	return errors.Join(failed, <-relayed)
}

// enlist registers the process in Consul.
func (k *Kit) enlist(ctx context.Context) (func(context.Context) error, error) {
	if !k.Config.UsesConsul() {
		return func(context.Context) error { return nil }, nil
	}
	host, port, err := k.Config.hostPort()
	if err != nil {
		return nil, err
	}
	return consul.Register(context.WithoutCancel(ctx), k.Config.ConsulAddr, consul.Registration{Service: k.Name, Addr: host, Port: port}, k.Log)
}

// leave takes the process out of Consul, waits until callers have heard of it, and finishes the requests in flight.
func (k *Kit) leave(ctx context.Context, deregister func(context.Context) error, web *server.Server) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := deregister(ctx); err != nil {
		k.Log.LogAttrs(ctx, slog.LevelWarn, "could not leave Consul", slog.Any("error", err))
	} else if k.Config.UsesConsul() {
		time.Sleep(settle)
	}
	return web.Stop(ctx)
}

// startRelay runs the outbox's relay beside the workers; it is stopped after them, because they still write messages.
func (k *Kit) startRelay(ctx context.Context) <-chan error {
	done := make(chan error, 1)
	if !k.relay || k.Outbox == nil {
		close(done)
		return done
	}
	go func() { done <- named("relay", k.Outbox.Relay(k.Broker).Run(ctx)) }()
	return done
}

func named(name string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return fmt.Errorf("%s: %w", name, err)
}
