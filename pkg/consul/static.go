package consul

import (
	"context"
	"fmt"
	"strings"
)

// Static is a resolver without Consul: a fixed list, for tests and for machines with one copy of everything.
type Static map[string][]string

// ParseStatic reads "ware=127.0.0.1:1,127.0.0.1:2;coupon=127.0.0.1:3", the form of MALL_PEERS.
func ParseStatic(peers string) (Static, error) {
	s := Static{}
	for entry := range strings.SplitSeq(peers, ";") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		service, addrs, ok := strings.Cut(entry, "=")
		if !ok || service == "" || addrs == "" {
			return nil, fmt.Errorf("peers: %q is not service=host:port,host:port", entry)
		}
		for addr := range strings.SplitSeq(addrs, ",") {
			if addr = strings.TrimSpace(addr); addr != "" {
				s[service] = append(s[service], addr)
			}
		}
	}
	return s, nil
}

// Addrs returns the instances of service.
func (s Static) Addrs(service string) []string { return s[service] }

// Wait returns at once when service is in the list, else when ctx ends.
func (s Static) Wait(ctx context.Context, service string) error {
	if len(s[service]) > 0 {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}
