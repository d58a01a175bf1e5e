package password

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// How failed logins slow down the next ones: the delay doubles with every failure after the free ones, and ends at the longest. An address from
// which an account was signed in to is known to it for a while, and counted by itself: or a stranger who fails once in every longest delay would
// lock its holder out for ever.
const (
	freeByAccount = 5
	freeByIP      = 50
	firstDelay    = 15 * time.Second
	longestDelay  = 15 * time.Minute
	forgetAfter   = 24 * time.Hour
	knownFor      = 30 * 24 * time.Hour
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

// at names an account at an address that it knows.
func at(account, ip string) string { return account + "@" + ip }

// known is the key that says that an account knows an address.
func (a *Attempts) known(account, ip string) string {
	return a.prefix + "known:{" + at(account, ip) + "}"
}

// Wait reads all locks in one round trip. That of the account holds where it does not know the address.
func (a *Attempts) Wait(ctx context.Context, account, ip string) (time.Duration, error) {
	var stranger, here, address *redis.DurationCmd
	var known *redis.IntCmd
	_, err := a.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		stranger, here, address = p.PTTL(ctx, a.keys(account)[1]), p.PTTL(ctx, a.keys(at(account, ip))[1]), p.PTTL(ctx, a.keys("ip:" + ip)[1])
		known = p.Exists(ctx, a.known(account, ip))
		return nil
	})
	if err != nil {
		return 0, err
	}
	own := stranger
	if known.Val() > 0 {
		own = here
	}
	return max(0, own.Val(), address.Val()), nil
}

// Failed counts a failure against the account, as its address is known to it or not, and against the address.
func (a *Attempts) Failed(ctx context.Context, account, ip string) error {
	known, err := a.client.Exists(ctx, a.known(account, ip)).Result()
	if err != nil {
		return err
	}
	if known > 0 {
		account = at(account, ip)
	}
	run := func(who string, free int) error {
		return a.failed.Run(ctx, a.client, a.keys(who), free,
			firstDelay.Milliseconds(), longestDelay.Milliseconds(), forgetAfter.Milliseconds()).Err()
	}
	return errors.Join(run(account, freeByAccount), run("ip:"+ip, freeByIP))
}

// Succeeded forgives the account, which knows the address from now on; the address has to wait until it is forgotten. What strangers have
// failed at is not forgiven by a login from an address that was known already: they are still there.
func (a *Attempts) Succeeded(ctx context.Context, account, ip string) error {
	known, err := a.client.Exists(ctx, a.known(account, ip)).Result()
	if err != nil {
		return err
	}
	forgiven := a.keys(account)
	if known > 0 {
		forgiven = a.keys(at(account, ip))
	}
	_, err = a.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		p.Del(ctx, forgiven[0])
		p.Del(ctx, forgiven[1])
		p.Set(ctx, a.known(account, ip), "1", knownFor)
		return nil
	})
	return err
}
