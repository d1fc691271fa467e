-- Notes how far a partition has been evaluated: prices and the trailing stops of the same moment, together or not at all.
-- KEYS: checkpoints, extremes
-- ARGV: the run_id of the process that the writer has read from, then four lists, each behind its length: symbol and checkpoint, trailing stop and extreme, symbols that are gone,
--       trailing stops that are gone
-- Returns this process's run_id. When it is not the writer's, nothing is noted: this one may have forgotten what the
-- other had said, by a failover or a crash, and what fired of it has to be evaluated once more.
local refused = of_other_type({ 'hash', 'hash' })
if refused then
  return refused
end
local process = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if process ~= ARGV[1] then
  return process
end
local at = 2
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
return process
