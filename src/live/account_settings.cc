// SPDX-License-Identifier: Apache-2.0
#include "live/account_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>  // IWYU pragma: keep (std::chrono::days)
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "base/error.h"
#include "base/expected.h"
#include "detection/reason.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::live {
namespace {

constexpr std::size_t kMaxPrefix = 100;
constexpr std::size_t kMaxUrl = 2000;
constexpr std::size_t kMinSecret = 16;
constexpr std::size_t kMaxSecret = 200;

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

// Any, or nothing for what the filter's own settings say.
bool IsAction(std::string_view value) {
  const settings::Setting* const setting = settings::Find("milter.action.malicious_bec");
  return value.empty() || std::ranges::find(setting->choices, value) != setting->choices.end();
}

// Of SMTP's printable characters, so that a Subject of any charset can begin with it.
bool IsPrefix(std::string_view value) {
  return value.size() <= kMaxPrefix &&
         std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<Recorded> ParseRecorded(std::string_view value) noexcept {
  if (value == "none") return Recorded::kNothing;
  if (value == "flagged") return Recorded::kFlagged;
  if (value == "all") return Recorded::kEverything;
  return std::nullopt;
}

bool IsRecorded(std::string_view value) noexcept { return ParseRecorded(value).has_value(); }

// A whole number from 1 to `most`.
template <std::uint32_t most>
bool IsNumber(std::string_view value) noexcept {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  return error == std::errc() && end == value.data() + value.size() && number >= 1 &&
         number <= most;
}

std::uint32_t Number(std::string_view value) noexcept {
  std::uint32_t number = 0;
  std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

bool IsVisibleAscii(char c) noexcept { return c > ' ' && c <= '~'; }

// What goes over a network that is not this machine's is encrypted. Whatever follows the host is
// the receiver's business; credentials in front of it would be shown wherever the URL is.
bool IsWebhookUrl(std::string_view value) {
  if (value.empty()) return true;
  if (value.size() > kMaxUrl || !std::ranges::all_of(value, IsVisibleAscii)) return false;
  const bool is_encrypted = value.starts_with("https://");
  if (!is_encrypted && !value.starts_with("http://")) return false;
  value.remove_prefix(is_encrypted ? 8 : 7);
  const std::string_view authority = value.substr(0, value.find_first_of("/?#"));
  if (authority.empty() || authority.find_first_of("@\\") != std::string_view::npos) return false;
  const std::size_t host_end =
      authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  const std::string_view host = authority.substr(0, host_end);
  constexpr std::array<std::string_view, 3> kThisMachine = {"127.0.0.1", "[::1]", "localhost"};
  return !host.empty() &&
         (is_encrypted || std::ranges::find(kThisMachine, host) != kThisMachine.end());
}

bool IsSecret(std::string_view value) {
  return value.empty() || (value.size() >= kMinSecret && value.size() <= kMaxSecret &&
                           std::ranges::all_of(value, IsVisibleAscii));
}

constexpr std::string_view kActionForm =
    "accept, tag, prefix, quarantine, keep, reject or discard; empty: as the filter's settings say";

constexpr auto kSettings = std::to_array<AccountSetting>({
    {.name = "detection.off",
     .form = "reasons of docs/reasons.md, but for blocked_sender, separated by commas",
     .default_value = "",
     .doc = "What is not looked for in this account's mail.",
     .accepts = [](std::string_view value) { return ParseReasons(value).has_value(); }},
    {.name = "action.malicious_bec",
     .form = kActionForm,
     .default_value = "",
     .doc = "What is done with mail that shows an identity with a foreign address.",
     .accepts = IsAction},
    {.name = "action.spoof",
     .form = kActionForm,
     .default_value = "",
     .doc = "The same for mail that misuses an identity's own address or domain.",
     .accepts = IsAction},
    {.name = "action.suspicious",
     .form = kActionForm,
     .default_value = "",
     .doc = "The same for mail that may have an innocent explanation.",
     .accepts = IsAction},
    {.name = "action.subject_prefix",
     .form = "up to 100 printable ASCII characters; empty: as the filter's settings say",
     .default_value = "",
     .doc = "What the action prefix puts before the Subject.",
     .accepts = IsPrefix},
    {.name = "record.messages",
     .form = "none, flagged or all",
     .default_value = "flagged",
     .doc = "Which messages are recorded: what a filter knows of them, not their bodies.",
     .accepts = IsRecorded},
    {.name = "record.raw",
     .form = "none, flagged or all",
     .default_value = "none",
     .doc = "Of which recorded messages the whole is kept. What the action keep holds always is.",
     .accepts = IsRecorded},
    {.name = "record.days",
     .form = "a number from 1 to 3650",
     .default_value = "30",
     .doc = "After how many days a record is forgotten. What is held stays.",
     .accepts = IsNumber<3650>},
    {.name = "record.raw_megabytes",
     .form = "a number from 1 to 1000000",
     .default_value = "1024",
     .doc = "How much room whole messages may take that nobody holds; the oldest go first.",
     .accepts = IsNumber<1'000'000>},
    {.name = "webhook.url",
     .form = "a URL with https, or with http on 127.0.0.1, [::1] or localhost; empty: nowhere",
     .default_value = "",
     .doc = "Where namesaked posts this account's events: messages that were flagged, as far as "
            "they are recorded, and changes of the registry.",
     .accepts = IsWebhookUrl},
    {.name = "webhook.secret",
     .form = "16 to 200 printable ASCII characters without blanks; empty: no signature",
     .default_value = "",
     .doc = "The key with which each delivery is signed, so that its receiver knows who sent it.",
     .accepts = IsSecret,
     .is_secret = true},
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
  const std::string_view shown = setting->is_secret ? "that" : value;
  return base::Fail(
      base::ErrorCode::kInvalidArgument,
      fmt::format("{}: \"{}\" is not possible, it must be {}", name, shown, setting->form));
}

std::string_view AccountSettingOf(const registry::AccountSettings& settings,
                                  std::string_view name) {
  const AccountSetting* setting = Find(name);
  const auto chosen = settings.find(name);
  if (chosen != settings.end() && setting->accepts(chosen->second)) return chosen->second;
  return setting->default_value;
}

std::string_view ShownAccountSetting(const registry::AccountSettings& settings,
                                     const AccountSetting& setting) {
  const std::string_view value = AccountSettingOf(settings, setting.name);
  return setting.is_secret && !value.empty() ? "********" : value;
}

std::optional<std::string> ActionOf(const registry::AccountSettings& settings,
                                    std::string_view verdict) {
  const std::string_view action = AccountSettingOf(settings, fmt::format("action.{}", verdict));
  if (action.empty()) return std::nullopt;
  return std::string(action);
}

std::optional<std::string> SubjectPrefixOf(const registry::AccountSettings& settings) {
  const std::string_view prefix = AccountSettingOf(settings, "action.subject_prefix");
  if (prefix.empty()) return std::nullopt;
  return std::string(prefix);
}

Recording RecordingOf(const registry::AccountSettings& settings) {
  const auto which = [&](std::string_view name) {
    return ParseRecorded(AccountSettingOf(settings, name)).value_or(Recorded::kNothing);
  };
  const std::uint64_t megabytes = Number(AccountSettingOf(settings, "record.raw_megabytes"));
  return {.messages = which("record.messages"),
          .raw = which("record.raw"),
          .retention = {.age = std::chrono::days(Number(AccountSettingOf(settings, "record.days"))),
                        .raw_bytes = megabytes << 20U}};
}

std::optional<Webhook> WebhookOf(const registry::AccountSettings& settings) {
  const std::string_view url = AccountSettingOf(settings, "webhook.url");
  if (url.empty()) return std::nullopt;
  return Webhook{.url = std::string(url),
                 .secret = std::string(AccountSettingOf(settings, "webhook.secret"))};
}

detection::ReasonSet ReasonsOff(const registry::AccountSettings& settings) {
  return ParseReasons(AccountSettingOf(settings, "detection.off")).value_or(detection::ReasonSet{});
}

}  // namespace namesake::live
