package store

// removeScript: ttl, revision, word, its ttl, sku … → how many lines there were; they lie under the word.
const removeScript = `
local out = {}
for i = 5, #ARGV do
  local have = redis.call('HGET', KEYS[1], ARGV[i])
  if have then
    table.insert(out, ARGV[i])
    table.insert(out, have)
    redis.call('HDEL', KEYS[1], ARGV[i])
  end
end
keep()
if #out == 0 then return 0 end
redis.call('DEL', KEYS[3])
redis.call('HSET', KEYS[3], 'word', ARGV[3], unpack(out))
redis.call('PEXPIRE', KEYS[3], ARGV[4])
changed(KEYS[2])
return #out / 2`

// restoreScript: ttl, revision, word, most lines → how many came back, or -1: nothing lies under the word.
const restoreScript = `
if redis.call('HGET', KEYS[3], 'word') ~= ARGV[3] then return -1 end
local all, lines, n = redis.call('HGETALL', KEYS[3]), redis.call('HLEN', KEYS[1]), 0
for i = 1, #all, 2 do
  if all[i] ~= 'word' and lines < tonumber(ARGV[4]) and redis.call('HSETNX', KEYS[1], all[i], all[i + 1]) == 1 then
    lines, n = lines + 1, n + 1
  end
end
redis.call('DEL', KEYS[3])
keep()
changed(KEYS[2])
return n`
