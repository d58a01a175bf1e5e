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
