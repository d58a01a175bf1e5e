package audit

import (
	"context"
	"fmt"
	"time"
)

// Settle waits until nothing is on its way: no message in an outbox or queue, no order unfinished, every refund confirmed, and every
// other rule that holds at rest. It gives up after limit and says what has not come to rest; a Final audit then shows everything.
func Settle(ctx context.Context, t Targets, limit time.Duration) error {
	var rules []rule
	for _, r := range allRules() {
		if r.when == atRest {
			rules = append(rules, r)
		}
	}
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	// Quiet once may be a moment between two messages.
	const enough = 2
	quiet, pause := 0, 100*time.Millisecond
	for {
		report, err := t.evaluate(ctx, rules, func(r Result) bool { return r.Violations > 0 })
		if err != nil {
			return err
		}
		last := report.Err()
		if last == nil {
			if quiet++; quiet == enough {
				return nil
			}
		} else {
			quiet = 0
			if t.OnWait != nil {
				t.OnWait(last)
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline.C:
			if last == nil {
				return nil
			}
			return fmt.Errorf("not at rest after %s: %w", limit, last)
		case <-time.After(pause):
			pause = min(2*pause, time.Second)
		}
	}
}
