package ware

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhere(t *testing.T) {
	exists := func(id int64) bool { return id < 9 }
	out := func() []Share { return []Share{{1, 1, 2}, {1, 2, 3}, {2, 2, 1}} }
	for name, c := range map[string]struct {
		back, want []Share
		refused    bool
	}{
		"where it came from, the first warehouse first": {back: []Share{{1, 0, 3}}, want: []Share{{1, 1, 2}, {1, 2, 1}}},
		"into a warehouse that was named":               {back: []Share{{1, 7, 4}}, want: []Share{{1, 7, 4}}},
		"a warehouse that is gone does not count":       {back: []Share{{2, 9, 1}}, want: []Share{{2, 2, 1}}},
		"all of it":                         {back: []Share{{1, 0, 5}, {2, 0, 1}}, want: []Share{{1, 1, 2}, {1, 2, 3}, {2, 2, 1}}},
		"more than was sold":                {back: []Share{{1, 0, 6}}, refused: true},
		"more than was sold, in two places": {back: []Share{{1, 7, 3}, {1, 0, 3}}, refused: true},
		"what was never sold":               {back: []Share{{3, 0, 1}}, refused: true},
		"nothing":                           {back: []Share{{1, 0, 0}}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := Where(Comeback{Shares: c.back}, out(), exists)
			require.Equal(t, !c.refused, ok)
			require.Equal(t, c.want, got)
		})
	}
	got, ok := Where(Comeback{Shares: []Share{{1, 0, 1}}}, []Share{{1, 1, 2}, {1, 7, -1}}, exists)
	require.True(t, ok, "what went elsewhere before is not out any more")
	require.Equal(t, []Share{{1, 1, 1}}, got)
}
