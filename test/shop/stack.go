package shop

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the auditor's and the tests' own look at the tables

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/supervisor"
)

// OrderTTL is how long an unpaid order lives in the tests' shop.
const OrderTTL = 20 * time.Second

// portOffset keeps the tests' shop apart from the one of `make up` and from the servers of `make test-infra`.
const portOffset = 5000

// settings are what the tests' shop is told otherwise than an ordinary one.
func settings() map[string]string {
	return map[string]string{
		"MALL_ORDER_TTL": OrderTTL.String(), "MALL_RATE_LIMITS": "off", "MALL_DEV": "true", "MALL_ALIPAY_REFUND_CONFIRM_AFTER": "1s",
	}
}

// Mall is the running shop of the tests: two copies of every part behind nginx, with servers of its own.
type Mall struct {
	*stack.Stack
	Addr       string  // of nginx
	DB         *sql.DB // may do everything in every schema
	DSN        string  // the same for other clients; a schema's name may be appended
	RedisAddr  string
	RedisPass  string
	AMQP       string // with account and virtual host
	RabbitMgmt string // http://account:password@host:port
	ConsulAddr string
	Supervisor *supervisor.Client

	transport *http.Transport
	pool      struct {
		sync.Mutex
		members []*Shopper
	}
	skus struct {
		sync.Mutex
		used int
	}
	clerks struct {
		sync.Mutex
		byAccount map[string]*Clerk
	}
}

// Stack gives the running shop, which the first call of a process brings up; one that runs already is brought to the present code.
// Packages that use it run one after the other: the first call waits until no other test process has it. It stays up afterwards
// (`make test` stops it), so that the next package need not wait. A test fails with the log's name when it does not come up.
// MALL_E2E_RUN and MALL_E2E_PORT_OFFSET name another shop beside this one, for working on tests; MALL_E2E_ATTACH names the run folder of
// a shop that is taken as it runs, such as the one of `make up`.
func Stack(tb testing.TB) *Mall {
	tb.Helper()
	m, err := running()
	if err != nil {
		tb.Fatalf("the shop for tests does not run: %v", err)
	}
	return m
}

// running is the one shop of this process.
var running = sync.OnceValues(start) //nolint:gochecknoglobals // tests of a package share the shop that they run against

func start() (*Mall, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	if run := os.Getenv("MALL_E2E_ATTACH"); run != "" {
		s, err := stack.Load(filepath.Join(root, run))
		if err != nil {
			return nil, err
		}
		s.Root, s.Run = root, filepath.Join(root, run)
		return open(s)
	}
	offset := portOffset
	if text := os.Getenv("MALL_E2E_PORT_OFFSET"); text != "" {
		if offset, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("MALL_E2E_PORT_OFFSET: %w", err)
		}
	}
	run := ".run/e2e"
	if other := os.Getenv("MALL_E2E_RUN"); other != "" {
		run = other
	}
	return own(stack.Options{Root: root, Run: run, Copies: 2, Tags: "faults", Env: settings()}, offset, filepath.Join(root, run+".lock"))
}

// own brings up a shop for tests, or the present code of one that runs, once no other test process has the locks.
func own(o stack.Options, offset int, locks ...string) (*Mall, error) {
	env := map[string]string{"MALL_PORT_OFFSET": strconv.Itoa(offset)}
	s, err := stack.New(o, func(k string) string { return env[k] })
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.Path("log"), 0o755); err != nil {
		return nil, err
	}
	for _, lock := range locks {
		if err := hold(lock); err != nil {
			return nil, err
		}
	}
	if err := bringUp(s, offset); err != nil {
		return nil, err
	}
	return open(s)
}

// Alone brings up a shop of its own, one copy of every part without rate limits, and removes it after the test. Meanwhile no test package
// uses another shop: what is measured has the machine nearly to itself.
func Alone(tb testing.TB, run string, offset int) *Mall {
	tb.Helper()
	root, err := moduleRoot()
	if err != nil {
		tb.Fatal(err)
	}
	m, err := own(stack.Options{Root: root, Run: run, Copies: 1, Env: map[string]string{"MALL_RATE_LIMITS": "off", "MALL_DEV": "true"}},
		offset, filepath.Join(root, ".run", "e2e.lock"), filepath.Join(root, ".run", "faults.lock"))
	tb.Cleanup(func() {
		if out, err := mall(root, run, "--yes", "reset").CombinedOutput(); err != nil {
			tb.Errorf("remove %s: %v\n%s", run, err, out)
		}
	})
	if err != nil {
		tb.Fatalf("the shop of this test does not run: %v", err)
	}
	return m
}

// hold takes the lock on the shop until this process ends; the system gives it back then.
func hold(name string) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return errors.Join(fmt.Errorf("lock %s: %w", name, err), f.Close())
	}
	held.files = append(held.files, f)
	return nil
}

// held keeps the locked files from being collected, which would unlock them.
var held struct{ files []*os.File } //nolint:gochecknoglobals // belongs to the process, as the locks do

// mall is a call of the program that looks after shops.
func mall(root, run string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", append([]string{"run", "./deploy/native/cmd/mall", "--run", run}, args...)...)
	cmd.Dir = root
	return cmd
}

// Command runs a command of a part, as `mall run` does.
func (m *Mall) Command(tb testing.TB, part, command string) {
	tb.Helper()
	if out, err := mall(m.Root, m.Run, "run", part, command).CombinedOutput(); err != nil {
		tb.Fatalf("%s %s: %v\n%s", part, command, err, out)
	}
}

// bringUp runs the same program as `make up`.
func bringUp(s *stack.Stack, offset int) error {
	args := []string{"--copies", strconv.Itoa(s.Copies), "--tags", s.Tags}
	for k, v := range s.Env {
		args = append(args, "--env", k+"="+v)
	}
	cmd := mall(s.Root, s.Run, append(args, "up")...)
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "MALL_") || strings.HasPrefix(kv, "MALL_CACHE=") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, "MALL_PORT_OFFSET="+strconv.Itoa(offset))
	name := s.LogFile("up")
	log, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = log, log
	err = errors.Join(cmd.Run(), log.Close())
	if err == nil {
		return nil
	}
	text, _ := os.ReadFile(name)
	if len(text) > 4000 {
		text = text[len(text)-4000:]
	}
	return fmt.Errorf("mall up: %w; see %s\n%s", err, name, text)
}

// open looks up how the servers of a running stack are reached.
func open(s *stack.Stack) (*Mall, error) {
	sec, err := servers.MakeSecrets(s)
	if err != nil {
		return nil, err
	}
	p := s.Ports()
	m := &Mall{
		Stack: s, Addr: stack.Loopback(p.HTTP), RedisAddr: stack.Loopback(p.Redis), RedisPass: sec.Redis, AMQP: servers.AMQP(s, sec),
		RabbitMgmt: "http://" + servers.Account + ":" + sec.Rabbit + "@" + stack.Loopback(p.RabbitUI), ConsulAddr: stack.Loopback(p.Consul),
		Supervisor: supervisor.NewClient(s.Socket("supervisor")), DSN: "root:" + sec.Root + "@tcp(" + stack.Loopback(p.MariaDB) + ")/",
	}
	m.transport = newTransport(m.Addr, true)
	m.DB, err = sql.Open("mysql", m.DSN+"?parseTime=true")
	return m, err
}

// moduleRoot is the folder of the shop's go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, statErr := os.Stat(filepath.Join(dir, "go.mod")); statErr == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			err = errors.New("no go.mod above the working folder")
		}
	}
	return "", err
}

// PartURL is the address of a part itself, past nginx and the gateway: copy counts from 1.
func (m *Mall) PartURL(part string, copy int) string {
	for _, i := range m.Instances() {
		if i.Name == part && i.Copy == copy {
			return "http://" + i.Listen
		}
	}
	return ""
}

// Started gives the shop when a test of this process has asked for it and it runs; otherwise nil.
func Started() *Mall {
	if len(held.files) == 0 {
		return nil
	}
	m, err := running()
	if err != nil {
		return nil
	}
	return m
}
