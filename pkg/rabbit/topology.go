package rabbit

import (
	"strings"
	"time"
)

// Topology is everything that lies between those who publish and those who consume, in one table.
type Topology struct {
	Exchanges []string // topic exchanges, durable
	Queues    []Queue
	Bindings  []Binding
	Publishes []Route
}

// Queue is a durable queue. It is either consumed, and then Consumer names the part that does, or it is a delay queue: then it has
// a TTL and passes every message on to exactly one other queue.
type Queue struct {
	Name     string
	Consumer string
	TTL      time.Duration
	// DeadLetterExchange and DeadLetterKey say where the messages of a delay queue go. With an empty exchange the key is the
	// name of a queue.
	DeadLetterExchange string
	DeadLetterKey      string
}

// delays says whether q holds messages back instead of giving them to a consumer.
func (q Queue) delays() bool { return q.Consumer == "" }

// Binding lets a queue hear the messages of an exchange whose key matches: * stands for one word, # for any number of words.
type Binding struct {
	Queue    string
	Exchange string
	Key      string
}

// Route is something that is published.
type Route struct {
	Exchange string
	Key      string
	By       string // the part that publishes it
	// Optional says that nobody needs to listen, because only those listen who follow as long as they run (see Broadcast).
	Optional bool
}

// route answers the names of the queues that a message reaches, in the order of the table.
func (t Topology) route(exchange, key string) []string {
	if exchange == "" {
		if _, ok := t.queue(key); ok {
			return []string{key}
		}
		return nil
	}
	hit := map[string]bool{}
	for _, b := range t.Bindings {
		if b.Exchange == exchange && matches(b.Key, key) {
			hit[b.Queue] = true
		}
	}
	var names []string
	for _, q := range t.Queues {
		if hit[q.Name] {
			names = append(names, q.Name)
		}
	}
	return names
}

func (t Topology) queue(name string) (Queue, bool) {
	for _, q := range t.Queues {
		if q.Name == name {
			return q, true
		}
	}
	return Queue{}, false
}

// matches compares a routing key with a binding's pattern as a topic exchange does.
func matches(pattern, key string) bool {
	return matchWords(strings.Split(pattern, "."), strings.Split(key, "."))
}

func matchWords(pattern, words []string) bool {
	if len(pattern) == 0 {
		return len(words) == 0
	}
	switch pattern[0] {
	case "#":
		for i := 0; i <= len(words); i++ {
			if matchWords(pattern[1:], words[i:]) {
				return true
			}
		}
		return false
	case "*":
		return len(words) > 0 && matchWords(pattern[1:], words[1:])
	default:
		return len(words) > 0 && words[0] == pattern[0] && matchWords(pattern[1:], words[1:])
	}
}
