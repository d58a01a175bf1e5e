package servers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"gulimall/deploy/native/stack"
)

// Ready asks a server once whether it can be used.
func Ready(ctx context.Context, s *stack.Stack, sec *Secrets, name string) error {
	p := s.Ports()
	switch name {
	case "mariadb":
		return mariadbReady(ctx, stack.Loopback(p.MariaDB))
	case "redis":
		return redisReady(ctx, stack.Loopback(p.Redis), sec.Redis)
	case "rabbitmq":
		return rabbitReady(ctx, s, sec.Rabbit)
	case "consul":
		return consulReady(ctx, stack.Loopback(p.Consul))
	case "epmd":
		return tcpReady(ctx, stack.Loopback(p.Epmd))
	case "nginx":
		return tcpReady(ctx, stack.Loopback(p.HTTP))
	}
	return fmt.Errorf("no server is called %q", name)
}

// Where says where a server listens, for people.
func Where(s *stack.Stack, name string) string {
	p := s.Ports()
	switch name {
	case "mariadb":
		return stack.Loopback(p.MariaDB)
	case "redis":
		return stack.Loopback(p.Redis)
	case "rabbitmq":
		return fmt.Sprintf("%s, UI on %d", stack.Loopback(p.RabbitMQ), p.RabbitUI)
	case "consul":
		return stack.Loopback(p.Consul)
	case "epmd":
		return stack.Loopback(p.Epmd)
	case "nginx":
		return fmt.Sprintf("%s:%d", s.HTTPAddr, p.HTTP)
	}
	return ""
}

func tcpReady(ctx context.Context, addr string) error {
	conn, err := dial(ctx, addr)
	if err != nil {
		return err
	}
	return conn.Close()
}

// Passing counts the instances of a part that Consul holds for healthy, and names the address of each.
func Passing(ctx context.Context, s *stack.Stack, part string) ([]string, error) {
	url := "http://" + stack.Loopback(s.Ports().Consul) + "/v1/health/service/" + part + "?passing=true"
	b, err := get(ctx, url, "", "")
	if err != nil {
		return nil, err
	}
	var entries []struct {
		Service struct {
			Address string
			Port    int
		}
	}
	if err := json.Unmarshal(b, &entries); err != nil {
		return nil, fmt.Errorf("consul: %w", err)
	}
	out := make([]string, 0, len(entries))
	for _, e := range entries {
		out = append(out, fmt.Sprintf("%s:%d", e.Service.Address, e.Service.Port))
	}
	return out, nil
}

// Answers asks a part itself whether it is ready.
func Answers(ctx context.Context, listen string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+listen+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("/readyz answers %s", res.Status)
	}
	return nil
}
