// Command bench measures the shop: orders a second, home and item pages a second, and what every process needs for it. It starts a shop of
// its own, checks every answer, audits the books afterwards, and reports nothing when anything was wrong.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"syscall"
	"time"

	"gulimall/test/load"
)

type options struct {
	run             string
	offset          int
	copies          int
	running, keep   bool
	members, lines  int
	workers         int
	orders, paid    time.Duration
	pages           time.Duration
	settle, atMost  time.Duration
	requireOrders   float64
	requirePages    float64
	requireP95      time.Duration
	requireResident int64
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse(args []string) (options, error) {
	var o options
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.StringVar(&o.run, "run", ".run/bench", "run folder of the shop")
	f.IntVar(&o.offset, "offset", 7000, "added to all ports of the shop that is started")
	f.IntVar(&o.copies, "copies", 1, "copies of each part of the shop that is started")
	f.BoolVar(&o.running, "running", false, "measure the shop that runs in -run already (it needs MALL_RATE_LIMITS=off)")
	f.BoolVar(&o.keep, "keep", false, "leave the shop running, with its data")
	f.IntVar(&o.members, "members", 1000, "members; each places one order a round")
	f.IntVar(&o.lines, "lines", 1, "SKUs in an order")
	f.IntVar(&o.workers, "c", 32, "how many at once")
	f.DurationVar(&o.orders, "orders", 20*time.Second, "how long to settle and submit")
	f.DurationVar(&o.paid, "paid", 10*time.Second, "how long to settle, submit and pay")
	f.DurationVar(&o.pages, "pages", 10*time.Second, "how long to open home and item pages")
	f.DurationVar(&o.settle, "settle", 2*time.Minute, "how long the shop may take to come to rest before the audit")
	f.DurationVar(&o.atMost, "at-most", 20*time.Minute, "give up after")
	f.Float64Var(&o.requireOrders, "require-orders", 0, "fail below so many orders a second")
	f.Float64Var(&o.requirePages, "require-pages", 0, "fail below so many pages a second")
	f.DurationVar(&o.requireP95, "require-p95", 0, "fail when the 95th percentile of an order takes longer")
	f.Int64Var(&o.requireResident, "require-rss", 0, "fail when everything idle needs more MiB")
	return o, f.Parse(args)
}

func run(ctx context.Context, args []string, out io.Writer) (err error) {
	o, err := parse(args)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.atMost, errors.New("took too long"))
	defer cancel()
	var s *load.Stack
	if o.running {
		s, err = load.Started(o.run)
	} else {
		s, err = load.Start(ctx, o.run, o.offset, o.copies, out)
		if !o.keep {
			defer func() { err = errors.Join(err, load.Remove(context.WithoutCancel(ctx), o.run, io.Discard)) }()
		}
	}
	if err != nil {
		return err
	}
	b := &bench{options: o, stack: s, out: out, used: map[string]map[string]load.Usage{}}
	if err := b.measure(ctx); err != nil {
		return err
	}
	return b.report()
}

// bench is one measurement.
type bench struct {
	options
	stack  *load.Stack
	out    io.Writer
	phases []*load.Phase
	used   map[string]map[string]load.Usage // phase → process → what it used meanwhile
	idle   map[string]load.Usage
	placed int
}

func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.out, "· "+format+"\n", args...)
}

// measure runs all phases and the audit. Nothing is reported before that.
func (b *bench) measure(ctx context.Context) error {
	const calm = 8 * time.Second
	b.say("the shop is left alone for %s, to see what it needs idle", calm)
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(calm):
	}
	var err error
	if b.idle, err = b.stack.Usage(ctx); err != nil {
		return err
	}
	shop := load.NewShop(b.stack.Addr(), b.stack.Domain, b.workers)
	defer shop.Close()
	buying := &load.Buying{Shop: shop, Ware: b.stack.PartURL("ware"), Members: b.members, Lines: b.lines, Workers: b.workers}
	b.say("%d members register, each with an address (not measured)", b.members)
	if err := buying.Prepare(ctx); err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if err := buying.Round(ctx, false, &load.Phase{}); err != nil { // caches and connections
		return fmt.Errorf("warm up: %w", err)
	}
	rounds := func(pay bool, d time.Duration) func(*load.Phase) error {
		return func(p *load.Phase) error {
			for p.Lasted() < d {
				if err := buying.Round(ctx, pay, p); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for _, phase := range []struct {
		name string
		d    time.Duration
		do   func(*load.Phase) error
	}{
		{"settle + submit", b.orders, rounds(false, b.orders)},
		{"settle + submit + pay", b.paid, rounds(true, b.paid)},
		{"home and item pages", b.pages, func(p *load.Phase) error { return buying.Browse(ctx, b.pages, p) }},
	} {
		if phase.d <= 0 {
			continue
		}
		b.say("%s, %d at once, for %s", phase.name, b.workers, phase.d)
		if err := b.phase(ctx, phase.name, phase.do); err != nil {
			return fmt.Errorf("%s: %w", phase.name, err)
		}
	}
	b.placed = buying.Orders()
	b.say("%d orders placed; the books are audited", b.placed)
	audited, err := b.stack.Audit(ctx, b.settle)
	if err != nil {
		return err
	}
	if !audited.OK() {
		return errors.Join(errors.New("the books are wrong, so there are no figures"), audited.Print(b.out))
	}
	b.say("%d invariants hold", len(audited.Results))
	return nil
}

// phase runs one kind of load and takes down what every process used while it was measured.
func (b *bench) phase(ctx context.Context, name string, do func(*load.Phase) error) error {
	var failed error
	used := map[string]load.Usage{}
	p := &load.Phase{Name: name, Stretch: func() func() {
		before, err := b.usage(ctx)
		failed = errors.Join(failed, err)
		return func() {
			after, err := b.usage(ctx)
			failed = errors.Join(failed, err)
			for process, u := range after {
				used[process] = load.Usage{CPU: used[process].CPU + u.CPU - before[process].CPU, RSS: u.RSS}
			}
		}
	}}
	if err := errors.Join(do(p), failed); err != nil {
		return err
	}
	b.used[name] = used
	b.phases = append(b.phases, p)
	return nil
}

// driver is how this process is named among the others.
const driver = "(the driver)"

func (b *bench) usage(ctx context.Context) (map[string]load.Usage, error) {
	all, err := b.stack.Usage(ctx)
	if err != nil {
		return nil, err
	}
	all[driver] = load.UsageOf(os.Getpid())
	return all, nil
}

// report prints the figures, and fails where one is below what was required.
func (b *bench) report() error {
	var failed error
	write := func(format string, args ...any) {
		_, err := fmt.Fprintf(b.out, format, args...)
		failed = errors.Join(failed, err)
	}
	write("\n%d cores, %d at once, %d lines an order, %d copies of each part; all answers and %d orders checked, all invariants hold\n\n",
		runtime.NumCPU(), b.workers, b.lines, b.stack.Copies, b.placed)
	for _, p := range b.phases {
		failed = errors.Join(failed, p.Print(b.out))
	}
	write("\n%-14s %10s", "", "idle RSS")
	for _, p := range b.phases {
		write("  %23s", p.Name)
	}
	write("\n")
	mib := func(n int64) int64 { return n >> 20 }
	var resident int64
	names := slices.Sorted(maps.Keys(b.idle))
	for _, name := range append(names, driver) {
		resident += b.idle[name].RSS
		write("%-14s %6d MiB", name, mib(b.idle[name].RSS))
		for _, p := range b.phases {
			u := b.used[p.Name][name]
			write("  %8.1f s CPU %5d MiB", u.CPU.Seconds(), mib(u.RSS))
		}
		write("\n")
	}
	write("%-14s %6d MiB", "all together", mib(resident))
	for _, p := range b.phases {
		var cpu time.Duration
		for _, u := range b.used[p.Name] {
			cpu += u.CPU
		}
		write("  %8.1f s CPU %9s", cpu.Seconds(), "")
	}
	write("\n")
	return errors.Join(failed, b.required(mib(resident)))
}

func (b *bench) required(resident int64) error {
	var failed error
	for _, p := range b.phases {
		switch p.Name {
		case "settle + submit":
			if rate := p.Rate(); rate < b.requireOrders {
				failed = errors.Join(failed, fmt.Errorf("%.0f orders a second are less than %.0f", rate, b.requireOrders))
			}
			if p95 := p.Quantile("order", 0.95); b.requireP95 > 0 && p95 > b.requireP95 {
				failed = errors.Join(failed, fmt.Errorf("the 95th percentile of an order is %s, longer than %s", p95, b.requireP95))
			}
		case "home and item pages":
			if rate := p.Rate(); rate < b.requirePages {
				failed = errors.Join(failed, fmt.Errorf("%.0f pages a second are less than %.0f", rate, b.requirePages))
			}
		}
	}
	if b.requireResident > 0 && resident > b.requireResident {
		failed = errors.Join(failed, fmt.Errorf("everything idle needs %d MiB, more than %d", resident, b.requireResident))
	}
	return failed
}
