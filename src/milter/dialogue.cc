// SPDX-License-Identifier: Apache-2.0
#include "milter/dialogue.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "base/uuid.h"
#include "mail/addr_spec.h"
#include "mail/sender_claims.h"
#include "milter/accounts.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/filter.h"
#include "milter/judgement.h"
#include "milter/outcome.h"
#include "text/idna.h"

namespace namesake::milter {
namespace {

using Clock = std::chrono::steady_clock;

std::string_view WithoutBrackets(std::string_view path) noexcept {
  if (path.starts_with('<')) path.remove_prefix(1);
  if (path.ends_with('>')) path.remove_suffix(1);
  return path;
}

// An unchecked or flagged message is worth a line of its own even where info is switched off.
base::LogLevel LevelOf(const Judgement& judgement) noexcept {
  return judgement.judged == Judged::kFailed ? base::LogLevel::kWarning : base::LogLevel::kInfo;
}

void LogMessage(std::string_view queue_id, const Judgement& judgement, Action action,
                std::size_t recipients, Clock::duration duration) {
  const auto level = LevelOf(judgement);
  if (!base::LogEnabled(level)) return;
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration);
  const std::string entry = judgement.entry ? base::FormatUuid(*judgement.entry) : "-";
  base::Log(level, "message_checked",
            {{"queue_id", queue_id.empty() ? "-" : queue_id},
             {"verdict", VerdictWord(judgement)},
             {"action", ActionName(action)},
             {"reason", judgement.reason.empty() ? "-" : judgement.reason},
             {"entry", entry},
             {"recipients", static_cast<std::int64_t>(recipients)},
             {"duration_us", static_cast<std::int64_t>(microseconds.count())}});
}

void LogFlood(std::string_view queue_id, std::size_t fields) {
  base::Log(base::LogLevel::kWarning, "own_fields_flood",
            {{"queue_id", queue_id}, {"fields", static_cast<std::int64_t>(fields)}});
}

}  // namespace

Dialogue::Dialogue(Filter& filter, std::string client_ip)
    : filter_(filter), client_ip_(std::move(client_ip)) {}

void Dialogue::BeginMessage(std::string_view reverse_path) {
  AbandonMessage();
  conduct_ = filter_.conduct();
  mail_from_ = WithoutBrackets(reverse_path);
}

void Dialogue::AddRecipient(std::string_view forward_path) {
  recipients_.emplace_back(WithoutBrackets(forward_path));
  const auto address = mail::SplitAddress(recipients_.back());
  if (!address) return;  // "postmaster" alone is a valid recipient, too
  auto domain = text::DomainToAscii(address->domain);
  if (!domain || std::ranges::find(domains_, *domain) != domains_.end()) return;
  domains_.push_back(std::move(*domain));
}

void Dialogue::AddField(std::string_view name, std::string_view body) { header_.Add(name, body); }

Outcome Dialogue::EndMessage(std::string_view queue_id) {
  const auto begin = Clock::now();
  const Judgement judgement = CheckMessage();
  auto removals = header_.removals();
  if (removals.size() > kMaxRemovals) LogFlood(queue_id, removals.size());
  Outcome outcome = Decide(judgement, std::move(removals), conduct());
  filter_.counters().Count(judgement, outcome.action);
  LogMessage(queue_id, judgement, outcome.action, recipients_.size(), Clock::now() - begin);
  AbandonMessage();
  return outcome;
}

Judgement Dialogue::CheckMessage() {
  if (spoilt_) return Failed();
  try {
    const auto fields = header_.fields();
    mail::SenderClaims claims = mail::ReadSenderClaims(
        fields, conduct().authserv_id,
        {.mail_from = mail_from_, .client_ip = client_ip_, .recipients = recipients_});
    claims.truncated |= header_.truncated();
    const auto accounts = AccountsFor(domains_, conduct(), filter_.registry());
    return Judge(claims, accounts, filter_.registry());
  } catch (const std::exception& failure) {
    base::Log(base::LogLevel::kError, "check_failed", {{"error", failure.what()}});
    return Failed();
  }
}

void Dialogue::AbandonMessage() {
  conduct_.reset();
  mail_from_.clear();
  domains_.clear();
  recipients_.clear();
  header_ = ArrivedHeader();
  spoilt_ = false;
}

const Conduct& Dialogue::conduct() {
  if (!conduct_) conduct_ = filter_.conduct();
  return *conduct_;
}

}  // namespace namesake::milter
