package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gulimall/pkg/rabbit"
)

// brokerRules look at RabbitMQ.
func brokerRules() []rule {
	return []rule{
		{
			name: "queues-declared", says: "every queue of the topology exists, and whoever must listens", when: atRest, on: []string{"broker"},
			look: func(ctx context.Context, s *snapshot, res *Result) error {
				queues, err := s.Broker.queues(ctx)
				if err != nil {
					return err
				}
				for _, want := range append(slices.Clone(s.Broker.Topology.Queues), rabbit.Queue{Name: rabbit.ParkingQueue}) {
					res.Rows++
					i := slices.IndexFunc(queues, func(q queue) bool { return q.Name == want.Name })
					switch {
					case i < 0:
						res.add(want.Name, "does not exist")
					case s.Broker.Consumed && want.Consumer != "" && queues[i].Consumers == 0:
						res.add(want.Name, want.Consumer+" does not listen")
					}
				}
				return nil
			},
		},
		{
			name: "queues-empty", says: "no work queue, and no queue of retries, holds a message", when: atRest, on: []string{"broker"},
			look: func(ctx context.Context, s *snapshot, res *Result) error {
				return s.Broker.count(ctx, res, func(q queue) bool { return q.Name != rabbit.ParkingQueue && !q.delays() })
			},
		},
		{
			name: "parking-empty", says: "no message was given up", when: atRest, on: []string{"broker"},
			look: func(ctx context.Context, s *snapshot, res *Result) error {
				return s.Broker.count(ctx, res, func(q queue) bool { return q.Name == rabbit.ParkingQueue })
			},
		},
	}
}

// queue is one queue in the words of the management interface.
type queue struct {
	Name      string `json:"name"`
	Messages  int64  `json:"messages"`
	Unacked   int64  `json:"messages_unacknowledged"`
	Consumers int    `json:"consumers"`
	Arguments struct {
		DeadLetterExchange string `json:"x-dead-letter-exchange"`
	} `json:"arguments"`
}

// delays says whether a queue holds messages back until a deadline, for a lifetime of orders that is or was in use.
func (q queue) delays() bool { return q.Arguments.DeadLetterExchange != "" }

func (b *Broker) count(ctx context.Context, res *Result, want func(queue) bool) error {
	queues, err := b.queues(ctx)
	for _, q := range queues {
		if !want(q) {
			continue
		}
		res.Rows++
		if q.Messages > 0 {
			res.add(q.Name, fmt.Sprintf("%d messages, %d of them being handled", q.Messages, q.Unacked))
			res.Violations += q.Messages - 1
		}
	}
	return err
}

// queues lists the queues of the virtual host.
func (b *Broker) queues(ctx context.Context) ([]queue, error) {
	u, err := url.Parse(strings.TrimSpace(b.URL))
	if err != nil {
		return nil, errors.New("the address of RabbitMQ's management interface cannot be read") // the error would show the password
	}
	account := u.User
	u.User = nil
	vhost := b.VHost
	if vhost == "" {
		vhost = "/"
	}
	target := u.String() + "/api/queues/" + url.PathEscape(vhost)
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, err
	}
	password, _ := account.Password()
	req.SetBasicAuth(account.Username(), password)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("RabbitMQ's management interface: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("RabbitMQ's management interface answers %s to %s", res.Status, target)
	}
	var all []queue
	if err := json.NewDecoder(res.Body).Decode(&all); err != nil {
		return nil, fmt.Errorf("RabbitMQ's management interface: %w", err)
	}
	return all, nil
}
