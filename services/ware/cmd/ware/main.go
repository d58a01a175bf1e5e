// Command ware runs the ware service.
package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/demodata"
	"gulimall/services/ware"
	"gulimall/services/ware/clients"
	"gulimall/services/ware/consumer"
	"gulimall/services/ware/httpapi"
	"gulimall/services/ware/pages"
	"gulimall/services/ware/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of ware.
type Config struct {
	app.Config
	OrderTTL time.Duration `env:"ORDER_TTL" envDefault:"30m" doc:"how long an order may stay unpaid; every other deadline follows from it"`
}

const (
	sweepEvery   = 15 * time.Second // the pause between two looks for overdue locks
	restockEvery = time.Minute      // the pause between two looks for stock below its warning line
	namesEvery   = time.Minute      // the pause between two looks for goods whose name is new
)

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: "ware", Listen: "127.0.0.1:18005", Schema: "gulimall_wms", Migrations: store.Migrations(), UsesRedis: true, UsesRabbit: true,
		Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *Config) error{
			"seed": func(ctx context.Context, kit *app.Kit, c *Config) error {
				return open(kit, c, func() time.Duration { return c.OrderTTL }).Seed(ctx, demodata.Warehouses(), demodata.Provinces(), demodata.FreightRules(), demodata.Stocks(), demodata.Moves(), demodata.StockTasks())
			},
		},
	}))
}

func open(kit *app.Kit, c *Config, ttl func() time.Duration) *store.Store {
	return store.New(kit.DB, kit.Outbox, kit.Now, ttl, topology.StockLockedKey(c.OrderTTL))
}

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	set := kit.Settings()
	kept := open(kit, c, func() time.Duration { return set.Duration(adminapi.SettingUnpaid, c.OrderTTL) })
	uc, buying := ware.New(kept, clients.NewOrders(kit.Peer(orderapi.Service)), kit.Now), ware.NewPurchases(kept)
	render, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort, Dev: c.Dev})
	if err != nil {
		return err
	}
	desk, office := ware.NewOffice(kept), frame.NewOffice(render, kit.Edge)
	kit.Engine.NoRoute(office.NotFound())
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode)
	desks := httpapi.Desks{Stock: desk, Buying: buying, Takings: ware.NewTakings(kept), Freight: ware.NewFreighter(kept)}
	httpapi.OfficeRoutes(kit.Engine, desks, kit.Edge, kit.Decode, kit.Now)
	pages.Routes(kit.Engine, pages.Desks{Stock: desk, Buying: buying, Takings: desks.Takings, Freight: desks.Freight}, office, kit.Decode)
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	kit.Consume(consumer.Restock(ware.NewReturns(kept)))
	kit.Sweep("sweep locks", sweepEvery, func(ctx context.Context) (int, error) {
		found, err := uc.Sweep(ctx)
		if found > 0 {
			kit.Log.LogAttrs(ctx, slog.LevelWarn, "locks overdue", slog.Int("found", found))
		}
		return found, err
	})
	names := ware.NewNames(kept, clients.NewCatalogue(kit.Peer(productapi.Service)))
	kit.Every("ask for names of goods", namesEvery, names.Refresh)
	kit.Sweep("ask for low stock", restockEvery, func(ctx context.Context) (int, error) {
		needs, err := buying.Restock(ctx)
		return int(needs), err
	})
	return nil
}
