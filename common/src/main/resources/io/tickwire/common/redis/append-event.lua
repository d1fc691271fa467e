-- Appends an event once per key.
-- KEYS: log, key   ARGV: event JSON, how long entries are kept in ms
-- Returns the offset of the entry, the first one when the key was used before.
local before = redis.call('GET', KEYS[2])
if before then
  return before
end
local time = redis.call('TIME')
local oldest = tonumber(time[1]) * 1000 - tonumber(ARGV[2])
local offset = redis.call('XADD', KEYS[1], 'MINID', '~', string.format('%.0f-0', oldest), '*', 'event', ARGV[1])
redis.call('SET', KEYS[2], offset, 'EX', 86400)
return offset
