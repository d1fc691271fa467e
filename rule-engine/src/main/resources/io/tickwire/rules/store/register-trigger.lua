-- Enters a new trigger into its user's index, once, unless the user has too many armed ones, or armed ones of the same
-- group on another symbol.
-- KEYS: triggers, triggers by time, armed triggers, client id
-- ARGV: id, trigger, created at ms, most armed triggers, '1' to remember the client id, its group or '', symbol
-- Returns {'done'}, {'mine'}, {'max'}, {'group', the other symbol} or {'client', id of the first}.
local refused = of_other_type({ 'hash', 'zset', 'zset', 'string' })
if refused then
  return refused
end
local id, group, symbol = ARGV[1], ARGV[6], ARGV[7]
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
if group ~= '' then
  for _, other in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
    local trigger = cjson.decode(redis.call('HGET', KEYS[1], other) or '{}')
    if trigger.oco_group == group and trigger.symbol ~= symbol then
      return { 'group', trigger.symbol }
    end
  end
end
redis.call('HSET', KEYS[1], id, ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], id)
redis.call('ZADD', KEYS[3], ARGV[3], id)
if ARGV[5] == '1' then
  redis.call('SET', KEYS[4], id, 'EX', 86400)
end
return { 'done' }
