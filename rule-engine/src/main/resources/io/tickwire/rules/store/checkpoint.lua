-- Notes how far a partition has been evaluated: prices and the trailing stops of the same moment, together or not at all.
-- KEYS: checkpoints, extremes
-- ARGV: four lists, each behind its length: symbol and checkpoint, trailing stop and extreme, symbols that are gone,
--       trailing stops that are gone
local refused = of_other_type({ 'hash', 'hash' })
if refused then
  return refused
end
local at = 1
local function pairs_of(key)
  local count = tonumber(ARGV[at])
  for i = 1, count do
    redis.call('HSET', key, ARGV[at + 2 * i - 1], ARGV[at + 2 * i])
  end
  at = at + 1 + 2 * count
end
local function gone(key)
  local count = tonumber(ARGV[at])
  for i = 1, count do
    redis.call('HDEL', key, ARGV[at + i])
  end
  at = at + 1 + count
end
pairs_of(KEYS[1])
pairs_of(KEYS[2])
gone(KEYS[1])
gone(KEYS[2])
return 'done'
