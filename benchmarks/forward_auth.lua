-- What wrk asks: as a proxy would, for many credentials, each from a few of its addresses.
local count = 8000
local requests = {}

function init(args)
  local organizations = tonumber(args[1] or "100000")
  math.randomseed(1)
  for i = 1, count do
    local organization = math.random(0, organizations - 1)
    local address = 11 * 16777216 + organization * 256 + math.random(0, 3)
    local text = string.format("%d.%d.%d.%d", math.floor(address / 16777216), math.floor(address / 65536) % 256,
                               math.floor(address / 256) % 256, address % 256)
    requests[i] = wrk.format("GET", "/auth", {
      ["Host"] = "gate.internal",
      ["X-Api-Key"] = string.format("bench-key-%08d", organization),
      ["X-Forwarded-For"] = text,
      ["X-Original-URI"] = "/v3/smtp/email",
    })
  end
end

local next = 0
function request()
  next = next % count + 1
  return requests[next]
end
