-- A flood: one key from addresses that are all different, as a botnet with a leaked key would use it. Thread and
-- request number make the address, so that none comes twice.
local thread = 0
function setup(thread_)
  thread_:set("id", thread)
  thread = thread + 1
end

function init(args)
  key = args[1]
  next = id * 16777216 / 4
end

function request()
  next = next + 1
  local address = 64 * 16777216 + next * 7 % (64 * 16777216)
  return wrk.format("GET", "/auth", {
    ["X-API-Key"] = key,
    ["X-Forwarded-For"] = string.format("%d.%d.%d.%d", math.floor(address / 16777216), math.floor(address / 65536) % 256,
                                        math.floor(address / 256) % 256, address % 256),
  })
end
