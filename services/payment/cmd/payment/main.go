// Command payment runs the payment service.
package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/demodata"
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
	alipay, err := clients.NewAlipay(withDefaults(c, renderer.Hosts()), kit.Now)
	if err != nil {
		return err
	}
	uc := payment.New(store.New(kit.DB, kit.Outbox, kit.Now), alipay, clients.NewOrders(kit.Peer(orderapi.Service)), c.ConfirmAfter, kit.Now, kit.Log)
	who := payment.Merchant{AppID: c.Alipay.AppID, SellerID: c.Alipay.SellerID}
	httpapi.Routes(kit.Engine, uc, httpapi.Alipay{Who: who, Signed: alipay.Signed}, kit.Edge, kit.Decode)
	pages.Routes(kit.Engine, uc, alipay.Signed, frame.New(renderer, kit.Edge), kit.Now)
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	kit.Every("poll Alipay", pollEvery, func(ctx context.Context) error { _, err := uc.Poll(ctx); return err })
	kit.Every("complete refunds", pollEvery, func(ctx context.Context) error { _, err := uc.Complete(ctx); return err })
	return nil
}

// withDefaults fills in the addresses that follow from the shop's own: those of the local stand-in, and where it reaches us.
func withDefaults(c *Config, hosts web.Hosts) clients.AlipayConfig {
	alipay := c.Alipay
	if alipay.Gateway == "" {
		alipay.Gateway = c.Scheme + "://alipay." + c.Domain + ":" + strconv.Itoa(c.HTTPPort) + "/gateway.do"
	}
	if alipay.NotifyURL == "" {
		alipay.NotifyURL = hosts.Pay("/payed/notify")
	}
	if alipay.ReturnURL == "" {
		alipay.ReturnURL = hosts.Pay("/payed/return")
	}
	return alipay
}
