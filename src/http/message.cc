// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace namesake::http {
namespace {

constexpr char Lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool FieldNameEquals(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return x == y || Lower(x) == Lower(y);
         });
}

std::optional<std::string_view> Request::Field(std::string_view name) const noexcept {
  for (const auto& [field_name, value] : fields) {
    if (FieldNameEquals(field_name, name)) return value;
  }
  return std::nullopt;
}

}  // namespace namesake::http
