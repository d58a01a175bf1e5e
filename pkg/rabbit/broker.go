package rabbit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	amqp "github.com/rabbitmq/amqp091-go"
)

// Config says where the brokers are and how patient to be with them. The zero value of everything but URLs works.
type Config struct {
	URLs []string // amqp:// addresses of the nodes of one cluster, tried in turn
	Name string   // how the connections are called in RabbitMQ's management pages

	ConfirmTimeout time.Duration         // how long a publish may wait for its confirms; 5 s
	ReconnectDelay time.Duration         // pause between two attempts to connect; 1 s
	DrainTimeout   time.Duration         // how long a stopping consumer waits for handlers that run; 15 s
	Registerer     prometheus.Registerer // where the metrics are registered; nowhere if nil
}

func (c Config) withDefaults() Config {
	if c.ConfirmTimeout == 0 {
		c.ConfirmTimeout = 5 * time.Second
	}
	if c.ReconnectDelay == 0 {
		c.ReconnectDelay = time.Second
	}
	if c.DrainTimeout == 0 {
		c.DrainTimeout = 15 * time.Second
	}
	return c
}

// SplitURLs reads a comma-separated list of broker addresses.
func SplitURLs(list string) []string {
	var urls []string
	for u := range strings.SplitSeq(list, ",") {
		if u = strings.TrimSpace(u); u != "" {
			urls = append(urls, u)
		}
	}
	return urls
}

// Broker is a service's way to RabbitMQ. It is safe for concurrent use.
type Broker struct {
	cfg     Config
	log     *slog.Logger
	metrics *metrics
	publish *link // the connection that publishes
	consume *link // the connection that consumes
	pool    chan *publishChannel

	looking chan struct{} // who looks into the parking queue; holds one

	mu       sync.Mutex
	detached map[string]int // consumers that should be attached to their queue and are not, by queue
}

// Open prepares a broker and begins to connect in the background; it fails only for a configuration that can never work. The
// connections live until Close.
func Open(ctx context.Context, cfg Config, log *slog.Logger) (*Broker, error) {
	cfg = cfg.withDefaults()
	if len(cfg.URLs) == 0 {
		return nil, errors.New("open broker: no address given")
	}
	for i, u := range cfg.URLs {
		if _, err := amqp.ParseURI(u); err != nil {
			return nil, fmt.Errorf("open broker: address %d: %w", i+1, redact(err, u))
		}
	}
	m, err := newMetrics(cfg.Registerer)
	if err != nil {
		return nil, fmt.Errorf("open broker: %w", err)
	}
	b := &Broker{
		cfg:      cfg,
		log:      log,
		metrics:  m,
		pool:     make(chan *publishChannel, publishChannels),
		detached: map[string]int{},
		looking:  make(chan struct{}, 1),
	}
	for range publishChannels {
		b.pool <- &publishChannel{}
	}
	ctx = context.WithoutCancel(ctx)
	b.publish = openLink(ctx, cfg, "publish", log)
	b.consume = openLink(ctx, cfg, "consume", log)
	return b, nil
}

// Close ends the connections. Consumers end by their own context and should have ended before.
func (b *Broker) Close() {
	b.publish.close()
	b.consume.close()
}

// Ready says what keeps messages from flowing at this moment, or nil. A shop without its broker still sells, so this belongs into
// readiness as a warning, not as a reason to take the service out of traffic.
func (b *Broker) Ready() error {
	if err := b.publish.ready(); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var missing []string
	for queue, n := range b.detached {
		if n > 0 {
			missing = append(missing, queue)
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return fmt.Errorf("consume: not attached to %s: %w", strings.Join(missing, ", "), ErrUnavailable)
	}
	return nil
}

// note counts a consumer of a queue as attached or not.
func (b *Broker) note(queue string, delta int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.detached[queue] += delta
}

// redact keeps the password of an address out of an error.
func redact(err error, url string) error {
	return errors.New(strings.ReplaceAll(err.Error(), url, "(address)"))
}
