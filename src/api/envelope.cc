// SPDX-License-Identifier: Apache-2.0
#include "api/envelope.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/failure.h"
#include "http/message.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

json::object ProblemObject(const Problem& problem) {
  json::object object{{"code", problem.code}, {"message", problem.message}};
  if (problem.pointer) object["source"] = {{"pointer", *problem.pointer}};
  if (problem.chain.empty()) return object;
  json::array chain;
  for (const auto& [code, message] : problem.chain) {
    chain.push_back({{"code", code}, {"message", message}});
  }
  object["error_chain"] = std::move(chain);
  return object;
}

http::Response Json(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace

std::string SuccessBody(std::string_view result) {
  return fmt::format(R"({{"result":{},"success":true,"errors":[],"messages":[]}})", result);
}

std::string SuccessBody(std::string_view result, const std::vector<Message>& messages) {
  if (messages.empty()) return SuccessBody(result);
  json::array array;
  for (const Message& message : messages) {
    array.push_back({{"code", message.code}, {"message", message.text}});
  }
  return fmt::format(R"({{"result":{},"success":true,"errors":[],"messages":{}}})", result,
                     json::serialize(array));
}

http::Response Success(int status, const json::value& result) {
  return Json(status, SuccessBody(json::serialize(result)));
}

http::Response SuccessWithMessage(const json::value& result, int code, std::string_view message) {
  const json::object envelope{
      {"result", result},
      {"success", true},
      {"errors", json::array()},
      {"messages", {{{"code", code}, {"message", message}, {"type", nullptr}}}}};
  return Json(200, json::serialize(envelope));
}

http::Response ListSuccess(std::string_view result, const PageInfo& info) {
  // total_pages is not in the published schema; cf-terraforming stops after one page without it.
  const std::uint64_t total_pages =
      info.total_count / info.per_page + (info.total_count % info.per_page == 0 ? 0 : 1);
  return Json(200, fmt::format(R"({{"result":{},"result_info":{{"page":{},"per_page":{},)"
                               R"("count":{},"total_count":{},"total_pages":{}}},)"
                               R"("success":true,"errors":[],"messages":[]}})",
                               result, info.page, info.per_page, info.count, info.total_count,
                               total_pages));
}

http::Response Render(const Failure& failure) {
  json::array problems;
  for (const Problem& problem : failure.problems) problems.push_back(ProblemObject(problem));
  const json::object envelope{{"result", nullptr},
                              {"success", false},
                              {"errors", std::move(problems)},
                              {"messages", json::array()}};
  http::Response response = Json(failure.status, json::serialize(envelope));
  response.fields = failure.fields;
  return response;
}

}  // namespace namesake::api
