-- Reserves the margin and books the fee of a position, once; with a trigger, settles that as well.
-- Amounts are integers of 1e-8 as decimal strings. No arithmetic on them happens here but HINCRBY, which is
-- exact: Lua's doubles are not beyond 2^53. Fields and amounts have 18 digits at most, so no sum overflows.
-- KEYS: account, ledger, booked, positions, positions by time, live positions, client id,
--       triggers, armed triggers, executions, executions by time
-- ARGV: 1 position id, 2 currency, 3 margin + fee, 4 margin, 5 fee, 6 balance of a new account,
--       7 position, 8 opened at ms, 9 '1' to remember the client id,
--       10 trigger id or '', 11 trigger when executed, 12 trigger when rejected, 13 execution id, 14 execution,
--       15 executed at ms
-- Returns {'done'}, {'mine'}, {'insufficient'} or {'client', id of the first}.
local refused = of_other_type({ 'hash', 'stream', 'hash', 'hash', 'zset', 'zset', 'string', 'hash', 'zset', 'hash', 'zset' })
if refused then
  return refused
end
local function digits(amount)
  return #string.gsub(amount, '^-', '')
end
local function less(a, b)
  local a_negative, b_negative = string.sub(a, 1, 1) == '-', string.sub(b, 1, 1) == '-'
  if a_negative ~= b_negative then
    return a_negative
  end
  local x, y = string.gsub(a, '^-', ''), string.gsub(b, '^-', '')
  if a_negative then
    x, y = y, x
  end
  if #x ~= #y then
    return #x < #y
  end
  return x < y
end
local id, currency, trigger = ARGV[1], ARGV[2], ARGV[10]
if redis.call('HEXISTS', KEYS[3], id .. ':open') == 1 then
  return { 'mine' }
end
if trigger ~= '' and redis.call('HEXISTS', KEYS[3], trigger .. ':settled') == 1 then
  return { 'insufficient' }
end
if ARGV[9] == '1' then
  local first = redis.call('GET', KEYS[7])
  if first and first ~= id then
    return { 'client', first }
  end
end
local available = redis.call('HGET', KEYS[1], currency .. ':available')
local is_new = not available
if is_new then
  available = ARGV[6]
end
for _, name in ipairs({ 'balance', 'used', 'available', 'realized' }) do
  local amount = redis.call('HGET', KEYS[1], currency .. ':' .. name) or '0'
  if not string.match(amount, '^-?%d+$') or digits(amount) > 18 then
    return redis.error_reply('ERR account out of range')
  end
end
for i = 3, 6 do
  if digits(ARGV[i]) > 18 then
    return redis.error_reply('ERR amount out of range')
  end
end
local affordable = not less(available, ARGV[3])
local function settle_trigger(document)
  if trigger ~= '' then
    redis.call('HSET', KEYS[3], trigger .. ':settled', ARGV[13])
    redis.call('HSET', KEYS[8], trigger, document)
    redis.call('ZREM', KEYS[9], trigger)
    redis.call('HSET', KEYS[10], ARGV[13], ARGV[14])
    redis.call('ZADD', KEYS[11], ARGV[15], ARGV[13])
  end
end
if not affordable then
  settle_trigger(ARGV[12])
  return { 'insufficient' }
end
if is_new then
  redis.call('HSET', KEYS[1], currency .. ':balance', ARGV[6], currency .. ':available', ARGV[6],
    currency .. ':used', '0', currency .. ':realized', '0')
  redis.call('XADD', KEYS[2], '*', 'key', currency .. ':paper', 'currency', currency, 'kind', 'paper', 'amount_e8', ARGV[6])
end
local function minus(amount)
  if amount == '0' then
    return amount
  end
  return string.sub(amount, 1, 1) == '-' and string.sub(amount, 2) or '-' .. amount
end
redis.call('HINCRBY', KEYS[1], currency .. ':used', ARGV[4])
redis.call('HINCRBY', KEYS[1], currency .. ':available', minus(ARGV[3]))
redis.call('HINCRBY', KEYS[1], currency .. ':balance', minus(ARGV[5]))
redis.call('HINCRBY', KEYS[1], currency .. ':realized', minus(ARGV[5]))
redis.call('XADD', KEYS[2], '*', 'key', id .. ':open', 'currency', currency, 'kind', 'open_fee',
  'amount_e8', minus(ARGV[5]), 'position', id)
redis.call('HSET', KEYS[3], id .. ':open', ARGV[3])
redis.call('HSET', KEYS[4], id, ARGV[7])
redis.call('ZADD', KEYS[5], ARGV[8], id)
redis.call('ZADD', KEYS[6], ARGV[8], id)
if ARGV[9] == '1' then
  redis.call('SET', KEYS[7], id, 'EX', 86400)
end
settle_trigger(ARGV[11])
return { 'done' }
