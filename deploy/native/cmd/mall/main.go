// Command mall runs the shop on this machine without containers: it brings private servers and all parts up below
// a run folder, and shows, restarts and stops them. The Makefile calls it.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gulimall/deploy/native/operate"
	"gulimall/deploy/native/stack"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Getenv, os.Environ(), os.Stdin, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\n  %v\n", err)
		os.Exit(1)
	}
}

const usage = `mall [flags] COMMAND

  up               bring everything up (safe to run again)
  down             stop everything, keep the data
  status           every process and its health
  logs [NAME]      follow the logs of a part or server (all without a name)
  restart NAME     rebuild and restart a part, copy by copy, or restart a server
  seed             demo data, again
  reset --yes      stop and delete all data
  doctor           what could be in the way
  audit            evaluate every invariant
  env NAME         the environment of a part, for running it by hand
  run NAME ARG...  run a part's sub-command with its environment
  free-offset      a MALL_PORT_OFFSET for a second stack
  test-infra       the servers for tests, in .run/test
  test-infra-down  stop those

  --run DIR        where everything is kept (.run)
  --copies N       copies of each part, 1 or 2
  --env K=V        a variable for every part; may be given again
  --tags T         build tags for the parts
  --race           build the parts with the race detector
  --only A,B       these parts only
  --only-servers   none of our parts
  --yes            do not ask

  MALL_PORT_OFFSET moves all ports, MALL_HTTP_PORT and MALL_HTTP_ADDR the public one. Other MALL_* variables go to the parts.
`

func run(ctx context.Context, args []string, getenv func(string) string, environ []string, in io.Reader, out io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return fmt.Errorf("%w\n\n%s", err, usage)
	}
	if c.command == "" || c.command == "help" {
		_, err := io.WriteString(out, usage)
		return err
	}
	if c.Root, err = findRoot(); err != nil {
		return err
	}
	env := stack.PassThrough(environ)
	maps.Copy(env, c.Env)
	c.Env = env
	m := &operate.Mall{Out: out, Getenv: getenv, Now: time.Now}
	m.S, err = choose(c, getenv)
	if err != nil {
		return err
	}
	return dispatch(ctx, c, m, in, out)
}

func dispatch(ctx context.Context, c *cli, m *operate.Mall, in io.Reader, out io.Writer) error {
	name := ""
	if len(c.args) > 0 {
		name = c.args[0]
	}
	commands := map[string]func() error{
		"up": func() error {
			if err := m.Up(ctx); err != nil {
				return err
			}
			m.Welcome()
			return nil
		},
		"down":            func() error { return m.Down(ctx) },
		"status":          func() error { return m.Status(ctx) },
		"logs":            func() error { return logs(ctx, m, name, out) },
		"restart":         func() error { return m.Restart(ctx, name) },
		"seed":            func() error { return m.Seed(ctx) },
		"reset":           func() error { return reset(ctx, c, m, in, out) },
		"doctor":          func() error { return m.Doctor(ctx) },
		"audit":           func() error { return m.Audit(ctx, c.args) },
		"env":             func() error { return m.Env(name) },
		"run":             func() error { return m.RunPart(ctx, name, c.args[min(1, len(c.args)):]) },
		"free-offset":     func() error { return m.FreeOffset(ctx) },
		"test-infra":      func() error { return m.TestInfra(ctx) },
		"test-infra-down": func() error { return m.Down(ctx) },
	}
	do, ok := commands[c.command]
	if !ok {
		return fmt.Errorf("there is no command %q\n\n%s", c.command, usage)
	}
	return do()
}

func reset(ctx context.Context, c *cli, m *operate.Mall, in io.Reader, out io.Writer) error {
	if !c.yes && !confirmed(in, out, m.S.Run) {
		return errors.New("nothing deleted")
	}
	return m.Reset(ctx)
}

// choose makes a new stack for the commands that start one, and finds the started one for the others.
func choose(c *cli, getenv func(string) string) (*stack.Stack, error) {
	c.Test = strings.HasPrefix(c.command, "test-infra")
	fresh, err := stack.New(c.Options, getenv)
	if err != nil {
		return nil, err
	}
	switch c.command {
	case "up", "test-infra", "free-offset":
		return fresh, nil
	}
	s, err := stack.Load(fresh.Run)
	if err != nil {
		switch c.command {
		case "down", "test-infra-down", "doctor", "reset":
			return fresh, nil // nothing was started: they say so themselves
		}
		return nil, err
	}
	s.Root, s.Run = fresh.Root, fresh.Run // the checkout may have moved
	if c.command == "doctor" {            // looks at what is set now, not at what was at the last start
		s.Env = c.Env
	}
	return s, nil
}

type cli struct {
	stack.Options
	command string
	args    []string
	yes     bool
}

// parse takes flags before and after the command; what follows `run NAME` belongs to the part, what follows
// `audit` to the auditor.
func parse(args []string) (*cli, error) {
	c := &cli{Options: stack.Options{Copies: 1, Env: map[string]string{}}}
	for len(args) > 0 {
		a := args[0]
		args = args[1:]
		if !strings.HasPrefix(a, "-") {
			if c.command == "" {
				c.command = a
				if a == "audit" {
					c.args = args
					return c, nil
				}
				continue
			}
			c.args = append(c.args, a)
			if c.command == "run" {
				c.args = append(c.args, args...)
				return c, nil
			}
			continue
		}
		flag, value, has := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if wantsValue(flag) && !has {
			if len(args) == 0 {
				return nil, fmt.Errorf("--%s needs a value", flag)
			}
			value, args = args[0], args[1:]
		}
		if err := c.set(flag, value); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func wantsValue(flag string) bool {
	switch flag {
	case "run", "copies", "env", "tags", "only":
		return true
	}
	return false
}

func (c *cli) set(flag, value string) error {
	switch flag {
	case "run":
		c.Run = value
	case "copies":
		switch value {
		case "1", "2":
			c.Copies = int(value[0] - '0')
		default:
			return errors.New("--copies is 1 or 2: ports are set aside for two")
		}
	case "env":
		k, v, ok := strings.Cut(value, "=")
		if !ok || k == "" {
			return fmt.Errorf("--env %s: want NAME=VALUE", value)
		}
		c.Env[k] = v
	case "only":
		c.Only = strings.Split(value, ",")
	case "tags":
		c.Tags = value
	case "race":
		c.Race = true
	case "only-servers":
		c.OnlyServers = true
	case "yes":
		c.yes = true
	case "h", "help":
		c.command = "help"
	default:
		return fmt.Errorf("there is no flag --%s", flag)
	}
	return nil
}

// findRoot goes up from the working folder to the shop's go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if b, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && strings.HasPrefix(string(b), "module gulimall\n") {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("this is not inside a checkout of gulimall")
		}
		dir = up
	}
}

func confirmed(in io.Reader, out io.Writer, run string) bool {
	fmt.Fprintf(out, "  This deletes all data in %s. Type yes to go on: ", run)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	return strings.TrimSpace(answer) == "yes"
}

func logs(ctx context.Context, m *operate.Mall, name string, out io.Writer) error {
	files, err := m.LogFiles(name)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "tail", append([]string{"-n", "40", "-F"}, files...)...)
	cmd.Stdout = out
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return err
	}
	return nil // the reader has seen enough
}
