// SPDX-License-Identifier: Apache-2.0
#include "milter/action.h"

#include <cstddef>
#include <string_view>

#include "detection/verdict.h"
#include "live/account_settings.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::milter {
namespace {

// The settings tables allow these words and no other.
Action ParseAction(std::string_view word) noexcept {
  for (const Action action :
       {Action::kAccept, Action::kTag, Action::kPrefix, Action::kQuarantine, Action::kKeep,
        Action::kReject, Action::kDiscard, Action::kTempfail}) {
    if (ActionName(action) == word) return action;
  }
  return Action::kTag;
}

}  // namespace

std::string_view ActionName(Action action) noexcept {
  switch (action) {
    case Action::kAccept:
      return "accept";
    case Action::kTag:
      return "tag";
    case Action::kPrefix:
      return "prefix";
    case Action::kQuarantine:
      return "quarantine";
    case Action::kKeep:
      return "keep";
    case Action::kReject:
      return "reject";
    case Action::kDiscard:
      return "discard";
    case Action::kTempfail:
      return "tempfail";
  }
  return "accept";
}

bool Passes(Action action) noexcept {
  return action == Action::kAccept || action == Action::kTag || action == Action::kPrefix;
}

Conduct ReadConduct(const settings::Settings& settings) {
  return {.malicious_bec = ParseAction(settings.Text("milter.action.malicious_bec")),
          .spoof = ParseAction(settings.Text("milter.action.spoof")),
          .suspicious = ParseAction(settings.Text("milter.action.suspicious")),
          .on_failure = ParseAction(settings.Text("milter.on_failure")),
          .reject_text = settings.Text("milter.reject_text"),
          .subject_prefix = settings.Text("milter.subject_prefix"),
          .max_kept_bytes = static_cast<std::size_t>(settings.Number("milter.max_kept_bytes")),
          .account = registry::ParseAccountId(settings.Text("milter.account")),
          .authserv_id = settings.Text("milter.authserv_id")};
}

Action ActionFor(detection::VerdictClass verdict_class, const Conduct& conduct,
                 const registry::AccountSettings& settings) {
  const auto chosen = [&](std::string_view verdict, Action otherwise) {
    const auto word = live::ActionOf(settings, verdict);
    return word ? ParseAction(*word) : otherwise;
  };
  switch (verdict_class) {
    case detection::VerdictClass::kNone:
      return Action::kAccept;
    case detection::VerdictClass::kSuspicious:
      return chosen("suspicious", conduct.suspicious);
    case detection::VerdictClass::kSpoof:
      return chosen("spoof", conduct.spoof);
    case detection::VerdictClass::kMaliciousBec:
      return chosen("malicious_bec", conduct.malicious_bec);
  }
  return Action::kAccept;
}

}  // namespace namesake::milter
