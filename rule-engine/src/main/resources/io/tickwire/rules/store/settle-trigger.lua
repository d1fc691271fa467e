-- Notes what came of a trigger that opens nothing, once.
-- KEYS: booked, triggers, armed triggers, executions, executions by time
-- ARGV: id, trigger, execution id ('' for a cancel and an expiry), execution, executed at ms
-- Returns {'done', trigger} or {'mine', trigger as it was noted first}.
local refused = of_other_type({ 'hash', 'hash', 'zset', 'hash', 'zset' })
if refused then
  return refused
end
local id, execution = ARGV[1], ARGV[3]
if redis.call('HEXISTS', KEYS[1], id .. ':settled') == 1 then
  return { 'mine', redis.call('HGET', KEYS[2], id) }
end
redis.call('HSET', KEYS[1], id .. ':settled', execution)
redis.call('HSET', KEYS[2], id, ARGV[2])
redis.call('ZREM', KEYS[3], id)
if execution ~= '' then
  redis.call('HSET', KEYS[4], execution, ARGV[4])
  redis.call('ZADD', KEYS[5], ARGV[5], execution)
end
return { 'done', ARGV[2] }
