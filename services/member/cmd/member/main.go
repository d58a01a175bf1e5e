// Command member runs the member service.
package main

import (
	"context"
	"errors"
	"os"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/password"
	"gulimall/services/member"
	"gulimall/services/member/clients"
	"gulimall/services/member/consumer"
	"gulimall/services/member/httpapi"
	"gulimall/services/member/pages"
	"gulimall/services/member/sms"
	"gulimall/services/member/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of member.
type Config struct {
	app.Config
}

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: "member", Listen: "127.0.0.1:18002", Schema: "gulimall_ums", Migrations: store.Migrations(), UsesRedis: true, UsesRabbit: true,
		Serve: serve, Commands: map[string]func(context.Context, *app.Kit, *Config) error{"seed": seed},
	}))
}

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	hasher, err := password.New(password.Usual())
	if err != nil {
		return err
	}
	renderer, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort, Dev: c.Dev})
	if err != nil {
		return err
	}
	var sender member.Sender = sms.None{}
	if c.Dev {
		sender = sms.Development{Log: kit.Log}
	}
	kept := store.New(kit.DB, kit.Outbox, kit.Now)
	uc := member.New(member.Deps{
		Store: kept, Codes: store.NewCodes(kit.Redis, c.Redis.Prefix), Sender: sender,
		Attempts: password.NewAttempts(kit.Redis, c.Redis.Prefix, "login"), Passwords: hasher, Carts: clients.NewCart(kit.Peer(cartapi.Service)),
		Catalogue: clients.NewProduct(kit.Peer(productapi.Service)), Stock: clients.NewWare(kit.Peer(wareapi.Service)),
		Log: kit.Log, Limited: c.Limited(), Dev: c.Dev,
	})
	httpapi.Routes(kit.Engine, uc, kit.Sessions, kit.Edge, kit.Decode, c.Dev)
	desk := member.NewOffice(kept, kit.Sessions)
	httpapi.OfficeRoutes(kit.Engine, desk, kit.Edge, kit.Decode, kit.Now)
	shop, office := frame.New(renderer, kit.Edge), frame.NewOffice(renderer, kit.Edge)
	kit.Engine.NoRoute(office.NotFoundBeside(shop, "/member/"))
	orders, coupons := clients.NewOrder(kit.Peer(orderapi.Service)), clients.NewCoupon(kit.Peer(couponapi.Service))
	pages.OfficeRoutes(kit.Engine, desk, pages.Beside{Orders: orders, Coupons: coupons}, office, kit.Decode)
	pages.Routes(kit.Engine, pages.Deps{
		Members: uc, Coupons: coupons, Orders: orders, Sessions: kit.Sessions, Frame: shop, Now: kit.Now, Dev: c.Dev,
	})
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	kit.Consume(consumer.Returned(member.NewComebacks(kept)))
	return nil
}

var errNotDevelopment = errors.New("the demo accounts have public passwords: seed only with MALL_DEV=true")

func seed(ctx context.Context, kit *app.Kit, c *Config) error {
	if !c.Dev {
		return errNotDevelopment
	}
	hasher, err := password.New(password.Usual())
	if err != nil {
		return err
	}
	return store.New(kit.DB, kit.Outbox, kit.Now).Seed(ctx, store.Demo{
		Levels: demodata.Levels(), Members: demodata.Members(), Addresses: demodata.Addresses(), Points: demodata.PointsEntries(), Growth: demodata.GrowthEntries(),
	}, hasher.Hash)
}
