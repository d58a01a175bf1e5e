package store

import "github.com/redis/go-redis/v9"

// A cart is a hash: field = SKU, value = "count:checked:price:added", as in "2:1:19900:1764000000000". Every change is one script, so that
// two tabs lose nothing. All keys of a script lie in one slot of a cluster, because they share what stands in braces.
//
// Beside a member's cart lies its revision: a word drawn anew by every change. Two looks at a cart that show one revision show one
// state of it, which is how the order service tells that two tabs are about to buy the same goods.

// parts is what every script needs to read and write values.
const parts = `
local function read(v)
  local count, rest = string.match(v, '^(%d+):(.*)$')
  return tonumber(count), rest
end
local function keep()
  if ARGV[1] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
end
-- ARGV[2] is the new revision, '' for a cart that has none; an empty cart has none either
local function changed(key)
  if ARGV[2] == '' then return end
  if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SET', key, ARGV[2]) else redis.call('DEL', key) end
end
`

// changes are the scripts that shoppers set off: on a cart, its revision, and what was taken out of it last.
type changes struct {
	add, change, checkAll, uncheck, remove, restore *redis.Script
}

func newChanges() changes {
	return changes{
		// ttl, revision, sku, count, price, added, most pieces, most lines → 0, or 1: too many pieces, 2: too many lines
		add: redis.NewScript(parts + `
local have = redis.call('HGET', KEYS[1], ARGV[3])
local count = tonumber(ARGV[4])
if have then
  count = count + read(have)
elseif redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[8]) then
  return 2
end
if count > tonumber(ARGV[7]) then return 1 end
redis.call('HSET', KEYS[1], ARGV[3], string.format('%d', count) .. ':1:' .. ARGV[5] .. ':' .. ARGV[6])
keep()
changed(KEYS[2])
return 0`),
		// ttl, revision, sku, count or '', checked or '' → 0, or 1: no such line
		change: redis.NewScript(parts + `
local have = redis.call('HGET', KEYS[1], ARGV[3])
if not have then return 1 end
local count, checked, rest = string.match(have, '^(%d+):(%d):(.*)$')
if ARGV[4] ~= '' then count = ARGV[4] end
if ARGV[5] ~= '' then checked = ARGV[5] end
redis.call('HSET', KEYS[1], ARGV[3], count .. ':' .. checked .. ':' .. rest)
keep()
changed(KEYS[2])
return 0`),
		// ttl, revision, checked
		checkAll: redis.NewScript(parts + `
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local count, rest = string.match(all[i + 1], '^(%d+):%d:(.*)$')
  redis.call('HSET', KEYS[1], all[i], count .. ':' .. ARGV[3] .. ':' .. rest)
end
keep()
changed(KEYS[2])
return 0`),
		// ttl, revision, sku …: where nothing of it is checked, nothing has changed
		uncheck: redis.NewScript(parts + `
local some = false
for i = 3, #ARGV do
  local count, rest = string.match(redis.call('HGET', KEYS[1], ARGV[i]) or '', '^(%d+):1:(.*)$')
  if count then
    redis.call('HSET', KEYS[1], ARGV[i], count .. ':0:' .. rest)
    some = true
  end
end
if some then changed(KEYS[2]) end
return 0`),
		remove:  redis.NewScript(parts + removeScript),
		restore: redis.NewScript(parts + restoreScript),
	}
}

// seenScript reads a cart with its revision, which it draws for a cart that has none yet. cart, revision; revision → revision, sku, value …
const seenScript = `
local rev, all = redis.call('GET', KEYS[2]), redis.call('HGETALL', KEYS[1])
if not rev and #all > 0 then
  rev = ARGV[1]
  redis.call('SET', KEYS[2], rev)
end
table.insert(all, 1, rev or '')
return all`

// moves are the scripts that move what is in a cart out of it.
type moves struct {
	bought, take, merge, drop *redis.Script
}

func newMoves() moves {
	return moves{
		// cart, marker, revision; marker's ttl, revision, then sku, count, sku, count …
		bought: redis.NewScript(parts + `
if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) then return 0 end
for i = 3, #ARGV, 2 do
  local have = redis.call('HGET', KEYS[1], ARGV[i])
  if have then
    local count, rest = read(have)
    count = count - tonumber(ARGV[i + 1])
    if count > 0 then
      redis.call('HSET', KEYS[1], ARGV[i], string.format('%d', count) .. ':' .. rest)
    else
      redis.call('HDEL', KEYS[1], ARGV[i])
    end
  end
end
changed(KEYS[3])
return 1`),
		// offline cart, cart on its way; ttl, member, batch → member, batch, sku, value … of what is on its way, or nothing. What was on its way
		// before, because somebody died, goes first and to whom it was meant for.
		take: redis.NewScript(`
if redis.call('EXISTS', KEYS[2]) == 0 then
  if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
  redis.call('RENAME', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[2], 'member', ARGV[2], 'batch', ARGV[3])
end
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return redis.call('HGETALL', KEYS[2])`),
		// cart, marker, revision; marker's ttl, revision, most pieces, most lines, then sku, value, sku, value …
		merge: redis.NewScript(parts + `
if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) then return 0 end
local most, lines = tonumber(ARGV[3]), redis.call('HLEN', KEYS[1])
for i = 5, #ARGV, 2 do
  local have = redis.call('HGET', KEYS[1], ARGV[i])
  if have then
    local count = math.min(most, read(have) + read(ARGV[i + 1]))
    local _, rest = read(ARGV[i + 1])
    redis.call('HSET', KEYS[1], ARGV[i], string.format('%d', count) .. ':' .. rest)
  elseif lines < tonumber(ARGV[4]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
    lines = lines + 1
  end
end
changed(KEYS[3])
return 1`),
		// cart on its way; batch: deletes that batch and no later one
		drop: redis.NewScript(`
if redis.call('HGET', KEYS[1], 'batch') == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 0`),
	}
}
