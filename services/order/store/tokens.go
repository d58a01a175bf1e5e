package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"gulimall/services/order"
)

// Tokens keeps one-time tokens in Redis, each as one hash: m member, t ticket (JSON), s state (r ready, w working, d done), h hash of
// the body, o owner of the claim, u end of its lease (ms), n order number, f draft of the page.
type Tokens struct {
	client redis.UniversalClient
	prefix string

	claim, putBack, done, refresh, keep *redis.Script
}

var _ order.Tokens = (*Tokens)(nil)

// NewTokens keeps tokens under the prefix.
func NewTokens(client redis.UniversalClient, prefix string) *Tokens {
	return &Tokens{
		client: client, prefix: prefix + "order:token:",
		claim: redis.NewScript(claimScript), putBack: redis.NewScript(putBackScript),
		done: redis.NewScript(doneScript), refresh: redis.NewScript(refreshScript), keep: redis.NewScript(keepScript),
	}
}

// Issue implements order.Tokens.
func (t *Tokens) Issue(ctx context.Context, token string, ticket order.Ticket, ttl time.Duration) error {
	body, err := json.Marshal(ticket)
	if err != nil {
		return err
	}
	_, err = t.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, t.prefix+token, "m", ticket.MemberID, "t", body, "s", "r")
		p.PExpire(ctx, t.prefix+token, ttl)
		return nil
	})
	return err
}

// Peek implements order.Tokens.
func (t *Tokens) Peek(ctx context.Context, memberID int64, token string) (order.Ticket, error) {
	var ticket order.Ticket
	var stored struct {
		Ticket string `redis:"t"`
		Draft  string `redis:"f"`
		State  string `redis:"s"`
		Sn     string `redis:"n"`
	}
	if err := t.client.HMGet(ctx, t.prefix+token, "t", "f", "s", "n").Scan(&stored); err != nil {
		return ticket, fmt.Errorf("read token: %w", err)
	}
	if stored.Ticket == "" {
		return ticket, order.ErrTokenExpired
	}
	if err := json.Unmarshal([]byte(stored.Ticket), &ticket); err != nil {
		return ticket, fmt.Errorf("read token: %w", err)
	}
	if ticket.MemberID != memberID {
		return order.Ticket{}, order.ErrTokenExpired
	}
	if stored.State == "d" {
		ticket.OrderSn = stored.Sn
	}
	if stored.Draft != "" {
		ticket.Draft = []byte(stored.Draft)
	}
	return ticket, nil
}

// Keep implements order.Tokens.
func (t *Tokens) Keep(ctx context.Context, memberID int64, token string, draft []byte) error {
	kept, err := t.keep.Run(ctx, t.client, []string{t.prefix + token}, memberID, draft).Int()
	switch {
	case err != nil:
		return fmt.Errorf("keep draft: %w", err)
	case kept == 0:
		return order.ErrTokenExpired
	}
	return nil
}

// The scripts touch one key each, so that they run on a cluster too. Time is the server's.
const (
	claimScript = `
local v = redis.call('HMGET', KEYS[1], 'm', 's', 'h', 'u', 't', 'n')
if not v[1] or v[1] ~= ARGV[1] then return {'gone'} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if v[2] == 'd' then
  if v[3] == ARGV[2] then return {'done', v[6]} end
  return {'mismatch'}
end
local retaken = '0'
if v[2] == 'w' then
  if tonumber(v[4]) > now then
    if v[3] == ARGV[2] then return {'busy'} end
    return {'mismatch'}
  end
  retaken = '1'
end
redis.call('HSET', KEYS[1], 's', 'w', 'h', ARGV[2], 'o', ARGV[3], 'u', now + ARGV[4])
return {'claimed', v[5], retaken}`

	putBackScript = `
local v = redis.call('HMGET', KEYS[1], 's', 'o')
if v[1] ~= 'w' or v[2] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 's', 'r', 't', ARGV[2])
return 1`

	doneScript = `
local v = redis.call('HMGET', KEYS[1], 's', 'o')
if v[1] ~= 'w' or v[2] ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 's', 'd', 'n', ARGV[2])
return 1`

	refreshScript = `
if redis.call('HGET', KEYS[1], 's') ~= 'r' then return 0 end
redis.call('HSET', KEYS[1], 't', ARGV[1])
return 1`

	keepScript = `
if redis.call('HGET', KEYS[1], 'm') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'f', ARGV[2])
return 1`
)

// Claim implements order.Tokens.
func (t *Tokens) Claim(ctx context.Context, memberID int64, token, bodyHash string, lease time.Duration) (order.Claim, error) {
	owner := uuid.NewString()
	answer, err := t.claim.Run(ctx, t.client, []string{t.prefix + token}, memberID, bodyHash, owner, lease.Milliseconds()).StringSlice()
	if err != nil {
		return order.Claim{}, fmt.Errorf("claim token: %w", err)
	}
	switch {
	case answer[0] == "claimed" && len(answer) == 3:
		c := order.Claim{State: order.TokenClaimed, Owner: owner, Retaken: answer[2] == "1"}
		if err := json.Unmarshal([]byte(answer[1]), &c.Ticket); err != nil {
			return c, fmt.Errorf("read token: %w", err)
		}
		return c, nil
	case answer[0] == "done" && len(answer) == 2:
		return order.Claim{State: order.TokenDone, OrderSn: answer[1]}, nil
	case answer[0] == "busy":
		return order.Claim{State: order.TokenBusy}, nil
	case answer[0] == "mismatch":
		return order.Claim{State: order.TokenMismatch}, nil
	}
	return order.Claim{State: order.TokenGone}, nil
}

// PutBack implements order.Tokens.
func (t *Tokens) PutBack(ctx context.Context, token, owner string, ticket order.Ticket) error {
	body, err := json.Marshal(ticket)
	if err != nil {
		return err
	}
	return t.putBack.Run(ctx, t.client, []string{t.prefix + token}, owner, body).Err()
}

// Done implements order.Tokens.
func (t *Tokens) Done(ctx context.Context, token, owner, sn string) error {
	return t.done.Run(ctx, t.client, []string{t.prefix + token}, owner, sn).Err()
}

// Refresh implements order.Tokens.
func (t *Tokens) Refresh(ctx context.Context, token string, ticket order.Ticket) error {
	body, err := json.Marshal(ticket)
	if err != nil {
		return err
	}
	return t.refresh.Run(ctx, t.client, []string{t.prefix + token}, body).Err()
}

// Deadlines keeps the index of deadlines in Redis: one sorted set, scored by the moment in milliseconds.
type Deadlines struct {
	client redis.UniversalClient
	key    string
	due    *redis.Script
}

var _ order.Deadlines = (*Deadlines)(nil)

// NewDeadlines keeps the index under the prefix.
func NewDeadlines(client redis.UniversalClient, prefix string) *Deadlines {
	return &Deadlines{client, prefix + "order:deadline", redis.NewScript(dueScript)}
}

// Add implements order.Deadlines.
func (d *Deadlines) Add(ctx context.Context, sn string, at time.Time) error {
	return d.client.ZAdd(ctx, d.key, redis.Z{Score: float64(at.UnixMilli()), Member: sn}).Err()
}

// Remove implements order.Deadlines.
func (d *Deadlines) Remove(ctx context.Context, sns ...string) error {
	members := make([]any, len(sns))
	for i, sn := range sns {
		members[i] = sn
	}
	return d.client.ZRem(ctx, d.key, members...).Err()
}

const dueScript = `
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
for _, sn in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], sn) end
return due`

// Due implements order.Deadlines.
func (d *Deadlines) Due(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]string, error) {
	due, err := d.due.Run(ctx, d.client, []string{d.key}, now.UnixMilli(), now.Add(lease).UnixMilli(), limit).StringSlice()
	if err != nil {
		return nil, fmt.Errorf("deadline index: %w", err)
	}
	return due, nil
}
