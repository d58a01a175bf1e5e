package store

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"gulimall/services/member"
)

// The limits of short messages, which cost money and annoy those who did not ask for them.
const (
	codeTTL      = 10 * time.Minute
	codeTries    = 5
	codeGap      = member.CodeGap
	codesPerDay  = 10 // for a phone
	codesPerHour = 30 // for an address
)

// Codes keeps sms codes in Redis.
type Codes struct {
	client               redis.UniversalClient
	prefix               string
	issue, verify, spend *redis.Script
	window               *redis.Script
}

var _ member.Codes = (*Codes)(nil)

// NewCodes makes a store; prefix stands in front of every key.
func NewCodes(client redis.UniversalClient, prefix string) *Codes {
	return &Codes{
		client: client, prefix: prefix + "sms:",
		// code, gap, day; code, its ttl, gap, most a day, limited or not → 0, or how long to wait in ms
		issue: redis.NewScript(`
if ARGV[5] == '1' then
  local wait = redis.call('PTTL', KEYS[2])
  if wait > 0 then return wait end
  if tonumber(redis.call('GET', KEYS[3]) or '0') >= tonumber(ARGV[4]) then return redis.call('PTTL', KEYS[3]) end
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
  if redis.call('INCR', KEYS[3]) == 1 then redis.call('PEXPIRE', KEYS[3], 86400000) end
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'code', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0`),
		// code; answer, most tries, use it up or not → 1 when right
		verify: redis.NewScript(`
local code = redis.call('HGET', KEYS[1], 'code')
if not code then return 0 end
if redis.call('HINCRBY', KEYS[1], 'tries', 1) > tonumber(ARGV[2]) then
  redis.call('DEL', KEYS[1])
  return 0
end
if code ~= ARGV[1] then return 0 end
if ARGV[3] == '1' then redis.call('DEL', KEYS[1]) end
return 1`),
		// code; answer
		spend: redis.NewScript(`
if redis.call('HGET', KEYS[1], 'code') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`),
		// counter; most, window in ms → 0, or how long to wait in ms
		window: redis.NewScript(`
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return redis.call('PTTL', KEYS[1]) end
if redis.call('INCR', KEYS[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`),
	}
}

// key names something of a phone; the braces keep all of a phone on one node.
func (c *Codes) key(what, phone string) string { return c.prefix + what + ":{" + phone + "}" }

// Issue notes a code, unless the address or the phone has to wait.
func (c *Codes) Issue(ctx context.Context, phone, ip, code string, limited bool) (time.Duration, error) {
	if limited {
		wait, err := c.window.Run(ctx, c.client, []string{c.prefix + "ip:{" + ip + "}"}, codesPerHour, time.Hour.Milliseconds()).Int64()
		if err != nil || wait > 0 {
			return time.Duration(wait) * time.Millisecond, err
		}
	}
	wait, err := c.issue.Run(ctx, c.client, []string{c.key("code", phone), c.key("gap", phone), c.key("day", phone)},
		code, codeTTL.Milliseconds(), codeGap.Milliseconds(), codesPerDay, limited).Int64()
	return time.Duration(wait) * time.Millisecond, err
}

// Verify compares, and counts the tries.
func (c *Codes) Verify(ctx context.Context, phone, code string) (bool, error) {
	return c.check(ctx, phone, code, false)
}

// Use compares, counts the tries, and uses a right one up.
func (c *Codes) Use(ctx context.Context, phone, code string) (bool, error) {
	return c.check(ctx, phone, code, true)
}

func (c *Codes) check(ctx context.Context, phone, code string, use bool) (bool, error) {
	right, err := c.verify.Run(ctx, c.client, []string{c.key("code", phone)}, code, codeTries, use).Int()
	return right == 1, err
}

// Consume deletes a code, but not a newer one.
func (c *Codes) Consume(ctx context.Context, phone, code string) error {
	return c.spend.Run(ctx, c.client, []string{c.key("code", phone)}, code).Err()
}

// Last reads the code of a phone.
func (c *Codes) Last(ctx context.Context, phone string) (string, error) {
	code, err := c.client.HGet(ctx, c.key("code", phone), "code").Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return code, err
}
