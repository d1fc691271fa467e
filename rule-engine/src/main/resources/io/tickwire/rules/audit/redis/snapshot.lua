-- An account at one moment, and where its ledger ended then. Writes nothing.
-- KEYS: account, ledger, live positions
-- Returns {id of the newest entry or '0-0', number of entries, live positions, epoch ms, fields and values}.
local newest = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
local time = redis.call('TIME')
return {
  newest[1] and newest[1][1] or '0-0',
  redis.call('XLEN', KEYS[2]),
  redis.call('ZCARD', KEYS[3]),
  string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)),
  redis.call('HGETALL', KEYS[1])
}
