-- Stands before every script here. A write that fails halfway would stay half done, so each looks at its keys first.
-- Returns the error to answer with when a key holds anything else than its kind; nil when all are sound.
local function of_other_type(kinds)
  for i, kind in ipairs(kinds) do
    local found = redis.call('TYPE', KEYS[i]).ok
    if found ~= kind and found ~= 'none' then
      return redis.error_reply('WRONGTYPE ' .. KEYS[i] .. ' holds a ' .. found .. ' instead of a ' .. kind)
    end
  end
  return nil
end
