// Command admin runs the admin service.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"gulimall/pkg/app"
	"gulimall/pkg/consul"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/paging"
	"gulimall/pkg/password"
	"gulimall/services/admin"
	"gulimall/services/admin/clients"
	"gulimall/services/admin/consumer"
	"gulimall/services/admin/httpapi"
	"gulimall/services/admin/pages"
	"gulimall/services/admin/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// Config is the settings of admin.
type Config struct {
	app.Config
	OrderTTL     time.Duration `env:"ORDER_TTL" envDefault:"30m" doc:"how long an order may stay unpaid; every other deadline follows from it"`
	TokenTTL     time.Duration `env:"SUBMIT_TOKEN_TTL" envDefault:"30m" doc:"how long a settlement page can be submitted"`
	AutoReceive  time.Duration `env:"AUTO_RECEIVE" envDefault:"168h" doc:"how long after shipping an order completes by itself"`
	ReturnWithin time.Duration `env:"RETURN_WITHIN" envDefault:"360h" doc:"how long after they were received goods can be sent back"`
	ConsulURL    string        `env:"CONSUL_URL" envDefault:"http://127.0.0.1:8500" doc:"where staff find the console of Consul"`
	RabbitURL    string        `env:"RABBITMQ_URL" envDefault:"http://127.0.0.1:15672" doc:"where staff find the console of RabbitMQ"`
}

// defaults are what the services fall back to while nobody has set anything.
func (c *Config) defaults() map[adminapi.SettingKey]time.Duration {
	return map[adminapi.SettingKey]time.Duration{
		adminapi.SettingUnpaid: c.OrderTTL, adminapi.SettingToken: c.TokenTTL, adminapi.SettingReceive: c.AutoReceive, adminapi.SettingReturn: c.ReturnWithin,
	}
}

func main() {
	os.Exit(app.Main(app.Spec[Config]{
		Name: adminapi.Service, Listen: "127.0.0.1:18008", Schema: "gulimall_admin", Migrations: store.Migrations(), UsesRedis: true, UsesRabbit: true,
		Serve: serve,
		Commands: map[string]func(context.Context, *app.Kit, *Config) error{
			"seed": seed, "first": first,
		},
	}))
}

func serve(_ context.Context, kit *app.Kit, c *Config) error {
	uc, err := desk(kit, c)
	if err != nil {
		return err
	}
	render, err := web.New(web.Options{Domain: c.Domain, Scheme: c.Scheme, Port: c.HTTPPort, Dev: c.Dev})
	if err != nil {
		return err
	}
	kit.Edge.Words = render.Words() // settings are told in the words of the pages, in JSON too
	office := frame.NewOffice(render, kit.Edge)
	kit.Engine.NoRoute(office.NotFound())
	httpapi.Routes(kit.Engine, uc, kit.Staff, kit.Edge, kit.Decode)
	pages.Routes(kit.Engine, uc, kit.Staff, office)
	if err := operate(kit, c, office); err != nil {
		return err
	}
	for _, consume := range consumer.Consumers(uc) {
		kit.Consume(consume)
	}
	return nil
}

// operate adds operations, settings and the dashboard.
func operate(kit *app.Kit, c *Config, office *frame.Office) error {
	var lister consul.Lister
	if c.UsesConsul() {
		catalogue, err := consul.NewCatalogue(c.ConsulAddr)
		if err != nil {
			return err
		}
		lister = catalogue
	} else {
		fixed, err := consul.ParseStatic(c.Peers)
		if err != nil {
			return err
		}
		lister = fixed
	}
	rows := store.New(kit.DB, kit.Outbox, kit.Now)
	fleet := clients.NewFleet(lister, kit.Peer, productapi.Service, memberapi.Service, orderapi.Service, wareapi.Service, couponapi.Service,
		paymentapi.Service, adminapi.Service)
	settings := admin.NewSettings(rows, c.defaults())
	ops := admin.NewOperations(fleet, clients.NewParking(kit.Broker), rows, kit.Now, kit.Log)
	board := admin.NewBoard(clients.Summaries{
		Order: kit.Peer(orderapi.Service), Payment: kit.Peer(paymentapi.Service), Coupon: kit.Peer(couponapi.Service), Ware: kit.Peer(wareapi.Service),
		Member: kit.Peer(memberapi.Service), Messages: ops.Trouble,
	}, kit.Now, kit.Log)
	kit.Go("dashboard", func(ctx context.Context) error {
		<-ctx.Done()
		board.Wait()
		return nil
	})
	httpapi.OperationsRoutes(kit.Engine, settings, ops, board, kit.Edge, kit.Decode)
	pages.OperationsRoutes(kit.Engine, settings, ops, board, office, pages.Consoles{Consul: c.ConsulURL, Rabbit: c.RabbitURL})
	return nil
}

func desk(kit *app.Kit, c *Config) (*admin.Desk, error) {
	hasher, err := password.New(password.Usual())
	if err != nil {
		return nil, err
	}
	return admin.New(admin.Deps{
		Store: store.New(kit.DB, kit.Outbox, kit.Now), Attempts: password.NewAttempts(kit.Redis, c.Redis.Prefix, "staff"), Passwords: hasher,
		Sessions: kit.Staff, Log: kit.Log, Limited: c.Limited(), Dev: c.Dev,
	}), nil
}

var errNotDevelopment = errors.New("the demo accounts have public passwords: seed only with MALL_DEV=true")

// seed adds the roles of the beginning and one demo account of each.
func seed(ctx context.Context, kit *app.Kit, c *Config) error {
	if !c.Dev {
		return errNotDevelopment
	}
	s, hasher, err := begin(ctx, kit)
	if err != nil {
		return err
	}
	hash, err := hasher.Hash(demodata.StaffPassword)
	if err != nil {
		return err
	}
	return s.Seed(ctx, demodata.StaffMembers(), hash)
}

// first adds an administrator: account and password are the first two lines of the standard input.
func first(ctx context.Context, kit *app.Kit, c *Config) error {
	lines := bufio.NewScanner(os.Stdin)
	var given [2]string
	for i := range given {
		if !lines.Scan() {
			return errors.New("write the account and the password, a line each")
		}
		given[i] = strings.TrimRight(lines.Text(), "\r")
	}
	s, _, err := begin(ctx, kit)
	if err != nil {
		return err
	}
	uc, err := desk(kit, c)
	if err != nil {
		return err
	}
	roles, _, err := s.Roles(ctx, admin.RoleQuery{Page: paging.Whole(paging.Most)})
	if err != nil {
		return err
	}
	n := admin.NewStaff{Account: given[0], Name: given[0], Password: given[1]}
	for _, r := range roles {
		if r.Code == adminapi.Administrator {
			n.RoleIDs = []int64{r.ID}
		}
	}
	added, err := uc.Add(ctx, n, adminapi.By{Account: "console"})
	if err != nil {
		return fmt.Errorf("add administrator %s: %w", given[0], err)
	}
	_, err = fmt.Fprintf(os.Stdout, "%s is an administrator\n", added.Account)
	return err
}

// begin sees to the roles that the shop begins with.
func begin(ctx context.Context, kit *app.Kit) (*store.Store, *password.Hasher, error) {
	hasher, err := password.New(password.Usual())
	if err != nil {
		return nil, nil, err
	}
	s := store.New(kit.DB, kit.Outbox, kit.Now)
	names := map[adminapi.RoleCode]string{}
	for _, code := range adminapi.RoleCodes() {
		name, ok := kit.Words.Text("zh-CN", "role_"+string(code))
		if !ok {
			return nil, nil, fmt.Errorf("role %s has no name", code)
		}
		names[code] = name
	}
	return s, hasher, s.Begin(ctx, names)
}
