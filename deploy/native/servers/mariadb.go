package servers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"gulimall/deploy/native/stack"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// mariadbConf: durable and strict, small enough for a laptop. In tests, durability is given up for speed.
func mariadbConf(s *stack.Stack, root bool) string {
	flush, buffer, method, connections := 1, "256M", "O_DIRECT", 500
	if s.Test {
		flush, buffer, method, connections = 0, "192M", "O_DIRECT_NO_FSYNC", 800
	}
	user := ""
	if root {
		user = "user = root\n" // otherwise mariadbd refuses to run as root; it listens on loopback only
	}
	return fmt.Sprintf(`[mariadbd]
%sdatadir = %s
socket = %s
pid-file = %s
tmpdir = %s
bind-address = 127.0.0.1
port = %d
skip-name-resolve
init-file = %s
max_connections = %d
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_520_ci
sql_mode = STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION
default_time_zone = +00:00
transaction_isolation = READ-COMMITTED
innodb_flush_log_at_trx_commit = %d
innodb_flush_method = %s
innodb_buffer_pool_size = %s
innodb_log_file_size = 192M
innodb_lock_wait_timeout = 5
innodb_rollback_on_timeout = ON
innodb_print_all_deadlocks = ON
lock_wait_timeout = 60
performance_schema = OFF
key_buffer_size = 1M
aria_pagecache_buffer_size = 8M
query_cache_type = OFF
query_cache_size = 0
table_open_cache = 1000
thread_cache_size = 64
max_allowed_packet = 16M
`, user, s.Path("data", "mariadb"), s.Socket("mariadb"), s.Path("mariadb.pid"), s.Path("tmp"), s.Ports().MariaDB,
		s.Path("conf", "mariadb-init.sql"), connections, flush, method, buffer)
}

// mariadbInit is run at every start of the server: it makes the schemas and accounts that are not there yet.
// An underscore in the name of a GRANT stands for any character, so it is escaped.
func mariadbInit(sec *Secrets) string {
	var b strings.Builder
	account := func(name, password, rights, on string) {
		fmt.Fprintf(&b, "CREATE USER IF NOT EXISTS '%s'@'127.0.0.1';\n", name)
		fmt.Fprintf(&b, "ALTER USER '%s'@'127.0.0.1' IDENTIFIED BY '%s';\n", name, password)
		fmt.Fprintf(&b, "GRANT %s ON %s TO '%s'@'127.0.0.1'%s;\n", rights, on, name,
			map[bool]string{true: " WITH GRANT OPTION"}[on == "*.*"])
	}
	b.WriteString("DELETE FROM mysql.global_priv WHERE User IN ('root', '') AND Host NOT IN ('localhost', '127.0.0.1');\nFLUSH PRIVILEGES;\n")
	fmt.Fprintf(&b, "ALTER USER 'root'@'localhost' IDENTIFIED BY '%s';\n", sec.Root)
	account("root", sec.Root, "ALL PRIVILEGES", "*.*")
	for _, name := range sortedKeys(sec.DB) {
		if name == stack.AuditAccount {
			account(name, sec.DB[name], "SELECT", "`gulimall\\_%`.*")
			continue
		}
		fmt.Fprintf(&b, "CREATE DATABASE IF NOT EXISTS `%s`;\n", name)
		account(name, sec.DB[name], "ALL PRIVILEGES", "`"+strings.ReplaceAll(name, "_", "\\_")+"`.*")
	}
	return b.String()
}

// InstallMariaDB makes the data folder at the first start. It is made beside and moved into place,
// so that a start which was broken off begins anew.
func InstallMariaDB(ctx context.Context, s *stack.Stack, t Tools) (bool, error) {
	dir := s.Path("data", "mariadb")
	if _, err := os.Stat(dir + "/mysql"); err == nil {
		return false, nil
	}
	fresh := dir + ".new"
	if err := errors.Join(os.RemoveAll(fresh), os.MkdirAll(fresh, 0o700)); err != nil {
		return false, err
	}
	args := []string{"--no-defaults", "--datadir=" + fresh, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"}
	if os.Geteuid() == 0 {
		args = append(args, "--user=root")
	}
	log := s.LogFile("mariadb-install")
	f, err := os.Create(log)
	if err != nil {
		return false, err
	}
	defer f.Close()
	cmd := exec.CommandContext(ctx, t.MariaDBInstall, args...)
	cmd.Stdout, cmd.Stderr = f, f
	if err := cmd.Run(); err != nil {
		return false, fmt.Errorf("mariadb-install-db: %w; see %s", err, log)
	}
	return true, errors.Join(os.RemoveAll(dir), os.Rename(fresh, dir))
}

// mariadbReady: the server greets with the tenth version of its protocol as soon as it takes logins.
func mariadbReady(ctx context.Context, addr string) error {
	conn, err := dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	var head [5]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return err
	}
	if head[4] != 10 {
		return fmt.Errorf("no MariaDB at %s", addr)
	}
	return nil
}

func dial(ctx context.Context, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	deadline, _ := ctx.Deadline()
	return conn, conn.SetDeadline(deadline)
}
