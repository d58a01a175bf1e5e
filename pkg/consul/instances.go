package consul

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/consul/api"
)

// Instance is a process as Consul lists it, healthy or not.
type Instance struct {
	Service string
	ID      string
	Addr    string // host:port
	Health  string // passing, warning, critical
	Output  string // what its check said last, where that is not well
}

// Lister lists all instances of all services.
type Lister interface {
	Instances(ctx context.Context) ([]Instance, error)
}

// Catalogue is Consul as a Lister.
type Catalogue struct{ client *api.Client }

// NewCatalogue looks into the agent at addr.
func NewCatalogue(addr string) (*Catalogue, error) {
	client, err := open(addr)
	if err != nil {
		return nil, err
	}
	return &Catalogue{client}, nil
}

// self is the service that Consul lists itself as.
const self = "consul"

// Instances implements Lister, sorted by service and id.
func (c *Catalogue) Instances(ctx context.Context) ([]Instance, error) {
	opts := (&api.QueryOptions{}).WithContext(ctx)
	services, _, err := c.client.Catalog().Services(opts)
	if err != nil {
		return nil, fmt.Errorf("list services: %w", err)
	}
	var all []Instance
	for service := range services {
		if service == self {
			continue
		}
		entries, _, err := c.client.Health().Service(service, "", false, opts)
		if err != nil {
			return nil, fmt.Errorf("list instances of %s: %w", service, err)
		}
		for _, e := range entries {
			all = append(all, listed(e))
		}
	}
	slices.SortFunc(all, func(a, b Instance) int { return strings.Compare(a.Service+" "+a.ID, b.Service+" "+b.ID) })
	return all, nil
}

func listed(e *api.ServiceEntry) Instance {
	host := e.Service.Address
	if host == "" {
		host = e.Node.Address
	}
	one := Instance{
		Service: e.Service.Service, ID: e.Service.ID, Addr: net.JoinHostPort(host, strconv.Itoa(e.Service.Port)), Health: e.Checks.AggregatedStatus(),
	}
	for _, check := range e.Checks {
		if check.Status != api.HealthPassing {
			one.Output = strings.TrimSpace(check.Output)
		}
	}
	return one
}

// Instances implements Lister: of a fixed list nobody knows the health.
func (s Static) Instances(context.Context) ([]Instance, error) {
	var all []Instance
	for service, addrs := range s {
		for _, addr := range addrs {
			all = append(all, Instance{Service: service, ID: service + "-" + addr, Addr: addr})
		}
	}
	slices.SortFunc(all, func(a, b Instance) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}
