// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "api/failure.h"
#include "http/router.h"

namespace namesake::api {

// All digits; a number too large for 64 bits is the largest one.
inline std::optional<std::uint64_t> ParseNumber(std::string_view text) {
  std::uint64_t number = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, fault] = std::from_chars(begin, end, number);
  if (text.empty() || stop != end) return std::nullopt;
  if (fault == std::errc::result_out_of_range) return UINT64_MAX;
  return fault == std::errc() ? std::optional(number) : std::nullopt;
}

// The parameters of a query string, with the problems of those that are read. Of equal ones the
// last counts; unknown ones are ignored.
class Parameters {
 public:
  explicit Parameters(std::string_view query) {
    for (auto& [name, value] : http::ParseQuery(query)) values_[name] = std::move(value);
  }

  // Calls `decode` with the value of a given parameter; false makes it a problem.
  template <typename Decode>
  void Read(const std::string& name, std::string_view expected, Decode decode) {
    const auto found = values_.find(name);
    if (found == values_.end() || decode(std::string_view(found->second))) return;
    problems_.push_back(
        InvalidValue(fmt::format("/query/{}", name), fmt::format("{} must be {}", name, expected)));
  }

  [[nodiscard]] std::vector<Problem> TakeProblems() { return std::move(problems_); }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<Problem> problems_;
};

// True, and `chosen` is set, when `text` is one of the choices.
template <typename Value>
bool Choose(std::string_view text,
            std::initializer_list<std::pair<std::string_view, Value>> choices, Value& chosen) {
  const auto* const found = std::find_if(choices.begin(), choices.end(),
                                         [&](const auto& choice) { return choice.first == text; });
  if (found == choices.end()) return false;
  chosen = found->second;
  return true;
}

}  // namespace namesake::api
