// SPDX-License-Identifier: Apache-2.0
#include "milter/judgement.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "detection/evidence.h"
#include "detection/inspect.h"
#include "detection/snapshot.h"
#include "detection/verdict.h"
#include "live/live_registry.h"
#include "mail/sender_claims.h"
#include "milter/recipient_group.h"
#include "registry/account.h"
#include "report/verdict_fields.h"
#include "report/verdict_report.h"

namespace namesake::milter {
namespace {

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

Judgement NobodyIsResponsible() {
  return {.judged = Judged::kNoAccount, .sentence = std::string(kNoAccountSentence)};
}

// The group, or, where the account exempts some of its recipients and not all, both parts.
std::vector<RecipientGroup> SplitExempt(RecipientGroup group, mail::SenderClaims& claims,
                                        const detection::Snapshot& snapshot) {
  claims.envelope.recipients = group.recipients;
  std::vector<std::string> exempt = snapshot.policies().ExemptRecipients(claims);
  if (exempt.empty() || exempt.size() == group.recipients.size()) return {std::move(group)};
  RecipientGroup spared{.account = group.account, .recipients = std::move(exempt)};
  std::erase_if(group.recipients, [&](const std::string& recipient) {
    return std::ranges::find(spared.recipients, recipient) != spared.recipients.end();
  });
  return {std::move(group), std::move(spared)};
}

GroupJudgement JudgeFor(RecipientGroup group, mail::SenderClaims& claims,
                        const detection::Snapshot& snapshot) {
  claims.envelope.recipients = group.recipients;
  GroupJudgement judged{.group = std::move(group), .judgement = {}};
  judged.verdict = detection::Inspect(claims, snapshot);
  judged.judgement = Explained(judged.verdict);
  return judged;
}

// Which of two judgements counts for both.
int RankOf(const Judgement& judgement) noexcept {
  switch (judgement.judged) {
    case Judged::kNoAccount:
      return 0;
    case Judged::kFailed:
      return 2;
    case Judged::kChecked:
      break;
  }
  const auto flagged = static_cast<int>(judgement.verdict_class);
  return flagged == 0 ? 1 : 2 + flagged;
}

}  // namespace

std::string_view VerdictWord(const Judgement& judgement) noexcept {
  if (judgement.judged != Judged::kChecked) return report::kUncheckedWord;
  return detection::DispositionName(judgement.verdict_class);
}

Judgement Failed() {
  return {.judged = Judged::kFailed, .sentence = std::string(report::kFailureSentence)};
}

std::vector<GroupJudgement> JudgeEach(mail::SenderClaims& claims,
                                      std::vector<RecipientGroup> groups,
                                      live::LiveRegistry& registry) {
  std::vector<GroupJudgement> judged;
  for (RecipientGroup& group : groups) {
    if (!group.account) {
      judged.push_back({std::move(group), NobodyIsResponsible()});
      continue;
    }
    const auto snapshot = registry.SnapshotOf(*group.account);
    if (!snapshot) {
      LogUnavailable(*group.account, snapshot.error());
      judged.push_back({std::move(group), Failed()});
      continue;
    }
    for (RecipientGroup& part : SplitExempt(std::move(group), claims, **snapshot)) {
      judged.push_back(JudgeFor(std::move(part), claims, **snapshot));
    }
  }
  return judged;
}

Judgement Merge(std::span<const GroupJudgement* const> groups) {
  Judgement merged = NobodyIsResponsible();
  std::set<std::optional<registry::AccountId>> accounts;
  for (const GroupJudgement* one : groups) {
    accounts.insert(one->group.account);
    if (RankOf(one->judgement) > RankOf(merged)) merged = one->judgement;
  }
  const bool flagged = merged.verdict_class != detection::VerdictClass::kNone;
  if (flagged && accounts.size() > 1) {
    return {.verdict_class = merged.verdict_class, .sentence = std::string(kSharedSentence)};
  }
  return merged;
}

}  // namespace namesake::milter
