package step_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/step"
)

func run(t *testing.T, steps ...step.Step) (string, error) {
	t.Helper()
	var out strings.Builder
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := &step.Runner{Out: &out, Now: func() time.Time { return now }}
	err := r.Run(t.Context(), steps)
	return out.String(), err
}

func does(name string, f func() error, after ...string) step.Step {
	return step.Step{Name: name, After: after, Run: func(context.Context, func(string)) error { return f() }}
}

func TestStepsRunInOrderOfNeed(t *testing.T) {
	var n atomic.Int32
	at := func(want int32) func() error {
		return func() error {
			if got := n.Add(1); got != want {
				return errors.New("out of order")
			}
			return nil
		}
	}
	out, err := run(t, does("c", at(3), "b"), does("b", at(2), "a"), does("a", at(1)))
	require.NoError(t, err)
	require.Equal(t, 3, strings.Count(out, "✓"))
}

func TestAFailureStopsWhatWaitsForIt(t *testing.T) {
	ran := false
	out, err := run(t,
		does("a", func() error { return errors.New("no room") }),
		does("b", func() error { ran = true; return nil }, "a"))
	require.EqualError(t, err, "a: no room")
	require.False(t, ran)
	require.Contains(t, out, "✗ a")
}

func TestAFailureAsksOthersToStop(t *testing.T) {
	_, err := run(t,
		step.Step{Name: "slow", Run: func(ctx context.Context, _ func(string)) error {
			<-ctx.Done()
			return ctx.Err()
		}},
		does("bad", func() error { return errors.New("broken") }))
	require.EqualError(t, err, "bad: broken")
}

func TestMistakesInTheListAreFound(t *testing.T) {
	ok := func() error { return nil }
	for name, steps := range map[string][]step.Step{
		"waits for itself": {does("a", ok, "b"), does("b", ok, "a")},
		"is no step":       {does("a", ok, "x")},
		"two steps":        {does("a", ok), does("a", ok)},
	} {
		_, err := run(t, steps...)
		require.ErrorContains(t, err, name)
	}
}
