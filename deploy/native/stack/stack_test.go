package stack_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/stack"
)

func env(kv ...string) func(string) string {
	m := map[string]string{}
	for i := 0; i < len(kv); i += 2 {
		m[kv[i]] = kv[i+1]
	}
	return func(k string) string { return m[k] }
}

func newStack(t *testing.T, o stack.Options, kv ...string) *stack.Stack {
	t.Helper()
	if o.Root == "" {
		o.Root = "/src"
	}
	s, err := stack.New(o, env(kv...))
	require.NoError(t, err)
	return s
}

func TestTheDefaults(t *testing.T) {
	s := newStack(t, stack.Options{})
	require.Equal(t, "/src/.run", s.Run)
	require.Equal(t, "http://gulimall.localhost:8080", s.URL(""))
	require.Equal(t, "http://cart.gulimall.localhost:8080", s.URL("cart"))
	require.Equal(t, "127.0.0.1", s.HTTPAddr)
	require.Equal(t, 13316, s.Ports().MariaDB)
	require.Len(t, s.Instances(), len(stack.Parts()))
}

func TestASecondStackRunsBeside(t *testing.T) {
	a := newStack(t, stack.Options{Copies: 2})
	b := newStack(t, stack.Options{Run: ".run/e2e", Copies: 2}, "MALL_PORT_OFFSET", "5000")
	test := newStack(t, stack.Options{Test: true})
	require.Equal(t, "127.0.0.1", b.HTTPAddr)
	require.Equal(t, 13080, b.HTTPPort)
	seen := map[int]string{}
	for name, s := range map[string]*stack.Stack{"a": a, "b": b, "test": test} {
		p := s.Ports()
		ports := []int{p.Consul, p.ConsulSerf, p.ConsulRPC, p.RabbitUI, p.RabbitMQ, p.RabbitDist, p.Epmd, p.MariaDB, p.Redis}
		if p.HTTP != 0 {
			ports = append(ports, p.HTTP)
		}
		for _, port := range ports {
			require.Empty(t, seen[port], "%d is in both %s and %s", port, name, seen[port])
			seen[port] = name
		}
		for _, i := range s.Instances() {
			require.NotContains(t, seen, i.Listen)
		}
	}
}

func TestCopies(t *testing.T) {
	s := newStack(t, stack.Options{Copies: 2})
	require.Equal(t, 2, s.Expected()["order"])
	require.Equal(t, 1, s.Expected()["alipaysim"], "its state is one file")
	for _, i := range s.Instances() {
		if i.Program == "order-2" {
			require.Equal(t, "127.0.0.1:18104", i.Listen)
		}
	}
	_, err := stack.New(stack.Options{Root: "/src", Copies: 3}, env())
	require.ErrorContains(t, err, "--copies is 1 or 2")
}

func TestANameMeansAllItsCopies(t *testing.T) {
	s := newStack(t, stack.Options{Copies: 2})
	got, err := s.Match("order")
	require.NoError(t, err)
	require.Equal(t, []string{"order", "order-2"}, got)
	got, err = s.Match("order-2")
	require.NoError(t, err)
	require.Equal(t, []string{"order-2"}, got)
	_, err = s.Match("oder")
	require.ErrorContains(t, err, `there is no "oder"; there are: mariadb`)
}

func TestWrongNumbersAreNamed(t *testing.T) {
	for name, value := range map[string]string{"MALL_HTTP_PORT": "80a", "MALL_PORT_OFFSET": "-1"} {
		_, err := stack.New(stack.Options{Root: "/src"}, env(name, value))
		require.ErrorContains(t, err, name)
	}
}

func TestWhatAPartIsTold(t *testing.T) {
	s := newStack(t, stack.Options{Env: map[string]string{"MALL_ORDER_TTL": "20s", "MALL_LOG_LEVEL": "debug", "MALL_ALIPAY_PUBLIC_KEY_FILE": "/real.pem"}})
	of := map[string]map[string]string{}
	for _, i := range s.Instances() {
		of[i.Name] = s.PartEnv(i)
	}
	require.Equal(t, "20s", of["order"]["MALL_ORDER_TTL"])
	require.Equal(t, "debug", of["order"]["MALL_LOG_LEVEL"])
	require.Equal(t, "gulimall_oms", of["order"]["MALL_DB_USER"])
	require.Equal(t, "/src/.run/secrets/db_gulimall_oms", of["order"]["MALL_DB_PASSWORD_FILE"])
	require.NotContains(t, of["cart"], "MALL_DB_USER")
	require.Equal(t, "/src/.run/secrets/app_private.pem", of["payment"]["MALL_ALIPAY_PRIVATE_KEY_FILE"])
	require.Equal(t, "/real.pem", of["payment"]["MALL_ALIPAY_PUBLIC_KEY_FILE"], "the user's own settings win")
	require.Equal(t, "/src/.run/secrets/app_public.pem", of["alipaysim"]["MALL_ALIPAYSIM_APP_PUBLIC_KEY_FILE"], "the stand-in is the other side")
	require.Equal(t, "gulimall_audit", s.AuditEnv()["MALL_DB_USER"])
}

func TestOnlyWhatIsMeantForPartsPassesThrough(t *testing.T) {
	got := stack.PassThrough([]string{"MALL_ORDER_TTL=1m", "MALL_CACHE=/c", "MALL_TEST_REDIS=x", "PATH=/bin", "MALL_HTTP_PORT=1", "MALL_LISTEN=:1"})
	require.Equal(t, map[string]string{"MALL_ORDER_TTL": "1m"}, got)
}

func TestASocketPathIsNeverTooLong(t *testing.T) {
	require.Equal(t, "/src/.run/supervisor.sock", newStack(t, stack.Options{}).Socket("supervisor"))
	deep := newStack(t, stack.Options{Root: "/" + strings.Repeat("deep/", 30)})
	require.Less(t, len(deep.Socket("supervisor")), 100)
	require.NotEqual(t, deep.Socket("supervisor"), deep.Socket("mariadb"))
}

func TestWhatWasStartedIsFoundAgain(t *testing.T) {
	dir := t.TempDir()
	_, err := stack.Load(dir)
	require.ErrorContains(t, err, "nothing was ever started")
	s := newStack(t, stack.Options{Root: dir, Run: ".", Copies: 2, Env: map[string]string{"MALL_X": "1"}}, "MALL_PORT_OFFSET", "5000")
	require.NoError(t, s.Save())
	again, err := stack.Load(dir)
	require.NoError(t, err)
	require.Equal(t, s, again)
}
