package operate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// endOrphans ends processes of this stack whose supervisord died without them. Supervisor tells each of its children
// where it can be reached, and that address is this stack's alone. Redis and nginx write their titles over their
// environment; they are known by the folder that they work in.
func (m *Mall) endOrphans() {
	mark := []byte("SUPERVISOR_SERVER_URL=unix://" + m.S.Socket("supervisor") + "\x00")
	for _, round := range []struct {
		signal syscall.Signal
		wait   time.Duration
	}{{syscall.SIGTERM, 20 * time.Second}, {syscall.SIGKILL, 5 * time.Second}} {
		pids := m.marked(mark)
		if len(pids) == 0 {
			return
		}
		fmt.Fprintf(m.Out, "    ending %d processes that an earlier supervisord left behind\n", len(pids))
		for _, pid := range pids {
			_ = syscall.Kill(pid, round.signal)
		}
		for deadline := m.Now().Add(round.wait); len(m.marked(mark)) > 0 && m.Now().Before(deadline); {
			time.Sleep(100 * time.Millisecond)
		}
	}
}

func (m *Mall) marked(mark []byte) []int {
	var pids []int
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		environ, _ := os.ReadFile(dir + "/environ")
		if !bytes.Contains(append(environ, 0), mark) && !m.untitled(dir) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(dir)); err == nil && pid != os.Getpid() {
			pids = append(pids, pid)
		}
	}
	return pids
}

// untitled: a Redis or an nginx that works in this stack's run folder.
func (m *Mall) untitled(dir string) bool {
	exe, _ := os.Readlink(dir + "/exe")
	switch filepath.Base(exe) {
	case "redis-server", "redis-check-rdb", "nginx":
	default:
		return false
	}
	cwd, _ := os.Readlink(dir + "/cwd")
	return cwd == m.S.Run || cwd == m.S.Path("data", "redis")
}
