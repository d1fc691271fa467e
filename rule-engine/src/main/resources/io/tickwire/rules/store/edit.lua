-- Replaces an open position's document when its version is still the one it was made from: an edit by its user, or the
-- close of a part.
-- KEYS: state, doc, changes, transitions
-- ARGV: id, version expected, doc, how long changes are kept in ms, execution id and execution ('' for an edit)
-- Returns {'done', state}, {'mine', state}, {'lost', state} or {'gone', ''}.
local refused = of_other_type({ 'hash', 'hash', 'stream', 'stream' })
if refused then
  return refused
end
local id = ARGV[1]
local before = redis.call('HGET', KEYS[1], id)
if not before then
  return { 'gone', '' }
end
local status, version, winner = string.match(before, '^(%l+)|(%d+)|([^|]*)|')
local execution = ARGV[5]
if execution ~= '' and winner == execution then
  return { 'mine', before }
end
if status ~= 'open' or version ~= ARGV[2] then
  return { 'lost', before }
end
local time = redis.call('TIME')
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 - tonumber(ARGV[4]))
local state = string.format('open|%d|%s|%.0f|%d|0', tonumber(version) + 1, execution,
  tonumber(time[1]) * 1000000 + tonumber(time[2]), tonumber(version) + 1)
redis.call('HSET', KEYS[1], id, state)
redis.call('HSET', KEYS[2], id, ARGV[3])
redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', state, 'doc', ARGV[3])
redis.call('XADD', KEYS[4], '*', 'what', execution == '' and 'updated' or 'reduced', 'id', id, 'state', state,
  'execution', ARGV[6], 'doc', ARGV[3])
return { 'done', state }
