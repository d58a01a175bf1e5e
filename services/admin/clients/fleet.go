// Package clients is what the admin service asks others: every process of the shop how it does, the services what they have counted, the
// broker what was given up.
package clients

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/consul"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/rpc"
	"gulimall/services/admin"
)

// askTimeout bounds a question to one process: a page shall not wait for one that hangs.
const askTimeout = 700 * time.Millisecond

// sendTimeout bounds an attempt to send a message.
const sendTimeout = 4 * time.Second

// gateway is the service that keeps rate limits.
const gateway = "gateway"

// Peers gives the client for a service.
type Peers func(service string) *rpc.Client

// Fleet implements admin.Fleet: instances are found in Consul and asked one by one, outboxess through any living copy of their service.
type Fleet struct {
	lister   consul.Lister
	outboxes map[string]*rpc.Client
	order    []string
	pool     http.RoundTripper

	mu        sync.Mutex
	instances map[consul.Instance]*rpc.Client
}

var _ admin.Fleet = (*Fleet)(nil)

// NewFleet makes a fleet; services are those that have an outbox.
func NewFleet(lister consul.Lister, peers Peers, services ...string) *Fleet {
	f := &Fleet{
		lister: lister, outboxes: map[string]*rpc.Client{}, order: services, pool: rpc.NewHTTPTransport(), instances: map[consul.Instance]*rpc.Client{},
	}
	for _, name := range services {
		f.outboxes[name] = peers(name)
	}
	return f
}

// Instances implements admin.Fleet.
func (f *Fleet) Instances(ctx context.Context) ([]adminapi.Instance, error) {
	listed, err := f.lister.Instances(ctx)
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	all := make([]adminapi.Instance, len(listed))
	var asking sync.WaitGroup
	for i, one := range listed {
		all[i] = adminapi.Instance{Service: one.Service, ID: one.ID, Address: one.Addr, Health: one.Health, Output: one.Output}
		asking.Go(func() {
			var p adminapi.Process
			if err := f.ask(ctx, one, adminapi.PathOps, &p); err != nil {
				all[i].Error = err.Error()
				return
			}
			all[i].Process = &p
		})
	}
	asking.Wait()
	return all, nil
}

// Limited implements admin.Fleet.
func (f *Fleet) Limited(ctx context.Context) []adminapi.Limited {
	listed, err := f.lister.Instances(ctx)
	if err != nil {
		return nil
	}
	var mu sync.Mutex
	sums, answered := map[string]adminapi.Limited{}, false
	var asking sync.WaitGroup
	for _, one := range listed {
		if one.Service != gateway {
			continue
		}
		asking.Go(func() {
			var found []adminapi.Limited
			if f.ask(ctx, one, adminapi.PathOpsLimits, &found) != nil {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			answered = true
			for _, l := range found {
				key := l.Limit + " " + l.Service
				if sum, ok := sums[key]; ok {
					l.Refused += sum.Refused
					l.LastAt = latest(l.LastAt, sum.LastAt)
				}
				sums[key] = l
			}
		})
	}
	asking.Wait()
	if !answered {
		return nil
	}
	all := make([]adminapi.Limited, 0, len(sums))
	for _, l := range sums {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b adminapi.Limited) int { return strings.Compare(a.Limit+" "+a.Service, b.Limit+" "+b.Service) })
	return all
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// ask puts a question to one process.
func (f *Fleet) ask(ctx context.Context, to consul.Instance, path string, out any) error {
	return f.client(to).Do(ctx, rpc.Call{Method: http.MethodGet, Path: path, Out: out, Timeout: askTimeout})
}

// mostClients bounds the clients that are kept: ports change with every start where nobody fixes them.
const mostClients = 256

func (f *Fleet) client(to consul.Instance) *rpc.Client {
	key := consul.Instance{Service: to.Service, Addr: to.Addr}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c, ok := f.instances[key]; ok {
		return c
	}
	if len(f.instances) >= mostClients {
		clear(f.instances)
	}
	c := rpc.New(consul.Static{to.Service: {to.Addr}}, to.Service, rpc.Options{Base: f.pool})
	f.instances[key] = c
	return c
}

// Unsent implements admin.Fleet.
func (f *Fleet) Unsent(ctx context.Context, failed bool, limit int) []admin.ServiceOutbox {
	all := make([]admin.ServiceOutbox, len(f.order))
	path := adminapi.PathOpsOutbox + "?limit=" + strconv.Itoa(limit) + "&failed=" + strconv.FormatBool(failed)
	var asking sync.WaitGroup
	for i, service := range f.order {
		all[i].Service = service
		asking.Go(func() {
			var box adminapi.Outbox
			err := f.outboxes[service].Do(ctx, rpc.Call{Method: http.MethodGet, Path: path, Out: &box, Timeout: askTimeout})
			if err != nil {
				all[i].Error = err.Error()
				return
			}
			all[i].Total, all[i].Failed, all[i].Items = box.Total, box.Failed, box.Items
		})
	}
	asking.Wait()
	return all
}

// Send implements admin.Fleet.
func (f *Fleet) Send(ctx context.Context, service string, id int64) (adminapi.Sent, error) {
	var sent adminapi.Sent
	peer, known := f.outboxes[service]
	if !known {
		return sent, admin.ErrNoService
	}
	path := adminapi.PathOpsOutbox + "/" + strconv.FormatInt(id, 10) + "/send"
	err := peer.Do(ctx, rpc.Call{Method: http.MethodPost, Path: path, Out: &sent, Idempotent: true, Timeout: sendTimeout})
	return sent, err
}
