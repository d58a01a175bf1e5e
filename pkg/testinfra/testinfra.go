// Package testinfra tells tests where the private servers are that `make test-infra` starts.
// A test that needs one and does not find it fails: a test that is skipped proves nothing.
package testinfra

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Root is the folder of the module, wherever in it the test runs.
func Root(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if b, rerr := os.ReadFile(filepath.Join(dir, "go.mod")); rerr == nil && bytes.HasPrefix(b, []byte("module gulimall\n")) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			err = errors.New("no go.mod of gulimall above the working folder")
		}
		dir = up
	}
	tb.Fatalf("testinfra: %v", err)
	return ""
}

// setting is a variable of the environment or, without it, a line of .run/test/env.
func setting(tb testing.TB, name string) string {
	tb.Helper()
	if v := os.Getenv(name); v != "" {
		return v
	}
	file := filepath.Join(Root(tb), ".run", "test", "env")
	b, err := os.ReadFile(file)
	if err != nil {
		tb.Fatalf("testinfra: the servers for tests are not there (%v): run `make test-infra`, or set %s", err, name)
	}
	v, ok := lookup(string(b), name)
	if !ok {
		tb.Fatalf("testinfra: %s is not in %s: run `make test-infra`", name, file)
	}
	return v
}

func lookup(text, name string) (string, bool) {
	for line := range strings.Lines(text) {
		if k, v, ok := strings.Cut(strings.TrimSpace(line), "="); ok && k == name {
			return v, true
		}
	}
	return "", false
}

// MariaDBDSN is a data source name (go-sql-driver) of an account that may do everything; it names no database.
// Package mariadb/dbtest makes one for a test.
func MariaDBDSN(tb testing.TB) string {
	tb.Helper()
	return setting(tb, "MALL_TEST_MARIADB_DSN")
}

// Redis is the address of a Redis, and a prefix for keys that nobody else uses.
func Redis(tb testing.TB) (addr, prefix string) {
	tb.Helper()
	return setting(tb, "MALL_TEST_REDIS"), "test:" + rand.Text()[:12] + ":"
}

// Consul is the address of a Consul's HTTP interface.
func Consul(tb testing.TB) string {
	tb.Helper()
	return setting(tb, "MALL_TEST_CONSUL")
}

// RabbitMQURL is the broker's default virtual host, under an account that may do everything.
func RabbitMQURL(tb testing.TB) string {
	tb.Helper()
	return setting(tb, "MALL_TEST_RABBITMQ")
}

// RabbitMQManagement is the address of the broker's management interface, account included.
func RabbitMQManagement(tb testing.TB) string {
	tb.Helper()
	return setting(tb, "MALL_TEST_RABBITMQ_MGMT")
}

// RabbitMQ makes a virtual host of its own for the test, deletes it at the test's end, and returns its AMQP address.
func RabbitMQ(tb testing.TB) string {
	tb.Helper()
	u, err := url.Parse(RabbitMQURL(tb))
	if err != nil {
		tb.Fatalf("testinfra: MALL_TEST_RABBITMQ: %v", err)
	}
	mgmt := RabbitMQManagement(tb)
	vhost := "test-" + strings.ToLower(rand.Text()[:12])
	if err := manage(http.MethodPut, mgmt+"/api/vhosts/"+vhost, `{"tags":"test"}`); err != nil {
		tb.Fatalf("testinfra: %v: run `make test-infra`", err)
	}
	tb.Cleanup(func() {
		if err := manage(http.MethodDelete, mgmt+"/api/vhosts/"+vhost, ""); err != nil {
			tb.Errorf("testinfra: %v", err)
		}
	})
	// Whoever makes a virtual host by the management interface gets all rights in it.
	u.Path = "/" + vhost
	return u.String()
}

// manage speaks to the management interface. It has no context of the test's: cleaning up must work after its end.
func manage(method, target, body string) error {
	u, err := url.Parse(target)
	if err != nil {
		return err
	}
	account := u.User
	u.User = nil
	req, err := http.NewRequest(method, u.String(), strings.NewReader(body))
	if err != nil {
		return err
	}
	password, _ := account.Password()
	req.SetBasicAuth(account.Username(), password)
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: 20 * time.Second}
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("RabbitMQ's management interface: %w", err)
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	if res.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("RabbitMQ's management interface answers %s to %s %s", res.Status, method, u.Path)
	}
	return nil
}
