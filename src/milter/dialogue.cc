// SPDX-License-Identifier: Apache-2.0
#include "milter/dialogue.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "base/uuid.h"
#include "live/account_settings.h"
#include "live/live_registry.h"
#include "mail/header_section.h"
#include "mail/sender_claims.h"
#include "milter/action.h"
#include "milter/arrived_header.h"
#include "milter/course.h"
#include "milter/filter.h"
#include "milter/judgement.h"
#include "milter/outcome.h"
#include "milter/recipient_group.h"
#include "milter/remember.h"
#include "record/message_record.h"
#include "registry/account.h"

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

void LogNotKept(std::string_view queue_id, const base::Error& error) {
  base::Log(base::LogLevel::kError, "message_not_kept",
            {{"queue_id", queue_id.empty() ? "-" : queue_id}, {"error", error.message}});
}

Judgement MergeAll(const std::vector<GroupJudgement>& groups) {
  std::vector<const GroupJudgement*> all;
  for (const GroupJudgement& group : groups) all.push_back(&group);
  return Merge(all);
}

}  // namespace

Dialogue::Dialogue(Filter& filter, std::string client_ip, Terms terms)
    : filter_(filter),
      client_ip_(std::move(client_ip)),
      terms_(terms),
      body_(filter.body_budget()) {
  filter_.metrics().ConnectionOpened();
}

Dialogue::~Dialogue() { filter_.metrics().ConnectionClosed(); }

void Dialogue::BeginMessage(std::string_view reverse_path) {
  AbandonMessage();
  conduct_ = filter_.conduct();
  mail_from_ = WithoutBrackets(reverse_path);
}

void Dialogue::AddRecipient(std::string_view forward_path) {
  paths_.emplace_back(forward_path);
  recipients_.emplace_back(WithoutBrackets(forward_path));
}

void Dialogue::AddField(std::string_view name, std::string_view body) { header_.Add(name, body); }

void Dialogue::AddBody(std::string_view octets) { body_.Add(octets, conduct().max_kept_bytes); }

Outcome Dialogue::EndMessage(std::string_view queue_id) {
  const auto begin = Clock::now();
  const Checked checked = CheckMessage();
  Course course = ChooseCourse(checked);
  if (const auto kept = KeepCopies(checked, course, queue_id); !kept) {
    LogNotKept(queue_id, kept.error());
    // It is tried again, by the sender: neither lost nor let through.
    const std::vector<Action> wait(checked.groups.size(), Action::kTempfail);
    course = Combine(wait, false);
  }
  std::vector<const GroupJudgement*> readers;  // of the header section that the fields go into
  for (std::size_t i = 0; i < checked.groups.size(); ++i) {
    const Action gets = course.of_groups[i];
    if (gets == course.action || Passes(gets)) readers.push_back(&checked.groups[i]);
  }
  const Judgement merged = Merge(readers);
  if (const auto removals = header_.removals().size(); removals > kMaxRemovals) {
    LogFlood(queue_id, removals);
  }
  Outcome outcome = CarryOut(checked, course, merged);
  if (outcome.action == course.action) Remember(checked, course, queue_id);
  const Judgement counted = MergeAll(checked.groups);
  const Clock::duration duration = Clock::now() - begin;
  filter_.metrics().Count(counted, outcome.action, duration);
  LogMessage(queue_id, counted, outcome.action, recipients_.size(), duration);
  AbandonMessage();
  return outcome;
}

Dialogue::Checked Dialogue::CheckMessage() {
  if (spoilt_) return CheckFailed();
  try {
    const auto fields = header_.fields();
    Checked checked;
    checked.claims = mail::ReadSenderClaims(
        fields, conduct().authserv_id,
        {.mail_from = mail_from_, .client_ip = client_ip_, .recipients = recipients_});
    checked.claims.truncated |= header_.truncated();
    live::LiveRegistry& registry = filter_.registry();
    checked.groups =
        JudgeEach(checked.claims, GroupRecipients(recipients_, conduct(), registry), registry);
    for (const GroupJudgement& judged : checked.groups) {
      const auto account =
          judged.group.account ? registry.FindAccount(*judged.group.account) : std::nullopt;
      checked.settings.push_back(account ? account->settings : registry::AccountSettings());
    }
    return checked;
  } catch (const std::exception& failure) {
    base::Log(base::LogLevel::kError, "check_failed", {{"error", failure.what()}});
    return CheckFailed();
  }
}

// One group of all recipients, of whose message nothing is known.
Dialogue::Checked Dialogue::CheckFailed() const {
  Checked checked;
  checked.groups.push_back({{.account = std::nullopt, .recipients = recipients_}, Failed()});
  checked.settings.emplace_back();
  return checked;
}

Course Dialogue::ChooseCourse(const Checked& checked) {
  std::vector<Action> wanted;
  for (std::size_t i = 0; i < checked.groups.size(); ++i) {
    wanted.push_back(WantedAction(checked.groups[i].judgement, conduct(), checked.settings[i]));
  }
  return Combine(wanted, terms_.removes_recipients && CanKeep());
}

// All of the message is there, and somewhere to put it.
bool Dialogue::CanKeep() const noexcept {
  return filter_.records() != nullptr && terms_.bodies && body_.complete() &&
         !header_.truncated() && !spoilt_;
}

base::Status Dialogue::KeepCopies(const Checked& checked, const Course& course,
                                  std::string_view queue_id) {
  const auto fields = header_.fields();
  const Arrival arrival{.fields = fields, .queue_id = queue_id, .at = filter_.clock().Now()};
  std::vector<record::RecordedMessage> copies;
  for (std::size_t i = 0; i < checked.groups.size(); ++i) {
    if (course.of_groups[i] != Action::kKeep) continue;
    const GroupJudgement& judged = checked.groups[i];
    record::RecordedMessage copy{RecordOf(judged, Action::kKeep, checked.claims, arrival),
                                 WholeMessage(judged.judgement)};
    copy.record.size = copy.raw->size();
    copies.push_back(std::move(copy));
  }
  if (copies.empty()) return base::Ok();
  return filter_.records()->store.Append(copies);
}

// The others, whose records may come later.
void Dialogue::Remember(const Checked& checked, const Course& course, std::string_view queue_id) {
  if (filter_.records() == nullptr) return;
  const auto fields = header_.fields();
  const Arrival arrival{.fields = fields, .queue_id = queue_id, .at = filter_.clock().Now()};
  for (std::size_t i = 0; i < checked.groups.size(); ++i) {
    const GroupJudgement& judged = checked.groups[i];
    const Action gets = course.of_groups[i];
    if (gets == Action::kKeep || gets == Action::kTempfail) continue;
    const live::Recording recording = live::RecordingOf(checked.settings[i]);
    if (!IsRecorded(judged, recording)) continue;
    record::RecordedMessage message{RecordOf(judged, gets, checked.claims, arrival), std::nullopt};
    if (CanKeep() && IsKeptWhole(judged, recording)) {
      message.raw = WholeMessage(judged.judgement);
      message.record.size = message.raw->size();
    }
    filter_.records()->recorder.Offer(std::move(message));
  }
}

// As it would have been delivered.
std::string Dialogue::WholeMessage(const Judgement& judgement) const {
  std::string message;
  for (const AddedField& field : FieldsOf(judgement)) AppendField(field.name, field.body, message);
  return message + header_.Text() + "\r\n" + body_.octets();
}

Outcome Dialogue::CarryOut(const Checked& checked, const Course& course, const Judgement& merged) {
  Outcome outcome = Decide(merged, course.action, header_.removals(), conduct());
  if (outcome.action != course.action || !Passes(course.action)) return outcome;
  if (course.action == Action::kPrefix) outcome.subject = NewSubject(checked);
  for (std::size_t i = 0; i < checked.groups.size(); ++i) {
    if (Passes(course.of_groups[i])) continue;
    for (const std::string& recipient : checked.groups[i].group.recipients) {
      const auto at = std::ranges::find(recipients_, recipient) - recipients_.begin();
      outcome.removed_recipients.push_back(paths_[static_cast<std::size_t>(at)]);
    }
  }
  return outcome;
}

// Nothing when it says so already.
std::optional<std::string> Dialogue::NewSubject(const Checked& checked) const {
  std::string prefix = conduct_->subject_prefix;
  for (const registry::AccountSettings& settings : checked.settings) {
    if (auto chosen = live::SubjectPrefixOf(settings)) prefix = *std::move(chosen);
  }
  std::string_view subject;
  for (const mail::HeaderField& field : header_.fields()) {
    if (mail::NameIs(field.name, "Subject")) subject = field.body;
  }
  while (subject.starts_with(' ')) subject.remove_prefix(1);
  if (subject.starts_with(prefix)) return std::nullopt;
  return prefix + std::string(subject);
}

void Dialogue::AbandonMessage() {
  conduct_.reset();
  mail_from_.clear();
  paths_.clear();
  recipients_.clear();
  header_ = ArrivedHeader();
  body_.Clear();
  spoilt_ = false;
}

const Conduct& Dialogue::conduct() {
  if (!conduct_) conduct_ = filter_.conduct();
  return *conduct_;
}

}  // namespace namesake::milter
