-- Takes what has ended and been booked out of the partition.
-- KEYS: state, doc, changes
-- ARGV: id, execution id that ended it, how long changes are kept in ms
-- Returns 'done', 'gone' when it is out already, 'lost' when another execution ended it.
local id = ARGV[1]
local before = redis.call('HGET', KEYS[1], id)
if not before then
  return 'gone'
end
local version, winner = string.match(before, '^%l+|(%d+)|([^|]*)|')
if winner ~= ARGV[2] then
  return 'lost'
end
local time = redis.call('TIME')
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 - tonumber(ARGV[3]))
redis.call('HDEL', KEYS[1], id)
redis.call('HDEL', KEYS[2], id)
redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', 'finished|' .. version .. '|' .. winner .. '|0')
return 'done'
