// SPDX-License-Identifier: Apache-2.0
#include "api/body_decoder.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/failure.h"
#include "text/utf8.h"

namespace namesake::api {
namespace {

namespace json = boost::json;

// 1.0 is an integer to JSON Schema, and some clients write it so.
std::optional<std::int64_t> AsInteger(const json::value& value) {
  if (const std::int64_t* const number = value.if_int64()) return *number;
  const double* const number = value.if_double();
  constexpr double kExact = 9007199254740992;  // 2^53: beyond it a double is no exact integer
  if (number == nullptr || std::trunc(*number) != *number || std::abs(*number) > kExact) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(*number);
}

}  // namespace

std::optional<std::string> BodyDecoder::RequiredText(std::string_view key,
                                                     std::size_t max_code_points) {
  const json::value* const value = Required(key);
  if (value == nullptr) return std::nullopt;
  return Text(key, *value, max_code_points, Emptiness::kRefused);
}

std::optional<bool> BodyDecoder::RequiredBool(std::string_view key) {
  const json::value* const value = Required(key);
  if (value == nullptr) return std::nullopt;
  if (const bool* const flag = value->if_bool()) return *flag;
  Wrong(key, "must be true or false");
  return std::nullopt;
}

std::optional<bool> BodyDecoder::RequiredBool(std::string_view key, std::string_view old_key) {
  const bool only_old = !body_.contains(key) && body_.contains(old_key);
  return RequiredBool(only_old ? old_key : key);
}

std::optional<std::optional<std::string>> BodyDecoder::NullableText(std::string_view key,
                                                                    std::size_t max_code_points) {
  const Given given = Find(key);
  if (given.value == nullptr) return std::nullopt;
  if (given.is_null) return std::optional<std::string>();
  auto text = Text(key, *given.value, max_code_points, Emptiness::kAllowed);
  if (!text) return std::nullopt;
  return text;
}

std::optional<std::optional<std::int64_t>> BodyDecoder::NullableInteger(std::string_view key) {
  const Given given = Find(key);
  if (given.value == nullptr) return std::nullopt;
  if (given.is_null) return std::optional<std::int64_t>();
  const auto number = AsInteger(*given.value);
  if (!number) {
    Wrong(key, "must be a whole number of 64 bits or null");
    return std::nullopt;
  }
  return number;
}

void BodyDecoder::Wrong(std::string_view key, std::string_view what) {
  problems_.push_back(InvalidValue(PointerTo(key), fmt::format("{} {}", key, what)));
}

void BodyDecoder::Add(std::vector<Problem> problems) {
  for (Problem& problem : problems) problems_.push_back(std::move(problem));
}

std::string BodyDecoder::PointerTo(std::string_view key) const {
  return fmt::format("{}/{}", where_, key);
}

BodyDecoder::Given BodyDecoder::Find(std::string_view key) const {
  const json::value* const value = body_.if_contains(key);
  return {value, value != nullptr && value->is_null()};
}

const json::value* BodyDecoder::Required(std::string_view key) {
  const Given given = Find(key);
  if (given.value == nullptr) {
    if (completeness_ == Completeness::kWhole) Wrong(key, "is required");
    return nullptr;
  }
  if (given.is_null) {
    Wrong(key, "must not be null");
    return nullptr;
  }
  return given.value;
}

std::optional<std::string> BodyDecoder::Text(std::string_view key, const json::value& value,
                                             std::size_t max_code_points, Emptiness emptiness) {
  std::string problem;
  const json::string* const text = value.if_string();
  if (text == nullptr) {
    problem = "must be a string";
  } else if (text->empty() && emptiness == Emptiness::kRefused) {
    problem = "must not be empty";
  } else if (text->find('\0') != json::string::npos) {
    // No name has one, and not every store can keep it.
    problem = "must not contain the character U+0000";
  } else if (text::CountCodePoints(*text) > max_code_points) {
    problem = fmt::format("must have at most {} characters", max_code_points);
  } else {
    return std::string(*text);
  }
  Wrong(key, problem);
  return std::nullopt;
}

std::optional<std::string_view> BodyDecoder::AsText(const json::value& value) {
  const json::string* const text = value.if_string();
  if (text == nullptr) return std::nullopt;
  return std::string_view(*text);
}

}  // namespace namesake::api
