package rabbit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Lint proves that the table hangs together: everything that is published reaches a consumer, nothing waits in a queue that
// nobody empties, and a delay ends in exactly one queue. It reports all that is wrong at once.
func (t Topology) Lint() error {
	problems := slices.Concat(t.lintNames(), t.lintQueues(), t.lintBindings(), t.lintRoutes())
	return errors.Join(problems...)
}

func (t Topology) lintNames() (problems []error) {
	seen := map[string]bool{}
	for _, name := range t.Exchanges {
		if name == "" || seen[name] {
			problems = append(problems, fmt.Errorf("exchange %q: name is empty or declared twice", name))
		}
		seen[name] = true
	}
	clear(seen)
	for _, q := range t.Queues {
		switch {
		case q.Name == "" || seen[q.Name]:
			problems = append(problems, fmt.Errorf("queue %q: name is empty or declared twice", q.Name))
		case q.Name == ParkingQueue || strings.HasPrefix(q.Name, retryPrefix) || strings.HasPrefix(q.Name, "amq."):
			problems = append(problems, fmt.Errorf("queue %q: the name is taken", q.Name))
		}
		seen[q.Name] = true
	}
	return problems
}

func (t Topology) lintQueues() (problems []error) {
	for _, q := range t.Queues {
		if err := t.lintQueue(q); err != nil {
			problems = append(problems, fmt.Errorf("queue %q: %w", q.Name, err))
		}
		heard := slices.ContainsFunc(t.Bindings, func(b Binding) bool { return b.Queue == q.Name }) ||
			slices.ContainsFunc(t.Queues, func(o Queue) bool { return o.DeadLetterExchange == "" && o.DeadLetterKey == q.Name })
		if !heard {
			problems = append(problems, fmt.Errorf("queue %q: nothing is bound to it", q.Name))
		}
	}
	return problems
}

func (t Topology) lintQueue(q Queue) error {
	if !q.delays() {
		if q.TTL != 0 || q.DeadLetterKey != "" || q.DeadLetterExchange != "" {
			return errors.New("is consumed and must neither expire nor dead-letter messages: retries and parking do that")
		}
		return nil
	}
	if q.DeadLetterKey == "" {
		return errors.New("has no consumer and no dead-letter key: messages would stay for ever")
	}
	if q.TTL < time.Millisecond {
		return errors.New("has no consumer and no TTL: messages would stay for ever")
	}
	if strings.ContainsAny(q.DeadLetterKey, "*#") && q.DeadLetterExchange != "" {
		return fmt.Errorf("dead-letters with the pattern %q instead of a key", q.DeadLetterKey)
	}
	targets := t.route(q.DeadLetterExchange, q.DeadLetterKey)
	if len(targets) != 1 {
		return fmt.Errorf("dead-letters with (%q, %q) to %d queues %v instead of one",
			q.DeadLetterExchange, q.DeadLetterKey, len(targets), targets)
	}
	if target, _ := t.queue(targets[0]); target.delays() {
		return fmt.Errorf("dead-letters to %q, which has no consumer", target.Name)
	}
	return nil
}

func (t Topology) lintBindings() (problems []error) {
	for _, b := range t.Bindings {
		name := fmt.Sprintf("binding of %q to (%q, %q)", b.Queue, b.Exchange, b.Key)
		if _, ok := t.queue(b.Queue); !ok {
			problems = append(problems, fmt.Errorf("%s: the queue is not declared", name))
		}
		if !slices.Contains(t.Exchanges, b.Exchange) {
			problems = append(problems, fmt.Errorf("%s: the exchange is not declared", name))
		}
		if !t.spoken(b) {
			problems = append(problems, fmt.Errorf("%s: nothing that is published matches it", name))
		}
	}
	return problems
}

// spoken says whether any message can pass the binding.
func (t Topology) spoken(b Binding) bool {
	return slices.ContainsFunc(t.Publishes, func(r Route) bool { return r.Exchange == b.Exchange && matches(b.Key, r.Key) }) ||
		slices.ContainsFunc(t.Queues, func(q Queue) bool {
			return q.DeadLetterExchange == b.Exchange && q.DeadLetterKey != "" && matches(b.Key, q.DeadLetterKey)
		})
}

func (t Topology) lintRoutes() (problems []error) {
	for _, r := range t.Publishes {
		name := fmt.Sprintf("published (%q, %q)", r.Exchange, r.Key)
		switch {
		case !slices.Contains(t.Exchanges, r.Exchange):
			problems = append(problems, fmt.Errorf("%s: the exchange is not declared", name))
		case r.Key == "" || strings.ContainsAny(r.Key, "*#"):
			problems = append(problems, fmt.Errorf("%s: the key must be complete", name))
		case len(t.route(r.Exchange, r.Key)) == 0 && !r.Optional:
			problems = append(problems, fmt.Errorf("%s: reaches no queue", name))
		}
	}
	return problems
}
