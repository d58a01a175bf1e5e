// Package app is what the main functions of all services share: settings, the connections to the machines of the shop, and a life
// that begins with readiness and ends by finishing what is in flight.
package app

import (
	"fmt"
	"net"
	"strconv"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/redisdb"
)

// Config holds the settings that every process has. A service's own struct embeds it.
type Config struct {
	Listen     string `env:"LISTEN" doc:"host:port that this process serves on; its own port of the table in deploy/README.md when empty"`
	Domain     string `env:"DOMAIN" envDefault:"gulimall.localhost" doc:"the bare domain of the shop; every host hangs under it"`
	HTTPPort   int    `env:"HTTP_PORT" envDefault:"8080" doc:"the one public port, nginx's"`
	Scheme     string `env:"SCHEME" envDefault:"http" doc:"http or https: how browsers reach the shop"`
	Dev        bool   `env:"DEV" envDefault:"false" doc:"development: the SMS code can be read, the Alipay stand-in runs; make up sets it"`
	LogLevel   string `env:"LOG_LEVEL" envDefault:"info" doc:"debug, info, warn or error"`
	ConsulAddr string `env:"CONSUL_ADDR" envDefault:"127.0.0.1:8500" doc:"host:port of the Consul agent; off runs without Consul"`
	Peers      string `env:"PEERS" doc:"without Consul: who is where, as ware=127.0.0.1:1,127.0.0.1:2;coupon=…"`
	OTLP       string `env:"OTLP_ENDPOINT" doc:"where traces are sent (OTLP over HTTP); empty keeps none"`
	RateLimits string `env:"RATE_LIMITS" envDefault:"on" doc:"on or off; off is for load tests only"`
	DB         mariadb.Config
	Redis      redisdb.Config
	Rabbit     RabbitConfig
}

// RabbitConfig says where RabbitMQ is.
type RabbitConfig struct {
	URLs      string `env:"RABBITMQ_URLS_FILE,file" doc:"file that holds the amqp:// addresses of the nodes, as a comma list" secret:"true"`
	QueueType string `env:"RABBITMQ_QUEUE_TYPE" envDefault:"classic" doc:"classic, or quorum on a cluster of three and more"`
}

// Common gives the shared part of a service's settings.
func (c *Config) Common() *Config { return c }

// UsesConsul says whether processes find each other through Consul.
func (c *Config) UsesConsul() bool { return c.ConsulAddr != "off" }

// Limited says whether rate limits are on.
func (c *Config) Limited() bool { return c.RateLimits != "off" }

// hostPort splits the listening address for the registration in Consul.
func (c *Config) hostPort() (host string, port int, err error) {
	host, text, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return "", 0, fmt.Errorf("setting MALL_LISTEN: %w", err)
	}
	port, err = strconv.Atoi(text)
	if err != nil {
		return "", 0, fmt.Errorf("setting MALL_LISTEN: %w", err)
	}
	return host, port, nil
}
