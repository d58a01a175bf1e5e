// Package rest stands in for a part of k8s.io/client-go.
package rest

import (
	"context"
	"net"
)

// Config has the fields that Consul fills in.
type Config struct {
	Host, BearerToken string
	Dial              func(ctx context.Context, network, address string) (net.Conn, error)
	TLSClientConfig
	ContentConfig
}

// TLSClientConfig is part of Config.
type TLSClientConfig struct{ CAData []byte }

// ContentConfig is part of Config.
type ContentConfig struct{ ContentType string }
