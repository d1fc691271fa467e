-- Books one settlement of funding of a position, once. It moves the balance and leaves the margin.
-- Amounts are integers of 1e-8 as decimal strings; see open.lua for their bound.
-- KEYS: account, ledger, booked, positions
-- ARGV: position id, currency, time of the settlement in epoch ms, position it was worked out from, amount received,
--       position as it will stand
-- Returns {'done', position}, {'mine', position as it stands} when that was booked before or the position is closed, or
-- {'changed', position as it stands} when it is not what this was worked out from.
local refused = of_other_type({ 'hash', 'stream', 'hash', 'hash' })
if refused then
  return refused
end
local id, currency = ARGV[1], ARGV[2]
local key = id .. ':funding:' .. ARGV[3]
local standing = redis.call('HGET', KEYS[4], id)
if redis.call('HEXISTS', KEYS[3], key) == 1 or redis.call('HEXISTS', KEYS[3], id .. ':close') == 1 then
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
for _, name in ipairs({ 'balance', 'available', 'realized' }) do
  local amount = redis.call('HGET', KEYS[1], currency .. ':' .. name) or '0'
  if not string.match(amount, '^-?%d+$') or digits(amount) > 18 then
    return redis.error_reply('ERR account out of range')
  end
end
if digits(ARGV[5]) > 18 then
  return redis.error_reply('ERR amount out of range')
end
for _, name in ipairs({ 'balance', 'available', 'realized' }) do
  redis.call('HINCRBY', KEYS[1], currency .. ':' .. name, ARGV[5])
end
redis.call('XADD', KEYS[2], '*', 'key', key, 'currency', currency, 'kind', 'funding', 'amount_e8', ARGV[5],
  'position', id)
redis.call('HSET', KEYS[3], key, ARGV[5])
redis.call('HSET', KEYS[4], id, ARGV[6])
return { 'done', ARGV[6] }
