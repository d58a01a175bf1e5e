package consul

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/consul/api"
)

// Registration is how a process presents itself.
type Registration struct {
	Service   string // the name that others ask for, such as "ware"
	ID        string // unique among all instances; empty means service-host-port
	Addr      string // the host that others dial
	Port      int
	CheckPath string // empty means /readyz
	Tags      []string
	Meta      map[string]string

	CheckInterval time.Duration // zero means 2 s
	Refresh       time.Duration // how often to look whether Consul still knows us; zero means 5 s
}

// deregisterAfter is the least that Consul allows: how long the entry of a killed process stays, unused, in the list.
const deregisterAfter = time.Minute

// Register makes the process known to the agent at addr and keeps it known, also over restarts of the agent, until
// deregister is called. It returns at once; a Consul that is away is tried again in the background. Nobody is sent our way
// before the check passes. deregister waits for the background work and takes the entry out; call it before the server stops.
func Register(ctx context.Context, addr string, r Registration, log *slog.Logger) (deregister func(context.Context) error, err error) {
	client, err := open(addr)
	if err != nil {
		return nil, err
	}
	r = r.withDefaults()
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { keep(ctx, client.Agent(), r, log) })
	return func(ctx context.Context) error {
		cancel()
		done.Wait()
		opts := (&api.QueryOptions{}).WithContext(ctx)
		if err := client.Agent().ServiceDeregisterOpts(r.ID, opts); err != nil {
			return fmt.Errorf("deregister %s: %w", r.ID, err)
		}
		return nil
	}, nil
}

// keep registers r and registers it again whenever the agent no longer knows it.
func keep(ctx context.Context, agent *api.Agent, r Registration, log *slog.Logger) {
	known, failures := false, 0
	for {
		err := ensure(ctx, agent, r, known, log)
		wait := r.Refresh
		if err != nil {
			wait = min(wait, backoff(failures))
			if ctx.Err() == nil && failures == 0 {
				log.LogAttrs(ctx, slog.LevelWarn, "consul does not answer; registering goes on", slog.Any("error", err))
			}
			failures++
		} else {
			known, failures = true, 0
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// ensure asks the agent about r and registers it if need be. known says that it was registered before.
func ensure(ctx context.Context, agent *api.Agent, r Registration, known bool, log *slog.Logger) error {
	if known {
		opts := (&api.QueryOptions{}).WithContext(ctx)
		_, _, err := agent.Service(r.ID, opts)
		if err == nil {
			return nil
		}
		if status, ok := statusOf(err); !ok || status != 404 {
			return err
		}
		log.LogAttrs(ctx, slog.LevelWarn, "consul forgot this instance; registering again", slog.String("id", r.ID))
	}
	entry := &api.AgentServiceRegistration{
		Name: r.Service, ID: r.ID, Address: r.Addr, Port: r.Port, Tags: r.Tags, Meta: r.Meta,
		Check: &api.AgentServiceCheck{
			CheckID:                        "ready:" + r.ID,
			HTTP:                           "http://" + net.JoinHostPort(r.Addr, strconv.Itoa(r.Port)) + r.CheckPath,
			Interval:                       r.CheckInterval.String(),
			Timeout:                        "2s",
			DeregisterCriticalServiceAfter: deregisterAfter.String(),
		},
	}
	opts := api.ServiceRegisterOpts{ReplaceExistingChecks: true}.WithContext(ctx)
	if err := agent.ServiceRegisterOpts(entry, opts); err != nil {
		return fmt.Errorf("register %s: %w", r.ID, err)
	}
	log.LogAttrs(ctx, slog.LevelInfo, "registered in consul", slog.String("id", r.ID))
	return nil
}

func (r Registration) withDefaults() Registration {
	if r.ID == "" {
		r.ID = r.Service + "-" + r.Addr + "-" + strconv.Itoa(r.Port)
	}
	if r.CheckPath == "" {
		r.CheckPath = "/readyz"
	}
	if r.CheckInterval == 0 {
		r.CheckInterval = 2 * time.Second
	}
	if r.Refresh == 0 {
		r.Refresh = 5 * time.Second
	}
	return r
}
