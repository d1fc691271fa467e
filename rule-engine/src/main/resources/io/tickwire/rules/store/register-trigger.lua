-- Enters a new trigger into its user's index, once, unless the user has too many armed ones.
-- KEYS: triggers, triggers by time, armed triggers, client id
-- ARGV: id, trigger, created at ms, most armed triggers, '1' to remember the client id
-- Returns {'done'}, {'mine'}, {'max'} or {'client', id of the first}.
local id = ARGV[1]
if redis.call('HEXISTS', KEYS[1], id) == 1 then
  return { 'mine' }
end
if ARGV[5] == '1' then
  local first = redis.call('GET', KEYS[4])
  if first and first ~= id then
    return { 'client', first }
  end
end
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[4]) then
  return { 'max' }
end
redis.call('HSET', KEYS[1], id, ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], id)
redis.call('ZADD', KEYS[3], ARGV[3], id)
if ARGV[5] == '1' then
  redis.call('SET', KEYS[4], id, 'EX', 86400)
end
return { 'done' }
