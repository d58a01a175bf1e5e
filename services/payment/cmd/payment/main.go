// Command payment runs the payment service.
package main

import (
	"context"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/i18n"
	"gulimall/services/payment"
	"gulimall/services/payment/clients"
	"gulimall/services/payment/consumer"
	"gulimall/services/payment/httpapi"
	"gulimall/services/payment/pages"
	"gulimall/services/payment/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of payment.
type Config struct {
	app.Config
	Alipay       clients.AlipayConfig
	ConfirmAfter time.Duration `env:"ALIPAY_REFUND_CONFIRM_AFTER" envDefault:"10s" doc:"how long after a refund was sent Alipay is asked to confirm it"`
}

// pollEvery is the pause between two looks for payments and refunds whose time has come.
const pollEvery = time.Second

// forgetEvery is the pause between two rounds that forget what is too old.
const forgetEvery = time.Hour

// heartbeat is how often a live status says that it is there: twice in the time that nginx waits for a sign of life.
const heartbeat = 10 * time.Second

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: "payment", Listen: "127.0.0.1:18007", Schema: "gulimall_pay", Migrations: store.Migrations(), UsesRedis: true, UsesRabbit: true,
		Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *Config) error{
			"seed": func(ctx context.Context, kit *app.Kit, _ *Config) error {
				return store.New(kit.DB, kit.Outbox, kit.Now).Seed(ctx, demodata.Payments())
			},
		},
	}))
}

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	renderer, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort})
	if err != nil {
		return err
	}
	settings, err := withDefaults(c, renderer.Hosts())
	if err != nil {
		return err
	}
	plain, err := clients.NewAlipay(settings, kit.Now)
	if err != nil {
		return err
	}
	rows := store.New(kit.DB, kit.Outbox, kit.Now)
	alipay := clients.Logged(plain, rows, kit.Log)
	subject, _ := kit.Words.Text(i18n.Languages()[0].String(), "alipay_subject")
	orders := clients.NewOrders(kit.Peer(orderapi.Service))
	uc := payment.New(rows, alipay, orders, payment.Settings{Subject: subject, ConfirmAfter: c.ConfirmAfter}, kit.Now, kit.Log)
	who := payment.Merchant{AppID: c.Alipay.AppID, SellerID: c.Alipay.SellerID}
	httpapi.Routes(kit.Engine, uc, httpapi.Alipay{Who: who, Signed: alipay.Signed}, kit.Edge, kit.Decode)
	shop := frame.New(renderer, kit.Edge)
	back := frame.NewOffice(renderer, kit.Edge)
	kit.Engine.NoRoute(back.NotFoundBeside(shop, "/payment/"))
	watch := payment.NewWatch(rows)
	pages.Routes(kit.Engine, uc, pages.Deps{
		Signed: alipay.Signed, Passes: payment.NewPasses(c.Alipay.PrivateKey), Watch: watch, Frame: shop, Edge: kit.Edge, Now: kit.Now,
		Heartbeat: heartbeat,
	})
	reconciler := payment.NewReconciler(rows, alipay, orders, uc, standIn(settings), kit.Now, kit.Log)
	office(kit, payment.NewDesk(rows, kit.Now), reconciler, back)
	kit.Every("watch payments", payment.WatchEvery, watch.Look)
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	kit.Every("forget calls to Alipay", forgetEvery, func(ctx context.Context) error { return rows.ForgetCalls(ctx, kit.Now().Add(-payment.CallsKept)) })
	kit.Sweep("poll Alipay", pollEvery, all(uc.Poll))
	kit.Sweep("complete refunds", pollEvery, all(uc.Complete))
	return nil
}

// all repeats a round for as long as it is full and goes well, and says how much there was.
func all(round func(context.Context) (int, error)) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) {
		sum := 0
		for {
			n, err := round(ctx)
			sum += n
			if err != nil || n < payment.Batch {
				return sum, err
			}
		}
	}
}
