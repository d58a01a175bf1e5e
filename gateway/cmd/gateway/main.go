// Command gateway runs the shop's front door.
package main

import (
	"context"
	"net/http"
	"os"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/gateway"
	"gulimall/pkg/app"
	"gulimall/pkg/contract/adminapi"
)

// config is the gateway's settings: those that every process has.
type config struct {
	app.Config
}

func main() {
	os.Exit(app.Main[config](app.Spec[config]{
		Name:      "gateway",
		Listen:    "127.0.0.1:18000",
		UsesRedis: true,
		Serve:     serve,
	}))
}

func serve(_ context.Context, kit *app.Kit, c *config) error {
	g, err := gateway.New(gateway.Config{
		Scheme: c.Scheme, Domain: c.Domain, Port: c.HTTPPort, Dev: c.Dev, Limited: c.Limited(), RedisPrefix: c.Redis.Prefix,
	}, gateway.Deps{
		Resolver: kit.Resolver, Redis: kit.Redis, Edge: kit.Edge, Registry: kit.Registry, Ops: kit.Engine, Now: time.Now,
	})
	if err != nil {
		return err
	}
	kit.Engine.GET(adminapi.PathOpsLimits, func(c *gin.Context) { c.JSON(http.StatusOK, g.Limited()) })
	// The kit's engine answers health and measurements wherever it is reached; behind ours it is reached only from inside.
	kit.Engine = g.Engine()
	return nil
}
