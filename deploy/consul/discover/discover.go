// Package discover stands in for hashicorp/go-discover in our build of Consul.
// The real one finds servers through a dozen clouds' SDKs, which is more than a third of Consul's build time;
// our agents are told their addresses, so no provider is ever asked.
package discover

import (
	"errors"
	"log"
)

// Provider finds addresses by some cloud's own means.
type Provider interface {
	Addrs(args map[string]string, l *log.Logger) ([]string, error)
	Help() string
}

// Providers holds nothing: this build joins by address only.
var Providers = map[string]Provider{}

// Discover answers that there is no cloud to ask.
type Discover struct{}

// Option exists for the callers; none changes anything.
type Option func(*Discover) error

// New returns a Discover that knows no provider.
func New(...Option) (*Discover, error) { return &Discover{}, nil }

// WithUserAgent changes nothing.
func WithUserAgent(string) Option { return func(*Discover) error { return nil } }

// WithProviders changes nothing.
func WithProviders(map[string]Provider) Option { return func(*Discover) error { return nil } }

// Addrs refuses every provider.
func (*Discover) Addrs(string, *log.Logger) ([]string, error) {
	return nil, errors.New("this build of Consul has no cloud auto-join; give addresses instead")
}

// Names lists the known providers: none.
func (*Discover) Names() []string { return nil }
