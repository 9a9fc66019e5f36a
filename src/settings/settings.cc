// SPDX-License-Identifier: Apache-2.0
#include "settings/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "settings/check.h"

namespace namesake::settings {
namespace {

bool Concerns(const Setting& setting, Program program) noexcept {
  return (static_cast<unsigned>(setting.program) & static_cast<unsigned>(program)) != 0;
}

std::string_view TypeName(const Value& value) noexcept {
  if (std::holds_alternative<bool>(value)) return "true or false";
  return std::holds_alternative<std::int64_t>(value) ? "a whole number" : "a text";
}

std::string NumberFault(const Setting& setting, std::int64_t number) {
  if (number >= setting.minimum && number <= setting.maximum) return {};
  return fmt::format("{}: {} is not between {} and {}", setting.key, number, setting.minimum,
                     setting.maximum);
}

std::string TextFault(const Setting& setting, std::string_view text) {
  const auto& choices = setting.choices;
  if (!choices.empty() && std::find(choices.begin(), choices.end(), text) == choices.end()) {
    return fmt::format("{}: \"{}\" is not one of {}", setting.key, text, fmt::join(choices, ", "));
  }
  if (setting.accepts != nullptr && !setting.accepts(text)) {
    return fmt::format("{}: \"{}\" is not {}", setting.key, text, setting.form);
  }
  return {};
}

// An unknown key or another type is a fault of the program that asks.
template <typename T>
const T& Get(const std::map<std::string, Value, std::less<>>& values, std::string_view key) {
  const auto found = values.find(key);
  assert(found != values.end() && "no such setting");
  return std::get<T>(found->second);
}

}  // namespace

std::string FaultOf(const Setting& setting, const Value& value) {
  if (value.index() != setting.default_value.index()) {
    return fmt::format("{}: {} is wanted", setting.key, TypeName(setting.default_value));
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) return NumberFault(setting, *number);
  if (const auto* text = std::get_if<std::string>(&value)) return TextFault(setting, *text);
  return {};
}

Settings::Settings() {
  for (const Setting& setting : Table()) values_.emplace(setting.key, setting.default_value);
}

base::Status Settings::Set(std::string_view key, Value value) {
  const Setting* setting = Find(key);
  std::string fault = setting == nullptr ? UnknownKey(key) : FaultOf(*setting, value);
  if (!fault.empty()) return base::Fail(base::ErrorCode::kInvalidArgument, std::move(fault));
  values_.insert_or_assign(std::string(key), std::move(value));
  return base::Ok();
}

bool Settings::Bool(std::string_view key) const { return Get<bool>(values_, key); }

std::int64_t Settings::Number(std::string_view key) const {
  return Get<std::int64_t>(values_, key);
}

const std::string& Settings::Text(std::string_view key) const {
  return Get<std::string>(values_, key);
}

std::vector<std::string> Settings::NeedRestart(const Settings& newer, Program program) const {
  std::vector<std::string> keys;
  for (const Setting& setting : Table()) {
    if (setting.reload == Reload::kRestart && Concerns(setting, program) &&
        values_.find(setting.key)->second != newer.values_.find(setting.key)->second) {
      keys.emplace_back(setting.key);
    }
  }
  return keys;
}

}  // namespace namesake::settings
