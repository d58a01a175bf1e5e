// Package audit holds the shop to its invariants: over the schemas of all services in one consistent snapshot, Redis, RabbitMQ and the
// stand-in of Alipay. It is the only place that reads more than one schema, and it writes to none.
//
// Rules that are true at any moment, in the middle of whatever goes wrong, make up the mode Online. The mode Final adds those that hold
// once everything has come to rest: Settle waits for that.
package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/redis/go-redis/v9"

	"gulimall/pkg/rabbit"
)

// Mode says which rules are evaluated.
type Mode int

// The modes.
const (
	Online Mode = iota // what is true at any moment
	Final              // everything; true when nothing is on its way any more
)

// Schemas are the names of the services' schemas. A rule that needs a schema without a name is left out.
type Schemas struct {
	Order, Ware, Coupon, Member, Payment, Product string
}

// DefaultSchemas are the names that the shop runs with.
func DefaultSchemas() Schemas {
	return Schemas{
		Order: "gulimall_oms", Ware: "gulimall_wms", Coupon: "gulimall_sms", Member: "gulimall_ums",
		Payment: "gulimall_pay", Product: "gulimall_pms",
	}
}

// Targets is what is looked at. What is not given is left out, with every rule that needs it.
type Targets struct {
	// DB is a connection to the server of the schemas, of an account that may read them all.
	DB      *sql.DB
	Schemas Schemas
	// Redis holds the deadline index and the tokens of the order service, under RedisPrefix.
	Redis       redis.UniversalClient
	RedisPrefix string
	// Broker is RabbitMQ.
	Broker *Broker
	// Alipay tells what the other side of the payments knows.
	Alipay Alipay
	// Grace is how long after a deadline an order, and what waits for it, may still be there. 60 s when zero.
	Grace time.Duration
	// OnWait hears, at every look of Settle, what has not come to rest.
	OnWait func(err error)
	// Now is the time that deadlines are compared with; the database's own when zero.
	Now time.Time
}

// Broker is RabbitMQ as its management interface shows it.
type Broker struct {
	URL      string // with the account, such as http://name:password@127.0.0.1:15672
	VHost    string
	Topology rabbit.Topology
	// Consumed demands that every work queue has somebody who listens.
	Consumed bool
}

// Finding is one violation of a rule.
type Finding struct {
	Key    string // of the row: an order number, a SKU in a warehouse, …
	Detail string
}

// shown is how many findings of a rule are kept.
const shown = 20

// Result is what became of one rule.
type Result struct {
	Rule       string
	Says       string
	Rows       int64 // looked at
	Violations int64
	Findings   []Finding // the first of them
}

// Report is the outcome of an audit.
type Report struct {
	Results []Result
	Skipped []string // rules whose targets were not given
	At      time.Time
	Took    time.Duration
}

// OK says whether nothing was violated.
func (r Report) OK() bool { return len(r.Violated()) == 0 }

// Violated lists the rules that were violated.
func (r Report) Violated() []Result {
	var bad []Result
	for _, res := range r.Results {
		if res.Violations > 0 {
			bad = append(bad, res)
		}
	}
	return bad
}

// Err is nil for a report without violations, and names all of them otherwise.
func (r Report) Err() error {
	var all []error
	for _, res := range r.Violated() {
		all = append(all, fmt.Errorf("%s: %d of %d rows: %s: %v", res.Rule, res.Violations, res.Rows, res.Says, res.Findings))
	}
	return errors.Join(all...)
}

// Print writes one line for each rule, followed by what violates it.
func (r Report) Print(w io.Writer) error {
	var failed error
	line := func(format string, args ...any) {
		_, err := fmt.Fprintf(w, format, args...)
		failed = errors.Join(failed, err)
	}
	for _, res := range r.Results {
		verdict := "ok"
		if res.Violations > 0 {
			verdict = "VIOLATED"
		}
		line("%-8s  %-18s %8d rows  %s\n", verdict, res.Rule, res.Rows, res.Says)
		for _, f := range res.Findings {
			line("          · %s: %s\n", f.Key, f.Detail)
		}
		if more := res.Violations - int64(len(res.Findings)); more > 0 {
			line("          · and %d more\n", more)
		}
	}
	for _, name := range r.Skipped {
		line("skipped   %s\n", name)
	}
	line("%d invariants, %d violated, at %s in %s\n", len(r.Results), len(r.Violated()), r.At.Format(time.RFC3339), r.Took.Round(time.Millisecond))
	return failed
}

// add counts a finding and keeps it if it is among the first.
func (r *Result) add(key, detail string) {
	r.Violations++
	if len(r.Findings) < shown {
		r.Findings = append(r.Findings, Finding{key, detail})
	}
}

// Run evaluates the rules of a mode. An error means that the audit itself did not work.
func Run(ctx context.Context, t Targets, mode Mode) (Report, error) {
	var rules []rule
	for _, r := range allRules() {
		if r.in(mode) {
			rules = append(rules, r)
		}
	}
	return t.evaluate(ctx, rules, nil)
}

// evaluate runs rules in the order given, within one snapshot of the database. It ends early when stop says so.
func (t Targets) evaluate(ctx context.Context, rules []rule, stop func(Result) bool) (Report, error) {
	start := time.Now() //nolint:forbidigo // how long it took, nothing is decided by it
	if t.Grace == 0 {
		t.Grace = time.Minute
	}
	snap, err := t.open(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("audit: %w", err)
	}
	defer snap.close()
	report := Report{At: snap.now}
	for _, r := range rules {
		if !r.possible(snap) {
			report.Skipped = append(report.Skipped, r.name)
			continue
		}
		res := Result{Rule: r.name, Says: r.says}
		if err := r.evaluate(ctx, snap, &res); err != nil {
			return Report{}, fmt.Errorf("audit %s: %w", r.name, err)
		}
		report.Results = append(report.Results, res)
		if stop != nil && stop(res) {
			break
		}
	}
	report.Took = time.Since(start)
	return report, nil
}
