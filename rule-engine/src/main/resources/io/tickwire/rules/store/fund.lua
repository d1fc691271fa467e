-- Says once which settlement of funding is due on a symbol, and notes it for every position that is open.
-- KEYS: funded, state, doc, transitions
-- ARGV: symbol, time of the settlement in epoch ms, what is due as JSON, ids of positions
-- Returns how many were noted, or -1 when that settlement or a newer one was noted before.
local refused = of_other_type({ 'hash', 'hash', 'hash', 'stream' })
if refused then
  return refused
end
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before and tonumber(before) >= tonumber(ARGV[2]) then
  return -1
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local noted = 0
for i = 4, #ARGV do
  local id = ARGV[i]
  local state, doc = redis.call('HGET', KEYS[2], id), redis.call('HGET', KEYS[3], id)
  if state and doc and string.sub(state, 1, 5) == 'open|' then
    redis.call('XADD', KEYS[4], '*', 'what', 'funding', 'id', id, 'state', state, 'execution', '',
      'doc', doc, 'funding', ARGV[3])
    noted = noted + 1
  end
end
return noted
