package operate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/step"
)

// Welcome says where everything is and who may log in.
func (m *Mall) Welcome() {
	p := m.S.Ports()
	line := func(what, where string) { fmt.Fprintf(m.Out, "  %-22s %s\n", what, where) }
	fmt.Fprintln(m.Out)
	if !m.S.OnlyServers {
		line("Shop", m.S.URL("")+"/")
		line("Search", m.S.URL("search")+"/list.html")
		line("Cart", m.S.URL("cart")+"/cart.html")
		line("Log in", m.S.URL("auth")+"/login.html")
		line("My orders", m.S.URL("order")+"/list.html")
		line("Alipay stand-in", m.S.URL("alipay")+"/")
		line("Back office", m.S.URL("admin")+"/")
	}
	line("Consul", "http://"+stack.Loopback(p.Consul)+"/ui/")
	line("RabbitMQ", "http://"+stack.Loopback(p.RabbitUI)+"/   "+servers.Account+" / see "+m.rel(m.S.Secret("rabbitmq_password")))
	if !m.S.OnlyServers {
		fmt.Fprintln(m.Out)
		line("Demo shopper", "demo / Demo-2026!")
		line("Demo staff", "admin / Admin-2026!      (also keeper, marketing, support, finance)")
	}
	fmt.Fprintln(m.Out)
	line("How it is", "make status")
	line("Logs", "make logs S=order        ("+m.rel(m.S.Path("log"))+")")
	line("Stop", "make down                 (data stays; make reset deletes it)")
}

// Status shows every process, and whether Consul holds our parts for healthy. It fails when something is not well.
func (m *Mall) Status(ctx context.Context) error {
	c := m.client()
	if !c.Up(ctx) {
		return errors.New("nothing is running (make up)")
	}
	all, err := c.Processes(ctx)
	if err != nil {
		return err
	}
	sec, err := servers.MakeSecrets(m.S)
	if err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "  %-12s %-9s %-8s %-24s %8s %9s  %s\n", "PROCESS", "STATE", "HEALTH", "WHERE", "PID", "RSS", "UP SINCE")
	bad, total := 0, 0
	row := func(name, where string, healthy bool) {
		p := all[name]
		health := "ok"
		if !healthy || !p.Running() {
			health, bad = "BAD", bad+1
		}
		since, rss := "", residentKB(p.PID, true)
		total += rss
		if p.Running() {
			since = p.Since.Format(time.DateTime)
		}
		fmt.Fprintf(m.Out, "  %-12s %-9s %-8s %-24s %8d %6d MB  %s\n", name, p.State, health, where, p.PID, rss/1024, since)
	}
	for _, n := range m.S.Servers() {
		row(n, servers.Where(m.S, n), servers.Ready(ctx, m.S, sec, n) == nil)
	}
	passing := map[string]bool{}
	for part := range m.S.Expected() {
		addrs, err := servers.Passing(ctx, m.S, part)
		if err != nil {
			fmt.Fprintf(m.Out, "  Consul cannot be asked: %v\n", err)
			break
		}
		for _, a := range addrs {
			passing[part+" "+a] = true
		}
	}
	for _, i := range m.S.Instances() {
		row(i.Program, i.Listen, passing[i.Name+" "+i.Listen])
	}
	if pid, err := c.PID(ctx); err == nil {
		total += residentKB(pid, false)
	}
	fmt.Fprintf(m.Out, "  all together %d MB RSS, supervisor included\n", total/1024)
	if bad > 0 {
		return fmt.Errorf("%d not well; `make logs S=<name>` shows why", bad)
	}
	return nil
}

// residentKB is the memory of a process, and of its children if asked for, as the kernel counts it.
func residentKB(pid int, children bool) int {
	if pid == 0 {
		return 0
	}
	kb := 0
	if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)); err == nil {
		for line := range strings.Lines(string(b)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				kb, _ = strconv.Atoi(strings.Fields(rest)[0])
			}
		}
	}
	if !children {
		return kb
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return kb
	}
	for _, f := range strings.Fields(string(b)) {
		if child, err := strconv.Atoi(f); err == nil {
			kb += residentKB(child, true)
		}
	}
	return kb
}

// Restart rebuilds a part, migrates its schema and restarts its copies, one after the other, each only when the one before is
// ready again; or writes the configuration of a server anew and restarts it.
func (m *Mall) Restart(ctx context.Context, name string) error {
	if name == "" {
		return errors.New("restart what? (make restart S=order)")
	}
	programs, err := m.S.Match(name)
	if err != nil {
		return err
	}
	if c := m.client(); !c.Up(ctx) {
		return errors.New("nothing is running (make up)")
	}
	release, err := m.lock()
	if err != nil {
		return err
	}
	defer release()
	instances := map[string]stack.Instance{}
	var parts []stack.Instance
	for _, i := range m.S.Instances() {
		instances[i.Program] = i
	}
	for _, p := range programs {
		if i, ok := instances[p]; ok && i.Copy == 1 {
			parts = append(parts, i)
		}
	}
	steps := m.renewSteps(parts)
	var after []string
	for _, s := range steps {
		after = append(after, s.Name)
	}
	for _, p := range programs {
		steps = append(steps, step.Step{Name: p, After: after, Run: func(ctx context.Context, say func(string)) error {
			say("restarted")
			return m.restartOne(ctx, p, instances)
		}})
		after = []string{p}
	}
	r := &step.Runner{Out: m.Out, Now: m.Now, Every: 15 * time.Second}
	return r.Run(ctx, steps)
}

// renewSteps build parts anew and bring their schemas up to what the new programs expect.
func (m *Mall) renewSteps(parts []stack.Instance) []step.Step {
	if len(parts) == 0 {
		return nil
	}
	programs := make([]stack.Part, len(parts))
	for i, p := range parts {
		programs[i] = p.Part
	}
	steps := []step.Step{{Name: "build", Run: func(ctx context.Context, _ func(string)) error {
		return errors.Join(m.buildParts(ctx, programs), m.writeParts())
	}}}
	for _, p := range parts {
		if p.Schema != "" {
			steps = append(steps, step.Step{Name: "migrate " + p.Name, After: []string{"build"}, Run: m.sub(p, "migrate", p.Schema)})
		}
	}
	return steps
}

func (m *Mall) restartOne(ctx context.Context, program string, instances map[string]stack.Instance) error {
	c := m.client()
	sec, err := servers.MakeSecrets(m.S)
	if err != nil {
		return err
	}
	if _, part := instances[program]; !part {
		t, _, err := m.tools(ctx)
		if err != nil {
			return err
		}
		if err := m.writeServers(sec, t); err != nil {
			return err
		}
	}
	if err := c.Stop(ctx, program); err != nil {
		return err
	}
	if err := c.Reload(ctx, func(n string) bool { return n == program }); err != nil {
		return err
	}
	if i, ok := instances[program]; ok {
		if err := m.startPart(ctx, i); err != nil {
			return err
		}
		return m.until(ctx, program, 30*time.Second, func(ctx context.Context) error { return m.passes(ctx, i) })
	}
	if err := c.Start(ctx, program); err != nil {
		return err
	}
	return m.until(ctx, program, time.Minute, func(ctx context.Context) error { return servers.Ready(ctx, m.S, sec, program) })
}

func (m *Mall) passes(ctx context.Context, i stack.Instance) error {
	addrs, err := servers.Passing(ctx, m.S, i.Name)
	if err != nil {
		return err
	}
	for _, a := range addrs {
		if a == i.Listen {
			return nil
		}
	}
	return fmt.Errorf("%s does not pass its check in Consul", i.Program)
}

// LogFiles lists the logs of what a user means by a name.
func (m *Mall) LogFiles(name string) ([]string, error) {
	programs, err := m.S.Match(name)
	if err != nil {
		return nil, err
	}
	files := make([]string, len(programs))
	for i, p := range programs {
		files[i] = m.S.LogFile(p)
	}
	return files, nil
}
