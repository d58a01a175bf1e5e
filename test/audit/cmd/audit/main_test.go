package main

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/testinfra"
	"gulimall/test/audit"
)

// TestTheCommand audits a shop without schemas, on real servers.
func TestTheCommand(t *testing.T) {
	address := testinfra.RabbitMQ(t)
	require.NoError(t, rabbit.Declare(t.Context(), []string{address}, topology.Table(30e9), rabbit.Classic))
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	redis, prefix := testinfra.Redis(t)
	environ := []string{
		"MALL_AUDIT_DSN=" + testinfra.MariaDBDSN(t), "MALL_REDIS_ADDRS=" + redis, "MALL_REDIS_PREFIX=" + prefix, "MALL_ORDER_TTL=30s",
		"MALL_RABBITMQ_URLS_FILE=" + file("urls", address+",amqp://other/"), "MALL_RABBITMQ_MGMT_FILE=" + file("mgmt", testinfra.RabbitMQManagement(t)+"\n"),
	}
	flags := []string{"-settle", "1s"}
	for _, name := range []string{"order", "ware", "coupon", "member", "payment", "product"} {
		flags = append(flags, "-schema-"+name+"=")
	}
	var out strings.Builder
	ok, err := run(t.Context(), flags, environ, &out)
	require.NoError(t, err)
	require.False(t, ok, "nobody listens")
	require.Contains(t, out.String(), "does not listen")
	require.Contains(t, out.String(), "skipped   order-once")

	out.Reset()
	ok, err = run(t.Context(), append(flags, "-online"), environ, &out)
	require.NoError(t, err)
	require.True(t, ok, out.String())
}

func TestWhatTheBackOfficeIsTold(t *testing.T) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	report := audit.Report{At: at, Took: 1500 * time.Millisecond, Skipped: []string{"alipay-books"}, Results: []audit.Result{
		{Rule: "order-once", Rows: 9},
		{Rule: "stock-ledger", Says: "stock is the sum of its ledger", Violations: 3, Findings: []audit.Finding{{Key: "1001@1", Detail: "3 is not 4"}}},
	}}
	require.Equal(t, adminapi.AuditRun{
		At: at, Mode: "final", Rules: 2, TookMs: 1500, Skipped: []string{"alipay-books"},
		Violated: []adminapi.AuditFinding{{Rule: "stock-ledger", Says: "stock is the sum of its ledger", Violations: 3, Examples: []string{"1001@1: 3 is not 4"}}},
	}, told(audit.Final, report))
	require.Equal(t, "online", told(audit.Online, audit.Report{}).Mode)
}

func TestTheVirtualHost(t *testing.T) {
	require.Equal(t, "gulimall", vhost("amqp://a:b@127.0.0.1:1/gulimall,amqp://a:b@127.0.0.1:2/x\n"))
	require.Empty(t, vhost("amqp://a:b@127.0.0.1:1/"))
}

func TestWhereAlipayIsFound(t *testing.T) {
	for gateway, dir := range map[string]string{
		"http://alipay.gulimall.localhost:8080/gateway.do": "", "https://openapi.alipay.com/gateway.do": "", "": "/data",
	} {
		targets, closeAll, err := targets(Config{Domain: "gulimall.localhost", Gateway: gateway, AlipaysimDir: dir})
		require.NoError(t, err)
		closeAll()
		u, err := url.Parse(gateway)
		require.NoError(t, err)
		require.Equal(t, dir != "" || strings.HasPrefix(u.Host, "alipay."), targets.Alipay != nil, gateway)
	}
}
