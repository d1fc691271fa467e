-- Appends events once per request and once per key of an event: all of them or none.
-- KEYS: log, what the request led to, then for each event what its key led to (the log where it has none)
-- ARGV: how long entries are kept in ms, how many at most, digest of the request ("" when it may repeat),
--       then for each event: JSON, its digest ("" when it has no key)
-- Returns {"stored", offset, ...} or {"conflict", n}: the n-th event, or 0 for the request, differs from its first time.
local DAY = 86400
local count = (#ARGV - 3) / 2

local function first_time(key)
  local value = redis.call('GET', key)
  if not value then
    return nil
  end
  return string.match(value, '^(%S+) (.*)$')
end

if ARGV[3] ~= '' then
  local digest, offsets = first_time(KEYS[2])
  if digest and digest ~= ARGV[3] then
    return {'conflict', '0'}
  end
  if digest then
    local reply = {'stored'}
    for offset in string.gmatch(offsets, '%S+') do
      reply[#reply + 1] = offset
    end
    return reply
  end
end

local seen = {}
local stored = {}
for i = 1, count do
  local key, digest = KEYS[2 + i], ARGV[3 + 2 * i]
  if digest ~= '' then
    local before, offset = first_time(key)
    if (before and before ~= digest) or (seen[key] and seen[key] ~= digest) then
      return {'conflict', tostring(i)}
    end
    seen[key] = digest
    stored[key] = offset
  end
end

local time = redis.call('TIME')
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 - tonumber(ARGV[1]))
local reply = {'stored'}
for i = 1, count do
  local key, digest = KEYS[2 + i], ARGV[3 + 2 * i]
  local offset = digest ~= '' and stored[key]
  if not offset then
    offset = redis.call('XADD', KEYS[1], 'MINID', '~', oldest, '*', 'event', ARGV[2 + 2 * i])
    if digest ~= '' then
      stored[key] = offset
      redis.call('SET', key, digest .. ' ' .. offset, 'EX', DAY)
    end
  end
  reply[#reply + 1] = offset
end
redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[2])
if ARGV[3] ~= '' then
  redis.call('SET', KEYS[2], ARGV[3] .. ' ' .. table.concat(reply, ' ', 2), 'EX', DAY)
end
return reply
