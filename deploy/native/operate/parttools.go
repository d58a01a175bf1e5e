package operate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"

	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/toolchain"
)

// auditPackage is the auditor's main package.
const auditPackage = "./test/audit/cmd/audit"

// Audit builds the auditor and lets it look at the stack with an account that only reads.
func (m *Mall) Audit(ctx context.Context, args []string) error {
	log := m.S.LogFile("build")
	f, err := os.Create(log)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := toolchain.BuildParts(ctx, m.S.Root, m.S.Path("bin"), m.S.Tags, false, []string{auditPackage}, f, m.rel(log)); err != nil {
		return err
	}
	return m.attached(ctx, m.S.AuditEnv(), m.S.Path("bin", "audit"), args...)
}

// RunPart runs a sub-command of a part as the stack would.
func (m *Mall) RunPart(ctx context.Context, name string, args []string) error {
	i, err := m.instance(name)
	if err != nil {
		return err
	}
	return m.attached(ctx, m.S.PartEnv(i), m.S.Path("bin", i.Name), args...)
}

// Env prints the environment of a part, one NAME=VALUE a line.
func (m *Mall) Env(name string) error {
	env := m.S.AuditEnv()
	if name != "audit" {
		i, err := m.instance(name)
		if err != nil {
			return err
		}
		env = m.S.PartEnv(i)
	}
	for _, k := range slices.Sorted(maps.Keys(env)) {
		fmt.Fprintf(m.Out, "%s=%s\n", k, env[k])
	}
	return nil
}

func (m *Mall) instance(name string) (stack.Instance, error) {
	all := *m.S
	all.OnlyServers, all.Only = false, nil
	for _, i := range all.Instances() {
		if i.Program == name {
			return i, nil
		}
	}
	return stack.Instance{}, fmt.Errorf("there is no part %q", name)
}

// attached runs a program in the user's terminal.
func (m *Mall) attached(ctx context.Context, env map[string]string, program string, args ...string) error {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = m.S.Root, os.Stdin, m.Out, os.Stderr
	cmd.Env = []string{"PATH=" + m.Getenv("PATH")}
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%s ended with %d", program, exit.ExitCode())
	}
	return err
}
