//go:build faults

package failpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// hits counts how often the armed point was reached.
var hits atomic.Int64 //nolint:gochecknoglobals // test builds only

// Hit kills the process with SIGKILL when MALL_CRASH_POINT names this step: "name" dies at the first hit, "name@3" at the
// third. A file named by MALL_CRASH_ONCE makes it die once only over restarts: the file is made just before dying.
func Hit(name string) {
	point, nth, counted := strings.Cut(os.Getenv("MALL_CRASH_POINT"), "@") //nolint:forbidigo // a test build's only setting
	if point != name {
		return
	}
	want := int64(1)
	if counted {
		want, _ = strconv.ParseInt(nth, 10, 64)
	}
	if hits.Add(1) < want {
		return
	}
	if once := os.Getenv("MALL_CRASH_ONCE"); once != "" { //nolint:forbidigo // a test build's only setting
		file, err := os.OpenFile(once, os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the test names the file
		if err != nil {
			return
		}
		_ = file.Close()
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
