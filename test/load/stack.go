package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	_ "github.com/go-sql-driver/mysql" // the auditor's connection
	"github.com/redis/go-redis/v9"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/supervisor"
	"gulimall/pkg/contract/topology"
	"gulimall/test/audit"
)

// Stack is the running shop that is measured.
type Stack struct {
	*stack.Stack
	supervisor *supervisor.Client
}

// Started finds the shop that runs below a run folder.
func Started(run string) (*Stack, error) {
	run, err := filepath.Abs(run)
	if err != nil {
		return nil, err
	}
	s, err := stack.Load(run)
	if err != nil {
		return nil, err
	}
	if s.Env["MALL_RATE_LIMITS"] != "off" {
		return nil, fmt.Errorf("the shop in %s limits how often one may ask: start it with MALL_RATE_LIMITS=off", run)
	}
	return &Stack{s, supervisor.NewClient(s.Socket("supervisor"))}, nil
}

// Start brings a shop up for the measurement, apart from any other: as `make up` does, with an offset to all ports and no rate limits.
func Start(ctx context.Context, run string, offset, copies int, out io.Writer) (*Stack, error) {
	err := mall(ctx, run, out, []string{"MALL_PORT_OFFSET=" + strconv.Itoa(offset)},
		"--copies", strconv.Itoa(copies), "--env", "MALL_RATE_LIMITS=off", "--env", "MALL_LOG_LEVEL=warn", "up")
	if err != nil {
		return nil, err
	}
	return Started(run)
}

// Remove stops a shop and deletes its data.
func Remove(ctx context.Context, run string, out io.Writer) error {
	return mall(ctx, run, out, nil, "--yes", "reset")
}

func mall(ctx context.Context, run string, out io.Writer, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"run", "./deploy/native/cmd/mall", "--run", run}, args...)...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Env = append(os.Environ(), env...)
	// An interrupt reaches mall by itself; it stops in its own time.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("mall %s: %w", args[len(args)-1], err)
	}
	return nil
}

// Addr is where nginx listens.
func (s *Stack) Addr() string { return stack.Loopback(s.HTTPPort) }

// PartURL is the address of the first copy of a part itself.
func (s *Stack) PartURL(name string) string {
	for _, i := range s.Instances() {
		if i.Program == name {
			return "http://" + i.Listen
		}
	}
	return ""
}

// Usage is what every process has used so far, by its name.
func (s *Stack) Usage(ctx context.Context) (map[string]Usage, error) {
	all, err := s.supervisor.Processes(ctx)
	if err != nil {
		return nil, err
	}
	used := map[string]Usage{}
	for name, p := range all {
		used[name] = UsageOf(p.PID)
	}
	return used, nil
}

// Audit waits until the shop has come to rest and holds it to its invariants.
func (s *Stack) Audit(ctx context.Context, limit time.Duration) (report audit.Report, err error) {
	sec, err := servers.MakeSecrets(s.Stack)
	if err != nil {
		return report, err
	}
	p := s.Ports()
	db, err := sql.Open("mysql", "root:"+sec.Root+"@tcp("+stack.Loopback(p.MariaDB)+")/")
	if err != nil {
		return report, err
	}
	cache := redis.NewClient(&redis.Options{Addr: stack.Loopback(p.Redis), Password: sec.Redis})
	defer func() { err = errors.Join(err, db.Close(), cache.Close()) }()
	ttl := 30 * time.Minute
	if text := s.Env["MALL_ORDER_TTL"]; text != "" {
		if ttl, err = time.ParseDuration(text); err != nil {
			return report, err
		}
	}
	t := audit.Targets{
		DB: db, Schemas: audit.DefaultSchemas(), Redis: cache, RedisPrefix: "gulimall:",
		Broker: &audit.Broker{
			URL: "http://" + servers.Account + ":" + sec.Rabbit + "@" + stack.Loopback(p.RabbitUI), VHost: servers.Account,
			Topology: topology.Table(ttl), Consumed: true,
		},
		Alipay: audit.Ledger(s.Path("data", "alipaysim", "ledger.jsonl")),
	}
	// What has not come to rest is named by the report.
	_ = audit.Settle(ctx, t, limit)
	return audit.Run(ctx, t, audit.Final)
}
