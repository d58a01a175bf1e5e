package password

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// How failed logins slow down the next ones: the delay doubles with every failure after the free ones, and ends at the longest.
const (
	freeByAccount = 5
	freeByIP      = 50
	firstDelay    = 15 * time.Second
	longestDelay  = 15 * time.Minute
	forgetAfter   = 24 * time.Hour
)

// Attempts counts failed logins in Redis.
type Attempts struct {
	client redis.UniversalClient
	prefix string
	failed *redis.Script
}

// NewAttempts makes a counter; prefix and kind, which tells the logins of members and staff apart, stand in front of every key.
func NewAttempts(client redis.UniversalClient, prefix, kind string) *Attempts {
	return &Attempts{
		client: client, prefix: prefix + kind + ":",
		// failures, lock; free failures, first delay, longest delay, when to forget; all in ms
		failed: redis.NewScript(`
local n = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local over = n - tonumber(ARGV[1])
if over >= 0 then
  redis.call('SET', KEYS[2], '1', 'PX', string.format('%d', math.min(tonumber(ARGV[3]), tonumber(ARGV[2]) * 2 ^ math.min(over, 20))))
end
return n`),
	}
}

// keys names the counter and the lock of an account or an address.
func (a *Attempts) keys(who string) []string {
	return []string{a.prefix + "failed:{" + who + "}", a.prefix + "locked:{" + who + "}"}
}

// Wait reads both locks in one round trip.
func (a *Attempts) Wait(ctx context.Context, account, ip string) (time.Duration, error) {
	var locks [2]*redis.DurationCmd
	_, err := a.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		locks[0] = p.PTTL(ctx, a.keys(account)[1])
		locks[1] = p.PTTL(ctx, a.keys("ip:" + ip)[1])
		return nil
	})
	if err != nil {
		return 0, err
	}
	return max(0, locks[0].Val(), locks[1].Val()), nil
}

// Failed counts a failure against the account and the address.
func (a *Attempts) Failed(ctx context.Context, account, ip string) error {
	run := func(who string, free int) error {
		return a.failed.Run(ctx, a.client, a.keys(who), free,
			firstDelay.Milliseconds(), longestDelay.Milliseconds(), forgetAfter.Milliseconds()).Err()
	}
	return errors.Join(run(account, freeByAccount), run("ip:"+ip, freeByIP))
}

// Succeeded forgives the account; the address has to wait until it is forgotten.
func (a *Attempts) Succeeded(ctx context.Context, account string) error {
	return a.client.Del(ctx, a.keys(account)...).Err()
}
