package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"gulimall/pkg/env"
	"gulimall/pkg/logging"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
)

// Spec describes a service to Main. C is its settings struct, which embeds Config.
type Spec[C any] struct {
	Name       string // in Consul, in logs, and of the binary
	Listen     string // default of MALL_LISTEN
	Schema     string // default schema and account; empty for a service without one
	Migrations fs.FS  // of the schema; the outbox's tables come with it
	UsesRedis  bool
	UsesRabbit bool

	// Serve wires rooms to the kit: routes, consumers, workers. It must not block; Main runs what it has wired.
	Serve func(ctx context.Context, kit *Kit, config *C) error
	// Commands are further sub-commands, such as seed.
	Commands map[string]func(ctx context.Context, kit *Kit, config *C) error
}

// loadable is what a pointer to a settings struct can do.
type loadable[C any] interface {
	*C
	Common() *Config
}

// gcPercent lets the heap grow to five times what is alive before it is collected. What our processes keep alive is small, a few tens of
// megabytes, and at the usual 100 they would collect it many times a second under load.
const gcPercent = 400

// Main runs a service's process: `serve` (the default), `migrate`, `config`, or one of its own commands. It returns the exit code.
func Main[C any, P loadable[C]](spec Spec[C]) int {
	debug.SetGCPercent(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run[C, P](ctx, spec, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "%s: %v\n", spec.Name, err)
		return 1
	}
	return 0
}

func run[C any, P loadable[C]](ctx context.Context, spec Spec[C], args, environ []string, stdout, stderr io.Writer) error {
	command := "serve"
	if len(args) > 0 {
		command = args[0]
	}
	var config C
	if command == "config" {
		return env.Write(stdout, env.Settings(&config))
	}
	common, err := load(P(&config), spec.Listen, spec.Schema, environ)
	if err != nil {
		return err
	}
	log, err := logging.New(stderr, spec.Name, common.LogLevel)
	if err != nil {
		return err
	}
	kit, err := open(ctx, common, log, spec.Name, spec.Schema != "", spec.UsesRedis, spec.UsesRabbit)
	if err != nil {
		return err
	}
	defer kit.close()
	switch {
	case command == "serve":
		if err := spec.Serve(ctx, kit, &config); err != nil {
			return err
		}
		return kit.run(ctx)
	case command == "migrate" && spec.Schema != "":
		return migrate(ctx, kit, spec.Migrations)
	case spec.Commands[command] != nil:
		return spec.Commands[command](ctx, kit, &config)
	}
	return fmt.Errorf("no such command: %s", command)
}

// load reads the settings and fills in what depends on the service.
func load(config interface{ Common() *Config }, listen, schema string, environ []string) (*Config, error) {
	if err := env.Load(config, environ); err != nil {
		return nil, err
	}
	common := config.Common()
	if common.Listen == "" {
		common.Listen = listen
	}
	if common.DB.Name == "" {
		common.DB.Name = schema
	}
	if common.DB.User == "" {
		common.DB.User = common.DB.Name
	}
	return common, nil
}

// migrateTimeout bounds how long migrate waits for the server and for other processes that migrate.
const migrateTimeout = 2 * time.Minute

// migrate brings the schema up: the outbox's tables, then the service's own.
func migrate(ctx context.Context, kit *Kit, migrations fs.FS) error {
	ctx, cancel := context.WithTimeout(ctx, migrateTimeout)
	defer cancel()
	if err := waitFor(ctx, func(ctx context.Context) error { return mariadb.Ping(ctx, kit.DB) }); err != nil {
		return fmt.Errorf("schema %s: %w", kit.Config.DB.Name, err)
	}
	if err := mariadb.Migrate(ctx, kit.DB, outbox.Migrations, outbox.VersionTable); err != nil {
		return err
	}
	if err := mariadb.Migrate(ctx, kit.DB, migrations, "goose_version"); err != nil {
		return err
	}
	kit.Log.LogAttrs(ctx, slog.LevelInfo, "schema is up to date", slog.String("schema", kit.Config.DB.Name))
	return nil
}

// waitFor asks until there is no error or ctx ends; then it gives the last error.
func waitFor(ctx context.Context, ask func(context.Context) error) error {
	for {
		err := ask(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(300 * time.Millisecond):
		}
	}
}
