// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "detection/reason.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::live {

// What an administrator can choose for one account with `namesake account set`. The settings files
// hold for an installation; these hold for a tenant, and take effect at once.
struct AccountSetting {
  std::string_view name;
  std::string_view form;  // of a value, as it follows "must be"
  std::string_view default_value;
  std::string_view doc;
  bool (*accepts)(std::string_view value);
  bool is_secret = false;  // its value is shown to nobody
};

// In the order in which they are shown.
[[nodiscard]] std::span<const AccountSetting> AllAccountSettings() noexcept;

// kInvalidArgument: no setting has that name, or it cannot have that value.
[[nodiscard]] base::Status CheckAccountSetting(std::string_view name, std::string_view value);

// The value, chosen or by default. `name` is one of AllAccountSettings.
[[nodiscard]] std::string_view AccountSettingOf(const registry::AccountSettings& settings,
                                                std::string_view name);

// The same for eyes: a secret that is set is "********".
[[nodiscard]] std::string_view ShownAccountSetting(const registry::AccountSettings& settings,
                                                   const AccountSetting& setting);

// ---- The settings, read -------------------------------------------------------------------------
// A value that a newer version has written and this one cannot read counts as the default.

// action.malicious_bec and its like. `verdict` is "malicious_bec", "spoof" or "suspicious";
// nullopt: what the filter's own settings say.
[[nodiscard]] std::optional<std::string> ActionOf(const registry::AccountSettings& settings,
                                                  std::string_view verdict);

// action.subject_prefix; nullopt likewise.
[[nodiscard]] std::optional<std::string> SubjectPrefixOf(const registry::AccountSettings& settings);

// record.*
enum class Recorded { kNothing, kFlagged, kEverything };
struct Recording {
  Recorded messages = Recorded::kFlagged;
  Recorded raw = Recorded::kNothing;  // whose octets are kept, of what is recorded
  record::Retention retention;
};
[[nodiscard]] Recording RecordingOf(const registry::AccountSettings& settings);

// webhook.*; nullopt without a URL.
struct Webhook {
  std::string url;
  std::string secret;  // "": deliveries are not signed

  friend bool operator==(const Webhook&, const Webhook&) = default;
};
[[nodiscard]] std::optional<Webhook> WebhookOf(const registry::AccountSettings& settings);

// detection.off
[[nodiscard]] detection::ReasonSet ReasonsOff(const registry::AccountSettings& settings);

}  // namespace namesake::live
