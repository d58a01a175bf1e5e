// Command coupon runs the coupon service.
package main

import (
	"context"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/services/coupon"
	"gulimall/services/coupon/consumer"
	"gulimall/services/coupon/httpapi"
	"gulimall/services/coupon/pages"
	"gulimall/services/coupon/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of coupon.
type Config struct{ app.Config }

// expireEvery is the pause between two looks for coupons whose time is over.
const expireEvery = time.Minute

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: "coupon", Listen: "127.0.0.1:18006", Schema: "gulimall_sms", Migrations: store.Migrations(), UsesRedis: true, UsesRabbit: true,
		Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *Config) error{
			"seed": func(ctx context.Context, kit *app.Kit, _ *Config) error { return open(kit).Seed(ctx) },
		},
	}))
}

func open(kit *app.Kit) *store.Store { return store.New(kit.DB, kit.Outbox, kit.Now) }

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	render, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort, Dev: c.Dev})
	if err != nil {
		return err
	}
	uc := coupon.New(open(kit), kit.Now)
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode)
	shop := frame.New(render, kit.Edge)
	kit.Engine.NoRoute(shop.NotFound())
	pages.Routes(kit.Engine, uc, shop, kit.Now)
	for _, consume := range consumer.Consumers(uc, kit.Log) {
		kit.Consume(consume)
	}
	kit.Every("expire coupons", expireEvery, func(ctx context.Context) error {
		_, err := uc.Expire(ctx)
		return err
	})
	return nil
}
