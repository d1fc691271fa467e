-- Forgets an API key and tells everybody.
-- KEYS: keys by id, changes   ARGV: id
-- Returns 1 when it was there.
local removed = redis.call('HDEL', KEYS[1], ARGV[1])
if removed == 1 then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', 10000, '*', 'revoked', ARGV[1])
end
return removed
