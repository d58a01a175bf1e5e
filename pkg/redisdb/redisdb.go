// Package redisdb opens the shop's Redis: one node, Sentinel or Cluster, by the list of addresses alone.
package redisdb

import (
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Config says where Redis is and under which prefix the shop's keys lie.
type Config struct {
	Addrs    []string `env:"REDIS_ADDRS" envDefault:"127.0.0.1:16389" doc:"host:port, or a comma list for a cluster"`
	Password string   `env:"REDIS_PASSWORD_FILE,file" doc:"file that holds the password; none when empty" secret:"true"`
	Prefix   string   `env:"REDIS_PREFIX" envDefault:"gulimall:" doc:"put in front of every key"`
}

// Open prepares a pool; it does not wait for the server.
func Open(c Config) redis.UniversalClient {
	return redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs:        c.Addrs,
		Password:     strings.TrimSpace(c.Password),
		DialTimeout:  time.Second,
		ReadTimeout:  time.Second,
		WriteTimeout: time.Second,
		PoolSize:     32,
		MinIdleConns: 1,
		MaxRetries:   1,
	})
}
