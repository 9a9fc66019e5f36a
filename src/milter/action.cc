// SPDX-License-Identifier: Apache-2.0
#include "milter/action.h"

#include <string_view>

#include "detection/verdict.h"
#include "registry/account.h"
#include "settings/settings.h"

namespace namesake::milter {
namespace {

// The settings table allows these words and no other.
Action ParseAction(std::string_view word) noexcept {
  for (const Action action :
       {Action::kTag, Action::kQuarantine, Action::kReject, Action::kTempfail, Action::kAccept}) {
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
    case Action::kQuarantine:
      return "quarantine";
    case Action::kReject:
      return "reject";
    case Action::kTempfail:
      return "tempfail";
  }
  return "accept";
}

Conduct ReadConduct(const settings::Settings& settings) {
  return {.malicious_bec = ParseAction(settings.Text("milter.action.malicious_bec")),
          .spoof = ParseAction(settings.Text("milter.action.spoof")),
          .suspicious = ParseAction(settings.Text("milter.action.suspicious")),
          .on_failure = ParseAction(settings.Text("milter.on_failure")),
          .reject_text = settings.Text("milter.reject_text"),
          .account = registry::ParseAccountId(settings.Text("milter.account")),
          .authserv_id = settings.Text("milter.authserv_id")};
}

Action ActionFor(detection::VerdictClass verdict_class, const Conduct& conduct) noexcept {
  switch (verdict_class) {
    case detection::VerdictClass::kNone:
      return Action::kAccept;
    case detection::VerdictClass::kSuspicious:
      return conduct.suspicious;
    case detection::VerdictClass::kSpoof:
      return conduct.spoof;
    case detection::VerdictClass::kMaliciousBec:
      return conduct.malicious_bec;
  }
  return Action::kAccept;
}

}  // namespace namesake::milter
