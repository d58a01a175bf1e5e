// Command order runs the order service: `order` serves, `order migrate` brings its schema up, `order topology` declares the shop's
// exchanges and queues, `order seed` adds the demo history, `order summary` counts anew what the dashboard shows, `order config` lists the settings.
package main

import (
	"context"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/settings"
	"gulimall/services/order"
	"gulimall/services/order/clients"
	"gulimall/services/order/consumer"
	"gulimall/services/order/httpapi"
	"gulimall/services/order/pages"
	"gulimall/services/order/pictures"
	"gulimall/services/order/store"
	"gulimall/web"
	"gulimall/web/frame"
)

type config struct {
	app.Config
	OrderTTL    time.Duration `env:"ORDER_TTL" envDefault:"30m" doc:"how long an order may stay unpaid; every other deadline follows from it"`
	TokenTTL    time.Duration `env:"SUBMIT_TOKEN_TTL" envDefault:"30m" doc:"how long a settlement page can be submitted"`
	PicturesDir string        `env:"AFTERSALE_DIR" envDefault:"data/aftersale" doc:"folder of the pictures that members send in for after-sale; only the service reads it"`
	AutoReceive time.Duration `env:"AUTO_RECEIVE" envDefault:"168h" doc:"how long after shipping an order completes by itself"`
	ReturnFor   time.Duration `env:"RETURN_WITHIN" envDefault:"360h" doc:"how long after they were received goods can be sent back"`
}

func main() {
	os.Exit(app.Main(app.Spec[config]{
		Name: orderapi.Service, Listen: "127.0.0.1:18004", Schema: "gulimall_oms", Migrations: store.Migrations(),
		UsesRedis: true, UsesRabbit: true, Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *config) error{"topology": declare, "seed": seed, "summary": countAnew},
	}))
}

func serve(_ context.Context, kit *app.Kit, c *config) error {
	uc := useCases(kit, c)
	kit.Go("errands", func(ctx context.Context) error {
		<-ctx.Done()
		uc.Wait()
		return nil
	})
	renderer, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort})
	if err != nil {
		return err
	}
	kit.Edge.Words = renderer.Words() // the timeline speaks the language of the pages, in JSON too
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode)
	httpapi.PaidRoutes(kit.Engine, store.New(kit.DB, kit.Outbox, c.OrderTTL), kit.Edge)
	afterSales := order.NewAfterSaleDesk(store.New(kit.DB, kit.Outbox, c.OrderTTL), pictures.NewDisk(c.PicturesDir), clients.Others{Stock: kit.Peer(wareapi.Service)}, kit.Now)
	httpapi.ReturnRoutes(kit.Engine, afterSales, kit.Edge, kit.Decode)
	shop, back := frame.New(renderer, kit.Edge), frame.NewOffice(renderer, kit.Edge)
	kit.Engine.NoRoute(back.NotFoundBeside(shop, "/order/"))
	ordersDesk(kit, uc, store.New(kit.DB, kit.Outbox, c.OrderTTL), back, renderer.Words())
	pages.ReturnRoutes(kit.Engine, afterSales, back, kit.Now)
	pages.Routes(kit.Engine, uc, shop, kit.Now)
	for _, queue := range consumer.Bindings(uc) {
		kit.Consume(queue)
	}
	for _, round := range uc.Rounds() {
		kit.Sweep(round.Name, round.Every, round.Do)
	}
	return nil
}

func useCases(kit *app.Kit, c *config) *order.Orders {
	closings := prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: "mall", Subsystem: "order", Name: "closings_total",
		Help: "Orders that began to close, by the clock that noticed: queue is the normal way, index and sweep are backstops.",
	}, []string{"clock"})
	kit.Registry.MustRegister(closings)
	return order.New(order.Ports{
		Store:     store.New(kit.DB, kit.Outbox, c.OrderTTL),
		Tokens:    store.NewTokens(kit.Redis, c.Redis.Prefix),
		Deadlines: store.NewDeadlines(kit.Redis, c.Redis.Prefix),
		Numbers:   store.NewNumbers(kit.DB),
		Cart:      clients.Cart{Peer: kit.Peer(cartapi.Service)},
		Members:   clients.Members{Peer: kit.Peer(memberapi.Service)},
		Products:  clients.Products{Peer: kit.Peer(productapi.Service)},
		Coupons:   clients.Coupons{Peer: kit.Peer(couponapi.Service)},
		Stock:     clients.Stock{Peer: kit.Peer(wareapi.Service)},
		Payments:  clients.Payments{Peer: kit.Peer(paymentapi.Service)},
		Pictures:  pictures.NewDisk(c.PicturesDir),
	}, order.Limits{OrderTTL: c.OrderTTL, TokenTTL: c.TokenTTL, AutoReceive: c.AutoReceive, ReturnFor: c.ReturnFor, Now: limits(kit.Settings())}, kit.Now, kit.Log,
		func(clock order.Clock) { closings.WithLabelValues(string(clock)).Inc() })
}

// limits are the lifetimes as staff have set them. An order keeps the deadline that it was placed with. The delay queue goes on counting
// MALL_ORDER_TTL: for a shorter deadline it comes too late and the deadline index closes the order, for a longer one it comes too early
// and is passed over.
func limits(set *settings.Settings) func(order.Limits) order.Limits {
	return func(l order.Limits) order.Limits {
		l.OrderTTL = set.Duration(adminapi.SettingUnpaid, l.OrderTTL)
		l.TokenTTL = set.Duration(adminapi.SettingToken, l.TokenTTL)
		l.AutoReceive = set.Duration(adminapi.SettingReceive, l.AutoReceive)
		l.ReturnFor = set.Duration(adminapi.SettingReturn, l.ReturnFor)
		return l
	}
}

// declare brings RabbitMQ to the shop's one table of exchanges, queues and bindings.
func declare(ctx context.Context, kit *app.Kit, c *config) error {
	table := topology.Table(c.OrderTTL)
	if err := table.Lint(); err != nil {
		return err
	}
	return rabbit.Declare(ctx, rabbit.SplitURLs(kit.Config.Rabbit.URLs), table, rabbit.QueueType(kit.Config.Rabbit.QueueType))
}

func seed(ctx context.Context, kit *app.Kit, _ *config) error {
	return store.Seed(ctx, kit.DB, kit.Now())
}
