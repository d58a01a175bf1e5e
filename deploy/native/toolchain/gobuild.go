package toolchain

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// ConsulVersion is the one that deploy/consul/go.mod pins.
const ConsulVersion = "1.22.3"

// CacheDir is where what takes long to build is kept for all checkouts of this user.
func CacheDir(getenv func(string) string) (string, error) {
	if d := getenv("MALL_CACHE"); d != "" {
		return filepath.Abs(d)
	}
	if d := getenv("XDG_CACHE_HOME"); d != "" {
		return filepath.Join(d, "gulimall"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("no folder for a cache: %w (set MALL_CACHE)", err)
	}
	return filepath.Join(home, ".cache", "gulimall"), nil
}

// Consul finds a Consul on the PATH that is new enough, or says where ours is in the cache, built or not.
func Consul(ctx context.Context, cache string, find func(string) string) (path string, there bool) {
	if p := find("consul"); p != "" {
		out, err := exec.CommandContext(ctx, p, "version").Output()
		if err == nil && newEnough(string(out)) {
			return p, true
		}
	}
	p := filepath.Join(cache, "consul-"+ConsulVersion, "consul")
	return p, find(p) != ""
}

func newEnough(out string) bool {
	m := regexp.MustCompile(`v(\d+)\.(\d+)\.(\d+)`).FindStringSubmatch(out)
	if m == nil {
		return false
	}
	for i, least := range []int{1, 16, 0} { // the oldest on a PATH that we take instead of building one
		n, err := strconv.Atoi(m[i+1])
		if err != nil || n < least {
			return false
		}
		if n > least {
			return true
		}
	}
	return true
}

// BuildConsul builds Consul from its Go module into the cache. It is a separate module, so that the shop's own
// dependencies do not meet Consul's.
func BuildConsul(ctx context.Context, root, to string, log io.Writer, logName string, say func(string)) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	fresh := to + ".new"
	count := 0
	err := goBuild(ctx, filepath.Join(root, "deploy", "consul"), log, func(string) {
		if count++; count%20 == 0 {
			say(fmt.Sprintf("building Consul v%s, once: %d of about 1850 packages", ConsulVersion, count))
		}
	}, "-v", "-trimpath", "-ldflags=-s -w", "-o", fresh, "github.com/hashicorp/consul")
	if err != nil {
		return fmt.Errorf("building Consul: %w; see %s", err, logName)
	}
	return os.Rename(fresh, to)
}

// BuildParts builds main packages of the checkout into a folder.
func BuildParts(ctx context.Context, root, dir, tags string, race bool, packages []string, log io.Writer, logName string) error {
	args := []string{"-ldflags=-s -w", "-o", dir + string(filepath.Separator)} // no -trimpath: what `go build` and `go test` compiled is used again
	if tags != "" {
		args = append(args, "-tags="+tags)
	}
	if race {
		args = append(args, "-race")
	}
	for _, p := range packages {
		if _, err := os.Stat(filepath.Join(root, p)); err != nil {
			return fmt.Errorf("there is no %s in this checkout", p)
		}
	}
	var last []string
	err := goBuild(ctx, root, log, func(line string) { last = append(last, line) }, append(args, packages...)...)
	if err != nil {
		return fmt.Errorf("go build: %w; see %s\n%s", err, logName, strings.Join(last[:min(len(last), 20)], "\n"))
	}
	return nil
}

// goBuild runs go build and hands each line of what it says to both the log and the caller.
func goBuild(ctx context.Context, dir string, log io.Writer, line func(string), args ...string) error {
	cmd := exec.CommandContext(ctx, "go", append([]string{"build"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, w
	done := make(chan struct{})
	go func() {
		defer close(done)
		in := bufio.NewScanner(r)
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			fmt.Fprintln(log, in.Text())
			line(in.Text())
		}
		_, _ = io.Copy(io.Discard, r)
	}()
	err := cmd.Run()
	_ = w.Close()
	<-done
	return err
}
