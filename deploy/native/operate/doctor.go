package operate

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/toolchain"
)

// finding is one line of the doctor's.
type finding struct {
	what, is string
	bad      bool
	// remedy says what to do about it.
	remedy string
}

// Doctor looks for what could be in the way, and says what to do about it. It changes nothing.
func (m *Mall) Doctor(ctx context.Context) error {
	var all []finding
	for _, look := range []func(context.Context) []finding{m.machine, m.versions, m.ports, m.alipay} {
		all = append(all, look(ctx)...)
	}
	bad := 0
	for _, f := range all {
		mark := "✓"
		if f.bad {
			mark, bad = "✗", bad+1
		}
		fmt.Fprintf(m.Out, "  %s %-20s %s\n", mark, f.what, f.is)
		if f.bad && f.remedy != "" {
			fmt.Fprintf(m.Out, "    → %s\n", f.remedy)
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d things are in the way", bad)
	}
	fmt.Fprintln(m.Out, "\n  Nothing is in the way.")
	return nil
}

const (
	leastMemoryMB = 2048
	leastDiskMB   = 4096
	// fullDiskMB is what a shop cannot begin with: its servers would stop in the middle of something.
	fullDiskMB = 1024
)

func (m *Mall) machine(context.Context) []finding {
	out := []finding{{what: "system", is: fmt.Sprintf("%s %s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())}}
	if b, err := os.ReadFile("/proc/meminfo"); err == nil {
		free := meminfo(string(b), "MemAvailable") / 1024
		out = append(out, finding{
			what: "memory", is: fmt.Sprintf("%d MB available of %d MB", free, meminfo(string(b), "MemTotal")/1024),
			bad: free < leastMemoryMB && !m.client().Up(context.Background()), remedy: fmt.Sprintf("the shop wants %d MB", leastMemoryMB),
		})
	}
	if mb, where, err := m.room(); err == nil {
		out = append(out, finding{
			what: "disk", is: fmt.Sprintf("%d MB free at %s", mb, where),
			bad: mb < leastDiskMB, remedy: fmt.Sprintf("make room: builds and data want %d MB; RabbitMQ takes no messages below 256 MB", leastDiskMB),
		})
	}
	if b, err := os.ReadFile("/proc/sys/fs/file-max"); err == nil {
		n, _ := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
		out = append(out, finding{what: "open files", is: fmt.Sprint(n), bad: n > 0 && n < 65536, remedy: "sysctl fs.file-max=200000"})
	}
	return append(out, finding{what: "clock", is: m.Now().Format(time.RFC3339), bad: m.Now().Year() < 2026, remedy: "set the clock: signatures and sessions depend on it"})
}

// room is how many MB are free where the shop keeps its data.
func (m *Mall) room() (mb uint64, where string, err error) {
	where = m.S.Run
	if _, err := os.Stat(where); err != nil {
		where = m.S.Root
	}
	var fs syscall.Statfs_t
	if err := syscall.Statfs(where, &fs); err != nil {
		return 0, where, fmt.Errorf("look for room at %s: %w", where, err)
	}
	return fs.Bavail * uint64(fs.Bsize) >> 20, where, nil //nolint:gosec // a block size is positive
}

func meminfo(text, name string) int {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	return 0
}

// versions asks each program which one it is.
func (m *Mall) versions(ctx context.Context) []finding {
	out := []finding{m.goVersion(ctx)}
	for _, p := range []struct{ name, program, arg, like string }{
		{"MariaDB", "mariadbd", "--version", `Ver ([\d.]+)`},
		{"Redis", "redis-server", "--version", `v=([\d.]+)`},
		{"nginx", "nginx", "-v", `nginx/([\d.]+)`},
		{"supervisor", "supervisord", "--version", `([\d.]+)`},
	} {
		out = append(out, version(ctx, p.name, servers.Find(p.program), p.arg, p.like))
	}
	rabbit := finding{what: "RabbitMQ", is: "not installed", bad: true}
	if found, _ := filepath.Glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*"); len(found) > 0 {
		rabbit = finding{what: "RabbitMQ", is: strings.TrimPrefix(filepath.Base(found[0]), "rabbitmq_server-")}
	}
	out = append(out, rabbit)
	for i := range out {
		if out[i].bad && out[i].remedy == "" {
			out[i].remedy = "`make up` installs it by apt where it may; missing: " + strings.Join(toolchain.Missing(toolchain.Wants{Nginx: true, Race: true}, servers.Find), " ")
		}
	}
	out = append(out, browser(ctx))
	t, there, err := m.tools(ctx)
	switch {
	case err != nil:
		out = append(out, finding{what: "Consul", is: err.Error(), bad: true})
	case there:
		out = append(out, version(ctx, "Consul", t.Consul, "version", `Consul v([\d.]+)`))
	default:
		out = append(out, finding{what: "Consul", is: "not built yet; the first `make up` does, which takes minutes"})
	}
	return out
}

// browser is what only tests want: the shop itself runs without.
func browser(ctx context.Context) finding {
	if missing := toolchain.Missing(toolchain.Wants{Browser: true}, servers.Find); slices.Contains(missing, toolchain.Chromium) || slices.Contains(missing, "fonts-noto-cjk") {
		return finding{what: "Chromium", is: "not installed with Chinese letters; `make test` installs it by apt where it may"}
	}
	return version(ctx, "Chromium", servers.Find(toolchain.Chromium), "--version", `Chromium ([\d.]+)`)
}

func (m *Mall) goVersion(ctx context.Context) finding {
	f := version(ctx, "Go", servers.Find("go"), "version", `go(1\.[\d.]+)`)
	f.remedy = "the shop wants Go 1.26 or newer: https://go.dev/dl"
	minor := regexp.MustCompile(`^1\.(\d+)`).FindStringSubmatch(f.is)
	if minor != nil {
		n, _ := strconv.Atoi(minor[1])
		f.bad = n < 26
	}
	return f
}

func version(ctx context.Context, name, program, arg, like string) finding {
	if program == "" {
		return finding{what: name, is: "not installed", bad: true}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	b, err := exec.CommandContext(ctx, program, arg).CombinedOutput()
	v := regexp.MustCompile(like).FindStringSubmatch(string(b))
	if err != nil || v == nil {
		return finding{what: name, is: fmt.Sprintf("%s does not say its version (%v)", program, err), bad: true, remedy: "try it by hand"}
	}
	return finding{what: name, is: v[1] + "  " + program}
}

func (m *Mall) ports(ctx context.Context) []finding {
	c := m.client()
	if c.Up(ctx) {
		return []finding{{what: "ports", is: "the shop is up and has its own (`make status`)"}}
	}
	var out []finding
	for _, p := range PortPlan(m.S) {
		if who := holder(ctx, p.Addr); who != "" {
			out = append(out, finding{
				what: "port " + p.Addr, is: fmt.Sprintf("wanted by %s, in use by %s", p.Program, who),
				bad: true, remedy: strings.Trim(p.Hint, " ()"),
			})
		}
	}
	if len(out) == 0 {
		out = append(out, finding{what: "ports", is: fmt.Sprintf("%d wanted, all free", len(PortPlan(m.S)))})
	}
	return out
}
