-- Takes what has ended and been booked out of the partition.
-- KEYS: state, doc, changes, groups, firings
-- ARGV: id, execution id that ended it, how long changes are kept in ms, its group or ''
-- Returns 'done', 'gone' when it is out already, 'lost' when another execution ended it.
local refused = of_other_type({ 'hash', 'hash', 'stream', 'hash', 'hash' })
if refused then
  return refused
end
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
redis.call('HDEL', KEYS[5], id)
if ARGV[4] ~= '' then
  local rest = {}
  for member in string.gmatch(redis.call('HGET', KEYS[4], ARGV[4]) or '', '[^,]+') do
    if member ~= id then
      rest[#rest + 1] = member
    end
  end
  if #rest == 0 then
    redis.call('HDEL', KEYS[4], ARGV[4])
  else
    redis.call('HSET', KEYS[4], ARGV[4], table.concat(rest, ','))
  end
end
redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', 'finished|' .. version .. '|' .. winner .. '|0|' .. version .. '|0')
return 'done'
