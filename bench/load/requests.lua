-- SPDX-License-Identifier: Apache-2.0
-- For wrk: GETs the URL, or POSTs entries of distinct names or messages to it. The last line it prints is JSON.
--   BENCH_TOKEN    sent as a bearer token
--   BENCH_CREATE   prefix of the names to create
--   BENCH_MESSAGES folder with messages in files 1, 2, 3...: they are sent in turn
--   BENCH_LIMIT    answers after which each thread stops

local token = os.getenv("BENCH_TOKEN")
local prefix = os.getenv("BENCH_CREATE")
local messages = os.getenv("BENCH_MESSAGES")
local limit = tonumber(os.getenv("BENCH_LIMIT") or "")
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

local function create()
  sent = sent + 1
  return wrk.format(nil, nil, nil, string.format(
    '{"name":"%s %d-%d","email":"p%d.%d@example.com","is_email_regex":false,"comments":"Finance"}',
    prefix, number, sent, number, sent))
end

local function read_messages()
  local found = {}
  while true do
    local file = io.open(messages .. "/" .. #found + 1, "rb")
    if not file then return found end
    found[#found + 1] = wrk.format(nil, nil, nil, file:read("*a"))
    file:close()
  end
end

local function next_message()
  sent = sent + 1
  return letters[(sent - 1) % #letters + 1]
end

local function count()
  answered = answered + 1
  if answered >= limit then wrk.thread:stop() end
end

function init()
  sent, answered = 0, 0
  if token then wrk.headers["Authorization"] = "Bearer " .. token end
  if prefix then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    request = create
  end
  if messages then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "message/rfc822"
    letters = read_messages()
    request = next_message
  end
  -- wrk looks for these two once, after init; without `response` it keeps the answers to itself.
  if limit then response = count end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"failed":%d,"p50_us":%d,"p99_us":%d,"max_us":%d}\n',
    summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
