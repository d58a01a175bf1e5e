package supervisor

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Program is one process that supervisor looks after.
type Program struct {
	Name    string
	Command []string
	Dir     string
	Env     map[string]string
	Log     string
	// Priority orders a shutdown: the highest stop first.
	Priority int
	// StopSignal ends it; TERM when empty.
	StopSignal string
	// StopWait is the time it has to end by itself.
	StopWait time.Duration
}

// Daemon is supervisord's own part of the configuration.
type Daemon struct {
	Socket, PIDFile, Log string
	// Include is a pattern of further files.
	Include string
	// Root: supervisord warns at every start when it runs as root and was not told so.
	Root bool
}

// Render writes the daemon's part.
func (d Daemon) Render() string {
	var b strings.Builder
	fmt.Fprintf(&b, "[unix_http_server]\nfile=%s\nchmod=0700\n\n", escape(d.Socket))
	fmt.Fprintf(&b, "[supervisord]\npidfile=%s\nlogfile=%s\nlogfile_maxbytes=5MB\nlogfile_backups=1\nloglevel=info\nminfds=1024\n",
		escape(d.PIDFile), escape(d.Log))
	if d.Root {
		b.WriteString("user=root\n")
	}
	b.WriteString("\n[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n\n")
	fmt.Fprintf(&b, "[supervisorctl]\nserverurl=unix://%s\n\n[include]\nfiles=%s\n", escape(d.Socket), escape(d.Include))
	return b.String()
}

// Render writes the programs' part. It is the same text for the same programs, so that supervisor sees what changed.
func Render(programs []Program) (string, error) {
	var b strings.Builder
	for _, p := range programs {
		command := make([]string, len(p.Command))
		for i, a := range p.Command {
			q, err := quote(a)
			if err != nil {
				return "", fmt.Errorf("%s: %w", p.Name, err)
			}
			command[i] = q
		}
		env := make([]string, 0, len(p.Env))
		for _, k := range slices.Sorted(maps.Keys(p.Env)) {
			v, err := quote(p.Env[k])
			if err != nil {
				return "", fmt.Errorf("%s: %s: %w", p.Name, k, err)
			}
			env = append(env, k+"="+v)
		}
		signal := p.StopSignal
		if signal == "" {
			signal = "TERM"
		}
		fmt.Fprintf(&b, "[program:%s]\ncommand=%s\ndirectory=%s\n", p.Name, strings.Join(command, " "), escape(p.Dir))
		if len(env) > 0 {
			fmt.Fprintf(&b, "environment=%s\n", strings.Join(env, ","))
		}
		fmt.Fprintf(&b, "priority=%d\nautostart=false\nautorestart=true\nstartsecs=1\nstartretries=10\n", p.Priority)
		fmt.Fprintf(&b, "stopsignal=%s\nstopwaitsecs=%d\nstopasgroup=false\nkillasgroup=true\n", signal, int(p.StopWait.Seconds()))
		fmt.Fprintf(&b, "redirect_stderr=true\nstdout_logfile=%s\nstdout_logfile_maxbytes=20MB\nstdout_logfile_backups=3\n\n", escape(p.Log))
	}
	return b.String(), nil
}

// escape keeps supervisor from expanding %(…)s in a value.
func escape(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// quote puts a value between the quotes that it does not hold itself; supervisor knows no escape for them.
func quote(s string) (string, error) {
	switch {
	case strings.ContainsAny(s, "\n\r"):
		return "", fmt.Errorf("a line break in %q cannot be written for supervisor", s)
	case !strings.Contains(s, `"`):
		return `"` + escape(s) + `"`, nil
	case !strings.Contains(s, `'`):
		return `'` + escape(s) + `'`, nil
	}
	return "", fmt.Errorf("both kinds of quotes in %q cannot be written for supervisor", s)
}
