-- Releases the margin of a position or of a part of it and books profit, closing fee and what the house pays, once per
-- business key.
-- Amounts are integers of 1e-8 as decimal strings; see open.lua for their bound.
-- KEYS: account, ledger, booked, positions, live positions, executions, executions by time
-- ARGV: 1 position id, 2 currency, 3 what: 'close', or 'part:' and the execution id, 4 position it was worked out from,
--       5 - margin, 6 gross, 7 - fee, 8 insurance, 9 gross - fee + insurance, 10 margin + gross - fee + insurance,
--       11 position as it will stand, 12 value of the business key, 13 execution id, 14 execution, 15 executed at ms
-- Returns {'done', position}, {'mine', position as it stands} when that was booked before or all is closed, or
-- {'changed', position as it stands} when it is not what this was worked out from.
local refused = of_other_type({ 'hash', 'stream', 'hash', 'hash', 'zset', 'hash', 'zset' })
if refused then
  return refused
end
local id, currency, what = ARGV[1], ARGV[2], ARGV[3]
local standing = redis.call('HGET', KEYS[4], id)
if redis.call('HEXISTS', KEYS[3], id .. ':' .. what) == 1 or redis.call('HEXISTS', KEYS[3], id .. ':close') == 1 then
  return { 'mine', standing }
end
if redis.call('HEXISTS', KEYS[3], id .. ':open') == 0 then
  return redis.error_reply('ERR position was never opened')
end
if standing ~= ARGV[4] then
  return { 'changed', standing }
end
local function digits(amount)
  return #string.gsub(amount, '^-', '')
end
for _, name in ipairs({ 'balance', 'used', 'available', 'realized' }) do
  local amount = redis.call('HGET', KEYS[1], currency .. ':' .. name) or '0'
  if not string.match(amount, '^-?%d+$') or digits(amount) > 18 then
    return redis.error_reply('ERR account out of range')
  end
end
for i = 5, 10 do
  if digits(ARGV[i]) > 18 then
    return redis.error_reply('ERR amount out of range')
  end
end
redis.call('HINCRBY', KEYS[1], currency .. ':used', ARGV[5])
redis.call('HINCRBY', KEYS[1], currency .. ':balance', ARGV[9])
redis.call('HINCRBY', KEYS[1], currency .. ':realized', ARGV[9])
redis.call('HINCRBY', KEYS[1], currency .. ':available', ARGV[10])
local function enter(kind, amount)
  redis.call('XADD', KEYS[2], '*', 'key', id .. ':' .. what, 'currency', currency, 'kind', kind,
    'amount_e8', amount, 'position', id)
end
enter('gross', ARGV[6])
enter('close_fee', ARGV[7])
if ARGV[8] ~= '0' then
  enter('insurance', ARGV[8])
end
redis.call('HSET', KEYS[3], id .. ':' .. what, ARGV[12])
redis.call('HSET', KEYS[4], id, ARGV[11])
if what == 'close' then
  redis.call('ZREM', KEYS[5], id)
end
redis.call('HSET', KEYS[6], ARGV[13], ARGV[14])
redis.call('ZADD', KEYS[7], ARGV[15], ARGV[13])
return { 'done', ARGV[11] }
