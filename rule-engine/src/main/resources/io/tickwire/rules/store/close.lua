-- Releases a position's margin and books its profit and closing fee, once per position.
-- Amounts are integers of 1e-8 as decimal strings; see open.lua for their bound.
-- KEYS: account, ledger, booked, positions, live positions, executions, executions by time
-- ARGV: 1 position id, 2 currency, 3 - margin, 4 gross, 5 - fee, 6 gross - fee, 7 margin + gross - fee,
--       8 position when closed, 9 execution id, 10 execution, 11 executed at ms
-- Returns {'done', position} or {'mine', position as it was booked first}.
local id, currency = ARGV[1], ARGV[2]
if redis.call('HEXISTS', KEYS[3], id .. ':close') == 1 then
  return { 'mine', redis.call('HGET', KEYS[4], id) }
end
if redis.call('HEXISTS', KEYS[3], id .. ':open') == 0 then
  return redis.error_reply('ERR position was never opened')
end
local function digits(amount)
  return #string.gsub(amount, '^-', '')
end
for _, name in ipairs({ 'balance', 'used', 'available', 'realized' }) do
  if digits(redis.call('HGET', KEYS[1], currency .. ':' .. name) or '0') > 18 then
    return redis.error_reply('ERR account out of range')
  end
end
for i = 3, 7 do
  if digits(ARGV[i]) > 18 then
    return redis.error_reply('ERR amount out of range')
  end
end
redis.call('HINCRBY', KEYS[1], currency .. ':used', ARGV[3])
redis.call('HINCRBY', KEYS[1], currency .. ':balance', ARGV[6])
redis.call('HINCRBY', KEYS[1], currency .. ':realized', ARGV[6])
redis.call('HINCRBY', KEYS[1], currency .. ':available', ARGV[7])
redis.call('XADD', KEYS[2], '*', 'key', id .. ':close', 'currency', currency, 'kind', 'gross',
  'amount_e8', ARGV[4], 'position', id)
redis.call('XADD', KEYS[2], '*', 'key', id .. ':close', 'currency', currency, 'kind', 'close_fee',
  'amount_e8', ARGV[5], 'position', id)
redis.call('HSET', KEYS[3], id .. ':close', ARGV[9])
redis.call('HSET', KEYS[4], id, ARGV[8])
redis.call('ZREM', KEYS[5], id)
redis.call('HSET', KEYS[6], ARGV[9], ARGV[10])
redis.call('ZADD', KEYS[7], ARGV[11], ARGV[9])
return { 'done', ARGV[8] }
