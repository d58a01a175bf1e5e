package load

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"
)

// Phase collects what one kind of load measured.
type Phase struct {
	Name string
	// Stretch is called when a stretch of time begins that counts, and what it gives when that ends.
	Stretch func() func()

	mu     sync.Mutex
	took   map[string][]time.Duration
	steps  []string // in the order in which they were first seen
	done   int
	lasted time.Duration
}

// add takes down how long a step took.
func (p *Phase) add(step string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.took == nil {
		p.took = map[string][]time.Duration{}
	}
	if _, known := p.took[step]; !known {
		p.steps = append(p.steps, step)
	}
	p.took[step] = append(p.took[step], d)
}

// start begins a stretch of time that counts; what it gives ends it and says how many things were done.
func (p *Phase) start() func(done int) {
	end := func() {}
	if p.Stretch != nil {
		end = p.Stretch()
	}
	begin := time.Now()
	return func(done int) {
		p.lasted += time.Since(begin)
		p.done += done
		end()
	}
}

// Lasted is how long was measured so far.
func (p *Phase) Lasted() time.Duration { return p.lasted }

// Rate is how many things a second were done.
func (p *Phase) Rate() float64 {
	if p.lasted == 0 {
		return 0
	}
	return float64(p.done) / p.lasted.Seconds()
}

// Quantile is the time within which a share of the steps of a name were done.
func (p *Phase) Quantile(step string, share float64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Sorted(slices.Values(p.took[step]))
	if len(all) == 0 {
		return 0
	}
	return all[min(len(all)-1, int(share*float64(len(all))))]
}

// Print writes the rate and, for each step, how long it took.
func (p *Phase) Print(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s: %.0f a second (%d in %s)\n", p.Name, p.Rate(), p.done, p.lasted.Round(time.Millisecond)); err != nil {
		return err
	}
	for _, step := range p.steps {
		ms := func(share float64) float64 { return float64(p.Quantile(step, share).Microseconds()) / 1000 }
		_, err := fmt.Fprintf(w, "    %-7s p50 %7.1f ms   p95 %7.1f ms   p99 %7.1f ms   longest %7.1f ms\n", step, ms(0.50), ms(0.95), ms(0.99), ms(1))
		if err != nil {
			return err
		}
	}
	return nil
}
