-- Decides transitions: the one place where it is settled who was first.
-- KEYS: state, doc, changes, transitions, groups, firings
-- ARGV: how long changes are kept in ms, number of hits, then eight per hit:
--       id, status expected, version expected of its rules, new status, execution id, execution as JSON ('' for none),
--       effect and what it needs:
--         ''        the record gets the new status
--         'part'    a target fires: 'bit|all bits when together they close the position, else 0'
--         'first'   the first of a group fires, its siblings are cancelled: the group
--         'again'   an alert fires and stays armed: 'firings seen|most firings|within ms|exchange time of the tick',
--                   beyond the most it is paused; the time is kept in the state
-- Returns per hit {'done' | 'mine' | 'lost' | 'gone', state as it stands}, for 'first' followed by the ids of the
-- siblings that it cancelled and that are not booked yet. All checks come before all writes.
local FIELDS = 8
local refused = of_other_type({ 'hash', 'hash', 'stream', 'stream', 'hash', 'hash' })
if refused then
  return refused
end
local hits = tonumber(ARGV[2])
local answers, taken, writes, firings = {}, {}, {}, {}
local time = redis.call('TIME')
local now_us = string.format('%.0f', tonumber(time[1]) * 1000000 + tonumber(time[2]))
local now_ms = math.floor(tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000)

local function standing(id)
  return taken[id] or redis.call('HGET', KEYS[1], id)
end

local function write(id, what, state, execution)
  taken[id] = state
  local entry = { id, what, state, execution, '' }
  writes[#writes + 1] = entry
  return entry
end

local function members(group)
  return string.gmatch(redis.call('HGET', KEYS[5], group) or '', '[^,]+')
end

-- Cancels what is still armed of a group.
local function cancel_siblings(group, winner, execution, answer)
  for id in members(group) do
    local before = standing(id)
    if id ~= winner and before then
      local status, version, rules, fired = string.match(before, '^(%l+)|(%d+)|[^|]*|%d+|(%d+)|(%d+)')
      if status == 'armed' then
        write(id, 'cancelled', string.format('cancelled|%d|%s|%s|%s|%s', tonumber(version) + 1, execution, now_us, rules, fired), '')
        answer[#answer + 1] = id
      end
    end
  end
end

-- What this execution cancelled before.
local function add_cancelled(group, winner, execution, answer)
  for id in members(group) do
    local status, by = string.match(standing(id) or '', '^(%l+)|%d+|([^|]*)|')
    if id ~= winner and status == 'cancelled' and by == execution then
      answer[#answer + 1] = id
    end
  end
end

-- The times of the last firings with this one, and whether it is one too many.
local function fire_again(id, most, within_ms)
  local times, kept = {}, firings[id] or redis.call('HGET', KEYS[6], id) or ''
  for at in string.gmatch(kept, '%d+') do
    if tonumber(at) > now_ms - within_ms then
      times[#times + 1] = at
    end
  end
  times[#times + 1] = string.format('%.0f', now_ms)
  firings[id] = table.concat(times, ',')
  return #times > most
end

for i = 1, hits do
  local at = 2 + (i - 1) * FIELDS
  local id, execution, effect, needs = ARGV[at + 1], ARGV[at + 5], ARGV[at + 7], ARGV[at + 8]
  local before = standing(id)
  if not before then
    answers[i] = { 'gone', '' }
  else
    local status, version, winner, rules, fired = string.match(before, '^(%l+)|(%d+)|([^|]*)|%d+|(%d+)|(%d+)')
    local what, next_status, next_fired = ARGV[at + 4], ARGV[at + 4], tonumber(fired)
    local stands = status == ARGV[at + 2] and rules == ARGV[at + 3]
    if effect == 'part' then
      local bit_number, all = string.match(needs, '^(%d+)|(%d+)$')
      local mask = bit.lshift(1, tonumber(bit_number))
      stands = stands and bit.band(next_fired, mask) == 0
      next_fired = bit.bor(next_fired, mask)
      if next_fired == tonumber(all) then
        what, next_status = 'closing', 'closing'
      else
        what, next_status = 'reduced', status
      end
    elseif effect == 'again' then
      local seen = string.match(needs, '^(%d+)|')
      stands = stands and seen == fired
      next_fired = next_fired + 1
    end
    if winner == execution then
      answers[i] = { 'mine', before }
      if effect == 'first' then
        add_cancelled(needs, id, execution, answers[i])
      end
    elseif not stands then
      answers[i] = { 'lost', before }
    else
      if effect == 'again' then
        local most, within, tick = string.match(needs, '^%d+|(%d+)|(%d+)|(%d+)$')
        next_fired = next_fired .. '|' .. tick
        if fire_again(id, tonumber(most), tonumber(within)) then
          what, next_status = 'paused', 'paused'
        else
          what, next_status = 'fired', status
        end
      end
      local state = string.format('%s|%d|%s|%s|%s|%s', next_status, tonumber(version) + 1, execution, now_us, rules, next_fired)
      answers[i] = { 'done', state }
      local entry = write(id, what, state, ARGV[at + 6])
      if effect == 'first' then
        cancel_siblings(needs, id, execution, answers[i])
        entry[5] = table.concat(answers[i], ',', 3)
      end
    end
  end
end
local oldest = string.format('%.0f-0', now_ms - tonumber(ARGV[1]))
for _, one in ipairs(writes) do
  local id, what, state, execution, siblings = one[1], one[2], one[3], one[4], one[5]
  redis.call('HSET', KEYS[1], id, state)
  redis.call('XADD', KEYS[3], 'MINID', '~', oldest, '*', 'id', id, 'state', state)
  redis.call('XADD', KEYS[4], '*', 'what', what, 'id', id, 'state', state,
    'execution', execution, 'siblings', siblings, 'doc', redis.call('HGET', KEYS[2], id) or '')
end
for id, times in pairs(firings) do
  redis.call('HSET', KEYS[6], id, times)
end
return answers
