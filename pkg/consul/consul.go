// Package consul registers this process in Consul and finds the living instances of the others. Neither ever makes a
// request wait for Consul: registering goes on in the background until it succeeds, and the last good list of instances
// stays in use while Consul is away.
package consul

import (
	"fmt"
	"time"

	"github.com/hashicorp/consul/api"
)

// Waits between attempts while Consul does not answer.
const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 5 * time.Second
)

// open returns a client for the agent at addr (host:port).
func open(addr string) (*api.Client, error) {
	config := api.DefaultConfig()
	config.Address = addr
	client, err := api.NewClient(config)
	if err != nil {
		return nil, fmt.Errorf("consul client for %s: %w", addr, err)
	}
	return client, nil
}

// backoff is the wait before the next attempt after n failures in a row.
func backoff(n int) time.Duration {
	return min(lastRetry, firstRetry<<min(n, 10))
}
