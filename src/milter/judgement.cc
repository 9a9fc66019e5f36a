// SPDX-License-Identifier: Apache-2.0
#include "milter/judgement.h"

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/log.h"
#include "detection/evidence.h"
#include "detection/inspect.h"
#include "detection/verdict.h"
#include "live/live_registry.h"
#include "mail/sender_claims.h"
#include "registry/account.h"
#include "report/verdict_report.h"

namespace namesake::milter {
namespace {

constexpr std::string_view kFailureSentence =
    "Not checked: Namesake could not read its registry or ran out of resources";
constexpr std::string_view kNoAccountSentence =
    "Not checked: no account is responsible for the recipients' domains";
constexpr std::string_view kSharedSentence =
    "The sender resembles a protected identity of at least one recipient's organisation";

void LogUnavailable(const registry::AccountId& account, const base::Error& error) {
  base::Log(base::LogLevel::kError, "snapshot_unavailable",
            {{"account", registry::FormatAccountId(account)},
             {"code", base::ErrorCodeName(error.code)},
             {"error", error.message}});
}

// Weak evidence does not flag: a sentence beside NONE would read as an accusation.
Judgement Explained(const detection::Verdict& verdict) {
  Judgement judgement{.verdict_class = verdict.verdict_class};
  if (!verdict.flagged() || verdict.evidence.empty()) return judgement;
  judgement.sentence = report::VerdictSentence(verdict);
  judgement.reason = detection::ReasonName(verdict.evidence.front().reason);
  judgement.entry = verdict.evidence.front().entry.id;
  return judgement;
}

}  // namespace

std::string_view VerdictWord(const Judgement& judgement) noexcept {
  if (judgement.judged != Judged::kChecked) return "unchecked";
  return detection::DispositionName(judgement.verdict_class);
}

Judgement Failed() {
  return {.judged = Judged::kFailed, .sentence = std::string(kFailureSentence)};
}

Judgement Judge(const mail::SenderClaims& claims, std::span<const registry::AccountId> accounts,
                live::LiveRegistry& registry) {
  if (accounts.empty()) {
    return {.judged = Judged::kNoAccount, .sentence = std::string(kNoAccountSentence)};
  }
  Judgement worst;
  bool failed = false;
  for (const registry::AccountId& account : accounts) {
    const auto snapshot = registry.SnapshotOf(account);
    if (!snapshot) {
      LogUnavailable(account, snapshot.error());
      failed = true;
      continue;
    }
    const detection::Verdict verdict = detection::Inspect(claims, **snapshot);
    if (verdict.verdict_class > worst.verdict_class) worst = Explained(verdict);
  }
  const bool flagged = worst.verdict_class != detection::VerdictClass::kNone;
  if (failed && !flagged) return Failed();
  if (flagged && accounts.size() > 1) {
    return {.verdict_class = worst.verdict_class, .sentence = std::string(kSharedSentence)};
  }
  return worst;
}

}  // namespace namesake::milter
