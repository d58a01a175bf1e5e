// Command coupon runs the coupon service.
package main

import (
	"context"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/coupon"
	"gulimall/services/coupon/clients"
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

// watchEvery is the pause between two looks for rules that give away too much.
const watchEvery = 10 * time.Minute

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
	kept := open(kit)
	uc := coupon.New(kept, kit.Now)
	catalogue, members := clients.Catalogue{Peer: kit.Peer(productapi.Service)}, clients.Members{Peer: kit.Peer(memberapi.Service)}
	desk, rules := coupon.NewOffice(kept, uc, catalogue, members, kit.Now), coupon.NewRuleDesk(kept, catalogue, members)
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode)
	httpapi.OfficeRoutes(kit.Engine, desk, kit.Edge, kit.Decode)
	httpapi.RuleRoutes(kit.Engine, rules, kit.Edge, kit.Decode)
	shop := frame.New(render, kit.Edge)
	back := frame.NewOffice(render, kit.Edge)
	kit.Engine.NoRoute(back.NotFoundBeside(shop, "/coupon/"))
	pages.Routes(kit.Engine, uc, shop, kit.Now)
	pages.OfficeRoutes(kit.Engine, desk, rules, back, kit.Decode)
	for _, consume := range consumer.Consumers(uc, kit.Log) {
		kit.Consume(consume)
	}
	kit.Consume(consumer.Returned(coupon.NewGivebacks(kept)))
	kit.Sweep("expire coupons", expireEvery, func(ctx context.Context) (int, error) {
		expired, err := uc.Expire(ctx)
		return int(expired), err
	})
	kit.Every("place rules", expireEvery, rules.PlaceRules)
	kit.Every("watch rules", watchEvery, rules.Watch)
	return nil
}
