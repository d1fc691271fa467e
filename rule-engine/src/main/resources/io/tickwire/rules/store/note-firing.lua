-- Notes a firing of an alert that stays armed, once. Firings may come in any order, also after the alert has ended: each
-- leaves its execution, the newest the trigger.
-- KEYS: booked, triggers, executions, executions by time
-- ARGV: id, version after the firing, trigger, execution id, execution, executed at ms
-- Returns 'done', or 'old' when something newer is noted already.
local refused = of_other_type({ 'hash', 'hash', 'hash', 'zset' })
if refused then
  return refused
end
local id, execution = ARGV[1], ARGV[4]
local newest = tonumber(redis.call('HGET', KEYS[1], id .. ':fired') or '0')
if not newest then
  return redis.error_reply('ERR version fired is no number')
end
local is_old = redis.call('HEXISTS', KEYS[1], id .. ':settled') == 1 or newest >= tonumber(ARGV[2])
if redis.call('HEXISTS', KEYS[3], execution) == 0 then
  redis.call('HSET', KEYS[3], execution, ARGV[5])
  redis.call('ZADD', KEYS[4], ARGV[6], execution)
end
if is_old then
  return 'old'
end
redis.call('HSET', KEYS[1], id .. ':fired', ARGV[2])
redis.call('HSET', KEYS[2], id, ARGV[3])
return 'done'
