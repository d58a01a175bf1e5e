package servers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/supervisor"
)

func newStack(t *testing.T, o stack.Options) *stack.Stack {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	o.Root, o.Run = root, t.TempDir()
	s, err := stack.New(o, func(string) string { return "" })
	require.NoError(t, err)
	for _, d := range s.Folders() {
		require.NoError(t, os.MkdirAll(d, 0o700))
	}
	return s
}

func TestMariaDBIsDurableUnlessForTests(t *testing.T) {
	conf := mariadbConf(newStack(t, stack.Options{}), false)
	require.Contains(t, conf, "innodb_flush_log_at_trx_commit = 1\n")
	require.Contains(t, conf, "transaction_isolation = READ-COMMITTED\n")
	require.Contains(t, conf, "bind-address = 127.0.0.1\n")
	require.NotContains(t, conf, "user = root")
	conf = mariadbConf(newStack(t, stack.Options{Test: true}), true)
	require.Contains(t, conf, "innodb_flush_log_at_trx_commit = 0\n")
	require.Contains(t, conf, "user = root\n")
}

func TestAnAccountReachesOnlyItsSchema(t *testing.T) {
	sql := mariadbInit(&Secrets{Root: "r", DB: map[string]string{"gulimall_oms": "p", stack.AuditAccount: "a"}})
	require.Contains(t, sql, "CREATE DATABASE IF NOT EXISTS `gulimall_oms`;\n")
	require.Contains(t, sql, "GRANT ALL PRIVILEGES ON `gulimall\\_oms`.* TO 'gulimall_oms'@'127.0.0.1';\n")
	require.Contains(t, sql, "GRANT SELECT ON `gulimall\\_%`.* TO 'gulimall_audit'@'127.0.0.1';\n")
	require.NotContains(t, sql, "CREATE DATABASE IF NOT EXISTS `gulimall_audit`")
}

func TestRedisNeverForgetsByItself(t *testing.T) {
	conf := redisConf(newStack(t, stack.Options{}), &Secrets{Redis: "pw"})
	require.Contains(t, conf, "maxmemory-policy noeviction\n")
	require.Contains(t, conf, "appendonly yes\nappendfsync everysec\n")
	require.Contains(t, conf, "requirepass pw\n")
}

func TestRabbitMQHasNoGuest(t *testing.T) {
	s := newStack(t, stack.Options{})
	conf := rabbitConf(s, &Secrets{Rabbit: "pw"})
	require.Contains(t, conf, "listeners.tcp.1 = 127.0.0.1:15682\n")
	require.Contains(t, conf, "default_user = gulimall\ndefault_pass = pw\n")
	require.Equal(t, "14369", rabbitEnv(s)["ERL_EPMD_PORT"])
	require.Equal(t, "amqp://gulimall:pw@127.0.0.1:15682/gulimall", AMQP(s, &Secrets{Rabbit: "pw"}))
}

func TestConsulIsAlone(t *testing.T) {
	var conf struct {
		Server bool           `json:"server"`
		Expect int            `json:"bootstrap_expect"`
		Bind   string         `json:"bind_addr"`
		Ports  map[string]int `json:"ports"`
	}
	require.NoError(t, json.Unmarshal([]byte(consulConf(newStack(t, stack.Options{}))), &conf))
	require.True(t, conf.Server)
	require.Equal(t, 1, conf.Expect)
	require.Equal(t, "127.0.0.1", conf.Bind)
	require.Equal(t, 8500, conf.Ports["http"])
	require.Equal(t, -1, conf.Ports["dns"])
}

func TestNginxKnowsEveryGateway(t *testing.T) {
	s := newStack(t, stack.Options{Copies: 2, OnlyServers: true})
	conf, err := nginxConf(s, false)
	require.NoError(t, err)
	require.Contains(t, conf, "server 127.0.0.1:18000 ")
	require.Contains(t, conf, "server 127.0.0.1:18100 ")
	require.Contains(t, conf, "server_name gulimall.localhost *.gulimall.localhost;")
	require.Contains(t, conf, "proxy_set_header Host $http_host;")
	require.Contains(t, conf, "proxy_set_header X-Forwarded-For $remote_addr;")
	require.Contains(t, conf, "limit_conn per_address ", "one address cannot fill nginx")
	require.Contains(t, conf, `location ~ "^/static/(?<static_file>.+)\.[0-9a-f]{10}(?<static_ending>\.[a-z0-9]+)$"`, "hashed files")
	require.Regexp(t, `style-src 'self'( 'sha256-[A-Za-z0-9+/]{43}=')+;`, conf, "its own error pages have a style")
	require.NotContains(t, conf, "unsafe-inline")
	require.NotContains(t, conf, "\nuser ")
	s.HTTPAddr = "127.0.0.1"
	require.Equal(t, []string{"127.0.0.1:8080", "[::1]:8080"}, listenOn(s, true))
	require.Equal(t, []string{"127.0.0.1:8080"}, listenOn(s, false))
}

func TestAChangedFileIsAChangedProgram(t *testing.T) {
	s := newStack(t, stack.Options{})
	render := func(sec *Secrets) string {
		programs, err := Configure(s, sec, Tools{MariaDB: "/m", Redis: "/r", RabbitMQ: "/q", Epmd: "/e", Consul: "/c", Nginx: "/n"})
		require.NoError(t, err)
		text, err := supervisor.Render(programs)
		require.NoError(t, err)
		return text
	}
	one := render(&Secrets{Redis: "a"})
	require.Equal(t, one, render(&Secrets{Redis: "a"}))
	require.NotEqual(t, one, render(&Secrets{Redis: "b"}))
}

func TestSecretsAreMadeOnce(t *testing.T) {
	s := newStack(t, stack.Options{})
	a, err := MakeSecrets(s)
	require.NoError(t, err)
	b, err := MakeSecrets(s)
	require.NoError(t, err)
	require.Equal(t, a, b)
	for _, f := range []string{"app_private.pem", "app_public.pem", "alipay_private.pem", "alipay_public.pem", "rabbitmq_urls", "redis_password", "db_gulimall_oms"} {
		st, err := os.Stat(s.Secret(f))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), st.Mode().Perm(), f)
	}
}
