// Command audit evaluates every invariant of the shop and exits with 1 when one is violated. It reads the settings that the shop's
// processes get (MALL_DB_ADDR, MALL_REDIS_ADDRS, …); `make audit` gives it those of the running stack.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/go-sql-driver/mysql"

	"gulimall/pkg/contract/topology"
	"gulimall/pkg/env"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/redisdb"
	"gulimall/test/audit"
)

// Config is the settings of the auditor.
type Config struct {
	DSN          string `env:"AUDIT_DSN" doc:"data source name of an account that may read all schemas; wins over MALL_DB_…" secret:"true"`
	Database     mariadb.Config
	Redis        redisdb.Config
	RabbitURLs   string        `env:"RABBITMQ_URLS_FILE,file" doc:"file with the addresses of RabbitMQ; tells the virtual host" secret:"true"`
	RabbitMgmt   string        `env:"RABBITMQ_MGMT_FILE,file" doc:"file with the address of RabbitMQ's management interface, account included" secret:"true"`
	OrderTTL     time.Duration `env:"ORDER_TTL" envDefault:"30m" doc:"how long an unpaid order waits for its payment"`
	Domain       string        `env:"DOMAIN" envDefault:"gulimall.localhost" doc:"domain of the shop"`
	Gateway      string        `env:"ALIPAY_GATEWAY" doc:"where Alipay is; its books are compared when it is the stand-in"`
	ConsulAddr   string        `env:"CONSUL_ADDR" envDefault:"off" doc:"host:port of the Consul agent, to find the back office and tell it what was found; off tells nobody"`
	AlipaysimDir string        `env:"ALIPAYSIM_DATA_DIR" doc:"folder with the stand-in's ledger, read instead of asking it"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ok, err := run(ctx, os.Args[1:], os.Environ(), os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "audit:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func run(ctx context.Context, args, environ []string, out io.Writer) (bool, error) {
	flags := flag.NewFlagSet("audit", flag.ContinueOnError)
	online := flags.Bool("online", false, "only what is true at any moment, even while the shop is at work")
	settle := flags.Duration("settle", 30*time.Second, "how long to wait for the shop to come to rest")
	grace := flags.Duration("grace", time.Minute, "how long after its deadline an order may still be open")
	schemas := audit.DefaultSchemas()
	for name, schema := range map[string]*string{
		"order": &schemas.Order, "ware": &schemas.Ware, "coupon": &schemas.Coupon, "member": &schemas.Member,
		"payment": &schemas.Payment, "product": &schemas.Product,
	} {
		flags.StringVar(schema, "schema-"+name, *schema, "schema of "+name+"; empty leaves it out")
	}
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	var config Config
	if err := env.Load(&config, environ); err != nil {
		return false, err
	}
	targets, closeAll, err := targets(config)
	if err != nil {
		return false, err
	}
	defer closeAll()
	targets.Schemas, targets.Grace = schemas, *grace
	mode := audit.Final
	if *online {
		mode = audit.Online
	} else if err := audit.Settle(ctx, targets, *settle); err != nil {
		if _, err := fmt.Fprintln(out, err); err != nil {
			return false, err
		}
	}
	report, err := audit.Run(ctx, targets, mode)
	if err != nil {
		return false, err
	}
	if config.ConsulAddr != noConsul {
		if err := tell(ctx, config.ConsulAddr, mode, report); err != nil {
			fmt.Fprintln(os.Stderr, "audit: the back office was not told:", err)
		}
	}
	return report.OK(), report.Print(out)
}

// targets opens what the settings name.
func targets(c Config) (audit.Targets, func(), error) {
	dsn := c.DSN
	if dsn == "" {
		m := mysql.NewConfig()
		m.Net, m.Addr, m.User, m.Passwd = "tcp", c.Database.Addr, c.Database.User, strings.TrimSpace(c.Database.Password)
		dsn = m.FormatDSN()
	}
	db, err := sql.Open("mysql", dsn)
	if err != nil {
		return audit.Targets{}, nil, errors.New("the data source name cannot be read") // the error would show the password
	}
	cache := redisdb.Open(c.Redis)
	t := audit.Targets{DB: db, Redis: cache, RedisPrefix: c.Redis.Prefix}
	if c.RabbitMgmt != "" {
		t.Broker = &audit.Broker{URL: strings.TrimSpace(c.RabbitMgmt), VHost: vhost(c.RabbitURLs), Topology: topology.Table(c.OrderTTL), Consumed: true}
	}
	gateway, err := url.Parse(c.Gateway)
	switch {
	case c.AlipaysimDir != "":
		t.Alipay = audit.Ledger(filepath.Join(c.AlipaysimDir, "ledger.jsonl"))
	case err == nil && gateway.Hostname() == "alipay."+c.Domain:
		t.Alipay = audit.Sandbox(gateway.Scheme + "://" + gateway.Host)
	}
	return t, func() { _, _ = cache.Close(), db.Close() }, nil
}

// vhost is the virtual host that the first of several addresses of RabbitMQ names.
func vhost(urls string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(urls), ",")
	u, err := url.Parse(first)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}
