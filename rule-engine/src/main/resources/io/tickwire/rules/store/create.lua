-- Puts a position or a trigger into its partition, once.
-- KEYS: state, doc, changes, transitions, intents, groups
-- ARGV: id, status, version, doc, permit (the id of an executed trigger, or '' for the id's own intent),
--       how long changes are kept in ms, what to note in transitions ('' for nothing), its group or '',
--       the group of the permit or ''
-- Returns 'done', 'mine' when it exists, 'gone' when nothing permits it: it was created and has ended.
local refused = of_other_type({ 'hash', 'hash', 'stream', 'stream', 'hash', 'hash' })
if refused then
  return refused
end
local id, permit = ARGV[1], ARGV[5]

local function leave(group, leaving)
  local rest = {}
  for member in string.gmatch(redis.call('HGET', KEYS[6], group) or '', '[^,]+') do
    if member ~= leaving then
      rest[#rest + 1] = member
    end
  end
  if #rest == 0 then
    redis.call('HDEL', KEYS[6], group)
  else
    redis.call('HSET', KEYS[6], group, table.concat(rest, ','))
  end
end

if redis.call('HEXISTS', KEYS[1], id) == 1 then
  if permit == '' then
    redis.call('HDEL', KEYS[5], id)
  end
  return 'mine'
end
local executed
if permit == '' then
  if redis.call('HEXISTS', KEYS[5], id) == 0 then
    return 'gone'
  end
else
  executed = redis.call('HGET', KEYS[1], permit)
  if not executed or string.sub(executed, 1, 9) ~= 'executed|' then
    return 'gone'
  end
end
local time = redis.call('TIME')
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 - tonumber(ARGV[6]))
local state = string.format('%s|%s||%.0f|%s|0', ARGV[2], ARGV[3], tonumber(time[1]) * 1000000 + tonumber(time[2]),
  ARGV[3])
redis.call('HSET', KEYS[1], id, state)
redis.call('HSET', KEYS[2], id, ARGV[4])
redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', state, 'doc', ARGV[4])
if executed then
  redis.call('HDEL', KEYS[1], permit)
  redis.call('HDEL', KEYS[2], permit)
  if ARGV[9] ~= '' then
    leave(ARGV[9], permit)
  end
  redis.call('XADD', KEYS[3], '*', 'id', permit, 'state', 'finished' .. string.sub(executed, 9))
else
  redis.call('HDEL', KEYS[5], id)
end
if ARGV[8] ~= '' then
  local members = redis.call('HGET', KEYS[6], ARGV[8])
  redis.call('HSET', KEYS[6], ARGV[8], members and members .. ',' .. id or id)
end
if ARGV[7] ~= '' then
  redis.call('XADD', KEYS[4], '*', 'what', ARGV[7], 'id', id, 'doc', ARGV[4])
end
return 'done'
