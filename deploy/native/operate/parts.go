package operate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/step"
	"gulimall/deploy/native/supervisor"
	"gulimall/deploy/native/toolchain"
)

func (u *up) partSteps() []step.Step {
	steps := []step.Step{{Name: "build", Run: func(ctx context.Context, say func(string)) error {
		parts := make([]stack.Part, 0, len(stack.Parts()))
		for _, i := range u.firstCopies() {
			parts = append(parts, i.Part)
		}
		say(fmt.Sprintf("%d parts", len(parts)))
		return u.buildParts(ctx, parts)
	}}}
	ready := []string{"redis", "rabbitmq", "consul"}
	for _, i := range u.firstCopies() {
		if i.Schema == "" {
			continue
		}
		name := "migrate " + i.Name
		ready = append(ready, name)
		steps = append(steps, step.Step{Name: name, After: []string{"build", "mariadb"}, Run: u.sub(i, "migrate", i.Schema)})
	}
	for _, i := range u.firstCopies() {
		if i.Name == stack.TopologyPart {
			ready = append(ready, "topology")
			steps = append(steps, step.Step{Name: "topology", After: []string{"build", "rabbitmq"}, Run: u.sub(i, "topology", "exchanges, queues, bindings")})
		}
	}
	for _, s := range u.seedSteps(ready, u.unseeded()) {
		steps, ready = append(steps, s), append(ready, s.Name)
	}
	steps = append(steps, step.Step{Name: "parts", After: ready, Run: func(ctx context.Context, say func(string)) error {
		say(fmt.Sprintf("%d processes", len(u.S.Instances())))
		if err := u.writeParts(); err != nil {
			return err
		}
		return u.client().Reload(ctx, nil)
	}})
	var healthy []string
	for _, i := range u.S.Instances() {
		healthy = append(healthy, i.Program)
		steps = append(steps, step.Step{Name: i.Program, After: []string{"parts"}, Run: func(ctx context.Context, say func(string)) error {
			say(i.Listen)
			return u.startPart(ctx, i)
		}})
	}
	return append(steps, step.Step{Name: "healthy", After: append(healthy, "nginx"), Run: u.allPassing})
}

// unseeded lists the parts that have had no demo data yet.
func (m *Mall) unseeded() []stack.Instance {
	var out []stack.Instance
	for _, i := range m.firstCopies() {
		if _, err := os.Stat(m.S.Path("state", "seeded-"+i.Name)); err != nil && i.Seeds {
			out = append(out, i)
		}
	}
	return out
}

func (m *Mall) firstCopies() []stack.Instance {
	var out []stack.Instance
	for _, i := range m.S.Instances() {
		if i.Copy == 1 {
			out = append(out, i)
		}
	}
	return out
}

// sub is a step that runs a sub-command of a part.
func (m *Mall) sub(i stack.Instance, command, text string) func(context.Context, func(string)) error {
	return func(ctx context.Context, say func(string)) error {
		say(text)
		return m.runLogged(ctx, i.Name+"-"+command, m.S.PartEnv(i), m.S.Path("bin", i.Name), command)
	}
}

func (m *Mall) seedSteps(after []string, parts []stack.Instance) []step.Step {
	steps := make([]step.Step, 0, len(parts))
	for _, i := range parts {
		if !i.Seeds {
			continue
		}
		seed := m.sub(i, "seed", "demo data")
		steps = append(steps, step.Step{Name: "seed " + i.Name, After: after, Run: func(ctx context.Context, say func(string)) error {
			if err := seed(ctx, say); err != nil {
				return err
			}
			return os.WriteFile(m.S.Path("state", "seeded-"+i.Name), nil, 0o600)
		}})
	}
	return steps
}

// Seed runs the seeding of all parts again; it changes nothing that is there already.
func (m *Mall) Seed(ctx context.Context) error {
	r := &step.Runner{Out: m.Out, Now: m.Now, Every: 15 * time.Second}
	return r.Run(ctx, m.seedSteps(nil, m.firstCopies()))
}

// buildParts builds beside, where the linker finds what it linked the last time, and copies what changed into place,
// so that a program that runs is never written to.
func (m *Mall) buildParts(ctx context.Context, parts []stack.Part) error {
	log := m.S.LogFile("build")
	f, err := os.Create(log)
	if err != nil {
		return err
	}
	defer f.Close()
	packages := make([]string, len(parts))
	for i, p := range parts {
		packages[i] = p.Package
	}
	fresh := m.S.Path("bin", "built")
	if err := os.MkdirAll(fresh, 0o755); err != nil {
		return err
	}
	if err := toolchain.BuildParts(ctx, m.S.Root, fresh, m.S.Tags, m.S.Race, packages, f, m.rel(log)); err != nil {
		return err
	}
	for _, p := range parts {
		if err := install(fresh+"/"+p.Name, m.S.Path("bin", p.Name)); err != nil {
			return err
		}
	}
	return nil
}

// install copies a program into place in one step, unless the same is there.
func install(from, to string) error {
	want, err := fileHash(from)
	if err != nil {
		return err
	}
	if have, err := fileHash(to); err == nil && have == want {
		return nil
	}
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if err := errors.Join(err, dst.Close()); err != nil {
		return err
	}
	return os.Rename(to+".new", to)
}

// writeParts writes supervisor's definition of all our processes. A hash of the binary is part of it,
// so that supervisor sees a new build as a change.
func (m *Mall) writeParts() error {
	var programs []supervisor.Program
	for _, i := range m.S.Instances() {
		bin := m.S.Path("bin", i.Name)
		hash, err := fileHash(bin)
		if err != nil {
			return err
		}
		env := m.S.PartEnv(i)
		env["MALL_BUILD_HASH"] = hash
		programs = append(programs, supervisor.Program{
			Name: i.Program, Command: []string{bin, "serve"}, Dir: m.S.Root, Env: env, Log: m.S.LogFile(i.Program),
			Priority: 30, StopWait: 40 * time.Second,
		})
		if i.Name == "alipaysim" {
			if err := os.MkdirAll(env["MALL_ALIPAYSIM_DATA_DIR"], 0o700); err != nil {
				return err
			}
		}
	}
	text, err := supervisor.Render(programs)
	if err != nil {
		return err
	}
	_, err = servers.WriteIfNew(m.S.Path("conf", "supervisor.d", "parts.conf"), text)
	return err
}

func fileHash(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// startPart starts one of our processes and waits until it says that it is ready.
func (m *Mall) startPart(ctx context.Context, i stack.Instance) error {
	if err := m.client().Start(ctx, i.Program); err != nil {
		log := m.S.LogFile(i.Program)
		return fmt.Errorf("%w; see %s\n%s", err, m.rel(log), tail(log))
	}
	return m.until(ctx, i.Program, 90*time.Second, func(ctx context.Context) error { return servers.Answers(ctx, i.Listen) })
}

// allPassing waits until Consul holds every copy of every part for healthy.
func (u *up) allPassing(ctx context.Context, say func(string)) error {
	deadline := u.Now().Add(90 * time.Second)
	for {
		var missing []string
		for part, want := range u.S.Expected() {
			got, err := servers.Passing(ctx, u.S, part)
			if err != nil {
				return err
			}
			if len(got) < want {
				missing = append(missing, fmt.Sprintf("%s (%d of %d)", part, len(got), want))
			}
		}
		if len(missing) == 0 {
			say("every part passes its check in Consul")
			return nil
		}
		say("waiting for " + strings.Join(missing, ", "))
		if u.Now().After(deadline) {
			return fmt.Errorf("not healthy in Consul: %s; see %s", strings.Join(missing, ", "), u.rel(u.S.Path("log")))
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}
