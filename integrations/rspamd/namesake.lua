-- SPDX-License-Identifier: Apache-2.0
--[[
Asks a running namesaked about every message and adds a symbol by its verdict, with the reason as option:

  NAMESAKE_BEC         shows a protected name, and comes from a foreign address
  NAMESAKE_SPOOF       shows a protected address that authentication or the message itself contradicts
  NAMESAKE_SUSPICIOUS  the same with an explanation that may be innocent
  NAMESAKE_UNCHECKED   nobody looked, and why; score 0

Goes to /etc/rspamd/plugins.d/namesake.lua; the settings, namesake.conf beside this file, into
/etc/rspamd/rspamd.conf.local. For Rspamd 3.
]]

local rspamd_http = require "rspamd_http"
local rspamd_logger = require "rspamd_logger"
local ucl = require "ucl"
local lua_util = require "lua_util"

local N = "namesake"

local settings = {
  url = "http://127.0.0.1:8787",
  account = nil,
  token = nil,
  token_file = nil,
  authserv_id = "",
  timeout = 5.0,
  scores = {bec = 8.0, spoof = 6.0, suspicious = 3.0},
}

local symbols = {
  ["MALICIOUS-BEC"] = "NAMESAKE_BEC",
  ["SPOOF"] = "NAMESAKE_SPOOF",
  ["SUSPICIOUS"] = "NAMESAKE_SUSPICIOUS",
}

local function percent_encoded(text)
  return (text:gsub("[^%w%-._~]", function(octet)
    return string.format("%%%02X", octet:byte())
  end))
end

-- The envelope, and whose Authentication-Results to believe, as parameters of the request.
local function parameters(task)
  local result = {}
  local function add(name, value)
    if value and value ~= "" then
      result[#result + 1] = name .. "=" .. percent_encoded(value)
    end
  end

  add("authserv_id", settings.authserv_id)
  local sender = (task:get_from("smtp") or {})[1]
  add("envelope_from", sender and sender.addr)
  for _, recipient in ipairs(task:get_recipients("smtp") or {}) do
    add("envelope_to", recipient.addr)
  end
  local address = task:get_from_ip()
  add("client_ip", address and address:is_valid() and address:to_string())
  return table.concat(result, "&")
end

local function unchecked(task, why)
  rspamd_logger.errx(task, "not checked: %s", why)
  task:insert_result("NAMESAKE_UNCHECKED", 1.0, why)
end

local function take_verdict(task, answer)
  local verdict = type(answer.result) == "table" and answer.result.final_disposition
  if verdict == "NONE" then
    return
  end
  local symbol = symbols[verdict]
  if not symbol then
    return unchecked(task, "the server's answer is no verdict")
  end
  local finding = (answer.result.findings or {})[1]
  task:insert_result(symbol, 1.0, finding and finding.detail or "")
end

local function check(task)
  local function answered(failure, status, body)
    if failure then
      return unchecked(task, failure)
    end
    local parser = ucl.parser()
    local parsed = parser:parse_string(tostring(body))
    local answer = parsed and parser:get_object() or {}
    if status ~= 200 then
      local error = type(answer.errors) == "table" and answer.errors[1] or {}
      return unchecked(task, string.format("the server answers %d %s", status, error.message or ""))
    end
    take_verdict(task, answer)
  end

  local asked = rspamd_http.request({
    task = task,
    url = string.format("%s/client/v4/accounts/%s/email-security/scan?%s", settings.url:gsub("/+$", ""),
                        settings.account, parameters(task)),
    method = "post",
    mime_type = "message/rfc822",
    headers = {Authorization = "Bearer " .. settings.token},
    body = tostring(task:get_raw_headers()) .. "\r\n",  -- the body stays here
    timeout = settings.timeout,
    callback = answered,
  })
  if not asked then
    unchecked(task, "the request could not be made")
  end
end

local function first_line(path)
  local file, failure = io.open(path)
  if not file then
    rspamd_logger.errx(rspamd_config, "token_file: %s", failure)
    return nil
  end
  local line = file:read("*l")
  file:close()
  return line
end

local function set_up()
  local given = rspamd_config:get_all_opt(N)
  if type(given) ~= "table" then
    return false, "there is no section namesake"
  end
  settings = lua_util.override_defaults(settings, given)
  settings.token = settings.token or (settings.token_file and first_line(settings.token_file))
  if not settings.account or not settings.token then
    return false, "account and token (or token_file) are required"
  end
  return true
end

local ready, why = set_up()
if not ready then
  rspamd_logger.errx(rspamd_config, "namesake is not used: %s", why)
  lua_util.disable_module(N, "config")
  return
end

local id = rspamd_config:register_symbol({
  name = "NAMESAKE_CHECK",
  type = "callback",
  callback = check,
  group = N,
})
for symbol, row in pairs({
  NAMESAKE_BEC = {settings.scores.bec, "Shows a protected name, and comes from a foreign address"},
  NAMESAKE_SPOOF = {settings.scores.spoof, "Shows a protected address that is contradicted"},
  NAMESAKE_SUSPICIOUS = {settings.scores.suspicious, "Resembles a protected identity"},
  NAMESAKE_UNCHECKED = {0.0, "Namesake could not look at the message"},
}) do
  rspamd_config:register_symbol({name = symbol, type = "virtual", parent = id, group = N})
  rspamd_config:set_metric_symbol({name = symbol, score = row[1], description = row[2], group = N})
end
