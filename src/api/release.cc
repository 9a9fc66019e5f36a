// SPDX-License-Identifier: Apache-2.0
#include "api/release.h"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/error.h"
#include "base/expected.h"
#include "base/log.h"
#include "record/courier.h"
#include "record/message_record.h"
#include "record/record_store.h"
#include "registry/account.h"

namespace namesake::api {
namespace {

using base::Expected;
using record::Hold;
using record::MessageRecord;

// A release takes a minute at most; one that began longer ago than this has died.
constexpr std::chrono::minutes kAbandoned{5};

constexpr std::string_view kBegun = "begun";

// One message, and what becomes of it. Every step that fails ends the work with the store's error.
class Release {
 public:
  Release(const ReleaseDesk& desk, MessageRecord record, std::string_view operation,
          std::string_view destination)
      : desk_(desk), record_(std::move(record)), operation_(operation), destination_(destination) {}

  Expected<ReleaseOutcome> Run() {
    const auto claimed = Claim();
    if (!claimed) return base::Fail(claimed.error());
    if (*claimed != Released::kDelivered) return Outcome(*claimed, Explain(*claimed));
    const auto raw = desk_.records.Raw(record_.account, record_.id);
    if (!raw || !*raw) {
      const std::string why = raw ? Explain(Released::kNotKept) : raw.error().message;
      if (const auto back = GiveBack(why); !back) return base::Fail(back.error());
      if (!raw) return base::Fail(raw.error());
      return Outcome(Released::kNotKept, why);
    }
    const auto reply = desk_.courier.Deliver(
        {.raw = **raw, .mail_from = record_.envelope_from, .recipients = record_.recipients});
    if (!reply) {
      if (const auto back = GiveBack(reply.error().message); !back) return base::Fail(back.error());
      return Outcome(Released::kRefused, reply.error().message);
    }
    // The mail server has it: whatever the store says now, that is the answer.
    const auto done = Change(Hold::kReleasing, Hold::kReleased, true, *reply);
    if (!done) {
      base::Log(base::LogLevel::kError, "release_not_noted",
                {{"message", record_.id}, {"error", done.error().message}});
    }
    return Outcome(Released::kDelivered, *reply);
  }

  Expected<ReleaseOutcome> Drop() {
    const auto dropped = Change(Hold::kHeld, Hold::kDropped, true, "dropped");
    if (!dropped) return base::Fail(dropped.error());
    if (!*dropped) return Outcome(Released::kNotHeld, Explain(Released::kNotHeld));
    return Outcome(Released::kDelivered, "dropped");
  }

 private:
  // kDelivered: it is ours to deliver.
  Expected<Released> Claim() {
    if (record_.hold == Hold::kReleasing) {
      const auto dead = IsAbandoned();
      if (!dead) return base::Fail(dead.error());
      if (!*dead) return Released::kUnderWay;
      const auto back = GiveBack("the release before was not finished");
      if (!back) return base::Fail(back.error());
    } else if (record_.hold != Hold::kHeld) {
      return Released::kNotHeld;
    }
    const auto claimed = Change(Hold::kHeld, Hold::kReleasing, false, kBegun);
    if (!claimed) return base::Fail(claimed.error());
    return *claimed ? Released::kDelivered : Released::kUnderWay;
  }

  // Who began the release has written when.
  Expected<bool> IsAbandoned() {
    const auto actions = desk_.records.Actions(record_.account, record_.id);
    if (!actions) return base::Fail(actions.error());
    return !actions->empty() && actions->back().started_at < desk_.clock.Now() - kAbandoned;
  }

  Expected<bool> GiveBack(std::string_view why) {
    return Change(Hold::kReleasing, Hold::kHeld, false, why);
  }

  // With a line in the message's log.
  Expected<bool> Change(Hold from, Hold to, bool success, std::string_view status) {
    record::RecordedAction note{.operation = std::string(operation_),
                                .started_at = started_at_,
                                .success = success,
                                .status = std::string(status),
                                .requested_by = desk_.requested_by,
                                .destination = std::string(destination_)};
    if (status != kBegun) note.completed_at = desk_.clock.Now();
    auto changed = desk_.records.ChangeHold(record_.account, record_.id, from, to, note);
    if (changed && *changed) record_.hold = to;
    return changed;
  }

  [[nodiscard]] std::string Explain(Released released) const {
    switch (released) {
      case Released::kUnderWay:
        return "somebody is releasing it";
      case Released::kNotKept:
        return "the message itself is not kept any more";
      case Released::kDelivered:
      case Released::kUnknown:
      case Released::kRefused:
      case Released::kNotHeld:
        break;
    }
    return "it is not held here: " + std::string(record::TreatmentName(record_.treatment)) +
           (record_.hold == Hold::kNone ? "" : ", " + std::string(record::HoldName(record_.hold)));
  }

  ReleaseOutcome Outcome(Released released, std::string status) {
    return {released, std::move(record_), std::move(status)};
  }

  const ReleaseDesk& desk_;
  MessageRecord record_;
  const std::string_view operation_;
  const std::string_view destination_;
  const base::Time started_at_ = desk_.clock.Now();
};

}  // namespace

Expected<ReleaseOutcome> ReleaseMessage(const ReleaseDesk& desk, const registry::AccountId& account,
                                        std::string_view id, std::string_view operation,
                                        std::string_view destination) {
  auto record = desk.records.Find(account, id);
  if (!record) return base::Fail(record.error());
  if (!*record) return ReleaseOutcome{Released::kUnknown, {}, "no such message"};
  return Release(desk, **std::move(record), operation, destination).Run();
}

Expected<ReleaseOutcome> DropMessage(const ReleaseDesk& desk, const registry::AccountId& account,
                                     std::string_view id, std::string_view destination) {
  auto record = desk.records.Find(account, id);
  if (!record) return base::Fail(record.error());
  if (!*record) return ReleaseOutcome{Released::kUnknown, {}, "no such message"};
  return Release(desk, **std::move(record), "MOVE", destination).Drop();
}

}  // namespace namesake::api
