// Package toolchain gets the programs that a stack runs: servers by apt, Consul and our own parts by go build.
package toolchain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"gulimall/deploy/native/servers"
)

// need says which Debian packages bring a program. mariadb-server-core is the server without a system instance of it.
type need struct {
	program  string
	packages []string
}

const rabbitScript = "/usr/lib/rabbitmq/bin/rabbitmq-server"

// cjkFont stands for all of its package; without it Chromium draws boxes instead of Chinese.
const cjkFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// Chromium is the browser of the tests: the program, and the package that has it.
const Chromium = "chromium-headless-shell"

// Wants says which programs beyond the usual servers a stack runs.
type Wants struct {
	Nginx bool
	// Race: Go's race detector is compiled with a C compiler.
	Race bool
	// Browser: the tests see the shop in Chromium, with Chinese letters.
	Browser bool
}

func needs(w Wants) []need {
	n := []need{
		{"mariadbd", []string{"mariadb-server-core", "mariadb-client-core"}},
		{"mariadb-install-db", []string{"mariadb-server-core", "mariadb-client-core"}},
		{"my_print_defaults", []string{"mariadb-client-core"}},
		{"redis-server", []string{"redis-server"}},
		{rabbitScript, []string{"rabbitmq-server"}},
		{"epmd", []string{"erlang-base"}},
		{"supervisord", []string{"supervisor"}},
	}
	if w.Nginx {
		n = append(n, need{"nginx", []string{"nginx"}})
	}
	if w.Race {
		n = append(n, need{"gcc", []string{"gcc", "libc6-dev"}})
	}
	if w.Browser {
		n = append(n, need{Chromium, []string{Chromium}}, need{cjkFont, []string{"fonts-noto-cjk"}})
	}
	return n
}

// Missing lists the packages whose programs find does not find.
func Missing(w Wants, find func(string) string) []string {
	var out []string
	seen := map[string]bool{}
	for _, n := range needs(w) {
		if find(n.program) != "" {
			continue
		}
		for _, p := range n.packages {
			if !seen[p] {
				seen[p] = true
				out = append(out, p)
			}
		}
	}
	return out
}

// Install installs packages by apt, or says what is in the way.
func Install(ctx context.Context, packages []string, log io.Writer, logName string) error {
	list := strings.Join(packages, " ")
	if servers.Find("apt-get") == "" {
		return fmt.Errorf("these are missing: %s. There is no apt here; install their programs by the means of your system "+
			"(MariaDB ≥ 10.6, Redis ≥ 6.2, RabbitMQ ≥ 3.10 with %s, nginx, supervisor; for tests Chromium, with %s) and run it again", list, rabbitScript, cjkFont)
	}
	var prefix []string
	if os.Geteuid() != 0 {
		sudo := servers.Find("sudo")
		if sudo == "" {
			return fmt.Errorf("these packages are missing and you may not install them: %s. Ask somebody who may to run: apt-get install -y %s", list, list)
		}
		prefix = []string{sudo}
		if st, err := os.Stdin.Stat(); err != nil || st.Mode()&os.ModeCharDevice == 0 {
			prefix = append(prefix, "-n") // nobody is there to type a password
		}
	}
	run := func(args ...string) error {
		args = append(append([]string{}, prefix...), args...)
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, log, log
		return cmd.Run()
	}
	env := []string{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"}
	install := append(append([]string{}, env...), append([]string{"install", "-y", "--no-install-recommends"}, packages...)...)
	if run(install...) == nil {
		return nil
	}
	// The package lists may be missing or old.
	err := run(append(append([]string{}, env...), "update")...)
	if err = errors.Join(err, run(install...)); err != nil {
		return fmt.Errorf("apt-get install %s: %w; see %s", list, err, logName)
	}
	return nil
}
