// SPDX-License-Identifier: Apache-2.0
#include "live/account_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/error.h"
#include "base/expected.h"
#include "detection/reason.h"
#include "registry/account.h"

namespace namesake::live {
namespace {

// A policy of the account's own: who wants none removes it.
bool CanBeOff(detection::Reason reason) noexcept {
  return reason != detection::Reason::kBlockedSender;
}

// Nothing for a list with a name that is no reason.
std::optional<detection::ReasonSet> ParseReasons(std::string_view list) {
  detection::ReasonSet reasons;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const auto reason = detection::ParseReason(list.substr(0, comma));
    if (!reason || !CanBeOff(*reason)) return std::nullopt;
    reasons.Add(*reason);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return reasons;
}

constexpr auto kSettings = std::to_array<AccountSetting>({
    {.name = "detection.off",
     .form = "reasons of docs/reasons.md, but for blocked_sender, separated by commas",
     .default_value = "",
     .doc = "What is not looked for in this account's mail.",
     .accepts = [](std::string_view value) { return ParseReasons(value).has_value(); }},
});

const AccountSetting* Find(std::string_view name) noexcept {
  const auto* found = std::ranges::find(kSettings, name, &AccountSetting::name);
  return found == kSettings.end() ? nullptr : found;
}

}  // namespace

std::span<const AccountSetting> AllAccountSettings() noexcept { return kSettings; }

base::Status CheckAccountSetting(std::string_view name, std::string_view value) {
  const AccountSetting* setting = Find(name);
  if (setting == nullptr) {
    return base::Fail(base::ErrorCode::kInvalidArgument,
                      fmt::format("no account setting is called \"{}\"", name));
  }
  if (setting->accepts(value)) return base::Ok();
  return base::Fail(
      base::ErrorCode::kInvalidArgument,
      fmt::format("{}: \"{}\" is not possible, it must be {}", name, value, setting->form));
}

std::string_view AccountSettingOf(const registry::AccountSettings& settings,
                                  std::string_view name) {
  const AccountSetting* setting = Find(name);
  const auto chosen = settings.find(name);
  if (chosen != settings.end() && setting->accepts(chosen->second)) return chosen->second;
  return setting->default_value;
}

detection::ReasonSet ReasonsOff(const registry::AccountSettings& settings) {
  return ParseReasons(AccountSettingOf(settings, "detection.off")).value_or(detection::ReasonSet{});
}

}  // namespace namesake::live
