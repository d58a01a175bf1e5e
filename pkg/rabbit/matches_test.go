package rabbit

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMatchesAsATopicExchangeDoes(t *testing.T) {
	for _, c := range []struct {
		pattern, key string
		want         bool
	}{
		{"order.paid", "order.paid", true},
		{"order.paid", "order.paid.now", false},
		{"order.*", "order.paid", true},
		{"order.*", "order", false},
		{"order.*", "order.release.order", false},
		{"order.#", "order", true},
		{"order.#", "order.release.order", true},
		{"order.release.other.#", "order.release.other", true},
		{"order.release.other.#", "order.release.order", false},
		{"#", "anything.at.all", true},
		{"#.paid", "order.paid", true},
		{"#.paid", "paid", true},
		{"*.#.paid", "paid", false},
		{"a.#.b.*", "a.x.y.b.c", true},
		{"a.#.b.*", "a.b", false},
	} {
		assert.Equal(t, c.want, matches(c.pattern, c.key), "%s against %s", c.key, c.pattern)
	}
}
