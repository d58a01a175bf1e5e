// Command product runs the catalogue service.
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/server"
	"gulimall/services/product"
	"gulimall/services/product/clients"
	"gulimall/services/product/consumer"
	"gulimall/services/product/httpapi"
	"gulimall/services/product/pages"
	"gulimall/services/product/pictures"
	"gulimall/services/product/search"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of the catalogue service.
type Config struct {
	app.Config
	MediaDir  string `env:"MEDIA_DIR" doc:"folder of the pictures of goods, which nginx serves as /media/; empty draws none and keeps none"`
	S3        S3
	OrderTTL  time.Duration `env:"ORDER_TTL" envDefault:"30m" doc:"how long an unpaid order waits for its payment"`
	Receive   time.Duration `env:"AUTO_RECEIVE" envDefault:"168h" doc:"how long after shipping an order completes by itself; told on the help pages"`
	Templates string        `env:"TEMPLATES_DIR" doc:"development: read the page templates from this folder at every request"`
}

// S3 is the store that keeps the pictures that staff bring, instead of the folder.
type S3 struct {
	Endpoint  string `env:"S3_ENDPOINT" doc:"http(s)://host:port of a store that speaks S3, for the pictures that staff bring; they lie in MALL_MEDIA_DIR when empty"`
	Bucket    string `env:"S3_BUCKET" doc:"its bucket, which exists and need not be public"`
	Region    string `env:"S3_REGION" envDefault:"us-east-1" doc:"its region"`
	AccessKey string `env:"S3_ACCESS_KEY_FILE,file" doc:"file with the access key" secret:"true"`
	SecretKey string `env:"S3_SECRET_KEY_FILE,file" doc:"file with the secret key" secret:"true"`
}

// keeper keeps pictures where the settings say.
func (c *Config) keeper() (*pictures.Keeper, error) {
	if c.S3.Endpoint == "" {
		return pictures.New(pictures.NewDisk(c.MediaDir)), nil
	}
	files, err := pictures.NewS3(pictures.Account(c.S3))
	if err != nil {
		return nil, err
	}
	return pictures.New(files), nil
}

// deliverEvery is the pause between two looks for promotions that coupon has not been told yet.
const deliverEvery = 2 * time.Second

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: productapi.Service, Listen: "127.0.0.1:18001", Schema: "gulimall_pms", Migrations: store.Migrations(),
		UsesRedis: true, UsesRabbit: true, Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *Config) error{"seed": fill, "reindex": reindex},
	}))
}

func serve(_ context.Context, kit *app.Kit, config *Config) error {
	index, err := search.New()
	if err != nil {
		return err
	}
	kept := store.New(kit.DB, kit.Outbox, kit.Now)
	stock, coupons, members := clients.NewWare(kit.Peer(wareapi.Service)), clients.NewCoupon(kit.Peer(couponapi.Service)), clients.NewMember(kit.Peer(memberapi.Service))
	uc := product.New(kept, index, stock, coupons, members, kit.Log, kit.Now)
	renderer, err := web.New(web.Options{
		Domain: config.Domain, Scheme: config.Scheme, Port: config.HTTPPort, Dev: config.Dev && config.Templates != "", Templates: config.Templates,
	})
	if err != nil {
		return err
	}
	photos, err := config.keeper()
	if err != nil {
		return err
	}
	gallery := product.NewGallery(photos, kept)
	httpapi.Routes(kit.Engine, uc, kit.Edge, kit.Decode)
	httpapi.PictureRoutes(kit.Engine, gallery, kit.Edge)
	desk := product.NewClasses(kept, uc)
	publishing := product.NewPublishing(kept, desk, coupons, members, stock, uc, kit.Log, kit.Now)
	httpapi.ClassRoutes(kit.Engine, desk, kit.Edge, kit.Decode)
	httpapi.PublishRoutes(kit.Engine, publishing, kit.Edge, kit.Decode)
	shop, office := frame.New(renderer, kit.Edge), frame.NewOffice(renderer, kit.Edge)
	kit.Engine.NoRoute(office.NotFoundBeside(shop, "/product/"))
	set := kit.Settings()
	within := pages.Deadlines{Pay: config.OrderTTL, Receive: config.Receive, Now: func(d pages.Deadlines) pages.Deadlines {
		d.Pay, d.Receive = set.Duration(adminapi.SettingUnpaid, d.Pay), set.Duration(adminapi.SettingReceive, d.Receive)
		return d
	}}
	shown := pages.New(uc, shop, within, config.Dev, kit.Now)
	shown.Routes(kit.Engine)
	pages.PublishRoutes(kit.Engine, publishing, desk, gallery, office, shown)
	pages.ClassRoutes(kit.Engine, desk, gallery, office)

	kit.Ready(server.Check{Name: "search index", Ask: uc.Built})
	for _, c := range consumer.Queues(uc) {
		kit.Consume(c)
	}
	kit.Go("index events", func(ctx context.Context) error { return kit.Broker.ConsumeBroadcast(ctx, consumer.Index(uc)) })
	kit.Every("promotions to coupon", deliverEvery, publishing.Deliver)
	kit.Go("prices", uc.Refresh)
	kit.Go("index", func(ctx context.Context) error { return errors.Join(uc.Follow(ctx), index.Close()) })
	return nil
}

// fill seeds the demo catalogue and tells running instances to look again.
func fill(ctx context.Context, kit *app.Kit, config *Config) error {
	fresh, err := seed.Rows(ctx, kit.DB, kit.Now())
	if err != nil {
		return err
	}
	drawn := 0
	if config.MediaDir != "" {
		if drawn, err = seed.Pictures(ctx, config.MediaDir); err != nil {
			return err
		}
	}
	kit.Log.LogAttrs(ctx, slog.LevelInfo, "catalogue seeded", slog.Int64("new_skus", fresh), slog.Int("pictures_drawn", drawn))
	if fresh == 0 {
		return nil
	}
	return reindex(ctx, kit, config)
}

// reindex tells every running instance, through the outbox, to build its index anew.
func reindex(ctx context.Context, kit *app.Kit, _ *Config) error {
	return store.New(kit.DB, kit.Outbox, kit.Now).Announce(ctx)
}
