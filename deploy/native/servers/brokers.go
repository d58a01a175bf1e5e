package servers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gulimall/deploy/native/stack"
)

func redisConf(s *stack.Stack, sec *Secrets) string {
	aof, password := "yes", "requirepass "+sec.Redis+"\n"
	if s.Test {
		aof, password = "no", ""
	}
	return fmt.Sprintf(`bind 127.0.0.1
port %d
protected-mode yes
daemonize no
dir %s
pidfile %s
databases 16
maxmemory 256mb
maxmemory-policy noeviction
save ""
appendonly %s
appendfsync everysec
lazyfree-lazy-user-del yes
lazyfree-lazy-expire yes
hz 10
%s`, s.Ports().Redis, s.Path("data", "redis"), s.Path("redis.pid"), aof, password)
}

func redisReady(ctx context.Context, addr, password string) error {
	conn, err := dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	ask := func(line, want string) error {
		if _, err := io.WriteString(conn, line+"\r\n"); err != nil {
			return err
		}
		got, err := in.ReadString('\n')
		if err == nil && strings.TrimSpace(got) != want {
			err = fmt.Errorf("redis says %q", strings.TrimSpace(got))
		}
		return err
	}
	if password != "" {
		if err := ask("AUTH "+password, "+OK"); err != nil {
			return err
		}
	}
	return ask("PING", "+PONG")
}

// rabbitConf: the first start makes our account and virtual host in place of guest.
func rabbitConf(s *stack.Stack, sec *Secrets) string {
	host, interval := Account, 5000
	if s.Test {
		host, interval = "/", 1000
	}
	p := s.Ports()
	return fmt.Sprintf(`listeners.tcp.1 = 127.0.0.1:%d
management.tcp.ip = 127.0.0.1
management.tcp.port = %d
default_vhost = %s
default_user = %s
default_pass = %s
default_user_tags.administrator = true
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 256MB
collect_statistics_interval = %d
log.file = false
log.console = true
log.console.level = warning
`, p.RabbitMQ, p.RabbitUI, host, Account, sec.Rabbit, interval)
}

// rabbitEnv moves everything that RabbitMQ keeps or reads, its cookie and its epmd included, into the run folder.
// Busy waiting is off: an idle broker is to use no CPU.
func rabbitEnv(s *stack.Stack) map[string]string {
	p := s.Ports()
	data := s.Path("data", "rabbitmq")
	return map[string]string{
		"HOME":                                data,
		"LANG":                                "C.UTF-8",
		"LC_ALL":                              "C.UTF-8",
		"RUNNING_UNDER_SYSTEMD":               "true", // makes the script become the broker, so that signals reach it
		"ERL_EPMD_PORT":                       strconv.Itoa(p.Epmd),
		"ERL_EPMD_ADDRESS":                    "127.0.0.1",
		"RABBITMQ_NODENAME":                   "gulimall@localhost",
		"RABBITMQ_DIST_PORT":                  strconv.Itoa(p.RabbitDist),
		"RABBITMQ_BASE":                       data,
		"RABBITMQ_MNESIA_BASE":                data + "/mnesia",
		"RABBITMQ_LOG":                        "-color",
		"RABBITMQ_LOG_BASE":                   s.Path("log"),
		"RABBITMQ_SCHEMA_DIR":                 data + "/schema",
		"RABBITMQ_GENERATED_CONFIG_DIR":       data + "/config",
		"RABBITMQ_PLUGINS_EXPAND_DIR":         data + "/plugins",
		"RABBITMQ_CONF_ENV_FILE":              s.Path("conf", "no-rabbitmq-env"),
		"RABBITMQ_CONFIG_FILE":                s.Path("conf", "rabbitmq.conf"),
		"RABBITMQ_ADVANCED_CONFIG_FILE":       s.Path("conf", "no-rabbitmq-advanced"),
		"RABBITMQ_ENABLED_PLUGINS_FILE":       s.Path("conf", "rabbitmq-plugins"),
		"RABBITMQ_PID_FILE":                   s.Path("rabbitmq.pid"),
		"RABBITMQ_IO_THREAD_POOL_SIZE":        "16",
		"RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",
		"RABBITMQ_CTL_DIST_PORT_MIN":          strconv.Itoa(p.RabbitDist + 1),
		"RABBITMQ_CTL_DIST_PORT_MAX":          strconv.Itoa(p.RabbitDist + 8),
	}
}

// rabbitReady asks the management interface whether the broker listens; a bare connection would leave a warning in its log.
func rabbitReady(ctx context.Context, s *stack.Stack, password string) error {
	p := s.Ports()
	_, err := get(ctx, fmt.Sprintf("http://%s/api/health/checks/port-listener/%d", stack.Loopback(p.RabbitUI), p.RabbitMQ), Account, password)
	return err
}

// consulConf: one server that elects itself at once, with its UI; gossip and RPC on loopback, DNS and gRPC off.
func consulConf(s *stack.Stack) string {
	p := s.Ports()
	b, err := json.MarshalIndent(map[string]any{
		"node_name": "gulimall", "datacenter": "dc1", "server": true, "bootstrap_expect": 1,
		"data_dir": s.Path("data", "consul"), "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1",
		"log_level": "warn", "ui_config": map[string]any{"enabled": true}, "connect": map[string]any{"enabled": false},
		"disable_update_check": true, "disable_remote_exec": true, "leave_on_terminate": false, "skip_leave_on_interrupt": true,
		"rejoin_after_leave": true, "enable_script_checks": false,
		"performance": map[string]any{"raft_multiplier": 1},
		"limits":      map[string]any{"http_max_conns_per_client": 2000},
		"ports": map[string]any{
			"http": p.Consul, "serf_lan": p.ConsulSerf, "server": p.ConsulRPC,
			"dns": -1, "grpc": -1, "grpc_tls": -1, "serf_wan": -1, "https": -1,
		},
	}, "", "  ")
	if err != nil {
		return "" // a map of strings and numbers always encodes
	}
	return string(b) + "\n"
}

func consulReady(ctx context.Context, addr string) error {
	b, err := get(ctx, "http://"+addr+"/v1/status/leader", "", "")
	if err != nil {
		return err
	}
	if strings.TrimSpace(string(b)) == `""` {
		return fmt.Errorf("consul has no leader yet")
	}
	return nil
}

func get(ctx context.Context, url, user, password string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if user != "" {
		req.SetBasicAuth(user, password)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", req.URL.Redacted(), res.Status)
	}
	return b, err
}
