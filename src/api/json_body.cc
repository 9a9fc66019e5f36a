// SPDX-License-Identifier: Apache-2.0
#include "api/json_body.h"

#include <boost/json.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "api/failure.h"
#include "http/message.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

// The deepest body that means something has four levels; a parser's stack is not a client's to use.
constexpr std::size_t kMaxJsonDepth = 32;

bool IsJson(std::string_view media_type) noexcept {
  return media_type.empty() || media_type == "application/json" ||
         (media_type.starts_with("application/") && media_type.ends_with("+json"));
}

}  // namespace

std::string MediaType(const http::Request& request) {
  constexpr std::string_view kBlanks = " \t";
  std::string_view value = request.Field("Content-Type").value_or("");
  value = value.substr(0, value.find(';'));
  const std::size_t begin = value.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  std::string type(value.substr(begin, value.find_last_not_of(kBlanks) + 1 - begin));
  for (char& c : type) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return type;
}

Checked<json::value> ReadJsonBody(const http::Request& request) {
  if (!IsJson(MediaType(request))) return Refuse(WrongContentType("application/json"));
  if (request.body_state == http::BodyState::kTooLarge) return Refuse(TooLarge());
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  boost::system::error_code fault;
  json::value value = json::parse(request.body, fault, {}, options);
  if (fault) return Refuse(MalformedJson());
  return value;
}

Checked<json::object> ReadJsonObject(const http::Request& request) {
  auto value = ReadJsonBody(request);
  if (!value) return Refuse(std::move(value.error()));
  if (json::object* const object = value->if_object()) return std::move(*object);
  return Refuse(Invalid({InvalidValue("", "the body must be a JSON object")}));
}

std::string PointerToken(std::string_view token) {
  std::string escaped;
  for (const char c : token) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace namesake::api
