// Package operate brings a stack up and down and shows how it is: what the sub-commands of mall do.
package operate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/supervisor"
	"gulimall/deploy/native/toolchain"
)

// Mall is a stack and the means to work on it.
type Mall struct {
	S *stack.Stack
	// Out is where people read.
	Out io.Writer
	// Getenv reads the environment of the command.
	Getenv func(string) string
	// Now is the clock.
	Now func() time.Time
}

func (m *Mall) client() *supervisor.Client { return supervisor.NewClient(m.S.Socket("supervisor")) }

// tools finds the programs that the servers need, Consul's future place included.
func (m *Mall) tools(ctx context.Context) (servers.Tools, bool, error) {
	cache, err := toolchain.CacheDir(m.Getenv)
	if err != nil {
		return servers.Tools{}, false, err
	}
	consul, there := toolchain.Consul(ctx, cache, servers.Find)
	return servers.Tools{
		MariaDB: servers.Find("mariadbd"), MariaDBInstall: servers.Find("mariadb-install-db"), Redis: servers.Find("redis-server"),
		RabbitMQ: servers.Find("/usr/lib/rabbitmq/bin/rabbitmq-server"), Epmd: servers.Find("epmd"), Consul: consul, Nginx: servers.Find("nginx"),
	}, there, nil
}

// lock keeps two commands from changing the same stack at once.
func (m *Mall) lock() (release func(), err error) {
	f, err := os.OpenFile(m.S.Path("lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		fmt.Fprintln(m.Out, "  another command is at work on this stack; waiting for it")
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return func() { _ = f.Close() }, nil
}

// folders makes the folders of the stack. Only what nginx reads is open to others.
func (m *Mall) folders() error {
	for _, dir := range m.S.Folders() {
		mode := os.FileMode(0o700)
		if dir == m.S.Run || dir == m.S.Path("media") || dir == m.S.Path("nginx") || dir == m.S.Path("bin") {
			mode = 0o755
		}
		if err := os.MkdirAll(dir, mode); err != nil {
			return err
		}
	}
	return nil
}

// runLogged runs a command and keeps what it says in a log; a failure names the log and shows its end.
func (m *Mall) runLogged(ctx context.Context, logName string, env map[string]string, command ...string) error {
	log := m.S.LogFile(logName)
	f, err := os.Create(log)
	if err != nil {
		return err
	}
	defer f.Close()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = m.S.Root, f, f
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.Env = append(cmd.Env, "PATH="+m.Getenv("PATH"))
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w; see %s\n%s", strings.Join(command[1:], " "), err, m.rel(log), tail(log))
	}
	return nil
}

// rel shortens a path for people who stand in the checkout.
func (m *Mall) rel(path string) string {
	if r, err := filepath.Rel(m.S.Root, path); err == nil && !strings.HasPrefix(r, "..") {
		return r
	}
	return path
}

// tail is the end of a log, indented.
func tail(file string) string {
	const lines = 8
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && st.Size() > 16<<10 {
		_, _ = f.Seek(-16<<10, io.SeekEnd)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		return ""
	}
	all := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
	all = all[max(0, len(all)-lines):]
	return "      " + string(bytes.Join(all, []byte("\n      ")))
}

// until polls until a server or part is ready, or supervisor has given it up, or the time is over.
func (m *Mall) until(ctx context.Context, program string, limit time.Duration, ready func(context.Context) error) error {
	deadline := m.Now().Add(limit)
	c := m.client()
	for n := 1; ; n++ {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		if n%10 == 0 {
			if all, perr := c.Processes(ctx); perr == nil {
				if p := all[program]; p.State == "FATAL" || p.State == "EXITED" || p.State == "STOPPED" {
					return fmt.Errorf("%s does not stay up (%s %s); see %s\n%s", program, p.State, p.Why,
						m.rel(m.S.LogFile(program)), tail(m.S.LogFile(program)))
				}
			}
		}
		if m.Now().After(deadline) {
			return fmt.Errorf("%s is not ready after %s: %w; see %s\n%s", program, limit, err,
				m.rel(m.S.LogFile(program)), tail(m.S.LogFile(program)))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
