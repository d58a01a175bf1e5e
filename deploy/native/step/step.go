// Package step runs the steps of bringing a stack up: each as soon as what it needs is done, side by side where it can,
// one line of output a step.
package step

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Step is one thing to do.
type Step struct {
	// Name is what others wait for and what the progress line says.
	Name string
	// After names the steps that must be done before.
	After []string
	// Run does it. What it hands to say becomes the text of the step's line; the last one said stands.
	Run func(ctx context.Context, say func(string)) error
}

// Runner runs steps and shows how they go.
type Runner struct {
	// Out takes the progress lines.
	Out io.Writer
	// Now is the clock for the elapsed times.
	Now func() time.Time
	// Every is the pause between two lines of a step that takes long.
	Every time.Duration

	mu sync.Mutex
}

// errSkipped marks a step that never ran, because one that it waits for failed.
var errSkipped = errors.New("skipped")

type state struct {
	done chan struct{}
	err  error
}

// Run runs all steps and returns the first failure. When one fails, those under way are asked to stop
// and those that have not begun never do.
func (r *Runner) Run(ctx context.Context, steps []Step) error {
	if err := check(steps); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	states := make(map[string]*state, len(steps))
	for _, s := range steps {
		states[s.Name] = &state{done: make(chan struct{})}
	}
	var wg sync.WaitGroup
	for _, s := range steps {
		wg.Go(func() {
			st := states[s.Name]
			defer close(st.done)
			if st.err = wait(ctx, s, states); st.err == nil {
				st.err = r.one(ctx, s)
			}
			if st.err != nil && !errors.Is(st.err, errSkipped) {
				cancel(fmt.Errorf("%s: %w", s.Name, st.err))
			}
		})
	}
	wg.Wait()
	for _, st := range states {
		if st.err != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

// check finds a name that nobody has, and a circle.
func check(steps []Step) error {
	after := make(map[string][]string, len(steps))
	for _, s := range steps {
		if _, twice := after[s.Name]; twice {
			return fmt.Errorf("two steps are called %q", s.Name)
		}
		after[s.Name] = s.After
	}
	mark := make(map[string]int, len(steps))
	var visit func(name string) error
	visit = func(name string) error {
		needs, ok := after[name]
		switch {
		case !ok:
			return fmt.Errorf("a step waits for %q, which is no step", name)
		case mark[name] == 1:
			return fmt.Errorf("step %q waits for itself", name)
		case mark[name] == 2:
			return nil
		}
		mark[name] = 1
		for _, n := range needs {
			if err := visit(n); err != nil {
				return err
			}
		}
		mark[name] = 2
		return nil
	}
	for _, s := range steps {
		if err := visit(s.Name); err != nil {
			return err
		}
	}
	return nil
}

func wait(ctx context.Context, s Step, states map[string]*state) error {
	for _, name := range s.After {
		select {
		case <-states[name].done:
			if states[name].err != nil {
				return errSkipped
			}
		case <-ctx.Done():
			return errSkipped
		}
	}
	if ctx.Err() != nil {
		return errSkipped
	}
	return nil
}

// one runs a step, with a line now and then while it lasts and one at its end.
func (r *Runner) one(ctx context.Context, s Step) error {
	var mu sync.Mutex
	text := ""
	say := func(t string) { mu.Lock(); text = t; mu.Unlock() }
	said := func() string { mu.Lock(); defer mu.Unlock(); return text }

	start := r.Now()
	stop := make(chan struct{})
	var ticking sync.WaitGroup
	if r.Every > 0 {
		ticking.Go(func() {
			tick := time.NewTicker(r.Every)
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
					r.line("…", s.Name, said(), r.Now().Sub(start))
				case <-stop:
					return
				}
			}
		})
	}
	err := s.Run(ctx, say)
	close(stop)
	ticking.Wait()
	switch {
	case err == nil:
		r.line("✓", s.Name, said(), r.Now().Sub(start))
	case ctx.Err() != nil:
		return errSkipped
	default:
		r.line("✗", s.Name, "failed", r.Now().Sub(start))
	}
	return err
}

func (r *Runner) line(mark, name, text string, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.Out, "  %s %-18s %-58s %7.1fs\n", mark, name, text, took.Seconds())
}
