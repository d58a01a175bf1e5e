// Package servers writes the configuration of the private MariaDB, Redis, RabbitMQ, Consul and nginx of a stack,
// and knows when each is ready.
package servers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gulimall/deploy/native/secrets"
	"gulimall/deploy/native/stack"
	"gulimall/deploy/native/supervisor"
)

// Tools are the programs that the servers are run with.
type Tools struct {
	MariaDB, MariaDBInstall, Redis, RabbitMQ, Epmd, Consul, Nginx string
}

// Account is the name under which our parts log in at RabbitMQ, and its virtual host.
const Account = "gulimall"

// Secrets are what the servers' accounts are opened with.
type Secrets struct {
	Root, Redis, Rabbit string
	// DB has a password for each database account.
	DB map[string]string
}

// MakeSecrets reads all secrets of a stack and makes those that are missing.
func MakeSecrets(s *stack.Stack) (*Secrets, error) {
	out := &Secrets{DB: map[string]string{}}
	var errs []error
	get := func(name string) string {
		p, err := secrets.Password(s.Secret(name))
		errs = append(errs, err)
		return p
	}
	out.Root, out.Rabbit = get(stack.DBSecret("root")), get("rabbitmq_password")
	if s.Test {
		return out, errors.Join(errs...)
	}
	out.Redis = get("redis_password")
	out.DB[stack.AuditAccount] = get(stack.DBSecret(stack.AuditAccount))
	for _, p := range stack.Parts() {
		if p.Schema != "" {
			out.DB[p.Schema] = get(stack.DBSecret(p.Schema))
		}
	}
	p := s.Ports()
	errs = append(errs,
		secrets.Write(s.Secret("rabbitmq_urls"), AMQP(s, out)),
		secrets.Write(s.Secret("rabbitmq_mgmt"), fmt.Sprintf("http://%s:%s@%s", Account, out.Rabbit, stack.Loopback(p.RabbitUI))),
		secrets.RSAPair(s.Path("secrets"), "app"),
		secrets.RSAPair(s.Path("secrets"), "alipay"))
	return out, errors.Join(errs...)
}

// AMQP is the address of the broker with account and virtual host.
func AMQP(s *stack.Stack, sec *Secrets) string {
	return fmt.Sprintf("amqp://%s:%s@%s/%s", Account, sec.Rabbit, stack.Loopback(s.Ports().RabbitMQ), vhost(s))
}

// vhost is named after the account; tests make their own and start from the broker's default.
func vhost(s *stack.Stack) string {
	if s.Test {
		return ""
	}
	return Account
}

// Configure writes all configuration files and returns the programs to run. A file that stays the same is not touched,
// and a program whose files changed has another environment, by which supervisor sees it.
func Configure(s *stack.Stack, sec *Secrets, t Tools) ([]supervisor.Program, error) {
	root := os.Geteuid() == 0
	programs := make([]supervisor.Program, 0, 6)
	add := func(p supervisor.Program, files map[string]string) error {
		hash, err := writeAll(files)
		if err != nil {
			return err
		}
		if p.Env == nil {
			p.Env = map[string]string{}
		}
		p.Env["MALL_CONFIG_HASH"] = hash
		p.Dir, p.Log = s.Run, s.LogFile(p.Name)
		programs = append(programs, p)
		return nil
	}
	conf := func(name string) string { return s.Path("conf", name) }
	errs := []error{
		add(supervisor.Program{
			Name: "mariadb", Priority: 10, StopWait: 60 * time.Second,
			Command: []string{t.MariaDB, "--defaults-file=" + conf("mariadb.cnf")},
		}, map[string]string{conf("mariadb.cnf"): mariadbConf(s, root), conf("mariadb-init.sql"): mariadbInit(sec)}),
		add(supervisor.Program{
			Name: "redis", Priority: 10, StopWait: 20 * time.Second,
			Command: []string{t.Redis, conf("redis.conf")},
		}, map[string]string{conf("redis.conf"): redisConf(s, sec)}),
		add(supervisor.Program{
			Name: "epmd", Priority: 9, StopWait: 5 * time.Second,
			Command: []string{t.Epmd, "-address", "127.0.0.1", "-port", fmt.Sprint(s.Ports().Epmd)},
		}, nil),
		add(supervisor.Program{
			Name: "rabbitmq", Priority: 10, StopWait: 60 * time.Second,
			Command: []string{t.RabbitMQ}, Env: rabbitEnv(s),
		}, map[string]string{conf("rabbitmq.conf"): rabbitConf(s, sec), conf("rabbitmq-plugins"): "[rabbitmq_management].\n"}),
		add(supervisor.Program{
			Name: "consul", Priority: 10, StopWait: 15 * time.Second, StopSignal: "INT",
			Command: []string{t.Consul, "agent", "-config-file=" + conf("consul.json")},
		}, map[string]string{conf("consul.json"): consulConf(s)}),
	}
	if !s.Test {
		text, err := nginxConf(s, root)
		errs = append(errs, err, add(supervisor.Program{
			Name: "nginx", Priority: 40, StopWait: 20 * time.Second, StopSignal: "QUIT",
			Command: []string{t.Nginx, "-e", "stderr", "-p", s.Path("nginx"), "-c", conf("nginx.conf"), "-g", "daemon off;"},
		}, map[string]string{conf("nginx.conf"): text}))
	}
	return programs, errors.Join(errs...)
}

// writeAll writes files and returns one hash over their names and texts.
func writeAll(files map[string]string) (string, error) {
	h := sha256.New()
	for _, name := range sortedKeys(files) {
		text := files[name]
		h.Write([]byte(name + "\x00" + text + "\x00"))
		if _, err := WriteIfNew(name, text); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// WriteIfNew writes a file that only its owner reads, unless it says the same already.
func WriteIfNew(name, text string) (bool, error) {
	old, err := os.ReadFile(name)
	if err == nil && bytes.Equal(old, []byte(text)) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.WriteFile(name+".new", []byte(text), 0o600); err != nil {
		return false, err
	}
	return true, os.Rename(name+".new", name)
}

// Find looks a program up where Debian puts it; the PATH of somebody who is not root lacks the sbin folders. A file with its whole path, such
// as a font's, need only be there.
func Find(name string) string {
	if strings.HasPrefix(name, "/") {
		if st, err := os.Stat(name); err == nil && st.Mode().IsRegular() {
			return name
		}
		return ""
	}
	if p, err := exec.LookPath(name); err == nil {
		return p
	}
	for _, dir := range []string{"/usr/local/sbin", "/usr/sbin", "/sbin"} {
		if p := filepath.Join(dir, name); executable(p) {
			return p
		}
	}
	return ""
}

func executable(p string) bool {
	st, err := os.Stat(p)
	return err == nil && !st.IsDir() && st.Mode()&0o111 != 0
}
