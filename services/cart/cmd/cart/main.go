// Command cart runs the cart service.
package main

import (
	"context"
	"os"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/cart"
	"gulimall/services/cart/clients"
	"gulimall/services/cart/consumer"
	"gulimall/services/cart/httpapi"
	"gulimall/services/cart/pages"
	"gulimall/services/cart/store"
	"gulimall/services/cart/visitor"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of the cart.
type Config struct {
	app.Config
}

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: "cart", Listen: "127.0.0.1:18003", UsesRedis: true, UsesRabbit: true, Serve: serve,
	}))
}

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	renderer, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort, Dev: c.Dev})
	if err != nil {
		return err
	}
	peers := cart.Peers{
		Catalogue: clients.NewProduct(kit.Peer(productapi.Service)), Stock: clients.NewWare(kit.Peer(wareapi.Service)),
		Prices: clients.NewCoupon(kit.Peer(couponapi.Service)), Members: clients.NewMember(kit.Peer(memberapi.Service)),
	}
	uc := cart.New(store.New(kit.Redis, c.Redis.Prefix), peers, kit.Now, kit.Log)
	visitors := visitor.Middleware(visitor.Options{Domain: c.Domain, Secure: c.Scheme == "https"}, kit.Edge)
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode, visitors, visitor.Members(kit.Edge))
	shop := frame.New(renderer, kit.Edge)
	kit.Engine.NoRoute(shop.NotFound())
	pages.Routes(kit.Engine, uc, shop, visitors)
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	return nil
}
