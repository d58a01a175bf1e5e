package rabbit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
)

// shop is a small table with one of everything.
func shop() rabbit.Topology {
	return rabbit.Topology{
		Exchanges: []string{"orders"},
		Queues: []rabbit.Queue{
			{Name: "order.delay", TTL: 200 * time.Millisecond, DeadLetterExchange: "orders", DeadLetterKey: "order.release"},
			{Name: "order.release", Consumer: "order"},
			{Name: "cart.created", Consumer: "cart"},
		},
		Bindings: []rabbit.Binding{
			{Queue: "order.delay", Exchange: "orders", Key: "order.created"},
			{Queue: "cart.created", Exchange: "orders", Key: "order.created"},
			{Queue: "order.release", Exchange: "orders", Key: "order.release"},
		},
		Publishes: []rabbit.Route{{Exchange: "orders", Key: "order.created", By: "order"}},
	}
}

func TestLint(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*rabbit.Topology)
		says  string // "" if sound
	}{
		{"sound", func(*rabbit.Topology) {}, ""},
		{"published key that nobody hears", func(s *rabbit.Topology) {
			s.Publishes = append(s.Publishes, rabbit.Route{Exchange: "orders", Key: "order.lost"})
		}, `published ("orders", "order.lost"): reaches no queue`},
		{"nobody needs to hear an optional one", func(s *rabbit.Topology) {
			s.Publishes = append(s.Publishes, rabbit.Route{Exchange: "orders", Key: "order.seen", Optional: true})
		}, ""},
		{"published to an unknown exchange", func(s *rabbit.Topology) { s.Publishes[0].Exchange = "order" }, "the exchange is not declared"},
		{"published with a pattern", func(s *rabbit.Topology) { s.Publishes[0].Key = "order.#" }, "the key must be complete"},
		{
			"queue without consumer or dead-lettering", func(s *rabbit.Topology) { s.Queues[2].Consumer = "" },
			`queue "cart.created": has no consumer and no dead-letter key`,
		},
		{"delay queue without delay", func(s *rabbit.Topology) { s.Queues[0].TTL = 0 }, `queue "order.delay": has no consumer and no TTL`},
		{"consumed queue that expires messages", func(s *rabbit.Topology) { s.Queues[1].TTL = time.Second }, "must neither expire nor dead-letter"},
		{"dead letters to nowhere", func(s *rabbit.Topology) { s.Queues[0].DeadLetterKey = "order.realease" }, "to 0 queues [] instead of one"},
		{"dead letters to two queues", func(s *rabbit.Topology) {
			s.Bindings = append(s.Bindings, rabbit.Binding{Queue: "cart.created", Exchange: "orders", Key: "order.#"})
		}, "to 2 queues [order.release cart.created] instead of one"},
		{
			"dead letters in a circle", func(s *rabbit.Topology) {
				s.Queues[0].DeadLetterExchange, s.Queues[0].DeadLetterKey = "", "order.delay"
			},
			`dead-letters to "order.delay", which has no consumer`,
		},
		{"binding to an unknown queue", func(s *rabbit.Topology) { s.Bindings[1].Queue = "cart" }, "the queue is not declared"},
		{"binding to an unknown exchange", func(s *rabbit.Topology) { s.Bindings[1].Exchange = "order" }, "the exchange is not declared"},
		{"binding that nothing matches", func(s *rabbit.Topology) { s.Bindings[1].Key = "order.create" }, "nothing that is published matches it"},
		{"queue that hears nothing", func(s *rabbit.Topology) { s.Bindings = s.Bindings[:2] }, `queue "order.release": nothing is bound to it`},
		{"queue declared twice", func(s *rabbit.Topology) { s.Queues[2].Name = "order.release" }, "name is empty or declared twice"},
		{"queue with a reserved name", func(s *rabbit.Topology) { s.Queues[2].Name = rabbit.ParkingQueue }, "the name is taken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := shop()
			c.spoil(&s)
			err := s.Lint()
			if c.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestMarkdownShowsWhereEverythingGoes(t *testing.T) {
	text := shop().Markdown()
	assert.Contains(t, text, "| `orders` | `order.created` | order | `order.delay`, `cart.created` |")
	assert.Contains(t, text, "| `order.delay` | `orders` `order.created` | – | 200ms | `order.release` |")
	assert.Contains(t, text, "| `cart.created` | `orders` `order.created` | cart |")
	assert.Contains(t, text, "`retry.1s`, `retry.5s`, `retry.30s`, `retry.2m`")
}

func TestDeclareMayRunAgain(t *testing.T) {
	for _, kind := range []rabbit.QueueType{rabbit.Classic, rabbit.Quorum} {
		t.Run(string(kind), func(t *testing.T) {
			h := rabbittest.New(t)
			require.NoError(t, rabbit.Declare(t.Context(), []string{h.URL}, shop(), kind))
			require.NoError(t, rabbit.Declare(t.Context(), []string{h.URL}, shop(), kind))
		})
	}
}

func TestDeclareNamesTheQueueAndTheArgumentThatDiffer(t *testing.T) {
	h := rabbittest.New(t)
	h.Declare(t, shop())
	changed := shop()
	changed.Queues[0].TTL = time.Minute
	err := rabbit.Declare(t.Context(), []string{h.URL}, changed, rabbit.Classic)
	require.ErrorContains(t, err, `queue "order.delay" exists with another value of x-message-ttl`)
}

func TestDeclareRefusesATableThatDoesNotHangTogether(t *testing.T) {
	s := shop()
	s.Bindings = s.Bindings[1:]
	err := rabbit.Declare(t.Context(), []string{"amqp://127.0.0.1:1/"}, s, rabbit.Classic)
	require.ErrorContains(t, err, `queue "order.delay": nothing is bound to it`)
}
