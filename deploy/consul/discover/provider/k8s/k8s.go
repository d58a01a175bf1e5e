// Package k8s stands in for go-discover's Kubernetes provider, which Consul names by itself.
package k8s

import (
	"errors"
	"log"
)

// Provider finds nothing.
type Provider struct{}

// Addrs refuses.
func (*Provider) Addrs(map[string]string, *log.Logger) ([]string, error) {
	return nil, errors.New("this build of Consul has no Kubernetes auto-join")
}

// Help says why.
func (*Provider) Help() string { return "not part of this build" }
