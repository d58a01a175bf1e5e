package operate

import (
	"context"
	"fmt"
	"os"

	"gulimall/deploy/native/servers"
	"gulimall/deploy/native/stack"
)

// TestInfra brings the servers for tests up and writes where they are.
func (m *Mall) TestInfra(ctx context.Context) error {
	m.choosePorts(ctx)
	if err := m.Up(ctx); err != nil {
		return err
	}
	sec, err := servers.MakeSecrets(m.S)
	if err != nil {
		return err
	}
	p := m.S.Ports()
	text := fmt.Sprintf(`MALL_TEST_MARIADB_DSN=root:%s@tcp(%s)/
MALL_TEST_REDIS=%s
MALL_TEST_RABBITMQ=%s
MALL_TEST_RABBITMQ_MGMT=http://%s:%s@%s
MALL_TEST_CONSUL=%s
`, sec.Root, stack.Loopback(p.MariaDB), stack.Loopback(p.Redis), servers.AMQP(m.S, sec),
		servers.Account, sec.Rabbit, stack.Loopback(p.RabbitUI), stack.Loopback(p.Consul))
	file := m.S.Path("env")
	if err := os.WriteFile(file+".new", []byte(text), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(m.Out, "  Tests find the servers by %s.\n", m.rel(file))
	return os.Rename(file+".new", file)
}

// choosePorts keeps the ports of the last time, or finds others where another checkout's tests have them.
func (m *Mall) choosePorts(ctx context.Context) {
	if old, err := stack.Load(m.S.Run); err == nil {
		m.S.Offset = old.Offset
	}
	if m.client().Up(ctx) {
		return
	}
	m.endOrphans()
	m.freeOffset(ctx)
}

// freeOffset moves the ports in steps until none is in use by others.
func (m *Mall) freeOffset(ctx context.Context) {
	const step, tries = 200, 10
	first, http := m.S.Offset, m.S.HTTPPort
	for n := range tries {
		m.S.Offset, m.S.HTTPPort = first+n*step, http+n*step
		if m.allFree(ctx) {
			return
		}
	}
	m.S.Offset, m.S.HTTPPort = first, http // the step that checks says who is in the way
}

// FreeOffset prints a MALL_PORT_OFFSET for a second stack: its own where it runs already, else one with all ports free.
func (m *Mall) FreeOffset(ctx context.Context) error {
	if m.client().Up(ctx) {
		old, err := stack.Load(m.S.Run)
		if err != nil {
			return err
		}
		m.S = old
	} else {
		m.freeOffset(ctx)
	}
	_, err := fmt.Fprintln(m.Out, m.S.Offset)
	return err
}

func (m *Mall) allFree(ctx context.Context) bool {
	for _, p := range PortPlan(m.S) {
		if holder(ctx, p.Addr) != "" {
			return false
		}
	}
	return true
}
