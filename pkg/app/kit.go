package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"

	"gulimall/pkg/consul"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/redisdb"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/pkg/settings"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
)

// Kit is what a service is wired with. Connections are opened lazily: a process starts while its machines are still away, and is
// ready once they answer.
type Kit struct {
	Name     string
	Config   *Config
	Log      *slog.Logger
	Now      func() time.Time
	Registry *prometheus.Registry
	Engine   *gin.Engine // with the session's reader, health and measurements
	Edge     *server.Edge
	Decode   *server.Decoder
	Words    *i18n.Catalogue
	Sessions *session.Manager // of members; nil without Redis
	Staff    *staff.Manager   // sessions of the back office; nil without Redis

	DB       *gorm.DB              // nil without a schema
	Outbox   *outbox.Outbox        // nil without a schema
	Redis    redis.UniversalClient // nil unless asked for
	Broker   *rabbit.Broker        // nil unless asked for
	Resolver rpc.Resolver

	checks   []server.Check
	rounds   *rounds
	settings *settings.Settings
	workers  []worker
	relay    bool
	closers  []func()
}

type worker struct {
	name string
	run  func(ctx context.Context) error
}

// open makes the kit of a process.
func open(ctx context.Context, config *Config, log *slog.Logger, name string, schema, usesRedis, usesRabbit bool) (*Kit, error) {
	k := &Kit{
		Name: name, Config: config, Log: log, Registry: telemetry.NewRegistry(), Decode: server.NewDecoder(),
		Now: func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }, //nolint:forbidigo // the one clock of the process
	}
	k.rounds = newRounds(k.Registry, k.Now)
	shutdown, err := telemetry.Setup(ctx, name, config.OTLP)
	if err != nil {
		return nil, err
	}
	k.closers = append(k.closers, func() { _ = shutdown(context.WithoutCancel(ctx)) })
	if k.Words, err = i18n.Load(); err != nil {
		return nil, err
	}
	k.Edge = &server.Edge{Log: log, Words: k.Words}
	if k.Engine, err = server.NewEngine(k.Edge, k.Registry, time.Now); err != nil { //nolint:forbidigo // measurements need the monotonic clock
		return nil, err
	}
	k.Engine.GET("/readyz", server.Readiness(func() []server.Check { return k.checks }))
	k.operations()
	if config.Dev {
		server.Profiles(k.Engine)
	}
	if err := k.findPeers(config); err != nil {
		return nil, err
	}
	if usesRedis {
		k.openRedis(config)
	}
	if schema {
		if err := k.openSchema(config); err != nil {
			return nil, err
		}
	}
	if usesRabbit {
		if err := k.openBroker(ctx, config); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (k *Kit) findPeers(config *Config) error {
	if !config.UsesConsul() {
		static, err := consul.ParseStatic(config.Peers)
		k.Resolver = static
		return err
	}
	resolver, err := consul.NewResolver(config.ConsulAddr, k.Log)
	if err != nil {
		return err
	}
	k.Resolver = resolver
	k.closers = append(k.closers, resolver.Close)
	return nil
}

func (k *Kit) openRedis(config *Config) {
	k.Redis = redisdb.Open(config.Redis)
	k.closers = append(k.closers, func() { _ = k.Redis.Close() })
	k.Ready(server.Check{Name: "redis", Soft: true, Ask: func(ctx context.Context) error { return k.Redis.Ping(ctx).Err() }})
	k.Sessions = session.New(k.Redis, config.Redis.Prefix, config.Domain, config.Scheme == "https")
	k.Staff = staff.New(k.Redis, config.Redis.Prefix, config.Scheme == "https", k.Now)
	k.Engine.Use(k.Sessions.Middleware(), k.Staff.Middleware())
}

func (k *Kit) openSchema(config *Config) error {
	db, err := mariadb.Open(config.DB)
	if err != nil {
		return err
	}
	k.DB = db
	k.closers = append(k.closers, func() {
		if pool, err := db.DB(); err == nil {
			_ = pool.Close()
		}
	})
	k.Ready(server.Check{Name: "mariadb", Ask: func(ctx context.Context) error { return mariadb.Ping(ctx, db) }})
	k.Outbox = outbox.New(db, outbox.WithLog(k.Log), outbox.WithNow(k.Now), outbox.WithMetrics(k.Registry))
	return nil
}

func (k *Kit) openBroker(ctx context.Context, config *Config) error {
	urls := rabbit.SplitURLs(config.Rabbit.URLs)
	if len(urls) == 0 {
		return fmt.Errorf("setting MALL_RABBITMQ_URLS_FILE: no address of RabbitMQ given")
	}
	broker, err := rabbit.Open(context.WithoutCancel(ctx), rabbit.Config{URLs: urls, Name: k.Name, Registerer: k.Registry}, k.Log)
	if err != nil {
		return err
	}
	k.Broker = broker
	k.closers = append(k.closers, broker.Close)
	k.relay = true
	k.Ready(server.Check{Name: "rabbitmq", Soft: true, Ask: func(context.Context) error { return broker.Ready() }})
	return nil
}

// Peer gives the client for another service.
func (k *Kit) Peer(service string) *rpc.Client {
	return rpc.New(k.Resolver, service, rpc.Options{Registerer: k.Registry})
}

// Ready adds a condition of readiness.
func (k *Kit) Ready(check server.Check) { k.checks = append(k.checks, check) }

// Go adds a worker that runs until its context ends. One that returns an error before that ends the process.
func (k *Kit) Go(name string, run func(ctx context.Context) error) {
	k.workers = append(k.workers, worker{name, run})
}

// Consume adds a consumer of a queue.
func (k *Kit) Consume(c rabbit.Consumer) {
	k.Go("consume "+c.Queue, func(ctx context.Context) error { return k.Broker.Consume(ctx, c) })
}

// close gives everything back, the newest first.
func (k *Kit) close() {
	for i := len(k.closers) - 1; i >= 0; i-- {
		k.closers[i]()
	}
}
