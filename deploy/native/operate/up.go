package operate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/step"
	"gulimall/deploy/native/supervisor"
	"gulimall/deploy/native/toolchain"
)

// up is what the steps of one `mall up` hand to each other.
type up struct {
	*Mall
	tools servers.Tools
	sec   *servers.Secrets
}

// Up brings the stack up. It may be run again at any time: what is done is not done again,
// and what runs is restarted only where its program or its configuration changed.
func (m *Mall) Up(ctx context.Context) error {
	if err := m.folders(); err != nil {
		return err
	}
	release, err := m.lock()
	if err != nil {
		return err
	}
	defer release()
	start := m.Now()
	u := &up{Mall: m}
	steps := u.serverSteps()
	if !m.S.OnlyServers {
		steps = append(steps, u.partSteps()...)
	}
	r := &step.Runner{Out: m.Out, Now: m.Now, Every: 15 * time.Second}
	if err := r.Run(ctx, steps); err != nil {
		return fmt.Errorf("%w\n\n  What was done stays done: run the same command again once the cause is gone", err)
	}
	if err := m.S.Save(); err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "\n  Up after %s.\n", m.Now().Sub(start).Round(100*time.Millisecond))
	return nil
}

// enoughRoom refuses to begin on a disk that is as good as full, where every fault that follows would look like something else.
func (u *up) enoughRoom(_ context.Context, say func(string)) error {
	mb, where, err := u.room()
	if err != nil {
		return err
	}
	if mb < fullDiskMB {
		return fmt.Errorf("only %d MB are free at %s, the shop wants %d MB; `go clean -cache` makes room where much has been built", mb, where, leastDiskMB)
	}
	say(fmt.Sprintf("%d MB free", mb))
	return nil
}

func (u *up) serverSteps() []step.Step {
	steps := []step.Step{
		{Name: "room", Run: u.enoughRoom},
		{Name: "packages", Run: u.packages},
		{Name: "consul binary", Run: u.consulBinary},
		{Name: "secrets", Run: func(_ context.Context, say func(string)) error {
			sec, err := servers.MakeSecrets(u.S)
			u.sec = sec
			say("in " + u.rel(u.S.Path("secrets")))
			return err
		}},
		{Name: "configuration", After: []string{"packages", "secrets"}, Run: u.configure},
		{Name: "mariadb data", After: []string{"configuration"}, Run: func(ctx context.Context, say func(string)) error {
			made, err := servers.InstallMariaDB(ctx, u.S, u.tools)
			say(map[bool]string{true: "made in ", false: "kept in "}[made] + u.rel(u.S.Path("data", "mariadb")))
			return err
		}},
		{Name: "supervisor", After: []string{"configuration"}, Run: u.supervisor},
	}
	after := map[string][]string{
		"mariadb": {"mariadb data"}, "rabbitmq": {"epmd"}, "consul": {"consul binary"},
	}
	for _, name := range u.S.Servers() {
		steps = append(steps, step.Step{
			Name: name, After: append([]string{"supervisor"}, after[name]...),
			Run: func(ctx context.Context, say func(string)) error {
				if err := u.client().Start(ctx, name); err != nil {
					return fmt.Errorf("%w; see %s\n%s", err, u.rel(u.S.LogFile(name)), tail(u.S.LogFile(name)))
				}
				say(servers.Where(u.S, name))
				return u.until(ctx, name, time.Minute, func(ctx context.Context) error { return servers.Ready(ctx, u.S, u.sec, name) })
			},
		})
	}
	return steps
}

func (u *up) packages(ctx context.Context, say func(string)) error {
	missing := toolchain.Missing(toolchain.Wants{Nginx: !u.S.Test, Race: u.S.Test || u.S.Race, Browser: u.S.Test}, servers.Find)
	if len(missing) > 0 {
		list := strings.Join(missing, " ")
		fmt.Fprintf(u.Out, "    installing by apt: %s\n", list)
		say("installing " + list)
		name := u.S.LogFile("apt")
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := toolchain.Install(ctx, missing, f, u.rel(name)); err != nil {
			return err
		}
		say("installed " + list)
	} else {
		say("nothing missing")
	}
	t, _, err := u.Mall.tools(ctx)
	u.tools = t
	return err
}

func (u *up) consulBinary(ctx context.Context, say func(string)) error {
	t, there, err := u.Mall.tools(ctx)
	if err != nil {
		return err
	}
	if there {
		say(t.Consul)
		return nil
	}
	say("building Consul v" + toolchain.ConsulVersion + ", once: takes minutes")
	name := u.S.LogFile("consul-build")
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := toolchain.BuildConsul(ctx, u.S.Root, t.Consul, f, u.rel(name), say); err != nil {
		return err
	}
	say("built and kept in " + t.Consul)
	return nil
}

// configure writes all configuration of the servers, and makes sure that their ports are free.
func (u *up) configure(ctx context.Context, say func(string)) error {
	if err := u.writeServers(u.sec, u.tools); err != nil {
		return err
	}
	if !u.client().Up(ctx) {
		u.endOrphans()
	}
	if err := u.portsFree(ctx); err != nil {
		return err
	}
	d := supervisor.Daemon{
		Socket: u.S.Socket("supervisor"), PIDFile: u.S.Path("supervisor.pid"), Log: u.S.LogFile("supervisor"),
		Include: u.S.Path("conf", "supervisor.d") + "/*.conf", Root: os.Geteuid() == 0,
	}
	if _, err := servers.WriteIfNew(u.S.Path("conf", "supervisor.conf"), d.Render()); err != nil {
		return err
	}
	say("in " + u.rel(u.S.Path("conf")))
	return u.S.Save()
}

// writeServers writes the configuration of the servers, and what supervisor runs them by.
func (m *Mall) writeServers(sec *servers.Secrets, t servers.Tools) error {
	programs, err := servers.Configure(m.S, sec, t)
	if err != nil {
		return err
	}
	text, err := supervisor.Render(programs)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(m.S.Path("conf", "supervisor.d"), 0o700); err != nil {
		return err
	}
	_, err = servers.WriteIfNew(m.S.Path("conf", "supervisor.d", "servers.conf"), text)
	return err
}

// supervisor starts supervisord, or lets the running one read its configuration again.
func (u *up) supervisor(ctx context.Context, say func(string)) error {
	c := u.client()
	if c.Up(ctx) {
		say("running")
		isServer := map[string]bool{}
		for _, n := range u.S.Servers() {
			isServer[n] = true
		}
		return c.Reload(ctx, func(n string) bool { return isServer[n] })
	}
	_ = os.Remove(u.S.Socket("supervisor")) // of one that died
	cmd := exec.CommandContext(ctx, servers.Find("supervisord"), "-c", u.S.Path("conf", "supervisor.conf"))
	cmd.Dir = u.S.Run
	cmd.Env = []string{"PATH=" + u.Getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin", "HOME=" + u.S.Run, "LANG=C.UTF-8"}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("supervisord: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	say("started")
	deadline := u.Now().Add(20 * time.Second)
	for !c.Up(ctx) {
		if u.Now().After(deadline) || ctx.Err() != nil {
			return errors.Join(fmt.Errorf("supervisord does not answer; see %s", u.rel(u.S.LogFile("supervisor"))), ctx.Err())
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil
}

// portsFree checks each port that a program of ours will open and has not opened yet.
func (u *up) portsFree(ctx context.Context) error {
	running := map[string]supervisor.Process{}
	if c := u.client(); c.Up(ctx) {
		all, err := c.Processes(ctx)
		if err != nil {
			return err
		}
		running = all
	}
	var errs []error
	for _, p := range PortPlan(u.S) {
		if running[p.Program].PID != 0 {
			continue
		}
		if who := holder(ctx, p.Addr); who != "" {
			errs = append(errs, fmt.Errorf("port %s, wanted by %s, is in use by %s%s", p.Addr, p.Program, who, p.Hint))
		}
	}
	return errors.Join(errs...)
}

// Planned is a port that a program is going to open.
type Planned struct{ Program, Addr, Hint string }

// PortPlan lists all ports of a stack.
func PortPlan(s *stack.Stack) []Planned {
	p := s.Ports()
	plan := []Planned{
		{"mariadb", stack.Loopback(p.MariaDB), ""},
		{"redis", stack.Loopback(p.Redis), ""},
		{"epmd", stack.Loopback(p.Epmd), ""},
		{"rabbitmq", stack.Loopback(p.RabbitMQ), ""},
		{"rabbitmq", stack.Loopback(p.RabbitUI), ""},
		{"rabbitmq", stack.Loopback(p.RabbitDist), ""},
		{"consul", stack.Loopback(p.Consul), ""},
		{"consul", stack.Loopback(p.ConsulSerf), ""},
		{"consul", stack.Loopback(p.ConsulRPC), ""},
	}
	if !s.Test {
		plan = append(plan, Planned{"nginx", fmt.Sprintf("%s:%d", s.HTTPAddr, p.HTTP), " (MALL_HTTP_PORT=8081 make up takes another one)"})
	}
	for _, i := range s.Instances() {
		plan = append(plan, Planned{i.Program, i.Listen, ""})
	}
	for i := range plan {
		if plan[i].Hint == "" && !s.Test {
			plan[i].Hint = " (MALL_PORT_OFFSET=100 make up moves all ports)"
		}
	}
	return plan
}
