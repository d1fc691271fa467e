-- Decides transitions: the one place where it is settled who was first.
-- KEYS: state, doc, changes, transitions
-- ARGV: how long changes are kept in ms, number of hits, then six per hit:
--       id, status expected, version expected, new status, execution id, execution as JSON ('' for a cancel)
-- Returns per hit {'done' | 'mine' | 'lost' | 'gone', state as it stands}. All checks come before all writes.
local FIELDS = 6
-- A write that fails halfway would stay half done: look first.
for i, kind in ipairs({ 'hash', 'hash', 'stream', 'stream' }) do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= kind and found ~= 'none' then
    return redis.error_reply('WRONGTYPE ' .. KEYS[i] .. ' holds a ' .. found .. ' instead of a ' .. kind)
  end
end
local hits = tonumber(ARGV[2])
local answers, taken, wins = {}, {}, {}
local time = redis.call('TIME')
local now_us = string.format('%.0f', tonumber(time[1]) * 1000000 + tonumber(time[2]))
for i = 1, hits do
  local at = 2 + (i - 1) * FIELDS
  local id, execution = ARGV[at + 1], ARGV[at + 5]
  local before = taken[id] or redis.call('HGET', KEYS[1], id)
  if not before then
    answers[i] = { 'gone', '' }
  else
    local status, version, winner = string.match(before, '^(%l+)|(%d+)|([^|]*)|')
    if winner == execution then
      answers[i] = { 'mine', before }
    elseif status ~= ARGV[at + 2] or version ~= ARGV[at + 3] then
      answers[i] = { 'lost', before }
    else
      local state = string.format('%s|%d|%s|%s', ARGV[at + 4], tonumber(version) + 1, execution, now_us)
      taken[id] = state
      answers[i] = { 'done', state }
      wins[#wins + 1] = i
    end
  end
end
local oldest = string.format('%.0f-0', tonumber(time[1]) * 1000 - tonumber(ARGV[1]))
for _, i in ipairs(wins) do
  local at = 2 + (i - 1) * FIELDS
  local id, state = ARGV[at + 1], answers[i][2]
  redis.call('HSET', KEYS[1], id, state)
  redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', state)
  redis.call('XADD', KEYS[4], '*', 'what', ARGV[at + 4], 'id', id, 'state', state,
    'execution', ARGV[at + 6], 'doc', redis.call('HGET', KEYS[2], id) or '')
end
return answers
