// Command docs writes the generated pages of docs/: config.md, the settings of every process, asked of the processes themselves, and
// messages.md, the table of exchanges and queues. With -check it only says whether they are up to date.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gulimall/deploy/native/stack"
	"gulimall/pkg/contract/topology"
)

func main() {
	check := flag.Bool("check", false, "compare, write nothing")
	dir := flag.String("dir", "docs", "where the pages are")
	flag.Parse()
	if err := run(*dir, *check); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

func run(dir string, check bool) error {
	config, err := configPage()
	if err != nil {
		return err
	}
	pages := map[string]string{"config.md": config, "messages.md": messagesPage()}
	for name, text := range pages {
		path := filepath.Join(dir, name)
		if !check {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				return err
			}
			continue
		}
		there, err := os.ReadFile(path) //nolint:gosec // a page of ours
		if err != nil || string(there) != text {
			return errors.Join(fmt.Errorf("%s is out of date: run make docs", path), err)
		}
	}
	return nil
}

// configPage asks every process for its settings. What all of them have comes first.
func configPage() (string, error) {
	rows := map[string][]string{}
	var names []string
	for _, part := range stack.Parts() {
		out, err := exec.Command("go", "run", part.Package, "config").Output() //nolint:gosec,noctx // our own packages, by a table
		if err != nil {
			return "", fmt.Errorf("ask %s for its settings: %w", part.Name, err)
		}
		names = append(names, part.Name)
		rows[part.Name] = strings.Split(strings.TrimSpace(string(out)), "\n")
	}
	shared := slices.Clone(rows[names[0]])
	for _, name := range names {
		shared = slices.DeleteFunc(shared, func(row string) bool { return !slices.Contains(rows[name], row) })
	}
	var b bytes.Buffer
	fmt.Fprint(&b, "# Settings\n\nEvery setting is an environment variable. This page is made by `make docs` from the settings structs themselves.\n"+
		"`make up` sets what the machines on this computer need; whatever is in its own environment is passed on.\n\n## Every process\n\n"+heading)
	fmt.Fprintln(&b, strings.Join(shared, "\n"))
	for _, name := range names {
		own := slices.DeleteFunc(slices.Clone(rows[name]), func(row string) bool { return slices.Contains(shared, row) })
		if len(own) > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n%s%s\n", name, heading, strings.Join(own, "\n"))
		}
	}
	return b.String(), nil
}

const heading = "| setting | default | what it is for |\n|---|---|---|\n"

func messagesPage() string {
	return "# Messages\n\nWho says what, and who hears it. Made by `make docs` from `pkg/contract/topology`, for unpaid orders that live 30 minutes;\n" +
		"another lifetime (`MALL_ORDER_TTL`) has delay queues of its own, named after it.\n\n" + topology.Table(30*time.Minute).Markdown()
}
